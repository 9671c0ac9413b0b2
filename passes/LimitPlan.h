//===- LimitPlan.h - where the limits of checks come from -------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: decides, for the checks of one body, which limits (current size less an extent)
//       are kept in locals, where each is computed, and which check takes which.
// Why:  a limit at hand is two bytes and often a register; the counter is neither.
// Never: lets a check take a limit that was computed before the size may have changed, or
//        that some path to the check did not compute (rebase S13).
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_LIMITPLAN_H
#define MELD_PASSES_LIMITPLAN_H

#include "passes/CheckPlan.h"

#include <map>

namespace meld {

class LimitPlanner {
public:
  /// `changes`: the instructions that may change sizes, in the order of the code.
  LimitPlanner(llvm::ArrayRef<CodeWindow> windows, llvm::ArrayRef<SizeChange> changes, const AddressFlow &loops,
               CheckPlan &plan)
      : windows(windows), changes(changes), loops(loops), plan(plan) {}

  /// Walks the body, which has no exception handlers, once more and completes the plan.
  void run(InstructionCursor cursor);

private:
  static constexpr uint32_t None = PlannedCheck::NoLimit;
  /// A place that computes a limit, or a join of two: operands are positions.
  struct Definition {
    enum Kind : uint8_t { AtCheck, BeforeLoop, Join };
    Kind kind;
    uint32_t limit;
    uint32_t first = 0;  ///< the check, or one operand
    uint32_t second = 0; ///< the other operand
    bool isUsed = false;
  };
  /// By limit, the definition that every path here has passed since the last change; or None.
  using State = llvm::SmallVector<uint32_t, 16>;
  struct Frame : BlockFrame<State> {
    SizeEffects::Windows changedIn = 0;  ///< of a loop
    llvm::SmallVector<uint32_t, 4> kept; ///< of a loop: definitions in front of it
  };

  /// Whether the limit of the check is computed: of others it is a constant, or wide.
  bool takesLimit(const PlannedCheck &check) const;
  void choose();
  void check(uint32_t number);
  void step(const Instruction &instruction, uint32_t byte);
  void open(const Instruction &instruction, uint32_t byte);
  void close();
  void leave() { reachable = false; }
  void branchTo(uint32_t label, const State &incoming);
  void merge(State &into, const State &with);
  void forget(State &of, SizeEffects::Windows changed) const;
  SizeEffects::Windows changedBetween(uint32_t beginByte, uint32_t endByte) const;
  uint32_t atHand(uint32_t limit) const;
  uint32_t hoist(uint32_t limit);
  /// A limit of the window among those at hand, to start from.
  uint32_t nearest(const State &from, uint32_t window) const;
  uint32_t define(Definition definition);
  void use(uint32_t definition);
  State nothing() const { return State(plan.limits.size(), None); }

  llvm::ArrayRef<CodeWindow> windows;
  llvm::ArrayRef<SizeChange> changes;
  const AddressFlow &loops;
  CheckPlan &plan;
  std::vector<uint32_t> limitOf; ///< by check; None for those that take no limit
  std::vector<Definition> definitions;
  std::vector<Frame> frames;
  std::multimap<uint32_t, HoistedLimit> inFront; ///< by the loop's byte, those that others start from first
  State state;
  bool reachable = true;
};

} // namespace meld

#endif // MELD_PASSES_LIMITPLAN_H
