//===- DeadCodeElimination.h - pass `dce` ---------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: removes functions, tables, memories, globals, tags, segments, imports and types
//       that nothing reaches. Why this is sound: docs/passes/dce.md.
// Why:  what is not there needs no flash, no window and no explanation; a dead allocator
//       needs no reserve.
// Never: removes what a host can name, what acts at instantiation, or what the layout of
//        a lowered module speaks of; changes a body.
//
// USAGE: meld-opt -passes=dce,probe,rebase,bump-grow,dce in.wasm -o out.wasm
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_DEADCODEELIMINATION_H
#define MELD_PASSES_DEADCODEELIMINATION_H

#include "meld/Pass/PassManager.h"

namespace meld {

class DeadCodeElimination : public PassInfoMixin<DeadCodeElimination> {
public:
  static constexpr PassInfo info{.name = "dce", .summary = "remove what nothing reaches"};
  PassResult run(Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_PASSES_DEADCODEELIMINATION_H
