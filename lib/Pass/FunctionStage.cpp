//===- FunctionStage.cpp - one function pass over all functions --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: two ways to visit all functions with one result: on several threads, or one
//       after the other with observers told in between.
// Why:  either way a pass works on copies of functions and reads a module that does not
//       change meanwhile. With observers, who see each function in the module as soon
//       as it is done, the pass is given a copy of the module to read.
// Never: reports something of a function behind the first one that failed.
//
//===----------------------------------------------------------------------===//

#include "FunctionStage.h"
#include "RunningPass.h"
#include "meld/Support/Parallel.h"
#include <mutex>

namespace meld {

namespace {

using Audience = PassInstrumentation::Audience;

class FunctionStage {
public:
  FunctionStage(const FunctionPassConcept &pass, Module &module, ModuleAnalysisManager &analyses)
      : pass(pass), info(pass.info()), module(module), analyses(analyses), observers(analyses.instrumentation()),
        merger(module) {
    for (FunctionId id : module.functions().ids())
      if (!module.isImported(id))
        functions.push_back(id);
  }

  PassResult run();

private:
  /// Runs the pass over one function; drops what it did not preserve of its analyses.
  PassResult visit(FunctionUnit &unit);
  Result<void> runInParallel();
  Result<void> runWatched();
  /// Puts what became of a function into the module. In the order of the functions.
  Result<void> commit(const FunctionUnit &unit) {
    if (!unit.isEdited())
      return {};
    const PendingEdits none(module);
    Result<void> merged =
        merger.merge(unit.id(), unit.function().body, unit.pendingEdits() ? *unit.pendingEdits() : none);
    return merged ? Result<void>() : merged.takeFailure().from(info.name);
  }

  const FunctionPassConcept &pass;
  const PassInfo info;
  Module &module;
  ModuleAnalysisManager &analyses;
  const PassInstrumentation &observers;
  EditMerger merger;
  std::vector<FunctionId> functions;
  PreservedAnalyses preserved = PreservedAnalyses::all();
};

/// Passes on what was said of functions as soon as all before them are done.
class OrderedLogs {
public:
  OrderedLogs(size_t count, const ModuleAnalysisManager &analyses) : slots(count), analyses(analyses) {}

  /// Function number `index` is done. Returns the unit if it has to be kept.
  void done(size_t index, std::unique_ptr<FunctionUnit> unit, bool hasFailed, const PreservedAnalyses &kept) {
    std::lock_guard lock(mutex);
    preserved.intersect(kept);
    slots[index] = {std::move(unit), true, hasFailed};
    for (; next < slots.size() && slots[next].isDone && !isStopped; ++next) {
      slots[next].unit->log().flush(analyses.out(), analyses.diagnostics());
      isStopped = slots[next].hasFailed;
      if (!slots[next].unit->isEdited())
        slots[next].unit.reset();
    }
  }
  PreservedAnalyses preserved = PreservedAnalyses::all();

  /// The functions to put into the module, in order, up to the first failure.
  template <class Visit> Result<void> forEachEdited(Visit visit) {
    for (Slot &slot : slots)
      if (slot.unit)
        if (Result<void> done = visit(*slot.unit); !done)
          return done;
    return {};
  }

private:
  struct Slot {
    std::unique_ptr<FunctionUnit> unit;
    bool isDone = false, hasFailed = false;
  };
  std::mutex mutex;
  std::vector<Slot> slots;
  size_t next = 0;
  bool isStopped = false;
  const ModuleAnalysisManager &analyses;
};

PassResult FunctionStage::visit(FunctionUnit &unit) {
  const RunningPass running(info, unit.id());
  DiagnosticEngine &diagnostics = unit.diagnostics();
  diagnostics.setOrigin(info.name);
  diagnostics.wantRemarksLike(analyses.diagnostics());
  FunctionAnalysisManager functionAnalyses(analyses, unit.id(), &unit.log());
  PassResult result = pass.run(unit, functionAnalyses);
  if (!result)
    return result.takeFailure().from(info.name);
  functionAnalyses.invalidate(result.preserved());
  return result;
}

Result<void> FunctionStage::runInParallel() {
  OrderedLogs logs(functions.size(), analyses);
  Result<void> done = parallelFor(analyses.threads(), functions.size(), [&]() -> ParallelStep {
    return [&](size_t index) -> Result<void> {
      auto unit = std::make_unique<FunctionUnit>(module, functions[index]);
      PassResult result = visit(*unit);
      logs.done(index, std::move(unit), !result, result ? result.preserved() : PreservedAnalyses::none());
      return result ? Result<void>() : result.takeFailure();
    };
  });
  if (!done)
    return done;
  preserved = std::move(logs.preserved);
  return logs.forEachEdited([&](const FunctionUnit &unit) { return commit(unit); });
}

Result<void> FunctionStage::runWatched() {
  const std::unique_ptr<Module> frozen = module.clone();
  for (FunctionId id : functions) {
    const PassUnit described{module, id};
    if (!observers.startPass(info, described, Audience::Watchers))
      continue;
    FunctionUnit unit(*frozen, id);
    PassResult result = visit(unit);
    unit.log().flush(analyses.out(), analyses.diagnostics());
    if (!result) {
      observers.afterFailure(info, described, result.failure().diagnostic(), Audience::Watchers);
      return result.takeFailure();
    }
    if (Result<void> committed = commit(unit); !committed) {
      observers.afterFailure(info, described, committed.failure().diagnostic(), Audience::Watchers);
      return committed;
    }
    preserved.intersect(result.preserved());
    if (Result<void> seen = observers.afterPass(info, described, result.preserved(), Audience::Watchers); !seen)
      return seen;
  }
  return {};
}

PassResult FunctionStage::run() {
  const PassUnit whole{module, std::nullopt};
  if (!observers.startPass(info, whole, Audience::Others))
    return PreservedAnalyses::all();
  analyses.prepareForFunctions(functions);
  Result<void> done = observers.anyWatchesFunctions() ? runWatched() : runInParallel();
  if (!done) {
    observers.afterFailure(info, whole, done.failure().diagnostic(), Audience::Others);
    return done.takeFailure();
  }
  // The functions' own results have been seen to already.
  analyses.invalidateModuleAnalyses(preserved);
  if (Result<void> seen = observers.afterPass(info, whole, preserved, Audience::Others); !seen)
    return seen.takeFailure();
  return preserved;
}

} // namespace

PassResult runOverFunctions(const FunctionPassConcept &pass, Module &module, ModuleAnalysisManager &analyses) {
  return FunctionStage(pass, module, analyses).run();
}

} // namespace meld
