//===- AddressFlow.h - what is known of addresses while walking a body ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: walks a body once and knows, at each instruction, which operand is a constant or
//       a local's current value plus a constant, and which bytes from such an address on
//       are proven to be in bounds of a window (a *fact*).
// Why:  a check that was passed for the same address need not be repeated.
// Never: believes a fact of a value after its local was assigned, or of one path at
//        a place that another path reaches without it. The argument is in
//        docs/passes/rebase.md, S11.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_ADDRESSFLOW_H
#define MELD_PASSES_ADDRESSFLOW_H

#include "meld/IR/Module.h"
#include "passes/BlockFlow.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace meld {

/// What an operand is known to be.
struct Operand {
  enum Kind : uint8_t { Unknown, Local, Constant };
  Kind kind = Unknown;
  uint32_t local = 0;    ///< whose current value it is, plus `constant`
  uint64_t constant = 0; ///< modulo 2^32, or 2^64 where addresses have 64 bits
};

class AddressFlow {
public:
  /// `capacityBytes`: of each window, in bytes; `is64`: addresses are i64.
  AddressFlow(const Module &module, FunctionId function, std::vector<uint64_t> capacityBytes, bool is64 = false);

  /// The operand `depth` below the top of the stack, before the instruction that is
  /// stepped over next.
  Operand operand(unsigned depth) const;
  /// The byte of the instruction right after which that operand was on top of the stack.
  std::optional<uint32_t> producer(unsigned depth) const;
  /// Bytes from local + constant on that are proven in bounds of a window; 0 if none.
  uint64_t provenExtent(const Operand &address, uint32_t window) const;
  /// Records that a check or access of `extent` bytes from local + constant on, an operand
  /// of the instruction that comes next, passed.
  void prove(const Operand &address, uint32_t window, uint64_t extent);
  /// How often the local was assigned so far: its value is the same while this is.
  uint32_t version(uint32_t local) const { return versions.lookup(local); }
  /// `value`, modulo the size of the address space.
  uint64_t wrapped(uint64_t value) const { return value & addressMask; }
  /// The label, from the current instruction, of the function's own block.
  uint32_t outermostLabel() const { return static_cast<uint32_t>(frames.size()) - 1; }
  /// How many loops the current instruction is in.
  uint32_t loopDepth() const { return loops; }
  /// The byte of the `end` of the loop at a byte.
  uint32_t endOfLoop(uint32_t beginByte) const { return loopEnds.lookup(beginByte); }
  /// The end of the body was stepped over: nothing can be asked any more.
  bool isOver() const { return frames.empty(); }
  /// The instruction that comes next can only be reached through the one before:
  /// `instruction` opens a block, or ends one that nothing branches to the end of.
  bool goesStraightThrough(const Instruction &instruction) const;
  /// Moves past an instruction of the body.
  void step(const Instruction &instruction);

private:
  /// local + begin, modulo the address space, has `extent` bytes in bounds.
  struct Fact {
    uint32_t local, window;
    uint64_t begin, extent;
  };
  using Facts = llvm::SmallVector<Fact, 8>;
  /// A stack slot. A local's tag holds while the local's version is unchanged.
  struct Slot {
    Operand operand;
    uint32_t version = 0;
    std::optional<uint32_t> producedAt; ///< byte of the instruction that left it on top, if it ever was
  };
  struct Frame : BlockFrame<Facts> {
    size_t height = 0; ///< of the stack, below the parameters
    uint32_t params = 0, results = 0;
    llvm::SmallVector<uint32_t, 2> catchLabels; ///< of try_table, relative to outside it
  };

  void scanAssignments(InstructionCursor cursor);
  const Slot *slot(unsigned depth) const;
  bool isAssigned(uint32_t local, uint32_t beginByte, uint32_t endByte) const;
  void dropAssigned(Facts &facts, uint32_t beginByte, uint32_t endByte) const;

  void push() { pushUnknown(1); }
  void push(Slot slot) {
    stack.push_back(slot);
    stack.back().producedAt = at;
  }
  void pushUnknown(uint64_t count) {
    stack.resize(stack.size() + count);
    if (count)
      stack.back().producedAt = at;
  }
  void pop(uint64_t count = 1);
  void becomeUnreachable();
  void assign(uint32_t local, Operand value);
  void add(bool isSubtraction);
  void branchTo(uint32_t label, const Facts &incoming);
  void open(const Instruction &instruction);
  void otherwise();
  void enterCatch(const Instruction &instruction);
  void close();
  void call(const FunctionType &type);
  void addTo(Facts &facts, Fact fact) const;
  bool reaches(const Fact &from, const Fact &to) const;
  void intersect(Facts &facts, const Facts &with) const;

  const Module &module;
  const std::vector<uint64_t> capacityBytes; ///< by window
  const uint64_t addressMask;
  const uint8_t *codeBegin;
  uint32_t at = 0; ///< byte of the instruction being stepped over
  std::vector<Slot> stack;
  std::vector<Frame> frames;
  Facts facts;
  bool reachable = true;
  uint32_t loops = 0;
  llvm::DenseMap<uint32_t, uint32_t> versions;                       ///< by local; 0 if never assigned
  llvm::DenseMap<uint32_t, llvm::SmallVector<uint32_t, 4>> assigned; ///< bytes of the assignments, ascending
  llvm::DenseMap<uint32_t, uint32_t> loopEnds;                       ///< from a loop's byte to its end's
};

} // namespace meld

#endif // MELD_PASSES_ADDRESSFLOW_H
