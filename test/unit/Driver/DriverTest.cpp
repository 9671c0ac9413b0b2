//===- DriverTest.cpp - what the driver does about broken passes ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs the driver with passes that leave an invalid module, warn, or exist twice.
// Why:  the passes of the project do none of that, so no test of the tool can show it.
// Never: tests what lit tests can.
//
//===----------------------------------------------------------------------===//

#include "meld/Driver/Driver.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

/// Makes the first defined function leave an i32 on the stack that its type has not.
void breakFirstFunction(Module &module) {
  for (FunctionId id : module.functions().ids())
    if (!module.isImported(id)) {
      module.setBody(id, FunctionBody({0x00, 0x41, 0x00, 0x0B}, 1));
      return;
    }
}

struct BreakModule : PassInfoMixin<BreakModule> {
  static constexpr PassInfo info{.name = "break-module", .summary = "leaves an invalid module"};
  PassResult run(Module &module, ModuleAnalysisManager &) {
    breakFirstFunction(module);
    return PreservedAnalyses::none();
  }
};

struct BreakFunction : PassInfoMixin<BreakFunction> {
  static constexpr PassInfo info{.name = "break-function", .summary = "leaves an invalid function"};
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &) const {
    unit.setBody(FunctionBody({0x00, 0x41, 0x00, 0x0B}, 1));
    return PreservedAnalyses::none();
  }
};

struct FunctionTotal : AnalysisInfoMixin<FunctionTotal> {
  static constexpr AnalysisInfo info{.name = "function-total", .version = 1};
  using Result = uint32_t;
  Result run(const Module &module, ModuleAnalysisManager &) { return module.functions().count(); }
};

struct BodySize : AnalysisInfoMixin<BodySize> {
  static constexpr AnalysisInfo info{.name = "body-size", .version = 1};
  using Result = size_t;
  Result run(const FunctionUnit &unit, FunctionAnalysisManager &) { return unit.function().body.bytes().size(); }
};

/// Adds a function, and says that it preserves everything.
struct Lie : PassInfoMixin<Lie> {
  static constexpr PassInfo info{.name = "lie", .summary = "claims to preserve what it does not"};
  PassResult run(Module &module, ModuleAnalysisManager &) {
    Function copy = module.functions()[FunctionId(0)];
    module.add(copy);
    return PreservedAnalyses::all();
  }
};

struct LieOfFunctions : PassInfoMixin<LieOfFunctions> {
  static constexpr PassInfo info{.name = "lie-of-functions", .summary = "claims to preserve what it does not"};
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &) const {
    unit.setBody(FunctionBody({0x00, 0x01, 0x0B}, 1));
    return PreservedAnalyses::none().preserve<BodySize>();
  }
};

struct Nothing : PassInfoMixin<Nothing> {
  static constexpr PassInfo info{.name = "nothing", .summary = "does nothing"};
  PassResult run(Module &, ModuleAnalysisManager &) { return PreservedAnalyses::all(); }
};

struct Warn : PassInfoMixin<Warn> {
  static constexpr PassInfo info{.name = "warn", .summary = "warns without a remedy"};
  PassResult run(Module &module, ModuleAnalysisManager &) {
    module.diagnostics().warn(Location::module(), "careful");
    return PreservedAnalyses::all();
  }
};

constexpr Premise FairWeather{"fair-weather", PremiseClass::Stated, "it does not rain", ""};
constexpr Premise CalmSea{"calm-sea", PremiseClass::Granted, "the sea is calm", "sea.md", "SHIP"};
constexpr Premise Nameless{"nameless", PremiseClass::Stated, "nobody registered it", ""};

struct Sail : PassInfoMixin<Sail> {
  static constexpr PassInfo info{.name = "sail", .summary = "relies on premises of two classes"};
  static constexpr Premise reliesOn[] = {FairWeather, CalmSea};
  PassResult run(Module &module, ModuleAnalysisManager &analyses) {
    for (auto &[premise, ship] : {std::pair{&FairWeather, ""}, {&CalmSea, "ark"}}) {
      PremiseUse use{Location::module(), "nothing is lashed down"};
      if (*ship)
        use.subjects = {"0", ship};
      if (Result<void> relied = relyOn(*premise, module, analyses, std::move(use)); !relied)
        return relied.takeFailure();
    }
    return PreservedAnalyses::all();
  }
};

struct Hide : PassInfoMixin<Hide> {
  static constexpr PassInfo info{.name = "hide", .summary = "relies on what it does not say"};
  PassResult run(Module &module, ModuleAnalysisManager &analyses) {
    if (Result<void> relied = relyOn(FairWeather, module, analyses, {Location::module(), "so it is"}); !relied)
      return relied.takeFailure();
    return PreservedAnalyses::all();
  }
};

struct Forget : PassInfoMixin<Forget> {
  static constexpr PassInfo info{.name = "forget", .summary = "relies on what nobody registered"};
  PassResult run(Module &module, ModuleAnalysisManager &analyses) {
    if (Result<void> relied = relyOn(Nameless, module, analyses, {Location::module(), "so it is"}); !relied)
      return relied.takeFailure();
    return PreservedAnalyses::all();
  }
};

struct DriverTest : testing::Test {
  DriverTest() {
    EXPECT_FALSE(llvm::sys::fs::createTemporaryFile("meld-driver", "wat", input));
    EXPECT_FALSE(llvm::sys::fs::createTemporaryFile("meld-driver", "wasm", output));
    EXPECT_FALSE(llvm::sys::fs::remove(output));
    std::error_code reason;
    llvm::raw_fd_ostream stream(input, reason);
    stream << "(module (func $f) (func $g))";
  }
  ~DriverTest() override {
    llvm::sys::fs::remove(input);
    llvm::sys::fs::remove(output);
  }
  /// Runs the driver; what it said is in `log`.
  int run(const std::string &passes, std::vector<const char *> flags = {}, bool twice = false) {
    std::string pipeline = "-passes=" + passes;
    std::vector<const char *> arguments = {"meld-opt", pipeline.c_str(), input.c_str(), "-o", output.c_str()};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    testing::internal::CaptureStderr();
    int status = runDriver(static_cast<int>(arguments.size()), arguments.data(), [&](PassBuilder &builder) {
      Registry &registry = builder.registry();
      registry.addPass<BreakModule>();
      registry.addPass<BreakFunction>();
      registry.addPass<Nothing>();
      registry.addPass<Warn>();
      registry.addPass<Lie>();
      registry.addPass<LieOfFunctions>();
      registry.addAnalysis<FunctionTotal>();
      registry.addAnalysis<BodySize>();
      registry.addPass<Sail>();
      registry.addPass<Forget>();
      registry.addPass<Hide>();
      registry.addPremise(FairWeather);
      registry.addPremise(CalmSea);
      if (twice)
        registry.addPass<Nothing>();
    });
    log = testing::internal::GetCapturedStderr();
    return status;
  }
  bool wroteOutput() const { return llvm::sys::fs::exists(output); }
  bool said(const std::string &words) const { return log.find(words) != std::string::npos; }

  llvm::SmallString<128> input, output;
  std::string log;
};

TEST_F(DriverTest, AGoodPipelineWrites) {
  EXPECT_EQ(run("nothing"), ExitDone) << log;
  EXPECT_TRUE(wroteOutput());
  EXPECT_EQ(log, "");
}

TEST_F(DriverTest, AnInvalidOutputIsADefectAndIsNotWritten) {
  EXPECT_EQ(run("break-module,nothing"), ExitBug);
  EXPECT_FALSE(wroteOutput());
  EXPECT_TRUE(said("the module that came out is invalid; nothing was written")) << log;
  EXPECT_TRUE(said("$f")) << log;
  EXPECT_EQ(run("break-module", {"-S"}), ExitBug);
  EXPECT_FALSE(wroteOutput());
}

TEST_F(DriverTest, VerifyEachNamesThePass) {
  EXPECT_EQ(run("nothing,break-module,nothing", {"-verify-each"}), ExitBug);
  EXPECT_FALSE(wroteOutput());
  EXPECT_TRUE(said("verify-each: pass 'break-module' left an invalid module")) << log;
  EXPECT_EQ(run("nothing,function(break-function)", {"-verify-each"}), ExitBug);
  EXPECT_TRUE(said("verify-each: pass 'break-function' left an invalid module")) << log;
}

TEST_F(DriverTest, APassSaysWhichPremisesItMayRelyOn) {
  EXPECT_EQ(run("hide"), ExitFailed);
  EXPECT_FALSE(wroteOutput());
  EXPECT_TRUE(said("error: hide: the pass does not say that it may rely on premise 'fair-weather'")) << log;
}

TEST_F(DriverTest, VerifyAnalysesNamesThePassThatClaimedTooMuch) {
  EXPECT_EQ(run("require<function-total>,nothing,lie,nothing"), ExitDone) << log;
  EXPECT_EQ(run("require<function-total>,nothing,nothing", {"-verify-analyses"}), ExitDone) << log;
  EXPECT_EQ(run("nothing,lie", {"-verify-analyses"}), ExitDone) << "nothing was computed";
  llvm::sys::fs::remove(output);
  EXPECT_EQ(run("require<function-total>,nothing,lie,nothing", {"-verify-analyses"}), ExitBug);
  EXPECT_FALSE(wroteOutput());
  EXPECT_TRUE(said("error: verify-analyses: pass 'lie' said that it preserves analysis 'function-total'")) << log;
  EXPECT_EQ(run("function(require<body-size>,lie-of-functions)", {"-verify-analyses"}), ExitBug);
  EXPECT_TRUE(said("(func $f)")) << "the function is shown: " << log;
  EXPECT_TRUE(said("pass 'lie-of-functions' said that it preserves analysis 'body-size'")) << log;
  EXPECT_EQ(run("function(require<body-size>),require<function-total>,function(lie-of-functions)", {"-verify-each"}),
            ExitDone)
      << log;
}

TEST_F(DriverTest, VerificationCanBeSwitchedOff) {
  EXPECT_EQ(run("break-module", {"-disable-verify"}), ExitDone) << log;
  EXPECT_TRUE(wroteOutput());
}

TEST_F(DriverTest, APromotedWarningHasARemedyAndStopsTheOutput) {
  EXPECT_EQ(run("warn"), ExitDone);
  EXPECT_TRUE(said("warning: warn: careful")) << log;
  EXPECT_EQ(run("warn", {"-Werror"}), ExitFailed);
  EXPECT_TRUE(said("error: warn: careful\n")) << log;
  EXPECT_TRUE(said("\nremedy: without -Werror this is a warning\n")) << log;
}

TEST_F(DriverTest, AStatedPremiseCanBeDeniedAGrantedOneMustBeGranted) {
  EXPECT_EQ(run("sail"), ExitFailed);
  EXPECT_TRUE(said("warning: sail: premise fair-weather: nothing is lashed down\n")) << log;
  EXPECT_TRUE(said("\nremedy: -deny=fair-weather refuses instead\n")) << log;
  EXPECT_TRUE(said("error: sail: nothing is lashed down (premise calm-sea is not granted)\n")) << log;
  EXPECT_TRUE(said("\nremedy: if the sea is calm, grant that with -assume=calm-sea:0; see sea.md\n")) << log;
  EXPECT_FALSE(wroteOutput());
  EXPECT_EQ(run("sail", {"-assume=calm-sea:ark", "-deny=fair-weather"}), ExitFailed);
  EXPECT_TRUE(said("error: sail: premise fair-weather: nothing is lashed down\n")) << log;
  EXPECT_TRUE(said("refuses instead; without -deny=fair-weather this is a warning\n")) << log;
  EXPECT_FALSE(wroteOutput());
  EXPECT_EQ(run("sail", {"-assume=calm-sea:ark"}), ExitDone) << log;
  EXPECT_TRUE(said("remark: sail: premise calm-sea, granted by -assume=calm-sea:ark: nothing is lashed down\n")) << log;
  EXPECT_TRUE(wroteOutput());
}

TEST_F(DriverTest, WarningsAreErrorsUnlessThePremiseIsGranted) {
  EXPECT_EQ(run("sail", {"-Werror", "-assume=calm-sea"}), ExitFailed);
  EXPECT_TRUE(said("error: sail: premise fair-weather")) << log;
  EXPECT_EQ(run("sail", {"-Werror", "-assume=calm-sea:0,fair-weather"}), ExitDone) << log;
  EXPECT_TRUE(said("remark: sail: premise fair-weather, granted by -assume=fair-weather")) << log;
  EXPECT_TRUE(said("remark: sail: premise calm-sea, granted by -assume=calm-sea:0")) << log;
}

TEST_F(DriverTest, AGrantNobodyNeededIsRefused) {
  EXPECT_EQ(run("sail", {"-assume=calm-sea,calm-sea:titanic"}), ExitUsage) << log;
  EXPECT_TRUE(said("-assume: error: nothing needed the grant 'calm-sea:titanic'\nremedy: leave it out\n")) << log;
  EXPECT_FALSE(said("grant 'calm-sea'")) << log;
  EXPECT_FALSE(wroteOutput());
  EXPECT_EQ(run("nothing", {"-assume=fair-weather"}), ExitUsage) << log;
  EXPECT_TRUE(said("-assume: error: nothing needed the grant 'fair-weather'")) << log;
  EXPECT_FALSE(wroteOutput());
  EXPECT_EQ(run("sail", {"-assume=calm-sea:titanic"}), ExitFailed);
}

TEST_F(DriverTest, GrantsThatMeanNothingAreUsageErrors) {
  for (auto &[flags, words] : std::initializer_list<std::pair<std::vector<const char *>, const char *>>{
           {{"-assume=calm-see"}, "there is no premise 'calm-see'; did you mean 'calm-sea'?"},
           {{"-assume=calm-sea:"},
            "'calm-sea:': nothing stands after the colon\nremedy: write -assume=calm-sea or -assume=calm-sea:SHIP\n"},
           {{"-assume=fair-weather:ark"},
            "'fair-weather:ark': this premise is granted as a whole\nremedy: write -assume=fair-weather\n"},
           {{"-assume=calm-sea:ark", "-deny=calm-sea"},
            "premise 'calm-sea' is both granted and denied\n"
            "remedy: keep one of -assume=calm-sea:ark and -deny=calm-sea\n"}}) {
    EXPECT_EQ(run("sail", flags), ExitUsage) << flags.front();
    EXPECT_TRUE(said(std::string("meld-opt: -assume: error: ") + words)) << log;
    EXPECT_FALSE(said("sail:")) << log;
  }
}

TEST_F(DriverTest, APremiseThatNobodyRegisteredIsADefectOfThePass) {
  EXPECT_EQ(run("forget"), ExitFailed);
  EXPECT_TRUE(said("error: forget: premise 'nameless' is not registered\n")) << log;
  EXPECT_TRUE(said("\nremedy: whoever registers the pass has to register its premises too")) << log;
  EXPECT_FALSE(wroteOutput());
}

TEST_F(DriverTest, AFailedRunLeavesAnOlderFile) {
  ASSERT_EQ(run("nothing"), ExitDone);
  ASSERT_TRUE(wroteOutput());
  EXPECT_EQ(run("break-module"), ExitBug);
  EXPECT_TRUE(wroteOutput());
}

TEST_F(DriverTest, TwoPassesOfOneNameAreRefused) {
  EXPECT_EQ(run("nothing", {}, true), ExitUsage);
  EXPECT_TRUE(said("there are two of module pass 'nothing'")) << log;
  EXPECT_FALSE(wroteOutput());
}

} // namespace
