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
#include "passes/AddressFlow.h"

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
  uint64_t kept = 0;    ///< of these, checked
};

class WindowRewriter {
public:
  WindowRewriter(MemoryId merged, std::vector<CodeWindow> windows, TrapAction trap);

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
  void checkRange(CodeBuilder &code, const CodeWindow &window, uint32_t address, uint32_t length) const;
  bool checkAccess(BodyRewriter &rewriter, const Instruction &instruction, AddressFlow &flow, CheckCounts &counts) const;
  void addTrapBlock(BodyRewriter &rewriter, Module &module, FunctionId function) const;
  void condition(CodeBuilder &code, const CodeWindow &window, uint64_t extent,
                 llvm::function_ref<void()> pushAddress) const;
  void keepBytesInStep(BodyRewriter &rewriter, const Instruction &instruction) const;
  void emitSize(CodeBuilder &code, const CodeWindow &window) const;
  void emitTrap(CodeBuilder &code, const CodeWindow &window) const;
  void address(CodeBuilder &code, const CodeWindow &window, uint32_t local) const;
  const CodeWindow &windowOf(MemoryId input) const { return windows[indexOf[input.value]]; }

  MemoryId merged;
  std::vector<CodeWindow> windows;
  TrapAction trap;
  bool anyChecked = false;
  std::vector<size_t> indexOf; ///< by input memory id
  OpcodeSet memoryOpcodes;
};

} // namespace meld

#endif // MELD_PASSES_WINDOWREWRITER_H
