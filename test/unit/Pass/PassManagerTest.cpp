//===- PassManagerTest.cpp - order, failure, observers ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs passes of a few lines and looks at what happened in which order.
// Why:  see Pass/PassManager.h.
// Never: uses a real pass.
//
//===----------------------------------------------------------------------===//

#include "PassTestSupport.h"

using namespace meld;
using namespace meld::test;

namespace {

struct Counted : AnalysisInfoMixin<Counted> {
  static constexpr AnalysisInfo info{.name = "counted", .version = 1};
  using Result = uint32_t;
  Result run(const Module &module, ModuleAnalysisManager &) { return module.functions().count(); }
};

/// Writes down what it is told.
class Recorder final : public PassObserver {
public:
  Recorder(std::string name, std::vector<std::string> &log) : name(std::move(name)), log(log) {}
  void beforePass(const PassInfo &pass, const PassUnit &unit) override { add("before", pass, unit); }
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) override {
    add("after", pass, unit);
    if (pass.name == stopAfter)
      return error(Location::module(), "stop").remedy("go on").from("observer");
    return {};
  }
  void afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &diagnostic) override {
    add("failed: " + diagnostic.fact + ":", pass, unit);
  }
  std::string stopAfter;

private:
  void add(const std::string &when, const PassInfo &pass, const PassUnit &unit) {
    std::string where = unit.function ? " #" + std::to_string(unit.function->value) : "";
    log.push_back(name + when + " " + pass.name.str() + where);
  }
  std::string name;
  std::vector<std::string> &log;
};

struct PassManagerTest : PassFixture {
  Recorder &observe(const std::string &name = "") {
    auto recorder = std::make_unique<Recorder>(name, log);
    Recorder &reference = *recorder;
    context.instrumentation.add(std::move(recorder));
    return reference;
  }
  ModulePassManager passes;
  std::vector<std::string> log;
};

PassResult keepAll(Module &, ModuleAnalysisManager &) { return PreservedAnalyses::all(); }
PassResult refuse(Module &, ModuleAnalysisManager &) { return error(Location::module(), "no").remedy("yes"); }

TEST_F(PassManagerTest, RunsInOrderAndStopsAtTheFirstFailure) {
  observe();
  addLambda(passes, "one", keepAll);
  addLambda(passes, "two", refuse);
  addLambda(passes, "three", keepAll);
  PassResult result = passes.run(module, analyses);
  ASSERT_FALSE(result.succeeded());
  EXPECT_EQ(result.failure().diagnostic().origin, "two");
  EXPECT_EQ(log, (std::vector<std::string>{"before one", "after one", "before two", "failed: no: two"}));
}

TEST_F(PassManagerTest, ObserversNest) {
  observe("outer ");
  observe("inner ");
  addLambda(passes, "one", keepAll);
  ASSERT_TRUE(passes.run(module, analyses).succeeded());
  EXPECT_EQ(log, (std::vector<std::string>{"outer before one", "inner before one", "inner after one", "outer after one"}));
}

TEST_F(PassManagerTest, AnObserverCanStopThePipeline) {
  observe().stopAfter = "one";
  addLambda(passes, "one", keepAll);
  addLambda(passes, "two", keepAll);
  PassResult result = passes.run(module, analyses);
  ASSERT_FALSE(result.succeeded());
  EXPECT_EQ(result.failure().diagnostic().origin, "observer");
  EXPECT_EQ(log, (std::vector<std::string>{"before one", "after one"}));
}

TEST_F(PassManagerTest, WarningsBearTheNameOfThePass) {
  addLambda(passes, "one", [](Module &module, ModuleAnalysisManager &) -> PassResult {
    module.diagnostics().warn(Location::module(), "careful");
    return PreservedAnalyses::all();
  });
  ASSERT_TRUE(passes.run(module, analyses).succeeded());
  diagnostics.warn(Location::module(), "afterwards");
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_EQ(warnings[0].origin, "one");
  EXPECT_EQ(warnings[1].origin, "");
}

TEST_F(PassManagerTest, InvalidatesAfterEachPass) {
  addLambda(passes, "use", [](Module &module, ModuleAnalysisManager &analyses) -> PassResult {
    analyses.get<Counted>(module);
    return PreservedAnalyses::all();
  });
  addLambda(passes, "kept", [](Module &, ModuleAnalysisManager &analyses) -> PassResult {
    EXPECT_NE(analyses.getCached<Counted>(), nullptr);
    return PreservedAnalyses::none();
  });
  addLambda(passes, "dropped", [](Module &, ModuleAnalysisManager &analyses) -> PassResult {
    EXPECT_EQ(analyses.getCached<Counted>(), nullptr);
    return PreservedAnalyses::none().preserve<Counted>();
  });
  PassResult result = passes.run(module, analyses);
  ASSERT_TRUE(result.succeeded());
  EXPECT_FALSE(result.preserved().isPreserved("counted")) << "one of the passes did not keep it";
}

TEST_F(PassManagerTest, FunctionPassesVisitDefinedFunctionsInOrder) {
  observe();
  FunctionPassManager inner;
  auto keep = [](FunctionUnit &, FunctionAnalysisManager &) -> PassResult { return PreservedAnalyses::all(); };
  addLambda(inner, "a", keep);
  addLambda(inner, "b", keep);
  passes.addPass(std::make_unique<ModuleToFunctionPassAdaptor>(std::move(inner)));
  ASSERT_TRUE(passes.run(module, analyses).succeeded());
  EXPECT_EQ(log, (std::vector<std::string>{"before a #1", "after a #1", "before a #2", "after a #2", "before a #3",
                                           "after a #3", "before b #1", "after b #1", "before b #2", "after b #2",
                                           "before b #3", "after b #3"}));
}

TEST_F(PassManagerTest, AFunctionPassThatFailsStopsEverything) {
  observe();
  FunctionPassManager inner;
  addLambda(inner, "a", [](FunctionUnit &unit, FunctionAnalysisManager &) -> PassResult {
    if (unit.id() == FunctionId(2))
      return error(unit.location(), "no").remedy("yes");
    return PreservedAnalyses::all();
  });
  passes.addPass(std::make_unique<ModuleToFunctionPassAdaptor>(std::move(inner)));
  addLambda(passes, "later", keepAll);
  PassResult result = passes.run(module, analyses);
  ASSERT_FALSE(result.succeeded());
  EXPECT_EQ(result.failure().diagnostic().location.index, 2u);
  EXPECT_EQ(log.back(), "failed: no: a #2");
}

TEST_F(PassManagerTest, FunctionPassesKeepModuleAnalysesOnlyIfAllOfThemDo) {
  for (bool keep : {true, false}) {
    analyses.get<Counted>(module);
    FunctionPassManager inner;
    addLambda(inner, "a", [keep](FunctionUnit &unit, FunctionAnalysisManager &) -> PassResult {
      if (keep || unit.id() != FunctionId(2))
        return PreservedAnalyses::none().preserve<Counted>();
      return PreservedAnalyses::none();
    });
    ModuleToFunctionPassAdaptor adaptor(std::move(inner));
    ASSERT_TRUE(adaptor.run(module, analyses).succeeded());
    EXPECT_EQ(analyses.getCached<Counted>() != nullptr, keep);
  }
}

TEST_F(PassManagerTest, RepeatsWhatItIsTold) {
  unsigned count = 0;
  ModulePassManager inner;
  addLambda(inner, "a", [&](Module &, ModuleAnalysisManager &) -> PassResult {
    ++count;
    return PreservedAnalyses::all();
  });
  passes.addPass(std::make_unique<RepeatedPass<Module, ModuleAnalysisManager>>(3, std::move(inner)));
  ASSERT_TRUE(passes.run(module, analyses).succeeded());
  EXPECT_EQ(count, 3u);
}

} // namespace
