//===- AnalysisManager.h - cached analyses of a module and its functions ---------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `ModuleAnalysisManager` and `FunctionAnalysisManager`.
// Why:  an analysis is computed when first asked for and kept until a pass does not
//       preserve it, or something it was computed from. Dependencies need no
//       declaration: who asks while being computed depends on what it asked for.
// Never: computes a module analysis on behalf of a function pass (it would have to
//       look at functions that other passes are changing).
//
// A module analysis:
//   class MemoryGrowAnalysis : public AnalysisInfoMixin<MemoryGrowAnalysis> {
//   public:
//     static constexpr AnalysisInfo info{.name = "memory-grow", .version = 1};
//     class Result { ... };
//     Result run(const Module &module, ModuleAnalysisManager &analyses);
//   };
// A function analysis has `Result run(const FunctionUnit &, FunctionAnalysisManager &)`.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_ANALYSISMANAGER_H
#define MELD_PASS_ANALYSISMANAGER_H

#include "meld/Pass/AnalysisCache.h"
#include "meld/Pass/FunctionUnit.h"
#include "meld/Pass/Instrumentation.h"
#include "meld/Pass/PreservedAnalyses.h"
#include <map>

namespace meld {

class ModuleAnalysisManager;
class FunctionAnalysisManager;

template <class A>
concept ModuleAnalysis = requires(A &analysis, const Module &module, ModuleAnalysisManager &manager) {
  { A::info } -> std::convertible_to<AnalysisInfo>;
  { analysis.run(module, manager) } -> std::same_as<typename A::Result>;
};

/// An analysis that can take over parts of its former result that still hold: it gets
/// the one that was dropped last, or null. It must find out itself what holds, and give
/// the same result either way.
template <class A>
concept ReusingAnalysis =
    requires(A &analysis, const Module &module, ModuleAnalysisManager &manager, const typename A::Result *former) {
      { analysis.run(module, manager, former) } -> std::same_as<typename A::Result>;
    };

template <class A>
concept FunctionAnalysis = requires(A &analysis, const FunctionUnit &unit, FunctionAnalysisManager &manager) {
  { A::info } -> std::convertible_to<AnalysisInfo>;
  { analysis.run(unit, manager) } -> std::same_as<typename A::Result>;
};

/// Results for one module. Use one manager per module.
class ModuleAnalysisManager {
public:
  explicit ModuleAnalysisManager(const PassContext &context) : context(context) {}
  ModuleAnalysisManager(const ModuleAnalysisManager &) = delete;
  ModuleAnalysisManager &operator=(const ModuleAnalysisManager &) = delete;

  /// The result of `A`, computed unless cached. Valid until it is invalidated.
  template <ModuleAnalysis A> const typename A::Result &get(const Module &module) {
    const AnalysisCache::Key key = AnalysisCache::keyOf<A>();
    stack.use(key.name);
    if (const AnalysisResultConcept *cached = cache.find(key))
      return unwrap<A>(*cached);
    assert(!stack.isRunning(key.name) && "an analysis depends on itself");
    stack.enter(key.name);
    auto result = std::make_unique<AnalysisResultModel<typename A::Result>>(compute<A>(module, key));
    return unwrap<A>(cache.insert(key, std::move(result), stack.leave(), ReusingAnalysis<A>));
  }
  /// The result of `A` if it is cached, otherwise null.
  template <ModuleAnalysis A> const typename A::Result *getCached() {
    const AnalysisCache::Key key = AnalysisCache::keyOf<A>();
    stack.use(key.name);
    const AnalysisResultConcept *cached = cache.find(key);
    return cached ? &unwrap<A>(*cached) : nullptr;
  }
  /// The result of function analysis `A` for one defined function.
  template <FunctionAnalysis A> const typename A::Result &get(const FunctionUnit &unit);

  /// Drops what `preserved` does not name, and all that was computed from it.
  void invalidate(const PreservedAnalyses &preserved);
  /// Drops one analysis and what was computed from it.
  void invalidate(llvm::StringRef name);
  /// After passes over functions, which have dropped the functions' results already.
  void invalidateModuleAnalyses(const PreservedAnalyses &preserved);

  /// Where a pass prints what it was asked to print.
  llvm::raw_ostream &out() const { return context.out; }
  const PassInstrumentation &instrumentation() const { return context.instrumentation; }
  /// Premises the user granted; see `relyOn`.
  const PremiseGrants &grants() const { return context.grants; }
  /// Names of functions that passes of this pipeline may still refer to.
  const std::vector<std::string> &namedFunctions() const { return context.namedFunctions; }

private:
  friend class FunctionAnalysisManager;
  template <class A> static const typename A::Result &unwrap(const AnalysisResultConcept &result) {
    // Name, version and size agree, so the type does; a cast by type identity
    // would fail across shared objects.
    return static_cast<const AnalysisResultModel<typename A::Result> &>(result).value;
  }
  template <class A> typename A::Result compute(const Module &module, const AnalysisCache::Key &key) {
    if constexpr (ReusingAnalysis<A>) {
      std::unique_ptr<AnalysisResultConcept> former = cache.takeFormer(key);
      return A().run(module, *this, former ? &unwrap<A>(*former) : nullptr);
    } else {
      return A().run(module, *this);
    }
  }
  void drop(std::set<std::string> names);

  const PassContext &context;
  AnalysisCache cache;
  std::map<FunctionId, AnalysisCache> functionCaches;
  AnalysisStack stack;
};

/// The view a function pass has: analyses of its function, and module analyses as
/// far as they are cached and still hold for this function's pipeline.
class FunctionAnalysisManager {
public:
  FunctionAnalysisManager(ModuleAnalysisManager &manager, FunctionId function)
      : manager(manager), cache(manager.functionCaches[function]) {}

  template <FunctionAnalysis A> const typename A::Result &get(const FunctionUnit &unit) {
    const AnalysisCache::Key key = AnalysisCache::keyOf<A>();
    manager.stack.use(key.name);
    if (const AnalysisResultConcept *cached = cache.find(key))
      return ModuleAnalysisManager::unwrap<A>(*cached);
    assert(!manager.stack.isRunning(key.name) && "an analysis depends on itself");
    manager.stack.enter(key.name);
    auto result = std::make_unique<AnalysisResultModel<typename A::Result>>(A().run(unit, *this));
    return ModuleAnalysisManager::unwrap<A>(cache.insert(key, std::move(result), manager.stack.leave()));
  }
  template <FunctionAnalysis A> const typename A::Result *getCached() {
    const AnalysisCache::Key key = AnalysisCache::keyOf<A>();
    manager.stack.use(key.name);
    const AnalysisResultConcept *cached = cache.find(key);
    return cached ? &ModuleAnalysisManager::unwrap<A>(*cached) : nullptr;
  }
  /// A module analysis, if it was computed before (`require<...>` does that). It
  /// speaks of the module as it was before the function passes began.
  template <ModuleAnalysis A> const typename A::Result *getCached() {
    return hidden.count(A::info.name.str()) ? nullptr : manager.getCached<A>();
  }

  /// Drops results of this function; module analyses that are not preserved are
  /// hidden from the rest of this function's pipeline.
  void invalidate(const PreservedAnalyses &preserved);
  void invalidate(llvm::StringRef name);

  llvm::raw_ostream &out() const { return manager.out(); }
  const PassInstrumentation &instrumentation() const { return manager.instrumentation(); }
private:
  ModuleAnalysisManager &manager;
  AnalysisCache &cache;
  /// Module analyses that no longer hold for this function.
  std::set<std::string> hidden;
};

template <FunctionAnalysis A> const typename A::Result &ModuleAnalysisManager::get(const FunctionUnit &unit) {
  return FunctionAnalysisManager(*this, unit.id()).get<A>(unit);
}

} // namespace meld

#endif // MELD_PASS_ANALYSISMANAGER_H
