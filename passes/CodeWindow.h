//===- CodeWindow.h - a window as code sees it ----------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what the rewriting of bodies must know of each window, and of traps.
// Why:  the layout (SegmentRebase), the decision where to check (CheckPlan) and the code
//       (WindowRewriter) are three ideas that speak of the same windows.
// Never: decides anything.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_CODEWINDOW_H
#define MELD_PASSES_CODEWINDOW_H

#include "meld/IR/Layout.h"

namespace meld {

/// A window as the code sees it.
struct CodeWindow {
  MemoryId input;
  uint64_t baseBytes = 0;
  GrowthState growth;
  /// The memory may still grow, and bump-grow has not lowered it.
  bool mayStillGrow = false;
  /// Accesses are checked against the current size (bounds=trap).
  bool isChecked = false;
  /// It cannot grow and ends exactly at the end of the merged memory: the engine's
  /// own check is then the original's (rebase S5).
  bool endsTheMemory = false;

  bool canGrow() const { return mayStillGrow || growth.grownGlobal.has_value(); }
  /// An address in it is an address of the merged memory, and the engine checks it.
  bool isTransparent() const { return baseBytes == 0 && endsTheMemory; }
};

/// What an access out of bounds does.
struct TrapAction {
  enum Kind : uint8_t { Access, Unreachable, Call };
  Kind kind = Access;
  /// Of `Call`: (i32 input-memory-index) -> ().
  FunctionId handler;
};

/// How many accesses of checked windows there were, and what became of them.
struct CheckCounts {
  uint64_t needed = 0;  ///< accesses of checked windows
  uint64_t removed = 0; ///< of these, proven in bounds
  uint64_t widened = 0; ///< checks that cover later accesses as well
};

} // namespace meld

#endif // MELD_PASSES_CODEWINDOW_H
