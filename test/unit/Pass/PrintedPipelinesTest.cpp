//===- PrintedPipelinesTest.cpp - every registered pass and option prints back ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for each option of each registered pass, values of its type: what a pipeline
//       prints as reads back to the same, and different values print differently.
// Why:  a pipeline that is printed, stored and run again must be the same pipeline. The
//       registry says what there is, so a new pass or option is covered at once.
// Never: names a pass.
//
//===----------------------------------------------------------------------===//

#include "PassTestSupport.h"
#include "passes/BuiltinPasses.h"
#include <set>

using namespace meld;

namespace {

/// Values of the option's type, as a user may write them, all different in meaning; the
/// option need not take all.
std::vector<std::string> candidates(const OptionDescription &option) {
  switch (option.kind) {
  case OptionKind::Flag:
    return {""};
  case OptionKind::Number:
    return {"0", "1", "2", "16", "0x1000", "65536", "18446744073709551615"};
  case OptionKind::Bytes:
    return {"0", "1", "16", "64", "4KiB", "0x10000", "1MiB", "18446744073709551615"};
  case OptionKind::Pages:
    return {"0", "1", "16", "70KiB", "2MiB", "max"};
  case OptionKind::Choice:
    return option.choices;
  case OptionKind::Text: {
    // The words its syntax shows, and what has to be quoted.
    std::vector<std::string> texts = {"plain", "\"a;b<c>=d\"", "\" blank \"", "\"quote \\\" backslash \\\\\"", "\"\""};
    llvm::SmallVector<llvm::StringRef> words;
    llvm::StringRef(option.valueSyntax).split(words, '|');
    for (llvm::StringRef word : words)
      texts.push_back(word.str());
    return texts;
  }
  }
  return {};
}

/// `name=value`, with a key where there has to be one.
std::string write(const OptionDescription &option, const std::string &value, const std::string &key = "\"odd. name\"") {
  return option.name + (option.isKeyed ? "." + key : "") + (option.takesValue() ? "=" + value : "");
}

struct PrintedPipelinesTest : testing::Test {
  PrintedPipelinesTest() { registerBuiltinPasses(registry); }

  /// The pipeline as printed back; nothing if it is refused.
  std::optional<std::string> read(const std::string &text) {
    ModulePassManager passes;
    if (!PassBuilder(registry).parsePassPipeline(passes, text))
      return std::nullopt;
    std::string line;
    llvm::raw_string_ostream stream(line);
    passes.printPipeline(stream);
    return line;
  }
  /// Reads `text` if it can be, and checks that what it prints reads to itself.
  std::optional<std::string> readTwice(const std::string &text) {
    std::optional<std::string> printed = read(text);
    if (printed) {
      EXPECT_EQ(read(*printed), printed) << text;
    }
    return printed;
  }

  template <class Entry> void checkEntry(const Entry &entry, const std::string &before, const std::string &after) {
    auto pipelineOf = [&](const std::string &options) {
      return before + entry.info.name.str() + (options.empty() ? "" : "<" + options + ">") + after;
    };
    EXPECT_EQ(read(pipelineOf("")), pipelineOf(""));
    std::string all;
    for (const OptionDescription &option : entry.options) {
      SCOPED_TRACE(entry.info.name.str() + ": " + option.syntax());
      std::set<std::string> printed;
      std::string chosen;
      size_t accepted = 0;
      for (const std::string &value : candidates(option)) {
        std::optional<std::string> line = readTwice(pipelineOf(write(option, value)));
        if (!line)
          continue;
        ++accepted;
        printed.insert(*line);
        // Only the default may be left out.
        if (*line != pipelineOf("")) {
          chosen = write(option, value) + (option.isKeyed ? ";" + write(option, value, "0") : "");
        } else {
          EXPECT_EQ(readTwice(pipelineOf(write(option, option.defaultText))), line) << value;
        }
      }
      EXPECT_EQ(printed.size(), accepted) << "values are taken for one another";
      EXPECT_GE(accepted, option.kind == OptionKind::Choice ? option.choices.size() : option.takesValue() ? 2 : 1);
      if (!option.defaultText.empty()) {
        EXPECT_EQ(read(pipelineOf(write(option, option.defaultText))), pipelineOf(""));
      }
      if (!chosen.empty())
        all += (all.empty() ? "" : ";") + chosen;
    }
    if (all.empty())
      return;
    // All at once, each with a value that is not its default: nothing gets lost.
    std::optional<std::string> line = readTwice(pipelineOf(all));
    ASSERT_TRUE(line.has_value()) << all;
    EXPECT_EQ(std::count(line->begin(), line->end(), '='), std::count(all.begin(), all.end(), '=')) << *line;
  }

  Registry registry;
};

TEST_F(PrintedPipelinesTest, EveryPassAndOption) {
  ASSERT_FALSE(registry.modulePasses().empty());
  ASSERT_FALSE(registry.functionPasses().empty());
  for (const ModulePassEntry &entry : registry.modulePasses())
    checkEntry(entry, "", "");
  for (const FunctionPassEntry &entry : registry.functionPasses())
    checkEntry(entry, "function(", ")");
}

TEST_F(PrintedPipelinesTest, EveryAnalysisInEveryWord) {
  auto check = [&](const auto &entry, const std::string &before, const std::string &after) {
    const std::string name = entry.info.name.str();
    for (const std::string &text : {"require<" + name + ">", "invalidate<" + name + ">"})
      EXPECT_EQ(read(before + text + after), before + text + after);
    const std::string print = before + "print<" + name, end = ">" + after;
    EXPECT_EQ(read(print + end).has_value(), !entry.formats.empty());
    std::set<std::string> printed;
    for (llvm::StringRef format : entry.formatNames())
      printed.insert(readTwice(print + ";" + format.str() + end).value_or("refused"));
    EXPECT_EQ(printed.size(), entry.formats.size());
    EXPECT_EQ(printed.count("refused"), 0u);
  };
  ASSERT_FALSE(registry.moduleAnalyses().empty());
  for (const ModuleAnalysisEntry &entry : registry.moduleAnalyses())
    check(entry, "", "");
  for (const FunctionAnalysisEntry &entry : registry.functionAnalyses())
    check(entry, "function(", ")");
}

TEST_F(PrintedPipelinesTest, EveryNamedPipeline) {
  for (const NamedPipeline &pipeline : registry.pipelines()) {
    std::optional<std::string> line = readTwice(pipeline.name);
    EXPECT_TRUE(line.has_value()) << pipeline.name;
  }
}

} // namespace
