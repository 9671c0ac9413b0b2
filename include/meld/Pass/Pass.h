//===- Pass.h - what a pass is, and passes with their type hidden ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the requirements on a pass, as concepts, and the small classes behind which
//       passes of unrelated types look alike.
// Why:  passes are values of classes that have no base class in common, as in LLVM.
// Never: runs anything by itself; the pass managers do.
//
// A module pass has `static constexpr PassInfo info` and
//   PassResult run(Module &, ModuleAnalysisManager &);
// a function pass
//   PassResult run(FunctionUnit &, FunctionAnalysisManager &) const;
// which is const because one object works on several functions at once.
// Either may have options: see Options.h.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PASS_H
#define MELD_PASS_PASS_H

#include "meld/Pass/AnalysisManager.h"
#include "meld/Pass/Options.h"
#include "meld/Pass/PassResult.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace meld {

template <class P>
concept ModulePass = requires(P &pass, Module &module, ModuleAnalysisManager &analyses) {
  { P::info } -> std::convertible_to<PassInfo>;
  { pass.run(module, analyses) } -> std::same_as<PassResult>;
};

template <class P>
concept FunctionPass = requires(const P &pass, FunctionUnit &unit, FunctionAnalysisManager &analyses) {
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

/// A pass that says which premises it may rely on:
///   static constexpr Premise reliesOn[] = {premises::InBounds, premises::NoHostGrowth};
/// The driver takes the use of any other for a defect.
template <class P>
concept PassRelyingOnPremises = requires { llvm::ArrayRef<Premise>(P::reliesOn); };

/// The schema of a pass that has options.
template <PassWithOptions P> OptionSchema<typename P::Options> schemaOf() {
  OptionSchema<typename P::Options> schema;
  P::schema(schema);
  return schema;
}

class PassNode;

/// What is known of an element of a pipeline without running it.
class PipelineNode {
public:
  virtual ~PipelineNode();
  /// Prints what the pipeline parser reads back to this element.
  virtual void printPipeline(llvm::raw_ostream &out) const = 0;
  /// Visits this pass, or the passes in a container, in the order in which they first run.
  virtual void forEachPass(llvm::function_ref<void(const PassNode &)> visit) const = 0;
};

/// A pass of either kind.
class PassNode : public PipelineNode {
public:
  /// Valid as long as this object.
  virtual PassInfo info() const = 0;
  /// Appends the names of functions that the pass' options speak of.
  virtual void collectNamedFunctions(std::vector<std::string> &) const {}
  void forEachPass(llvm::function_ref<void(const PassNode &)> visit) const final { visit(*this); }
};

/// Something that runs passes, such as `repeat<3>(...)`. Observers see its passes, not it.
class PassContainer : public PipelineNode {
public:
  virtual PassResult run(Module &module, ModuleAnalysisManager &analyses) const = 0;
};

template <class Unit, class Manager> class PassConcept : public PassNode {
public:
  virtual PassResult run(Unit &unit, Manager &analyses) const = 0;
};
using ModulePassConcept = PassConcept<Module, ModuleAnalysisManager>;
using FunctionPassConcept = PassConcept<FunctionUnit, FunctionAnalysisManager>;

template <class P, class Unit, class Manager> class PassModel final : public PassConcept<Unit, Manager> {
public:
  explicit PassModel(P pass) : pass(std::move(pass)) {}
  PassResult run(Unit &unit, Manager &analyses) const override {
    if constexpr (std::is_same_v<Unit, Module>)
      return pass.run(unit, analyses);
    else
      return std::as_const(pass).run(unit, analyses);
  }
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
  /// A module pass may keep notes while it runs: nothing else runs meanwhile.
  mutable P pass;
};

} // namespace meld

#endif // MELD_PASS_PASS_H
