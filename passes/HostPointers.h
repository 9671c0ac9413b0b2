//===- HostPointers.h - premise host-adds-base ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: states the premise for windows that are not at 0, with where pointers could pass.
// Why:  a pointer is relative to its window, and the host sees the merged memory.
// Never: states it where the host neither sees the window nor exchanges an integer with a
//        function that uses it, or where all of that is described.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_HOSTPOINTERS_H
#define MELD_PASSES_HOSTPOINTERS_H

#include "passes/HostAdapters.h"

namespace meld {

/// Before the memories are merged: `windows` name them. What `adapters` describe needs no
/// premise. See rebase S8.
Result<void> relyOnHostPointers(Module &module, ModuleAnalysisManager &analyses, llvm::ArrayRef<Window> windows,
                                const HostAdapters &adapters);

} // namespace meld

#endif // MELD_PASSES_HOSTPOINTERS_H
