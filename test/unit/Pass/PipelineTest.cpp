//===- PipelineTest.cpp - grammar, options, printing back -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: pipelines that are read and printed back, and pipelines that are refused, with
//       column and words of the refusal.
// Why:  no request is ever ignored, and a caret points at the right place.
// Never: runs a pass.
//
//===----------------------------------------------------------------------===//

#include "PassTestSupport.h"

using namespace meld;
using namespace meld::test;

namespace {

enum class Exhaustion { Trap, Fail };

struct Placer : PassInfoMixin<Placer> {
  static constexpr PassInfo info{.name = "place", .summary = "a module pass with every kind of option"};
  struct Options {
    bool quiet = false;
    bool denyLive = false;
    uint32_t level = 1;
    std::optional<uint64_t> base;
    uint64_t align = 16;
    Exhaustion oom = Exhaustion::Trap;
    std::string order = "declared";
    PageAmount reserve{16, false};
    KeyedPages reserveOf;
    std::vector<std::string> names;
  } options;
  static void schema(OptionSchema<Options> &s) {
    s.flag("quiet", &Options::quiet, "say nothing");
    s.flag("deny", "live", &Options::denyLive, "refuse live growth");
    s.number("level", &Options::level, "how much");
    s.bytes("base", &Options::base, "first byte");
    s.bytes("align", &Options::align, "alignment", {[](uint64_t n) { return n >= 16; }, "at least 16"});
    s.choice("oom", &Options::oom, {{"trap", Exhaustion::Trap}, {"fail", Exhaustion::Fail}}, "when exhausted");
    s.string("order", &Options::order, "order", "ORDER");
    s.pages("reserve", &Options::reserve, "pages to grow by");
    s.keyedPages("reserve", &Options::reserveOf, "for one memory");
    s.strings("name", &Options::names, "what to drop");
  }
  PassResult run(Module &, ModuleAnalysisManager &) { return PreservedAnalyses::all(); }
};

struct Plain : PassInfoMixin<Plain> {
  static constexpr PassInfo info{.name = "plain", .summary = "a module pass"};
  PassResult run(Module &, ModuleAnalysisManager &) { return PreservedAnalyses::all(); }
};

struct OnFunction : PassInfoMixin<OnFunction> {
  static constexpr PassInfo info{.name = "on-function", .summary = "a function pass"};
  PassResult run(FunctionUnit &, FunctionAnalysisManager &) const { return PreservedAnalyses::all(); }
};

struct Map : AnalysisInfoMixin<Map> {
  static constexpr AnalysisInfo info{.name = "map", .version = 1};
  struct Result {
    void print(llvm::raw_ostream &out, const Module &) const { out << "a map\n"; }
    meld::Result<void> draw(llvm::raw_ostream &out, const Module &) const {
      out << "<svg/>\n";
      return {};
    }
    static std::array<AnalysisFormat<Result, Module>, 1> formats() { return {{{"svg", &Result::draw}}}; }
    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const Module &, ModuleAnalysisManager &) { return {}; }
};

struct Silent : AnalysisInfoMixin<Silent> {
  static constexpr AnalysisInfo info{.name = "silent", .version = 1};
  struct Result {
    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const FunctionUnit &, FunctionAnalysisManager &) { return {}; }
};

struct PipelineTest : PassFixture {
  PipelineTest() {
    registry.addPass<Placer>();
    registry.addPass<Plain>();
    registry.addPass<OnFunction>();
    registry.addAnalysis<Map>();
    registry.addAnalysis<Silent>();
    registry.addPipeline("default<small>", "plain,place<level=2>", "two passes");
  }
  /// The pipeline as printed back, or "column: fact | remedy".
  std::string read(const std::string &text) {
    ModulePassManager passes;
    Result<void> parsed = PassBuilder(registry).parsePassPipeline(passes, text);
    std::string line;
    llvm::raw_string_ostream stream(line);
    if (parsed) {
      passes.printPipeline(stream);
      return line;
    }
    const Diagnostic &why = parsed.failure().diagnostic();
    EXPECT_EQ(why.location.entity, Location::Entity::Pipeline);
    EXPECT_EQ(why.location.name, text);
    EXPECT_FALSE(why.remedy.empty());
    stream << why.location.offset.value_or(9999) << ": " << why.fact << " | " << why.remedy;
    return line;
  }
  /// Prints back as itself.
  void expectSame(const std::string &text) { EXPECT_EQ(read(text), text); }
  void expectRefused(const std::string &text, unsigned column, const std::string &words) {
    std::string got = read(text);
    EXPECT_TRUE(llvm::StringRef(got).starts_with(std::to_string(column) + ": ")) << text << "\n  " << got;
    EXPECT_NE(got.find(words), std::string::npos) << text << "\n  " << got;
  }
  Registry registry;
};

TEST_F(PipelineTest, PrintsBackWhatItRead) {
  expectSame("");
  expectSame("plain");
  expectSame("plain,place<level=3>,plain");
  expectSame("place<quiet;deny=live;level=2;base=65536;align=32;oom=fail;order=size;reserve=max;reserve.a=3>");
  expectSame("place<name=b;name=\"a;c\";name=\"\">");
  expectSame("function(on-function,on-function)");
  expectSame("repeat<3>(plain,function(repeat<2>(on-function)))");
  expectSame("print<map;svg>");
  EXPECT_EQ(read("print<map;table>"), "print<map>");
  expectSame("require<map>,print<map>,invalidate<map>,function(require<silent>)");
}

TEST_F(PipelineTest, NormalisesBlanksNumbersAndDefaults) {
  EXPECT_EQ(read("  plain ,\n place < level = 3 ; quiet > "), "plain,place<quiet;level=3>");
  EXPECT_EQ(read("place<level=0x10;align=16>"), "place<level=16>");
  EXPECT_EQ(read("place<reserve=1MiB>"), "place");
  EXPECT_EQ(read("place<reserve=65KiB;base=64KiB>"), "place<base=65536;reserve=2>");
  EXPECT_EQ(read("repeat < 2 > ( plain )"), "repeat<2>(plain)");
  EXPECT_EQ(read("default<small>"), "plain,place<level=2>");
}

TEST_F(PipelineTest, NamedPipelinesTakeOptionsOfTheirPasses) {
  registry.addPipeline("default<nested>", "plain,repeat<2>(place<level=2>,function(on-function)),place", "nested");
  EXPECT_EQ(read("default<nested; place.quiet; place.reserve.a = 3;place.reserve.\"b. c\"=max;place.order=\"x;y\">"),
            "plain,repeat<2>(place<quiet;level=2;order=\"x;y\";reserve.a=3;reserve.\"b. c\"=max>,function(on-function)),"
            "place<quiet;order=\"x;y\";reserve.a=3;reserve.\"b. c\"=max>");
  EXPECT_EQ(read("plain,default<small;place.base=64KiB>,plain"), "plain,plain,place<level=2;base=65536>,plain");

  expectRefused("plain,default<small;level=3>", 20, "an option of a named pipeline belongs to one of its passes | write "
                                                    "PASS.level, with one of plain, place");
  expectRefused("default<small;plase.level=3>", 14, "there is no pass in default<small> 'plase'; did you mean 'place'? | "
                                                    "its passes are plain, place");
  expectRefused("default<small;on-function.x=1>", 14, "there is no pass in default<small> 'on-function' |");
  expectRefused("default<smoll;place.level=3>", 0, "there is no named pipeline 'default<smoll>'; did you mean");
  expectRefused("default<small=3>", 0, "there is no named pipeline");
  expectRefused("default", 0, "there is no named pipeline 'default<>'");
  expectRefused("default<small;>", 14, "an option is expected here");
  // What a pass says of its options points into the pipeline that it became.
  for (const auto &[option, column, words] :
       {std::tuple("place.levl=3", 20, "place has no option 'levl'"), std::tuple("place.level=3", 20, "is given twice"),
        std::tuple("place.oom=trop", 24, "'trop' is not trap or fail")}) {
    ModulePassManager passes;
    auto parsed = PassBuilder(registry).parsePassPipeline(passes, std::string("default<small;") + option + ">");
    ASSERT_FALSE(parsed);
    const Diagnostic &why = parsed.failure().diagnostic();
    EXPECT_TRUE(llvm::StringRef(why.location.name).starts_with("plain,place<level=2;")) << why.location.name;
    EXPECT_EQ(why.location.offset, column) << option;
    EXPECT_NE(why.fact.find(words), std::string::npos) << why.fact;
  }
}

TEST_F(PipelineTest, ANamedPipelineContainsNone) {
  registry.addPipeline("default<loop>", "plain,repeat<2>(plain,default<loop>)", "itself");
  ModulePassManager passes;
  Result<void> parsed = PassBuilder(registry).parsePassPipeline(passes, "plain,default<loop>");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.failure().diagnostic().fact, "named pipeline 'default<loop>' contains a named pipeline");
  EXPECT_EQ(parsed.failure().diagnostic().location.offset, 22u);
}

TEST_F(PipelineTest, QuotesWhatIsOdd) {
  expectSame("place<reserve.\"odd name\"=1>");
  expectSame("place<reserve.\"a;b<c>=\\\"d\\\"\\\\\"=1;reserve.b.c=2>");
  EXPECT_EQ(read("place<order=\"a;b\">"), "place<order=\"a;b\">");
  EXPECT_EQ(read("place<order=\"x\">"), "place<order=x>");
  expectSame("place<order=\"\">");
  expectSame("place<order=\" x \">");
}

TEST_F(PipelineTest, RefusesUnknownNames) {
  expectRefused("plain,plian", 6, "there is no pass 'plian'; did you mean 'plain'? | -print-passes");
  expectRefused("zzzzzzzzzzzz", 0, "there is no pass 'zzzzzzzzzzzz' |");
  expectRefused("function(on-funktion)", 9, "there is no function pass 'on-funktion'; did you mean 'on-function'?");
  expectRefused("print<mop>", 6, "there is no analysis 'mop'; did you mean 'map'?");
  expectRefused("plain,map", 6, "'map' is an analysis, not a pass | write print<map> to see it, or require<map>");
  expectRefused("module(plain)", 0, "there is no 'module(...)': a pipeline is one of the module | write what is in it by itself");
  expectRefused("default<smoll>", 0, "did you mean 'default<small>'?");
  expectRefused("default<small>(plain)", 0, "no named pipeline");
}

TEST_F(PipelineTest, RefusesWhatStandsAtTheWrongLevel) {
  expectRefused("on-function", 0, "is a function pass | write function(on-function)");
  expectRefused("function(plain)", 9, "works on modules");
  expectRefused("function(function(on-function))", 9, "works on modules");
  expectRefused("print<silent>", 6, "is an analysis of functions | write it inside function(...)");
  expectRefused("function(print<map>)", 15, "is an analysis of modules | write it outside");
  expectRefused("plain(plain)", 6, "has no passes in it");
}

TEST_F(PipelineTest, RefusesBrokenSyntax) {
  expectRefused(",plain", 0, "a pass name is expected here, not ','");
  expectRefused("plain,", 6, "not the end");
  expectRefused("plain,,plain", 6, "not ','");
  expectRefused("plain plain", 6, "',' is expected here, not 'p'");
  expectRefused("plain)", 5, "',' is expected here, not ')'");
  expectRefused("function(on-function", 8, "this '(' is not closed");
  expectRefused("function()", 9, "a pass name is expected here, not ')'");
  expectRefused("place<level=1", 5, "this '<' is not closed");
  expectRefused("place<order=\"x>", 12, "this quote is not closed");
  expectRefused("place<>", 6, "an option is expected here, not '>'");
  expectRefused("place<quiet;>", 12, "an option is expected here");
  expectRefused("place<level:1>", 11, "'=' or ';' is expected here, not ':'");
  expectRefused("place<level=>", 12, "a value is expected after the '='");
  expectRefused("place<reserve.=1>", 13, "a name is expected after the '.'");
}

TEST_F(PipelineTest, RefusesWrongOptions) {
  expectRefused("place<levle=1>", 6, "place has no option 'levle'; did you mean 'level'? | its options are quiet, ");
  expectRefused("plain<x=1>", 6, "plain has no options");
  expectRefused("place<level=1;level=1>", 14, "option 'level' is given twice");
  expectRefused("place<reserve.a=1;reserve.\"a\"=2>", 18, "option 'reserve.a' is given twice");
  expectRefused("place<level>", 6, "option 'level' needs a value | write level=N");
  expectRefused("place<quiet=1>", 12, "option 'quiet' takes no value");
  expectRefused("place<level.a=1>", 6, "option 'level' takes no '.NAME' | write level=N");
  expectRefused("place<oom=fial>", 10, "'fial' is not trap or fail; did you mean 'fail'?");
  expectRefused("place<deny=dead>", 11, "'dead' is not live");
}

TEST_F(PipelineTest, RefusesWrongNumbers) {
  for (const char *text : {"x", "-1", "1x", "0x", "1 2", "+1", "1.5", "1KiB"})
    expectRefused("place<level=" + std::string(text) + ">", 12, "is not a number");
  expectRefused("place<level=4294967296>", 12, "is too large | give at most 4294967295");
  EXPECT_EQ(read("place<level=4294967295>"), "place<level=4294967295>");
  expectRefused("place<base=18446744073709551616>", 11, "is too large");
  expectRefused("place<base=18014398509481984KiB>", 11, "is too large");
  expectRefused("place<base=1kib>", 11, "is not a number of bytes");
  expectRefused("place<align=15>", 12, "15 is not at least 16 | give at least 16");
  expectRefused("place<reserve=1MB>", 14, "is not a number of pages");
  expectRefused("place<reserve=18446744073709551615KiB>", 14, "is too large");
  expectRefused("repeat<0>(plain)", 7, "'0' is no count");
  expectRefused("repeat<x>(plain)", 7, "'x' is no count");
  expectRefused("repeat(plain)", 0, "needs a count");
  expectRefused("repeat<2>", 0, "needs a count and passes");
}

TEST_F(PipelineTest, RefusesWrongRequestsForAnalyses) {
  expectRefused("require", 0, "needs an analysis | write require<analysis>");
  expectRefused("print<map;svd>", 10, "there is no format of map 'svd'; did you mean 'svg'? | its formats are table, svg");
  expectRefused("print<map;json>", 10, "there is no format of map 'json'");
  expectRefused("function(print<silent>)", 15, "cannot be printed");
  expectRefused("require<map;json>", 12, "takes one analysis");
  expectRefused("require<map=1>", 8, "an analysis has no options");
}

TEST_F(PipelineTest, BoundsTheDepth) {
  auto nested = [](unsigned depth) {
    std::string text;
    for (unsigned i = 0; i < depth; ++i)
      text += "repeat<1>(";
    return text + "plain" + std::string(depth, ')');
  };
  expectSame(nested(PipelineDepthLimit));
  expectRefused(nested(PipelineDepthLimit + 1), 10 * PipelineDepthLimit + 9, "nesting is deeper than 64");
  // A hundred thousand levels are refused without using up the stack.
  expectRefused(nested(100000), 10 * PipelineDepthLimit + 9, "nesting is deeper than 64");
  expectRefused("place<" + std::string(100000, '<'), 6 + PipelineDepthLimit - 1, "nesting is deeper than 64");
}

TEST_F(PipelineTest, PrintsAnAnalysis) {
  ModulePassManager passes;
  ASSERT_TRUE(PassBuilder(registry).parsePassPipeline(passes, "print<map>").succeeded());
  ASSERT_TRUE(passes.run(module, analyses).succeeded());
  EXPECT_EQ(printed, "a map\n");
  EXPECT_NE(analyses.getCached<Map>(), nullptr);
}

TEST_F(PipelineTest, InvalidatesAnAnalysis) {
  ModulePassManager passes;
  ASSERT_TRUE(PassBuilder(registry).parsePassPipeline(passes, "require<map>,invalidate<map>").succeeded());
  ASSERT_TRUE(passes.run(module, analyses).succeeded());
  EXPECT_EQ(analyses.getCached<Map>(), nullptr);
}

TEST_F(PipelineTest, AsksCallbacksForUnknownNames) {
  PassBuilder builder(registry);
  builder.registerPipelineParsingCallback(
      [](const PipelineElement &element, ModulePassManager &passes) -> Result<bool> {
        if (element.name != "theirs")
          return false;
        if (element.hasInner)
          return error(element.location(), "no passes here").remedy("write theirs");
        passes.addPass(Plain());
        return true;
      });
  ModulePassManager passes;
  EXPECT_TRUE(builder.parsePassPipeline(passes, "theirs").succeeded());
  EXPECT_FALSE(passes.isEmpty());
  EXPECT_FALSE(builder.parsePassPipeline(passes, "others").succeeded());
  Result<void> refused = builder.parsePassPipeline(passes, "theirs(plain)");
  ASSERT_FALSE(refused.succeeded());
  EXPECT_EQ(refused.failure().diagnostic().fact, "no passes here");
}

TEST_F(PipelineTest, RefusesARegistryWithDuplicates) {
  registry.addPass<Plain>();
  ModulePassManager passes;
  Result<void> refused = PassBuilder(registry).parsePassPipeline(passes, "plain");
  ASSERT_FALSE(refused.succeeded());
  EXPECT_EQ(refused.failure().diagnostic().fact, "there are two of module pass 'plain'");
}

} // namespace
