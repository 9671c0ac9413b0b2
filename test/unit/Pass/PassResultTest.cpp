//===- PassResultTest.cpp - what must not compile --------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: asks the compiler whether wrong uses of results and function units are refused.
// Why:  "cannot be made" is a claim about types, so types prove it.
// Never: depends on run-time behaviour.
//
//===----------------------------------------------------------------------===//

#include "PassTestSupport.h"

using namespace meld;

namespace {

// A result of a pass is made of preserved analyses or a failure, and nothing else.
static_assert(std::is_constructible_v<PassResult, PreservedAnalyses>);
static_assert(std::is_constructible_v<PassResult, Failure>);
static_assert(!std::is_constructible_v<PassResult, FailureBuilder>);
static_assert(!std::is_constructible_v<PassResult, Diagnostic>);
static_assert(!std::is_constructible_v<PassResult, bool>);
static_assert(!std::is_constructible_v<PassResult, const char *>);
static_assert(!std::is_constructible_v<PassResult, std::string>);
static_assert(!std::is_constructible_v<PassResult, Result<void>>);
static_assert(!std::is_default_constructible_v<PassResult>);

// A failure needs a location, a fact, and a remedy or a violated rule.
static_assert(!std::is_default_constructible_v<Failure>);
static_assert(!std::is_constructible_v<Failure, std::unique_ptr<Diagnostic>>);
static_assert(!std::is_constructible_v<Failure, FailureBuilder>);
static_assert(!std::is_convertible_v<FailureBuilder, Failure>);
static_assert(!std::is_constructible_v<Result<int>, FailureBuilder>);
template <class... Arguments>
concept MakesAnError = requires(Arguments... arguments) { error(arguments...); };
static_assert(MakesAnError<Location, const char *>);
static_assert(!MakesAnError<Location>);
static_assert(!MakesAnError<const char *>);
template <class Builder>
concept TakesEmptyRemedy = requires(Builder builder) { std::move(builder).remedy(); };
static_assert(!TakesEmptyRemedy<FailureBuilder>);

// A function pass reaches nothing but its own body.
static_assert(std::is_same_v<decltype(std::declval<FunctionUnit &>().module()), const Module &>);
static_assert(std::is_same_v<decltype(std::declval<FunctionUnit &>().function()), const Function &>);
static_assert(!std::is_copy_constructible_v<FunctionUnit>);
template <class Unit>
concept SetsBody = requires(Unit &unit) { unit.setBody(FunctionBody()); };
template <class Unit>
concept SetsBodyOfAnother = requires(Unit &unit) { unit.setBody(FunctionId(0), FunctionBody()); };
static_assert(SetsBody<FunctionUnit>);
static_assert(!SetsBody<const FunctionUnit>, "an analysis must not change the function");
static_assert(!SetsBodyOfAnother<FunctionUnit>);

// A function pass cannot have a module analysis computed.
struct SomeModuleAnalysis : AnalysisInfoMixin<SomeModuleAnalysis> {
  static constexpr AnalysisInfo info{.name = "some", .version = 1};
  struct Result {
    bool operator==(const Result &) const = default;
  };
  Result run(const Module &, ModuleAnalysisManager &) { return {}; }
};
template <class Manager>
concept ComputesForFunction =
    requires(Manager &manager, FunctionUnit &unit) { manager.template get<SomeModuleAnalysis>(unit); } ||
    requires(Manager &manager, const Module &module) { manager.template get<SomeModuleAnalysis>(module); };
static_assert(ComputesForFunction<ModuleAnalysisManager>);
static_assert(!ComputesForFunction<FunctionAnalysisManager>);

// What cannot be compared cannot be checked for what passes claim about it.
struct NoComparison : AnalysisInfoMixin<NoComparison> {
  static constexpr AnalysisInfo info{.name = "no-comparison", .version = 1};
  struct Result {};
  Result run(const Module &, ModuleAnalysisManager &) { return {}; }
  Result run(const FunctionUnit &, FunctionAnalysisManager &) { return {}; }
};
static_assert(!ModuleAnalysis<NoComparison> && !FunctionAnalysis<NoComparison>);

// One object works on several functions at once.
struct NotConst {
  static constexpr PassInfo info{.name = "not-const", .summary = ""};
  PassResult run(FunctionUnit &, FunctionAnalysisManager &) { return PreservedAnalyses::all(); }
};
static_assert(!FunctionPass<NotConst>);

// Neither a function pass nor an analysis reaches the module's diagnostics: what it says
// would come out in any order, or once only.
template <class M>
concept Reports = requires(M &module) { module.diagnostics(); };
static_assert(Reports<Module>);
static_assert(!Reports<const Module>);

// A pass whose run has another signature is no pass.
struct NotAPass {
  static constexpr PassInfo info{.name = "not", .summary = ""};
  bool run(Module &, ModuleAnalysisManager &) { return true; }
};
static_assert(!ModulePass<NotAPass> && !FunctionPass<NotAPass>);

TEST(PassResult, CarriesWhatItWasMadeOf) {
  PassResult kept = PreservedAnalyses::none().preserve("a");
  ASSERT_TRUE(kept.succeeded());
  EXPECT_TRUE(kept.preserved().isPreserved("a"));
  EXPECT_FALSE(kept.preserved().isPreserved("b"));

  PassResult failed = error(Location::module(), "fact").remedy("remedy");
  ASSERT_FALSE(failed.succeeded());
  EXPECT_EQ(failed.failure().diagnostic().fact, "fact");
  EXPECT_EQ(failed.takeFailure().from("a").from("b").diagnostic().origin, "a");
}

TEST(PreservedAnalyses, IntersectKeepsWhatBothKeep) {
  PreservedAnalyses one = PreservedAnalyses::none().preserve("a").preserve("b");
  PreservedAnalyses two = PreservedAnalyses::none().preserve("b").preserve("c");
  PreservedAnalyses all = PreservedAnalyses::all();
  all.intersect(one);
  EXPECT_TRUE(all.isPreserved("a"));
  EXPECT_FALSE(all.areAllPreserved());
  one.intersect(two);
  EXPECT_FALSE(one.isPreserved("a"));
  EXPECT_TRUE(one.isPreserved("b"));
  EXPECT_FALSE(one.isPreserved("c"));
  two.intersect(PreservedAnalyses::all());
  EXPECT_TRUE(two.isPreserved("c"));
}

} // namespace
