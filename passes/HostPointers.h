//===- HostPointers.h - premise host-adds-base ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: states the premise for windows that are not at 0, with where pointers could pass.
// Why:  a pointer is relative to its window, and the host sees the merged memory.
// Never: states it where the host neither sees the window nor exchanges an integer with a
//        function that uses it.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_HOSTPOINTERS_H
#define MELD_PASSES_HOSTPOINTERS_H

#include "meld/IR/Layout.h"
#include "meld/Pass/AnalysisManager.h"

namespace meld {

/// Before the memories are merged: `windows` name them. See rebase S8.
Result<void> relyOnHostPointers(Module &module, ModuleAnalysisManager &analyses, llvm::ArrayRef<Window> windows);

} // namespace meld

#endif // MELD_PASSES_HOSTPOINTERS_H
