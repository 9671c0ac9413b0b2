//===- Verify.h - pass verify ----------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: validates the module where it stands in the pipeline.
// Why:  input and output are verified anyway; this finds the pass in between that broke
//       the module.
// Never: changes the module; accepts what the specification rejects.
//
// USAGE: meld-opt -passes=rebase,verify,bump-grow in.wasm -o out.wasm
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_VERIFY_H
#define MELD_PASSES_VERIFY_H

#include "meld/Pass/PassManager.h"

namespace meld {

class Verify : public PassInfoMixin<Verify> {
public:
  static constexpr PassInfo info{.name = "verify", .summary = "validate the module by the specification"};
  PassResult run(Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_PASSES_VERIFY_H
