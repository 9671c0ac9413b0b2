//===- WindowPlacement.h - where windows stand -----------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: gives each window its base, and says what to change where they do not fit.
// Why:  the arithmetic of the layout is one idea, what the passes do with it another.
// Never: lets two windows overlap, or a sum wrap (docs/passes/rebase.md, S1).
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_WINDOWPLACEMENT_H
#define MELD_PASSES_WINDOWPLACEMENT_H

#include "meld/Analysis/MemoryLayout.h"
#include "meld/Support/Diagnostics.h"

namespace meld {

struct PlacementRequest {
  uint64_t baseBytes = 0;   ///< first byte that a window may use
  uint64_t alignBytes = 16; ///< of each base
  /// The last window begins on a page, and so ends with the merged memory. Costs nothing:
  /// what is left of the page would lie behind it otherwise.
  bool isLastOnPage = false;
  std::optional<uint64_t> ramBytes; ///< the merged memory must fit
  bool is64 = false;                ///< addresses of all windows, and so of the merged memory
  /// Each window can be covered by one region of an Armv7-M memory protection unit that
  /// covers no byte of another (rebase S15).
  bool isCoverable = false;
  const MemoryLayout *map = nullptr; ///< of the module before, for the table
};

/// Sets the bases of `windows`, which stand in this order, and returns the pages of the
/// merged memory. Fails where they exceed the address space or `ramBytes`, with the table
/// and the smallest change of an option after which they fit.
Result<uint64_t> placeWindows(const Module &module, std::vector<Window> &windows, const PlacementRequest &request);

} // namespace meld

#endif // MELD_PASSES_WINDOWPLACEMENT_H
