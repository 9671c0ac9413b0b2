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
#include "FunctionStage.h"
#include "RunningPass.h"

namespace meld {

PipelineNode::~PipelineNode() = default;

namespace {

/// Whoever reports while the pass runs speaks as the pass.
PassResult runPass(const ModulePassConcept &pass, Module &module, ModuleAnalysisManager &analyses) {
  const PassInfo info = pass.info();
  const PassUnit unit{module, std::nullopt};
  const PassInstrumentation &observers = analyses.instrumentation();
  if (!observers.startPass(info, unit))
    return PreservedAnalyses::all();

  const RunningPass running(info);
  analyses.diagnostics().setOrigin(info.name);
  PassResult result = pass.run(module, analyses);
  analyses.diagnostics().setOrigin("");
  if (!result) {
    Failure failure = result.takeFailure().from(info.name);
    observers.afterFailure(info, unit, failure.diagnostic());
    return failure;
  }
  analyses.invalidate(result.preserved());
  if (Result<void> seen = observers.afterPass(info, unit, result.preserved()); !seen)
    return seen.takeFailure();
  return result;
}

PassResult runPass(const FunctionPassConcept &pass, Module &module, ModuleAnalysisManager &analyses) {
  return runOverFunctions(pass, module, analyses);
}

} // namespace

template <class Unit, class Manager>
PassResult PassManager<Unit, Manager>::run(Module &module, ModuleAnalysisManager &analyses) const {
  PreservedAnalyses preserved = PreservedAnalyses::all();
  for (const Item &item : items) {
    PassResult result = item.pass ? runPass(*item.pass, module, analyses) : item.container->run(module, analyses);
    if (!result)
      return result;
    preserved.intersect(result.preserved());
  }
  return preserved;
}

template <class Unit, class Manager> void PassManager<Unit, Manager>::printPipeline(llvm::raw_ostream &out) const {
  const char *separator = "";
  for (const Item &item : items) {
    out << separator;
    item.node().printPipeline(out);
    separator = ",";
  }
}

template <class Unit, class Manager>
void PassManager<Unit, Manager>::forEachPass(llvm::function_ref<void(const PassNode &)> visit) const {
  for (const Item &item : items)
    item.node().forEachPass(visit);
}

template <class Unit, class Manager> std::vector<std::string> PassManager<Unit, Manager>::namedFunctions() const {
  std::vector<std::string> names;
  forEachPass([&](const PassNode &pass) { pass.collectNamedFunctions(names); });
  return names;
}

template class PassManager<Module, ModuleAnalysisManager>;
template class PassManager<FunctionUnit, FunctionAnalysisManager>;

void ModuleToFunctionPassAdaptor::printPipeline(llvm::raw_ostream &out) const {
  out << "function(";
  manager.printPipeline(out);
  out << ')';
}

template <class Unit, class Manager>
PassResult RepeatedPass<Unit, Manager>::run(Module &module, ModuleAnalysisManager &analyses) const {
  PreservedAnalyses preserved = PreservedAnalyses::all();
  for (uint32_t i = 0; i < count; ++i) {
    PassResult result = manager.run(module, analyses);
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
