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
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &) {
    unit.setBody(FunctionBody({0x00, 0x41, 0x00, 0x0B}, 1));
    return PreservedAnalyses::none();
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
    module.diagnostics().warnPremise("fair-weather", Location::module(), "it does not rain");
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
    int status = runDriver(static_cast<int>(arguments.size()), arguments.data(), [&](Registry &registry) {
      registry.addPass<BreakModule>();
      registry.addPass<BreakFunction>();
      registry.addPass<Nothing>();
      registry.addPass<Warn>();
      registry.addPremise("fair-weather", "it does not rain");
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

TEST_F(DriverTest, VerificationCanBeSwitchedOff) {
  EXPECT_EQ(run("break-module", {"-disable-verify"}), ExitDone) << log;
  EXPECT_TRUE(wroteOutput());
}

TEST_F(DriverTest, APromotedWarningHasARemedyAndStopsTheOutput) {
  EXPECT_EQ(run("warn"), ExitDone);
  EXPECT_TRUE(said("warning: warn: careful")) << log;
  EXPECT_EQ(run("warn", {"-deny=fair-weather"}), ExitFailed);
  EXPECT_TRUE(said("warning: warn: careful")) << log;
  EXPECT_TRUE(said("error: warn: it does not rain\n")) << log;
  EXPECT_TRUE(said("\nremedy: without -deny=fair-weather this is a warning\n")) << log;
  EXPECT_EQ(run("warn", {"-Werror"}), ExitFailed);
  EXPECT_TRUE(said("error: warn: careful\n")) << log;
  EXPECT_TRUE(said("\nremedy: without -Werror this is a warning\n")) << log;
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
