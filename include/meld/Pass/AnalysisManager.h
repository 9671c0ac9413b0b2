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
#include "meld/Pass/PassContext.h"
#include "meld/Pass/PreservedAnalyses.h"
#include <map>

namespace meld {

class ModuleAnalysisManager;
class FunctionAnalysisManager;

template <class A>
concept ModuleAnalysis = requires(A &analysis, const Module &module, ModuleAnalysisManager &manager) {
  { A::info } -> std::convertible_to<AnalysisInfo>;
  { analysis.run(module, manager) } -> std::same_as<typename A::Result>;
} && std::equality_comparable<typename A::Result>;

/// An analysis that can take over parts of its former result that still hold: it gets
/// the one that was dropped last, or null. It must find out itself what holds, and give
/// the same result either way.
template <class A>
concept ReusingAnalysis = requires(A &analysis, const Module &module, ModuleAnalysisManager &manager,
                                   const typename A::Result *former) {
  { analysis.run(module, manager, former) } -> std::same_as<typename A::Result>;
};

template <class A>
concept FunctionAnalysis = requires(A &analysis, const FunctionUnit &unit, FunctionAnalysisManager &manager) {
  { A::info } -> std::convertible_to<AnalysisInfo>;
  { analysis.run(unit, manager) } -> std::same_as<typename A::Result>;
} && std::equality_comparable<typename A::Result>;

/// The result of `A`.
template <class A> class AnalysisResultModel final : public AnalysisResultConcept {
public:
  using Result = typename A::Result;
  explicit AnalysisResultModel(Result result) : value(std::move(result)) {}
  bool isCurrent(const Module &module, ModuleAnalysisManager &analyses) const override;
  bool isCurrent(const FunctionUnit &unit, FunctionAnalysisManager &analyses) const override;
  const Result value;
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
    instrumentation().beforeAnalysis(A::info, {module, std::nullopt});
    auto result = std::make_unique<AnalysisResultModel<A>>(compute<A>(module, key));
    instrumentation().afterAnalysis(A::info, {module, std::nullopt});
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
  /// Before and after a pass over functions: makes room for their results, which several
  /// threads then fill; drops what is not preserved of the module's own.
  void prepareForFunctions(llvm::ArrayRef<FunctionId> functions);
  void invalidateModuleAnalyses(const PreservedAnalyses &preserved);

  /// A cached result that is not what it would be now.
  struct Stale {
    std::string analysis;
    std::optional<FunctionId> function;
  };
  /// Computes everything that is cached again and compares: for `-verify-analyses`.
  std::optional<Stale> findStale(const Module &module) const;

  /// Where a pass prints what it was asked to print.
  llvm::raw_ostream &out() const { return context.out; }
  const PassInstrumentation &instrumentation() const { return isSilent ? nobody : context.instrumentation; }
  DiagnosticEngine &diagnostics() const { return context.diagnostics; }
  /// On how many threads functions may be visited.
  unsigned threads() const { return context.threads; }
  /// Adds to a sum for `-stats`, of the running analysis if there is one, else of the
  /// running pass.
  void count(llvm::StringRef name, uint64_t amount) const {
    if (!isSilent)
      stack.count(context.diagnostics, name, amount);
  }
  /// A file that the user gave the pass under that name, see SideInputs.h.
  Result<llvm::MemoryBufferRef> input(llvm::StringRef name, Location location) const {
    const SideInputs none;
    return (context.inputs ? *context.inputs : none).get(name, std::move(location));
  }
  bool hasInput(llvm::StringRef name) const { return context.inputs && context.inputs->has(name); }
  /// Premises the user granted; see `relyOn`.
  const PremiseGrants &grants() const { return context.grants; }
  /// Features that the output may use, if the user said so; see `mayUse` in
  /// Analysis/FeatureUses.h.
  const std::optional<FeatureSet> &features() const { return context.features; }
  /// Names of functions that passes of this pipeline may still refer to.
  const std::vector<std::string> &namedFunctions() const { return context.namedFunctions; }

private:
  friend class FunctionAnalysisManager;
  template <class A> static const typename A::Result &unwrap(const AnalysisResultConcept &result) {
    // Name, version and size agree, so the type does; a cast by type identity
    // would fail across shared objects.
    return static_cast<const AnalysisResultModel<A> &>(result).value;
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
  /// Looks before it adds: several threads may look at once.
  AnalysisCache &cacheOf(FunctionId function) {
    auto found = functionCaches.find(function);
    return found != functionCaches.end() ? found->second : functionCaches[function];
  }

  const PassContext &context;
  /// Of a manager that only compares: observers and statistics are not told.
  bool isSilent = false;
  const PassInstrumentation nobody = {};
  AnalysisCache cache;
  std::map<FunctionId, AnalysisCache> functionCaches;
  AnalysisStack stack;
};

/// The view a function pass has: analyses of its function, and module analyses as far
/// as they were cached before the pass began.
class FunctionAnalysisManager {
public:
  /// `log`: where a pass over the function prints; null for the manager's own place.
  FunctionAnalysisManager(ModuleAnalysisManager &manager, FunctionId function, UnitLog *log = nullptr)
      : manager(manager), function(function), cache(manager.cacheOf(function)), log(log) {}

  template <FunctionAnalysis A> const typename A::Result &get(const FunctionUnit &unit) {
    const AnalysisCache::Key key = AnalysisCache::keyOf<A>();
    stack.use(key.name);
    if (const AnalysisResultConcept *cached = cache.find(key))
      return ModuleAnalysisManager::unwrap<A>(*cached);
    assert(!stack.isRunning(key.name) && "an analysis depends on itself");
    stack.enter(key.name);
    instrumentation().beforeAnalysis(A::info, {unit.module(), unit.id()});
    auto result = std::make_unique<AnalysisResultModel<A>>(A().run(unit, *this));
    instrumentation().afterAnalysis(A::info, {unit.module(), unit.id()});
    return ModuleAnalysisManager::unwrap<A>(cache.insert(key, std::move(result), stack.leave()));
  }
  template <FunctionAnalysis A> const typename A::Result *getCached() {
    const AnalysisCache::Key key = AnalysisCache::keyOf<A>();
    stack.use(key.name);
    const AnalysisResultConcept *cached = cache.find(key);
    return cached ? &ModuleAnalysisManager::unwrap<A>(*cached) : nullptr;
  }
  /// A module analysis, if it was computed before (`require<...>` does that). It
  /// speaks of the module as it was before the function pass began.
  template <ModuleAnalysis A> const typename A::Result *getCached() {
    const AnalysisCache::Key key = AnalysisCache::keyOf<A>();
    stack.use(key.name);
    const AnalysisResultConcept *cached = manager.cache.find(key);
    return cached ? &ModuleAnalysisManager::unwrap<A>(*cached) : nullptr;
  }

  /// Drops results of this function that are not preserved, or rest on something that
  /// is not. Module analyses are dropped when the pass has visited all functions.
  void invalidate(const PreservedAnalyses &preserved);
  void invalidate(llvm::StringRef name) { drop({name.str()}); }

  llvm::raw_ostream &out() const { return log ? log->out() : manager.out(); }
  const PassInstrumentation &instrumentation() const { return manager.instrumentation(); }
  /// Adds to a sum for `-stats`, of the running analysis if there is one, else of the
  /// running pass.
  void count(llvm::StringRef name, uint64_t amount) const {
    if (!manager.isSilent)
      stack.count(log ? log->diagnostics() : manager.diagnostics(), name, amount);
  }

private:
  void drop(std::set<std::string> names);

  ModuleAnalysisManager &manager;
  FunctionId function;
  AnalysisCache &cache;
  UnitLog *log;
  AnalysisStack stack;
};

template <FunctionAnalysis A> const typename A::Result &ModuleAnalysisManager::get(const FunctionUnit &unit) {
  stack.use(A::info.name);
  return FunctionAnalysisManager(*this, unit.id()).get<A>(unit);
}

template <class A> bool AnalysisResultModel<A>::isCurrent(const Module &module, ModuleAnalysisManager &analyses) const {
  if constexpr (ModuleAnalysis<A>)
    return analyses.template get<A>(module) == value;
  else
    return false;
}

template <class A>
bool AnalysisResultModel<A>::isCurrent(const FunctionUnit &unit, FunctionAnalysisManager &analyses) const {
  if constexpr (FunctionAnalysis<A>)
    return analyses.template get<A>(unit) == value;
  else
    return false;
}

} // namespace meld

#endif // MELD_PASS_ANALYSISMANAGER_H
