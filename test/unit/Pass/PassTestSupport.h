//===- PassTestSupport.h - a small module and its managers, for tests ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a module with one import and three functions, a context, an analysis manager.
// Why:  the pass framework is tested without the codec.
// Never: used outside the unit tests.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_UNIT_PASS_PASSTESTSUPPORT_H
#define MELD_TEST_UNIT_PASS_PASSTESTSUPPORT_H

#include "meld/Pass/PassBuilder.h"
#include "gtest/gtest.h"

namespace meld::test {

/// Functions 1, 2 and 3 are defined; function 0 is imported.
struct PassFixture : testing::Test {
  PassFixture() {
    TypeId type = module.findOrAddType({}, {});
    module.add(Function{{}, type, module.save(Import{"env", "f"}), {}});
    for (unsigned i = 0; i < 3; ++i)
      module.add(Function{emptyBody(), type, {}, {}});
  }
  /// No locals, just `end`.
  static FunctionBody emptyBody() { return FunctionBody(std::vector<uint8_t>{0x00, 0x0B}, 1); }

  std::vector<Diagnostic> warnings;
  DiagnosticEngine diagnostics{[this](const Diagnostic &diagnostic) { warnings.push_back(diagnostic); }};
  Module module{llvm::MemoryBuffer::getMemBuffer(""), diagnostics};
  std::string printed;
  llvm::raw_string_ostream out{printed};
  PassContext context{out, diagnostics};
  ModuleAnalysisManager analyses{context};
};

/// A pass made of a function, for passes that a test writes on the spot.
template <class Unit, class Manager> class LambdaPass final : public PassConcept<Unit, Manager> {
public:
  using Body = std::function<PassResult(Unit &, Manager &)>;
  LambdaPass(std::string name, Body body) : name(std::move(name)), body(std::move(body)) {}
  PassResult run(Unit &unit, Manager &analyses) const override { return body(unit, analyses); }
  PassInfo info() const override { return {name, "a pass of a test"}; }
  void printPipeline(llvm::raw_ostream &out) const override { out << name; }

private:
  std::string name;
  Body body;
};

inline void addLambda(ModulePassManager &passes, std::string name,
                      LambdaPass<Module, ModuleAnalysisManager>::Body body) {
  passes.addPass(std::make_unique<LambdaPass<Module, ModuleAnalysisManager>>(std::move(name), std::move(body)));
}
inline void addLambda(FunctionPassManager &passes, std::string name,
                      LambdaPass<FunctionUnit, FunctionAnalysisManager>::Body body) {
  passes.addPass(
      std::make_unique<LambdaPass<FunctionUnit, FunctionAnalysisManager>>(std::move(name), std::move(body)));
}

} // namespace meld::test

#endif // MELD_TEST_UNIT_PASS_PASSTESTSUPPORT_H
