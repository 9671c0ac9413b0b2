//===- ExtensionTest.cpp - what a tool or plugin adds to the driver ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: observers, passes at both ends of a pipeline, side inputs, remarks and counts of a
//       pass that is not the project's.
// Why:  everything the driver does for its own passes it does for those of others.
// Never: tests what lit tests can.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/FeatureUses.h"
#include "meld/Driver/Driver.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

struct ReadMap : PassInfoMixin<ReadMap> {
  static constexpr PassInfo info{.name = "read-map", .summary = "prints a side input"};
  PassResult run(Module &module, ModuleAnalysisManager &analyses) {
    if (analyses.hasInput("extra"))
      analyses.out() << "there is an extra\n";
    Result<llvm::MemoryBufferRef> map = analyses.input("map", Location::module());
    if (!map)
      return map.takeFailure();
    analyses.out() << "map: " << map->getBuffer() << '\n';
    analyses.count("bytes", map->getBufferSize());
    module.diagnostics().remark(RemarkKind::Analysis, "MapRead", Location::module(),
                                [&](RemarkDetails &remark) { remark << "the map was read"; });
    return PreservedAnalyses::all();
  }
};

struct Plain : PassInfoMixin<Plain> {
  static constexpr PassInfo info{.name = "plain", .summary = "does nothing"};
  PassResult run(Module &, ModuleAnalysisManager &) { return PreservedAnalyses::all(); }
};

struct First : PassInfoMixin<First> {
  static constexpr PassInfo info{.name = "first", .summary = "comes before all others"};
  PassResult run(Module &, ModuleAnalysisManager &analyses) {
    analyses.out() << "first\n";
    return PreservedAnalyses::all();
  }
};

struct Last : PassInfoMixin<Last> {
  static constexpr PassInfo info{.name = "last", .summary = "comes after all others"};
  PassResult run(Module &, ModuleAnalysisManager &analyses) {
    analyses.out() << "last\n";
    return PreservedAnalyses::all();
  }
};

/// Brings in a feature, and asks before or does not.
template <bool Asks> struct AddMemories : PassInfoMixin<AddMemories<Asks>> {
  static constexpr PassInfo info{.name = Asks ? "ask" : "add", .summary = "adds two memories"};
  PassResult run(Module &module, ModuleAnalysisManager &analyses) {
    if (Asks)
      if (Result<void> may =
              requireFeature(Feature::MultiMemory, module, analyses, Location::module(), "this pass", "leave it out");
          !may)
        return may.takeFailure();
    module.add(Memory());
    module.add(Memory());
    return PreservedAnalyses::none();
  }
};

/// Prints what it sees, refuses one pass, and leaves one out.
class Guard final : public PassObserver {
public:
  explicit Guard(PassContext &context) : context(context) {}
  bool shouldRun(const PassInfo &pass, const PassUnit &) override { return pass.name != "first" || !leavesOut; }
  void passSkipped(const PassInfo &pass, const PassUnit &) override {
    context.out << "guard: not " << pass.name << '\n';
  }
  void beforePass(const PassInfo &pass, const PassUnit &) override { context.out << "guard: " << pass.name << '\n'; }
  Result<void> afterPass(const PassInfo &pass, const PassUnit &, const PreservedAnalyses &) override {
    if (pass.name == refused)
      return error(Location::module(), "not this pass").remedy("another one").from("guard");
    return {};
  }
  std::string refused;
  bool leavesOut = false;

private:
  PassContext &context;
};

struct ExtensionTest : testing::Test {
  ExtensionTest() {
    EXPECT_FALSE(llvm::sys::fs::createTemporaryFile("meld-extension", "wat", input));
    EXPECT_FALSE(llvm::sys::fs::createTemporaryFile("meld-extension", "txt", side));
    write(input, "(module (func $f))");
    write(side, "here");
  }
  ~ExtensionTest() override {
    llvm::sys::fs::remove(input);
    llvm::sys::fs::remove(side);
  }
  static void write(llvm::StringRef path, llvm::StringRef text) {
    std::error_code reason;
    llvm::raw_fd_ostream(path, reason) << text;
  }
  /// Runs the driver with these arguments and the input; what it said is in `log`.
  int run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "meld-opt");
    if (arguments.back() != "-print-pipeline-passes")
      arguments.insert(arguments.end(), {input.str().str(), outputFlag});
    std::vector<const char *> pointers;
    for (const std::string &argument : arguments)
      pointers.push_back(argument.c_str());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    int status = runDriver(static_cast<int>(pointers.size()), pointers.data(), [&](PassBuilder &builder) {
      builder.registry().addPass<ReadMap>();
      builder.registry().addPass<Plain>();
      builder.registry().addPass<Last>();
      if (extend)
        extend(builder);
    });
    log = testing::internal::GetCapturedStderr();
    output = testing::internal::GetCapturedStdout();
    return status;
  }
  std::string sideInput(llvm::StringRef name) { return ("-input=" + name + ":" + side).str(); }

  std::function<void(PassBuilder &)> extend;
  llvm::SmallString<128> input, side;
  std::string outputFlag = "-disable-output";
  std::string log, output;
};

TEST_F(ExtensionTest, SideInputsAreFoundByName) {
  EXPECT_EQ(run({"-passes=read-map", sideInput("map"), "-stats"}), ExitDone) << log;
  EXPECT_NE(log.find("map: here\n"), std::string::npos) << log;
  EXPECT_NE(log.find(" 4 read-map - bytes\n"), std::string::npos) << log;
}

TEST_F(ExtensionTest, AMissingSideInputIsARefusalWithARemedy) {
  EXPECT_EQ(run({"-passes=read-map"}), ExitFailed);
  EXPECT_NE(log.find("error: read-map: the side input 'map' is needed and not given\n"), std::string::npos) << log;
  EXPECT_NE(log.find("\nremedy: give it: -input=map:FILE\n"), std::string::npos) << log;
  EXPECT_EQ(run({"-passes=read-map", sideInput("mop")}), ExitFailed);
  EXPECT_NE(log.find("'map' is needed and not given; there is 'mop'"), std::string::npos) << log;
}

TEST_F(ExtensionTest, ASideInputThatNobodyAskedForIsAnError) {
  EXPECT_EQ(run({"-passes=read-map", sideInput("map"), sideInput("extra")}), ExitUsage);
  EXPECT_NE(log.find("there is an extra"), std::string::npos) << log;
  EXPECT_NE(log.find("no pass asked for the side input 'extra'"), std::string::npos) << log;
}

TEST_F(ExtensionTest, RemarksOfAllKindsCanBeAskedFor) {
  EXPECT_EQ(run({"-passes=read-map", sideInput("map"), "-pass-remarks-analysis=map"}), ExitDone);
  EXPECT_NE(log.find("remark: read-map: the map was read"), std::string::npos) << log;
  EXPECT_EQ(run({"-passes=read-map", sideInput("map"), "-pass-remarks=map"}), ExitDone);
  EXPECT_EQ(log.find("remark:"), std::string::npos) << log;
}

TEST_F(ExtensionTest, PassesAtBothEndsOfThePipeline) {
  extend = [](PassBuilder &builder) {
    builder.registerPipelineStartCallback([](ModulePassManager &passes) { passes.addPass(First()); });
    builder.registerPipelineEndCallback([](ModulePassManager &passes) { passes.addPass(Last()); });
  };
  EXPECT_EQ(run({"-passes=read-map", sideInput("map")}), ExitDone) << log;
  EXPECT_EQ(log, "first\nmap: here\nlast\n");
  // Flags may name them, though the text of the pipeline does not.
  EXPECT_EQ(run({"-passes=plain", "-disable-pass=last"}), ExitDone) << log;
  EXPECT_EQ(log, "first\n");
  EXPECT_EQ(run({"-passes=plain", "-print-pipeline-passes"}), ExitDone) << log;
  EXPECT_EQ(output, "plain\n");
}

TEST_F(ExtensionTest, ObserversSeeAndDecide) {
  std::string refused;
  bool leavesOut = false;
  extend = [&](PassBuilder &builder) {
    builder.registry().addPass<First>();
    builder.registerObserverCallback([&](PassContext &context) {
      auto guard = std::make_unique<Guard>(context);
      guard->refused = refused;
      guard->leavesOut = leavesOut;
      context.instrumentation.add(std::move(guard));
    });
  };
  EXPECT_EQ(run({"-passes=first,plain,last"}), ExitDone) << log;
  EXPECT_EQ(log, "guard: first\nfirst\nguard: plain\nguard: last\nlast\n");
  leavesOut = true;
  EXPECT_EQ(run({"-passes=first,plain"}), ExitDone) << log;
  EXPECT_EQ(log, "guard: not first\nguard: plain\n");
  refused = "plain";
  EXPECT_EQ(run({"-passes=plain,last"}), ExitFailed) << log;
  EXPECT_NE(log.find("error: guard: not this pass"), std::string::npos) << log;
  EXPECT_EQ(log.find("guard: last"), std::string::npos) << log;
}

TEST_F(ExtensionTest, FeaturesComeInOnlyIfTheyMay) {
  extend = [](PassBuilder &builder) {
    builder.registry().addPass<AddMemories<true>>();
    builder.registry().addPass<AddMemories<false>>();
    builder.registry().addAnalysis<FeatureUsesAnalysis>();
  };
  outputFlag = "-o=/dev/null";
  EXPECT_EQ(run({"-passes=ask"}), ExitFailed);
  EXPECT_NE(log.find("ask: this pass would need feature multi-memory, which the input does not use\n"),
            std::string::npos)
      << log;
  EXPECT_NE(log.find("\nremedy: allow it with -features=input,multi-memory, or leave it out"), std::string::npos)
      << log;
  EXPECT_EQ(run({"-passes=ask", "-features=mvp"}), ExitFailed);
  EXPECT_NE(log.find("feature multi-memory, which -features does not allow\n"), std::string::npos) << log;
  EXPECT_NE(log.find("\nremedy: add multi-memory to -features, or leave it out"), std::string::npos) << log;
  EXPECT_EQ(run({"-passes=ask", "-features=input,multi-memory", "-verify-each"}), ExitDone) << log;
  // Who does not ask is found out, where features are named and where passes are checked.
  const std::string defect = "memory #1: error: feature multi-memory came in through a pass: a second memory";
  for (std::string flag : {"-features=mvp", "-verify-each"}) {
    EXPECT_EQ(run({"-passes=add", flag}), ExitBug);
    EXPECT_NE(log.find(defect), std::string::npos) << log;
  }
  EXPECT_EQ(run({"-passes=add", "-features=wasm-3.0"}), ExitDone) << log;
}

} // namespace
