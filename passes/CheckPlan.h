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
  static constexpr uint32_t NoLimit = ~0u;
  /// The limit at hand that its own is computed from, by position; NoLimit: the counter.
  uint32_t fromLimit = NoLimit;
  /// The limit that it computes and leaves in its local.
  uint32_t keptLimit = NoLimit;
  /// The scratch local that got the address when it was computed, among those that are
  /// in use at the same time. None: `local`, or the address is set aside at the check.
  std::optional<uint32_t> capture = std::nullopt;
};

/// Current size - extent of a window, modulo the size of the address space; it has a local.
struct KeptLimit {
  uint32_t window; ///< by position
  uint64_t extentBytes;
};

/// A limit that is computed in front of a loop.
struct HoistedLimit {
  uint32_t loopByte;
  uint32_t limit, fromLimit; ///< by position; NoLimit: from the counter
};

/// An address operand that is copied to a scratch local right after it was computed.
struct CapturedAddress {
  uint32_t producerByte; ///< the instruction that left it on top of the stack
  uint32_t number;       ///< of the scratch local
};

/// An instruction after which the size of windows may differ.
struct SizeChange {
  uint32_t codeByte;
  SizeEffects::Windows windows;
};

struct CheckPlan {
  std::vector<PlannedCheck> checks; ///< in the order of the code
  /// A branch leads to the label of the function's own block.
  bool branchesToOutermost = false;
  std::vector<KeptLimit> limits;
  std::vector<HoistedLimit> hoisted;     ///< in the order of the code
  std::vector<CapturedAddress> captures; ///< in the order of the code
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
  static void numberCaptures(Walk &walk);

  llvm::ArrayRef<CodeWindow> windows;
  llvm::ArrayRef<size_t> windowOfMemory;
  TrapAction::Kind trap;
  const SizeEffects &effects;
};

/// The number of value operands above an access' address.
unsigned valueOperandCount(const Instruction &access);

} // namespace meld

#endif // MELD_PASSES_CHECKPLAN_H
