//===- CabiReallocDrop.h - pass `cabi-realloc-drop` -------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: drops the exports `cabi_realloc`, through which a component's host allocates in
//       its memory, if the interface never asks the host to. Why this is sound:
//       docs/passes/cabi-realloc-drop.md.
// Why:  for many components it is all that keeps the allocator, and so `memory.grow`,
//       reachable.
// Never: drops it without evidence or a granted premise; drops some of them; takes an
//        allocator away from code that still uses it.
//
// USAGE: meld-opt -passes=cabi-realloc-drop,dce,probe in.wasm -o out.wasm
//        meld-opt -assume=scalar-interface -passes=cabi-realloc-drop,dce in.wasm -o out.wasm
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_CABIREALLOCDROP_H
#define MELD_PASSES_CABIREALLOCDROP_H

#include "meld/Pass/PassManager.h"

namespace meld {

class CabiReallocDrop : public PassInfoMixin<CabiReallocDrop> {
public:
  static constexpr PassInfo info{.name = "cabi-realloc-drop",
                                 .summary = "drop cabi_realloc where the interface passes no strings or lists"};
  static constexpr Premise reliesOn[] = {premises::ScalarInterface};
  PassResult run(Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_PASSES_CABIREALLOCDROP_H
