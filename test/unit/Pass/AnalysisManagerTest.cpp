//===- AnalysisManagerTest.cpp - caching, invalidation, dependencies -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: counts how often analyses run.
// Why:  a stale result makes a wrong module, a needless run a slow tool.
// Never: uses a real analysis.
//
//===----------------------------------------------------------------------===//

#include "PassTestSupport.h"

using namespace meld;
using namespace meld::test;

namespace {

/// How often each analysis ran; reset by the fixture.
struct Runs {
  unsigned base = 0, derived = 0, top = 0, size = 0, total = 0;
};
Runs *runs = nullptr;

struct Base : AnalysisInfoMixin<Base> {
  static constexpr AnalysisInfo info{.name = "base", .version = 1};
  struct Result {
    uint32_t functions;
    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const Module &module, ModuleAnalysisManager &) {
    ++runs->base;
    return {module.functions().count()};
  }
};

struct Derived : AnalysisInfoMixin<Derived> {
  static constexpr AnalysisInfo info{.name = "derived", .version = 1};
  struct Result {
    uint32_t twice;
    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const Module &module, ModuleAnalysisManager &analyses) {
    ++runs->derived;
    return {2 * analyses.get<Base>(module).functions};
  }
};

struct Top : AnalysisInfoMixin<Top> {
  static constexpr AnalysisInfo info{.name = "top", .version = 1};
  struct Result {
    uint32_t fourTimes;
    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const Module &module, ModuleAnalysisManager &analyses) {
    ++runs->top;
    return {2 * analyses.get<Derived>(module).twice};
  }
};

/// The same name with another version: never taken for `Base`.
struct BaseOfAnotherVersion : AnalysisInfoMixin<BaseOfAnotherVersion> {
  static constexpr AnalysisInfo info{.name = "base", .version = 2};
  struct Result {
    std::string text;
    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const Module &, ModuleAnalysisManager &) { return {"two"}; }
};

struct BodySize : AnalysisInfoMixin<BodySize> {
  static constexpr AnalysisInfo info{.name = "body-size", .version = 1};
  using Result = size_t;
  Result run(const FunctionUnit &unit, FunctionAnalysisManager &) {
    ++runs->size;
    return unit.function().body.bytes().size();
  }
};

/// A function analysis that looks at a module analysis.
struct Share : AnalysisInfoMixin<Share> {
  static constexpr AnalysisInfo info{.name = "share", .version = 1};
  using Result = bool;
  Result run(const FunctionUnit &, FunctionAnalysisManager &analyses) { return analyses.getCached<Base>() != nullptr; }
};

/// A module analysis that looks at a function analysis.
struct TotalSize : AnalysisInfoMixin<TotalSize> {
  static constexpr AnalysisInfo info{.name = "total-size", .version = 1};
  using Result = size_t;
  static Module *owner; // units need a module to write to, though nobody writes here
  Result run(const Module &module, ModuleAnalysisManager &analyses) {
    ++runs->total;
    size_t total = 0;
    for (FunctionId id : module.functions().ids())
      if (!module.isImported(id))
        total += analyses.get<BodySize>(FunctionUnit(*owner, id));
    return total;
  }
};
Module *TotalSize::owner = nullptr;

struct AnalysisManagerTest : PassFixture {
  AnalysisManagerTest() {
    runs = &counts;
    TotalSize::owner = &module;
  }
  Runs counts;
};

TEST_F(AnalysisManagerTest, ComputesOnceAndKeeps) {
  EXPECT_EQ(analyses.getCached<Base>(), nullptr);
  EXPECT_EQ(analyses.get<Base>(module).functions, 4u);
  EXPECT_EQ(&analyses.get<Base>(module), analyses.getCached<Base>());
  EXPECT_EQ(counts.base, 1u);
}

TEST_F(AnalysisManagerTest, DropsWhatIsNotPreserved) {
  analyses.get<Base>(module);
  analyses.invalidate(PreservedAnalyses::all());
  EXPECT_NE(analyses.getCached<Base>(), nullptr);
  analyses.invalidate(PreservedAnalyses::none().preserve<Base>());
  EXPECT_NE(analyses.getCached<Base>(), nullptr);
  analyses.invalidate(PreservedAnalyses::none());
  EXPECT_EQ(analyses.getCached<Base>(), nullptr);
  analyses.get<Base>(module);
  EXPECT_EQ(counts.base, 2u);
}

TEST_F(AnalysisManagerTest, DropsWhatWasComputedFromTheDropped) {
  EXPECT_EQ(analyses.get<Top>(module).fourTimes, 16u);
  // Only the root of the chain is not preserved.
  analyses.invalidate(PreservedAnalyses::none().preserve<Top>().preserve<Derived>());
  EXPECT_EQ(analyses.getCached<Base>(), nullptr);
  EXPECT_EQ(analyses.getCached<Derived>(), nullptr);
  EXPECT_EQ(analyses.getCached<Top>(), nullptr);
}

TEST_F(AnalysisManagerTest, RecordsDependenciesOnCachedResultsToo) {
  analyses.get<Base>(module);
  analyses.get<Derived>(module); // Base is not computed now, but used
  analyses.invalidate("base");
  EXPECT_EQ(analyses.getCached<Derived>(), nullptr);
}

TEST_F(AnalysisManagerTest, KeepsWhatTheDroppedWasComputedFrom) {
  analyses.get<Top>(module);
  analyses.invalidate("derived");
  EXPECT_NE(analyses.getCached<Base>(), nullptr);
  EXPECT_EQ(analyses.getCached<Derived>(), nullptr);
  EXPECT_EQ(analyses.getCached<Top>(), nullptr);
}

TEST_F(AnalysisManagerTest, AskingOutsideAnAnalysisRecordsNothing) {
  analyses.get<Derived>(module);
  analyses.get<Base>(module);
  analyses.invalidate("derived");
  EXPECT_NE(analyses.getCached<Base>(), nullptr);
}

TEST_F(AnalysisManagerTest, AnotherVersionIsAnotherResult) {
  EXPECT_EQ(analyses.get<Base>(module).functions, 4u);
  EXPECT_EQ(analyses.get<BaseOfAnotherVersion>(module).text, "two");
  EXPECT_EQ(analyses.get<Base>(module).functions, 4u);
  EXPECT_EQ(counts.base, 1u);
}

TEST_F(AnalysisManagerTest, FunctionResultsAreKeptPerFunction) {
  FunctionUnit one(module, FunctionId(1)), two(module, FunctionId(2));
  two.setBody(FunctionBody({0x00, 0x01, 0x0B}, 1));
  EXPECT_EQ(analyses.get<BodySize>(one), 2u);
  EXPECT_EQ(analyses.get<BodySize>(two), 3u);
  EXPECT_EQ(analyses.get<BodySize>(one), 2u);
  EXPECT_EQ(counts.size, 2u);

  FunctionAnalysisManager ofOne(analyses, one.id()), ofTwo(analyses, two.id());
  ofOne.invalidate(PreservedAnalyses::none());
  EXPECT_EQ(ofOne.getCached<BodySize>(), nullptr);
  EXPECT_NE(ofTwo.getCached<BodySize>(), nullptr);
}

TEST_F(AnalysisManagerTest, FunctionPassesSeeOnlyCachedModuleAnalyses) {
  FunctionAnalysisManager ofOne(analyses, FunctionId(1));
  EXPECT_EQ(ofOne.getCached<Base>(), nullptr);
  analyses.get<Base>(module);
  EXPECT_NE(ofOne.getCached<Base>(), nullptr);
}

TEST_F(AnalysisManagerTest, ModuleAnalysesHoldUntilAFunctionPassHasVisitedAll) {
  analyses.get<Derived>(module);
  FunctionPassManager functionPasses;
  addLambda(functionPasses, "break", [](FunctionUnit &unit, FunctionAnalysisManager &analyses) -> PassResult {
    EXPECT_NE(analyses.getCached<Base>(), nullptr) << "the module is still as it was";
    // Derived is claimed to be preserved, but it rests on Base, which is not.
    return unit.id() == FunctionId(1) ? PreservedAnalyses::none().preserve<Derived>() : PreservedAnalyses::all();
  });
  addLambda(functionPasses, "look", [](FunctionUnit &, FunctionAnalysisManager &analyses) -> PassResult {
    EXPECT_EQ(analyses.getCached<Base>(), nullptr);
    EXPECT_EQ(analyses.getCached<Derived>(), nullptr);
    return PreservedAnalyses::all();
  });
  ASSERT_TRUE(functionPasses.run(module, analyses).succeeded());
}

TEST_F(AnalysisManagerTest, FunctionResultsGoWithTheModuleAnalysisTheyUsed) {
  FunctionUnit one(module, FunctionId(1));
  analyses.get<Base>(module);
  EXPECT_TRUE(analyses.get<Share>(one));
  analyses.invalidate("base");
  EXPECT_FALSE(analyses.get<Share>(one));
}

TEST_F(AnalysisManagerTest, ModuleResultsGoWithTheFunctionAnalysisTheyUsed) {
  EXPECT_EQ(analyses.get<TotalSize>(module), 6u);
  FunctionPassManager functionPasses;
  addLambda(functionPasses, "lengthen", [](FunctionUnit &unit, FunctionAnalysisManager &) -> PassResult {
    if (unit.id() == FunctionId(2))
      unit.setBody(FunctionBody({0x00, 0x01, 0x0B}, 1));
    return PreservedAnalyses::none().preserve<TotalSize>();
  });
  ModuleToFunctionPassAdaptor adaptor(std::move(functionPasses));
  ASSERT_TRUE(adaptor.run(module, analyses).succeeded());
  EXPECT_EQ(analyses.get<TotalSize>(module), 7u);
  EXPECT_EQ(counts.total, 2u);
}

// What a pass wrongly claims to preserve is found by computing it again.

TEST_F(AnalysisManagerTest, NothingIsStaleWhileNothingChanges) {
  analyses.get<Top>(module);
  analyses.get<BodySize>(FunctionUnit(module, FunctionId(2)));
  EXPECT_FALSE(analyses.findStale(module).has_value());
  EXPECT_EQ(counts.base, 2u);
  EXPECT_EQ(counts.size, 2u);
}

TEST_F(AnalysisManagerTest, AStaleModuleResultIsFound) {
  analyses.get<Top>(module);
  module.add(Function{emptyBody(), module.functions()[FunctionId(1)].type, {}, {}});
  analyses.invalidate(PreservedAnalyses::none().preserve<Base>());
  std::optional<ModuleAnalysisManager::Stale> stale = analyses.findStale(module);
  ASSERT_TRUE(stale.has_value());
  EXPECT_EQ(stale->analysis, "base");
  EXPECT_FALSE(stale->function.has_value());
  // What it rests on is computed again as well: a stale result does not vouch for another.
  analyses.get<Derived>(module);
  analyses.invalidate("base");
  analyses.get<Base>(module);
  EXPECT_FALSE(analyses.findStale(module).has_value());
}

TEST_F(AnalysisManagerTest, AStaleFunctionResultIsFound) {
  analyses.get<BodySize>(FunctionUnit(module, FunctionId(1)));
  analyses.get<BodySize>(FunctionUnit(module, FunctionId(3)));
  module.setBody(FunctionId(3), FunctionBody({0x00, 0x01, 0x0B}, 1));
  std::optional<ModuleAnalysisManager::Stale> stale = analyses.findStale(module);
  ASSERT_TRUE(stale.has_value());
  EXPECT_EQ(stale->analysis, "body-size");
  EXPECT_EQ(stale->function, FunctionId(3));
  module.erase(FunctionId(3));
  EXPECT_TRUE(analyses.findStale(module).has_value()) << "of a function that is gone";
}

TEST_F(AnalysisManagerTest, LookingForStaleResultsIsNotObserved) {
  analyses.get<Top>(module);
  struct Counter final : PassObserver {
    explicit Counter(unsigned &count) : count(count) {}
    void beforeAnalysis(const AnalysisInfo &, const PassUnit &) override { ++count; }
    unsigned &count;
  };
  unsigned observed = 0;
  context.instrumentation.add(std::make_unique<Counter>(observed));
  EXPECT_FALSE(analyses.findStale(module).has_value());
  EXPECT_EQ(observed, 0u);
}

} // namespace
