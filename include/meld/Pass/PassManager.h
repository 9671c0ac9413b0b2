//===- PassManager.h - runs passes in order, stops at the first failure ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `ModulePassManager` and `FunctionPassManager`, sequences of passes; the
//       adaptor that runs function passes over a module; repetition.
// Why:  passes are values of unrelated classes; a small concept class hides their
//       type, as in LLVM. Containers tell observers nothing: only passes count.
// Never: prints; catches a failure; runs a pass after one that failed.
//
// A module pass has `static constexpr PassInfo info` and
//   PassResult run(Module &, ModuleAnalysisManager &);
// a function pass
//   PassResult run(FunctionUnit &, FunctionAnalysisManager &);
// Either may have options: see Options.h.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PASSMANAGER_H
#define MELD_PASS_PASSMANAGER_H

#include "meld/Pass/AnalysisManager.h"
#include "meld/Pass/Options.h"
#include "meld/Pass/PassResult.h"

namespace meld {

template <class P>
concept ModulePass = requires(P &pass, Module &module, ModuleAnalysisManager &analyses) {
  { P::info } -> std::convertible_to<PassInfo>;
  { pass.run(module, analyses) } -> std::same_as<PassResult>;
};

template <class P>
concept FunctionPass = requires(P &pass, FunctionUnit &unit, FunctionAnalysisManager &analyses) {
  { P::info } -> std::convertible_to<PassInfo>;
  { pass.run(unit, analyses) } -> std::same_as<PassResult>;
};

template <class P>
concept PassWithOptions = requires(P &pass, OptionSchema<typename P::Options> &schema) {
  { pass.options } -> std::same_as<typename P::Options &>;
  P::schema(schema);
};

/// A pass whose options name functions of the module, such as a handler to call. They
/// may be reached by nothing else until the pass has run, so passes before it keep them.
template <class P>
concept PassNamingFunctions = requires(const P &pass) {
  { pass.namedFunctions() } -> std::same_as<std::vector<std::string>>;
};

/// The schema of a pass that has options.
template <PassWithOptions P> OptionSchema<typename P::Options> schemaOf() {
  OptionSchema<typename P::Options> schema;
  P::schema(schema);
  return schema;
}

/// A pass with its type hidden.
template <class Unit, class Manager> class PassConcept {
public:
  virtual ~PassConcept() = default;
  virtual PassResult run(Unit &unit, Manager &analyses) = 0;
  /// Valid as long as this object.
  virtual PassInfo info() const = 0;
  /// Prints what the pipeline parser reads back to this pass.
  virtual void printPipeline(llvm::raw_ostream &out) const = 0;
  /// A container runs passes and invalidates by itself; observers do not see it.
  virtual bool isContainer() const { return false; }
  /// Appends the names of functions that the pass' options speak of.
  virtual void collectNamedFunctions(std::vector<std::string> &) const {}
};
using ModulePassConcept = PassConcept<Module, ModuleAnalysisManager>;
using FunctionPassConcept = PassConcept<FunctionUnit, FunctionAnalysisManager>;

template <class P, class Unit, class Manager> class PassModel final : public PassConcept<Unit, Manager> {
public:
  explicit PassModel(P pass) : pass(std::move(pass)) {}
  PassResult run(Unit &unit, Manager &analyses) override { return pass.run(unit, analyses); }
  PassInfo info() const override { return P::info; }
  void printPipeline(llvm::raw_ostream &out) const override {
    out << P::info.name;
    if constexpr (PassWithOptions<P>)
      schemaOf<P>().print(out, pass.options);
  }
  void collectNamedFunctions(std::vector<std::string> &names) const override {
    if constexpr (PassNamingFunctions<P>)
      llvm::append_range(names, pass.namedFunctions());
  }

private:
  P pass;
};

/// Passes over one kind of unit.
template <class Unit, class Manager> class PassManager {
public:
  using Concept = PassConcept<Unit, Manager>;

  template <class P>
    requires(std::is_same_v<Unit, Module> ? ModulePass<P> : FunctionPass<P>)
  void addPass(P pass) {
    passes.push_back(std::make_unique<PassModel<P, Unit, Manager>>(std::move(pass)));
  }
  void addPass(std::unique_ptr<Concept> pass) { passes.push_back(std::move(pass)); }

  /// Runs the passes in order until one fails. Cached analyses are valid afterwards;
  /// the result says what all passes preserved.
  PassResult run(Unit &unit, Manager &analyses) const;
  void printPipeline(llvm::raw_ostream &out) const;
  void collectNamedFunctions(std::vector<std::string> &names) const {
    for (const std::unique_ptr<Concept> &pass : passes)
      pass->collectNamedFunctions(names);
  }
  bool isEmpty() const { return passes.empty(); }

private:
  std::vector<std::unique_ptr<Concept>> passes;
};
using ModulePassManager = PassManager<Module, ModuleAnalysisManager>;
using FunctionPassManager = PassManager<FunctionUnit, FunctionAnalysisManager>;

extern template class PassManager<Module, ModuleAnalysisManager>;
extern template class PassManager<FunctionUnit, FunctionAnalysisManager>;

/// `function(...)`: runs function passes over every defined function.
class ModuleToFunctionPassAdaptor final : public ModulePassConcept {
public:
  explicit ModuleToFunctionPassAdaptor(FunctionPassManager manager) : manager(std::move(manager)) {}
  PassResult run(Module &module, ModuleAnalysisManager &analyses) override;
  PassInfo info() const override { return {"function", "run function passes over every defined function"}; }
  void printPipeline(llvm::raw_ostream &out) const override;
  bool isContainer() const override { return true; }
  void collectNamedFunctions(std::vector<std::string> &names) const override { manager.collectNamedFunctions(names); }

private:
  FunctionPassManager manager;
};

/// `repeat<n>(...)`
template <class Unit, class Manager> class RepeatedPass final : public PassConcept<Unit, Manager> {
public:
  RepeatedPass(uint32_t count, PassManager<Unit, Manager> manager) : count(count), manager(std::move(manager)) {}
  PassResult run(Unit &unit, Manager &analyses) override;
  PassInfo info() const override { return {"repeat", "run passes several times"}; }
  void printPipeline(llvm::raw_ostream &out) const override;
  bool isContainer() const override { return true; }
  void collectNamedFunctions(std::vector<std::string> &names) const override { manager.collectNamedFunctions(names); }

private:
  uint32_t count;
  PassManager<Unit, Manager> manager;
};

extern template class RepeatedPass<Module, ModuleAnalysisManager>;
extern template class RepeatedPass<FunctionUnit, FunctionAnalysisManager>;

} // namespace meld

#endif // MELD_PASS_PASSMANAGER_H
