//===- PassManager.h - runs passes in order, stops at the first failure ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `ModulePassManager` and `FunctionPassManager`, sequences of passes; the
//       containers `function(...)` and `repeat<n>(...)`.
// Why:  see Pass.h for passes. A function pass runs over *all* functions before the
//       next one begins: each sees the module as the pass before it left it, so that
//       functions may be visited in any order, on any number of threads, with one
//       result. See docs/architecture.md.
// Never: prints; catches a failure; runs a pass after one that failed.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PASSMANAGER_H
#define MELD_PASS_PASSMANAGER_H

#include "meld/Pass/Pass.h"

namespace meld {

/// Passes over one kind of unit, in order.
template <class Unit, class Manager> class PassManager {
public:
  using Concept = PassConcept<Unit, Manager>;
  static constexpr bool IsModule = std::is_same_v<Unit, Module>;

  template <class P>
    requires(IsModule ? ModulePass<P> : FunctionPass<P>)
  void addPass(P pass) {
    addPass(std::make_unique<PassModel<P, Unit, Manager>>(std::move(pass)));
  }
  void addPass(std::unique_ptr<Concept> pass) { items.push_back({std::move(pass), nullptr}); }
  void addPass(std::unique_ptr<PassContainer> container) { items.push_back({nullptr, std::move(container)}); }

  /// Runs the passes until one fails: over the module, or over all its defined
  /// functions. Cached analyses are valid afterwards; the result says what all passes
  /// preserved.
  PassResult run(Module &module, ModuleAnalysisManager &analyses) const;

  void printPipeline(llvm::raw_ostream &out) const;
  void forEachPass(llvm::function_ref<void(const PassNode &)> visit) const;
  /// Names of functions that options of the passes speak of.
  std::vector<std::string> namedFunctions() const;
  bool isEmpty() const { return items.empty(); }

private:
  /// One of the two.
  struct Item {
    std::unique_ptr<Concept> pass;
    std::unique_ptr<PassContainer> container;
    const PipelineNode &node() const { return pass ? static_cast<const PipelineNode &>(*pass) : *container; }
  };
  std::vector<Item> items;
};
using ModulePassManager = PassManager<Module, ModuleAnalysisManager>;
using FunctionPassManager = PassManager<FunctionUnit, FunctionAnalysisManager>;

extern template class PassManager<Module, ModuleAnalysisManager>;
extern template class PassManager<FunctionUnit, FunctionAnalysisManager>;

/// `function(...)`: runs function passes over every defined function.
class ModuleToFunctionPassAdaptor final : public PassContainer {
public:
  explicit ModuleToFunctionPassAdaptor(FunctionPassManager manager) : manager(std::move(manager)) {}
  PassResult run(Module &module, ModuleAnalysisManager &analyses) const override {
    return manager.run(module, analyses);
  }
  void printPipeline(llvm::raw_ostream &out) const override;
  void forEachPass(llvm::function_ref<void(const PassNode &)> visit) const override { manager.forEachPass(visit); }

private:
  FunctionPassManager manager;
};

/// `repeat<n>(...)`
template <class Unit, class Manager> class RepeatedPass final : public PassContainer {
public:
  RepeatedPass(uint32_t count, PassManager<Unit, Manager> manager) : count(count), manager(std::move(manager)) {}
  PassResult run(Module &module, ModuleAnalysisManager &analyses) const override;
  void printPipeline(llvm::raw_ostream &out) const override;
  void forEachPass(llvm::function_ref<void(const PassNode &)> visit) const override { manager.forEachPass(visit); }

private:
  uint32_t count;
  PassManager<Unit, Manager> manager;
};

extern template class RepeatedPass<Module, ModuleAnalysisManager>;
extern template class RepeatedPass<FunctionUnit, FunctionAnalysisManager>;

} // namespace meld

#endif // MELD_PASS_PASSMANAGER_H
