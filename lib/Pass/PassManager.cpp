//===- PassManager.cpp - one pass after the other --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: running passes with observers and invalidation around each.
// Why:  see PassManager.h.
// Never: goes on after a failure; leaves a stale analysis behind.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/PassManager.h"

namespace meld {

namespace {

PassUnit describe(const Module &module) { return {module, std::nullopt}; }
PassUnit describe(const FunctionUnit &unit) { return {unit.module(), unit.id()}; }

/// Runs a pass that is no container. Whoever reports meanwhile speaks as the pass.
template <class Unit, class Manager>
PassResult runObserved(PassConcept<Unit, Manager> &pass, Unit &unit, Manager &analyses) {
  const PassInfo info = pass.info();
  const PassUnit described = describe(unit);
  DiagnosticEngine &diagnostics = described.module.diagnostics();
  const PassInstrumentation &instrumentation = analyses.instrumentation();

  instrumentation.beforePass(info, described);
  diagnostics.setOrigin(info.name);
  PassResult result = pass.run(unit, analyses);
  diagnostics.setOrigin("");
  if (!result) {
    Failure failure = result.takeFailure().from(info.name);
    instrumentation.afterFailure(info, described, failure.diagnostic());
    return failure;
  }
  analyses.invalidate(result.preserved());
  if (Result<void> observed = instrumentation.afterPass(info, described, result.preserved()); !observed)
    return observed.takeFailure();
  return result;
}

} // namespace

template <class Unit, class Manager> PassResult PassManager<Unit, Manager>::run(Unit &unit, Manager &analyses) const {
  PreservedAnalyses preserved = PreservedAnalyses::all();
  for (const std::unique_ptr<Concept> &pass : passes) {
    PassResult result =
        pass->isContainer() ? pass->run(unit, analyses) : runObserved<Unit, Manager>(*pass, unit, analyses);
    if (!result)
      return result;
    preserved.intersect(result.preserved());
  }
  return preserved;
}

template <class Unit, class Manager> void PassManager<Unit, Manager>::printPipeline(llvm::raw_ostream &out) const {
  const char *separator = "";
  for (const std::unique_ptr<Concept> &pass : passes) {
    out << separator;
    pass->printPipeline(out);
    separator = ",";
  }
}

template class PassManager<Module, ModuleAnalysisManager>;
template class PassManager<FunctionUnit, FunctionAnalysisManager>;

PassResult ModuleToFunctionPassAdaptor::run(Module &module, ModuleAnalysisManager &analyses) {
  PreservedAnalyses preserved = PreservedAnalyses::all();
  for (FunctionId id : module.functions().ids()) {
    if (module.isImported(id))
      continue;
    FunctionUnit unit(module, id);
    FunctionAnalysisManager functionAnalyses(analyses, id);
    PassResult result = manager.run(unit, functionAnalyses);
    if (!result)
      return result;
    preserved.intersect(result.preserved());
  }
  analyses.invalidateModuleAnalyses(preserved);
  return preserved;
}

void ModuleToFunctionPassAdaptor::printPipeline(llvm::raw_ostream &out) const {
  out << "function(";
  manager.printPipeline(out);
  out << ')';
}

template <class Unit, class Manager> PassResult RepeatedPass<Unit, Manager>::run(Unit &unit, Manager &analyses) {
  PreservedAnalyses preserved = PreservedAnalyses::all();
  for (uint32_t i = 0; i < count; ++i) {
    PassResult result = manager.run(unit, analyses);
    if (!result)
      return result;
    preserved.intersect(result.preserved());
  }
  return preserved;
}

template <class Unit, class Manager> void RepeatedPass<Unit, Manager>::printPipeline(llvm::raw_ostream &out) const {
  out << "repeat<" << count << ">(";
  manager.printPipeline(out);
  out << ')';
}

template class RepeatedPass<Module, ModuleAnalysisManager>;
template class RepeatedPass<FunctionUnit, FunctionAnalysisManager>;

} // namespace meld
