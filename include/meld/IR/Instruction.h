//===- Instruction.h - one decoded instruction and the cursor over a body ----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Instruction`, a view of one encoded instruction, and
//       `InstructionCursor`, a forward range over the bytes of an expression.
// Why:  bodies stay encoded; reading them allocates nothing. Sequences are flat:
//       block, else and end are instructions like any other.
// Never: outlives the bytes it was decoded from; reads outside them, whatever
//       they contain; recurses.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_INSTRUCTION_H
#define MELD_IR_INSTRUCTION_H

#include "meld/IR/Opcode.h"
#include "meld/IR/Types.h"
#include <array>
#include <bitset>

namespace meld {

/// A catch clause of try_table. `tag` only for the kinds that name one.
struct CatchClause {
  enum Kind : uint8_t { Catch = 0, CatchRef = 1, CatchAll = 2, CatchAllRef = 3 };
  Kind kind;
  std::optional<TagId> tag;
  uint32_t label;
};

/// One instruction, decoded. What the generic fields mean depends on the
/// opcode's `Immediates`; use the named accessors.
struct Instruction {
  Opcode opcode{};
  uint8_t alignLog2 = 0; ///< MemArg, MemArgLane
  uint8_t lane = 0;      ///< MemArgLane, Lane
  uint32_t first = 0;    ///< the index that comes first in the encoding, or a list's length
  uint32_t second = 0;   ///< the index that comes second; LabelTable: the default label
  uint64_t value = 0;    ///< constant's bits (i32 sign-extended), static offset, block or heap type (s33)
  const uint8_t *begin = nullptr; ///< first byte of the encoding
  const uint8_t *end = nullptr;   ///< one past the last
  const uint8_t *list = nullptr;  ///< br_table labels, select types, catches, v128 bytes, shuffle lanes

  const OpcodeInfo &info() const { return infoOf(opcode); }
  Immediates immediates() const { return info().immediates; }
  llvm::ArrayRef<uint8_t> bytes() const { return {begin, end}; }

  /// The memory of an access, of size, grow, fill, init; the *destination* of copy.
  MemoryId memory() const {
    return MemoryId(immediates() == Immediates::MemoryInit ? second : first);
  }
  /// The source of memory.copy.
  MemoryId sourceMemory() const { return MemoryId(second); }
  /// Bytes added to the address operand of an access.
  uint64_t staticOffset() const { return value; }
  /// Of an access: whether its encoding names a memory, be it memory 0.
  bool hasMemoryIndex() const;
  FunctionId function() const { return FunctionId(first); }
  uint32_t local() const { return first; }
  GlobalId global() const { return GlobalId(first); }
  /// Relative depth of the (first) label of br, br_if, br_on_*, rethrow, delegate.
  uint32_t label() const { return first; }
  TypeId type() const { return TypeId(first); }
  TableId table() const { return TableId(immediates() == Immediates::CallIndirect || immediates() == Immediates::TableInit ? second : first); }
  DataId data() const { return DataId(first); }
  ElementId element() const { return ElementId(first); }
  TagId tag() const { return TagId(first); }
  int32_t i32() const { return static_cast<int32_t>(value); }
  int64_t i64() const { return static_cast<int64_t>(value); }
  /// BlockType and TryTable.
  BlockType blockType() const;
  /// ref.null.
  HeapType heapType() const;
  /// V128 constant or shuffle lanes: 16 bytes.
  llvm::ArrayRef<uint8_t> sixteenBytes() const { return {list, 16}; }

  /// Calls `visit(uint32_t label)` for each label of br_table, the default last.
  template <class Visitor> void forEachLabel(Visitor &&visit) const;
  /// Calls `visit(ValueType)` for each type of a typed select.
  template <class Visitor> void forEachSelectType(Visitor &&visit) const;
  /// Calls `visit(CatchClause)` for each clause of try_table.
  template <class Visitor> void forEachCatch(Visitor &&visit) const;
};

/// How to step over an instruction that starts with a certain byte, without
/// decoding it.
struct alignas(8) StepPlan {
  uint8_t shortBytes;  ///< of the instruction, if each LEB128 in it takes one byte
  uint8_t stops;       ///< has to be looked at: prefix, list of immediates, unknown, or wanted
  uint8_t isAccess;    ///< alignment and offset follow
  uint8_t slowFirst;   ///< classes of first immediate bytes that need a closer look
  uint16_t continued;  ///< the high bits of the bytes that follow, one for each LEB128
};

/// A set of opcodes to look for.
class OpcodeSet {
public:
  OpcodeSet();
  OpcodeSet(std::initializer_list<Opcode> opcodes) : OpcodeSet() {
    for (Opcode opcode : opcodes)
      insert(opcode);
  }
  void insert(Opcode opcode);
  bool contains(Opcode opcode) const { return members[static_cast<uint16_t>(opcode)]; }
  /// Every opcode with those immediates.
  void insertAll(Immediates immediates);
  /// What to do about an instruction that starts with that byte.
  const StepPlan &plan(uint8_t firstByte) const { return plans[firstByte]; }

private:
  std::array<uint8_t, 640> members{};
  std::array<StepPlan, 256> plans;
};

/// Plain accesses of memory 0 that were stepped over: alignment in one byte, no
/// memory index.
struct SkippedAccesses {
  uint64_t count = 0;
  unsigned longest = 0; ///< bytes of the longest encoding of an offset, if more than one

  /// One past the largest static offset, or more: offsets of that length are below it.
  /// 0 if there is no access.
  uint64_t offsetBound() const { return count == 0 ? 0 : uint64_t(1) << (7 * (longest == 0 ? 1 : longest)); }
};

/// Reads instructions one after the other from an expression: up to the end of
/// the bytes, nesting is not looked at. Work is linear in the bytes.
class InstructionCursor {
public:
  InstructionCursor() = default;
  explicit InstructionCursor(llvm::ArrayRef<uint8_t> bytes)
      : start(bytes.begin()), position(bytes.begin()), limit(bytes.end()) {}

  /// Decodes the next instruction. False at the end and on malformed bytes;
  /// `failed()` tells which.
  bool next(Instruction &instruction);
  /// Skips to the next instruction whose opcode is in `wanted`. Skipped
  /// immediates are stepped over, not validated.
  bool nextIn(const OpcodeSet &wanted, Instruction &instruction);
  /// The same, but may step over plain accesses of memory 0 though they are wanted:
  /// then they are counted in `skipped`.
  bool nextIn(const OpcodeSet &wanted, Instruction &instruction, SkippedAccesses &skipped);

  /// Goes on at `next`, the beginning of an instruction, or the end of the bytes.
  void seek(const uint8_t *next) { position = next; }

  bool failed() const { return reason != nullptr; }
  /// What is malformed, in the specification's words; null if nothing.
  const char *error() const { return reason; }
  /// The same, with the number of an illegal opcode.
  std::string describeError() const;
  /// Bytes from the start of the expression; on failure, where it happened.
  uint32_t offset() const { return static_cast<uint32_t>(position - start); }
  /// All bytes of the expression, from its start.
  llvm::ArrayRef<uint8_t> bytes() const { return {start, limit}; }

private:
  template <bool Checked> bool decode(Instruction &instruction);
  template <bool CountsAccesses>
  bool findNext(const OpcodeSet &wanted, Instruction &instruction, SkippedAccesses &skipped);
  bool skipImmediates(Immediates immediates);
  bool fail(const char *why) {
    reason = why;
    return false;
  }

  const uint8_t *start = nullptr;
  const uint8_t *position = nullptr;
  const uint8_t *limit = nullptr;
  const char *reason = nullptr;
};

/// LEB128 and type decoding for trusted (already decoded once) bytes.
namespace encoded {
uint64_t readUnsigned(const uint8_t *&position);
int64_t readSigned(const uint8_t *&position);
ValueType readValueType(const uint8_t *&position);
HeapType heapTypeFromS33(int64_t value);
} // namespace encoded

/// Decodes a value type at `position`, reading at most to `limit`. On malformed
/// bytes nothing, with `reason` set.
std::optional<ValueType> decodeValueType(const uint8_t *&position, const uint8_t *limit, const char *&reason);

template <class Visitor> void Instruction::forEachLabel(Visitor &&visit) const {
  const uint8_t *position = list;
  for (uint32_t i = 0; i < first; ++i)
    visit(static_cast<uint32_t>(encoded::readUnsigned(position)));
  visit(second);
}

template <class Visitor> void Instruction::forEachSelectType(Visitor &&visit) const {
  const uint8_t *position = list;
  for (uint32_t i = 0; i < first; ++i)
    visit(encoded::readValueType(position));
}

template <class Visitor> void Instruction::forEachCatch(Visitor &&visit) const {
  const uint8_t *position = list;
  for (uint32_t i = 0; i < first; ++i) {
    CatchClause clause{static_cast<CatchClause::Kind>(*position++), std::nullopt, 0};
    if (clause.kind == CatchClause::Catch || clause.kind == CatchClause::CatchRef)
      clause.tag = TagId(static_cast<uint32_t>(encoded::readUnsigned(position)));
    clause.label = static_cast<uint32_t>(encoded::readUnsigned(position));
    visit(clause);
  }
}

} // namespace meld

#endif // MELD_IR_INSTRUCTION_H
