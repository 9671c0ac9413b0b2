//===- WindowRewriter.h - bodies in window-relative addressing ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: rewrites the memory instructions of bodies for given windows.
// Why:  the layout (SegmentRebase) and the code (here) are two ideas.
// Never: changes an instruction that means the same in the merged memory.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_WINDOWREWRITER_H
#define MELD_PASSES_WINDOWREWRITER_H

#include "meld/IR/BodyRewriter.h"
#include "meld/IR/Module.h"
#include "passes/CheckPlan.h"

namespace meld {

class WindowRewriter {
public:
  WindowRewriter(MemoryId merged, std::vector<CodeWindow> windows, TrapAction trap, SizeEffects effects);

  /// The body in terms of the merged memory; nothing if it need not change. Fails on
  /// an instruction that cannot be decoded. Adds to `counts`.
  Result<std::optional<FunctionBody>> rewrite(Module &module, FunctionId function, CheckCounts &counts) const;

  /// True if a body with such accesses (`BodyFacts::plainOffsetBound`) means the
  /// same in the merged memory, so that it need not be rewritten.
  bool keeps(std::optional<uint64_t> plainOffsetBound) const;

private:
  void rewriteInstruction(BodyRewriter &rewriter, const Instruction &instruction) const;
  void access(BodyRewriter &rewriter, const Instruction &instruction) const;
  void size(BodyRewriter &rewriter, const Instruction &instruction) const;
  void fill(BodyRewriter &rewriter, const Instruction &instruction) const;
  void copy(BodyRewriter &rewriter, const Instruction &instruction) const;
  void init(BodyRewriter &rewriter, const Instruction &instruction) const;
  void checkRange(CodeBuilder &code, const CodeWindow &window, uint32_t address, uint32_t length,
                  ValueType lengthType) const;
  void rewriteChecked(BodyRewriter &rewriter, Module &module, FunctionId function, CheckCounts &counts) const;
  void emitCheck(BodyRewriter &rewriter, const Instruction &instruction, const PlannedCheck &check,
                 const CheckPlan &plan) const;
  void emitCondition(BodyRewriter &rewriter, CodeBuilder &code, const PlannedCheck &check,
                     const CheckPlan &plan) const;
  void emitLimit(BodyRewriter &rewriter, CodeBuilder &code, const CheckPlan &plan, uint32_t fromLimit,
                 const GrowthState &growth, uint64_t extent) const;
  static void emitSum(CodeBuilder &code, const GrowthState &growth, uint64_t difference);
  uint32_t limitLocal(BodyRewriter &rewriter, uint32_t limit) const;
  uint32_t captureLocal(BodyRewriter &rewriter, uint32_t number) const;
  void wrapBody(BodyRewriter &rewriter, Module &module, FunctionId function, const CheckPlan &plan) const;
  void keepBytesInStep(BodyRewriter &rewriter, const Instruction &instruction) const;
  void emitSize(CodeBuilder &code, const CodeWindow &window) const;
  void emitTrap(CodeBuilder &code, const CodeWindow &window) const;
  void address(CodeBuilder &code, const CodeWindow &window, uint32_t local) const;
  /// The type of addresses, which all windows share.
  ValueType indexType() const { return windows.front().growth.indexType(); }
  const CodeWindow &windowOf(MemoryId input) const { return windows[indexOf[input.value]]; }

  MemoryId merged;
  std::vector<CodeWindow> windows;
  TrapAction trap;
  SizeEffects effects;
  bool anyChecked = false;
  std::vector<size_t> indexOf; ///< by input memory id
  OpcodeSet memoryOpcodes;
  OpcodeSet checkedOpcodes; ///< these, what keeps counters in step, and loops
};

} // namespace meld

#endif // MELD_PASSES_WINDOWREWRITER_H
