//===- SizeEffects.h - what may change the current size of a window -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for each function, which checked windows may have grown when a call of it returns.
// Why:  a limit that was read once is exact only as long as nothing grows (rebase S13).
// Never: misses a way to grow: the host may call back from any import, and an indirect
//        call may reach anything.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_SIZEEFFECTS_H
#define MELD_PASSES_SIZEEFFECTS_H

#include "meld/Analysis/BodyFacts.h"
#include "passes/CodeWindow.h"
#include <optional>

namespace meld {

class SizeEffects {
public:
  /// A set of windows by position; those from the 64th on share one bit.
  using Windows = uint64_t;
  static Windows bitOf(size_t window) { return Windows(1) << std::min<size_t>(window, 63); }

  /// Nothing grows.
  SizeEffects() = default;
  SizeEffects(const Module &module, const BodyFacts &facts, llvm::ArrayRef<CodeWindow> windows);

  /// Windows whose size may differ after the instruction.
  Windows of(const Instruction &instruction) const;

private:
  Windows growing = 0;              ///< all checked windows that can grow
  std::vector<Windows> byFunction;  ///< what a call of each may grow
  std::vector<MemoryId> inputs;     ///< by window
  std::vector<std::pair<std::optional<GlobalId>, Windows>> counters; ///< that tell sizes, if any does
};

} // namespace meld

#endif // MELD_PASSES_SIZEEFFECTS_H
