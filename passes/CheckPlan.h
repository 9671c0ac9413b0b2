//===- CheckPlan.h - where a body needs bounds checks, and how far they reach ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: decides, for one body, which accesses of checked windows need a check, what each
//       check covers, and which limits are kept in locals.
// Why:  deciding needs to know what follows; the code is written in a second walk.
// Never: lets an access out of bounds pass, or a check trap where no access would; the
//        arguments are in docs/passes/rebase.md, S10, S11, S13 and S14.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_CHECKPLAN_H
#define MELD_PASSES_CHECKPLAN_H

#include "passes/AddressFlow.h"
#include "passes/SizeEffects.h"

namespace meld {

/// A check, immediately before an access.
struct PlannedCheck {
  uint32_t codeByte; ///< of the access
  uint32_t window;   ///< by position
  /// Bytes from the address operand on that are checked: the access' static offset and
  /// width, or more if later accesses rely on it.
  uint64_t extentBytes;
  /// The local whose current value the address operand is.
  std::optional<uint32_t> local;
  uint32_t outermostLabel; ///< the label of the function's own block
  uint32_t loopDepth;
};

/// A local that always holds current size - extent of a window, modulo the size of the
/// address space.
struct CachedLimit {
  uint32_t window; ///< by position
  uint64_t extentBytes;
};

struct CheckPlan {
  std::vector<PlannedCheck> checks; ///< in the order of the code
  /// Limits of one window stand together.
  std::vector<CachedLimit> limits;
  /// Where limits are loaded again: the instruction at that byte may change sizes.
  struct Reload {
    uint32_t codeByte;
    uint32_t loopDepth;
    SizeEffects::Windows windows;
  };
  std::vector<Reload> reloads; ///< in the order of the code
};

/// The window that each access means, by input memory.
class CheckPlanner {
public:
  CheckPlanner(llvm::ArrayRef<CodeWindow> windows, llvm::ArrayRef<size_t> windowOfMemory, TrapAction::Kind trap,
               const SizeEffects &effects)
      : windows(windows), windowOfMemory(windowOfMemory), trap(trap), effects(effects) {}

  /// Walks the body once; what cannot be decoded ends the walk. Adds to `counts`.
  CheckPlan plan(const Module &module, FunctionId function, CheckCounts &counts) const;

private:
  struct Walk;
  void access(Walk &walk, const Instruction &instruction) const;
  void chooseLimits(CheckPlan &plan) const;

  llvm::ArrayRef<CodeWindow> windows;
  llvm::ArrayRef<size_t> windowOfMemory;
  TrapAction::Kind trap;
  const SizeEffects &effects;
};

/// The number of value operands above an access' address.
unsigned valueOperandCount(const Instruction &access);

} // namespace meld

#endif // MELD_PASSES_CHECKPLAN_H
