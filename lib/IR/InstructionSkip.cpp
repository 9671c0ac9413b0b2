//===- InstructionSkip.cpp - finding the next instruction of interest -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `OpcodeSet` and `InstructionCursor::nextIn`.
// Why:  most walks over a module look at few kinds of instructions. Stepping over
//       the others is the most frequent work of the whole tool, so it follows a
//       plan per first byte: where the next instruction begins depends on one table
//       entry and a well-predicted branch, not on a jump per opcode.
// Never: reads outside the bytes; validates what it steps over.
//
//===----------------------------------------------------------------------===//

#include "OpcodeMap.h"
#include "meld/IR/Instruction.h"
#include "meld/Support/Leb.h"
#include "llvm/Support/Endian.h"
#include <algorithm>

namespace meld {

// Sets and plans. ----------------------------------------------------------

namespace {

/// Classes of an instruction's first immediate byte.
enum FirstByte : uint8_t {
  NotPlainAlignment = 1, ///< a padded alignment, or bit 6: a memory index follows
  ReferenceType = 2,     ///< a heap type follows
};

/// Of immediates that are at most two LEB128 numbers or of fixed length.
constexpr StepPlan planFor(Immediates immediates) {
  switch (immediates) {
  case Immediates::None:
    return {1, 0, 0, 0, 0};
  case Immediates::Local:
  case Immediates::Label:
  case Immediates::Function:
  case Immediates::Global:
  case Immediates::Table:
  case Immediates::Element:
  case Immediates::Data:
  case Immediates::Memory:
  case Immediates::Type:
  case Immediates::Tag:
  case Immediates::I32:
  case Immediates::I64:
  case Immediates::HeapType:
    return {2, 0, 0, 0, 0x80};
  case Immediates::BlockType:
    return {2, 0, 0, ReferenceType, 0x80};
  case Immediates::CallIndirect:
  case Immediates::TableCopy:
  case Immediates::TableInit:
  case Immediates::MemoryCopy:
  case Immediates::MemoryInit:
    return {3, 0, 0, 0, 0x8080};
  case Immediates::MemArg:
    return {3, 0, 1, NotPlainAlignment, 0x8080};
  case Immediates::F32:
    return {5, 0, 0, 0, 0};
  case Immediates::F64:
    return {9, 0, 0, 0, 0};
  case Immediates::Lane:
  case Immediates::Fence:
    return {2, 0, 0, 0, 0};
  case Immediates::MemArgLane:
  case Immediates::V128:
  case Immediates::Shuffle:
  case Immediates::LabelTable:
  case Immediates::SelectTypes:
  case Immediates::TryTable:
    break; // a prefix stands before them, or they are lists
  }
  return {1, 1, 0, 0, 0};
}

constexpr std::array<uint8_t, 256> makeFirstBytes() {
  std::array<uint8_t, 256> classes{};
  for (unsigned byte = 0x40; byte < classes.size(); ++byte)
    classes[byte] = NotPlainAlignment;
  classes[ValueType::Ref] |= ReferenceType;
  classes[ValueType::RefNull] |= ReferenceType;
  return classes;
}
constexpr std::array<uint8_t, 256> FirstBytes = makeFirstBytes();

constexpr std::array<StepPlan, 256> makePlans() {
  std::array<StepPlan, 256> plans{};
  for (unsigned byte = 0; byte < plans.size(); ++byte) {
    plans[byte] = planFor(TheOpcodeMap.singleByteImmediates[byte]);
    if (TheOpcodeMap.opcodes[0][byte] == OpcodeMap::Unknown) // prefixes among them
      plans[byte].stops = 1;
  }
  return plans;
}

} // namespace

OpcodeSet::OpcodeSet() {
  static const std::array<StepPlan, 256> initial = makePlans();
  plans = initial;
}

void OpcodeSet::insert(Opcode opcode) {
  const OpcodeInfo &info = infoOf(opcode);
  members[static_cast<uint16_t>(opcode)] = 1;
  if (info.prefix == 0)
    plans[info.code].stops = 1;
}

void OpcodeSet::insertAll(Immediates immediates) {
  for (unsigned i = 0; i < OpcodeCount; ++i)
    if (OpcodeTable[i].immediates == immediates)
      insert(static_cast<Opcode>(i));
}

// Stepping. ----------------------------------------------------------------

bool InstructionCursor::skipImmediates(Immediates immediates) {
  auto skipBytes = [&](size_t count) {
    if (static_cast<size_t>(limit - position) < count)
      return false;
    position += count;
    return true;
  };
  switch (immediates) {
  case Immediates::None:
    return true;
  case Immediates::Local:
  case Immediates::Label:
  case Immediates::Function:
  case Immediates::Global:
  case Immediates::Table:
  case Immediates::Element:
  case Immediates::Data:
  case Immediates::Memory:
  case Immediates::Type:
  case Immediates::Tag:
  case Immediates::I32:
  case Immediates::I64:
  case Immediates::HeapType:
    return leb::skip(position, limit);
  case Immediates::CallIndirect:
  case Immediates::TableCopy:
  case Immediates::TableInit:
  case Immediates::MemoryCopy:
  case Immediates::MemoryInit:
    return leb::skip(position, limit) && leb::skip(position, limit);
  case Immediates::F32:
    return skipBytes(4);
  case Immediates::F64:
    return skipBytes(8);
  case Immediates::V128:
  case Immediates::Shuffle:
    return skipBytes(16);
  case Immediates::Lane:
  case Immediates::Fence:
    return skipBytes(1);
  case Immediates::MemArg:
  case Immediates::MemArgLane: {
    if (position == limit)
      return false;
    uint64_t flags = 0;
    if (!leb::readUnsigned<32>(position, limit, flags, reason))
      return false;
    if ((flags & 0x40) && !leb::skip(position, limit))
      return false;
    return leb::skip(position, limit) && (immediates == Immediates::MemArg || skipBytes(1));
  }
  case Immediates::BlockType:
    if (position != limit && (*position == ValueType::Ref || *position == ValueType::RefNull))
      ++position; // the heap type follows
    return leb::skip(position, limit);
  case Immediates::LabelTable:
  case Immediates::SelectTypes:
  case Immediates::TryTable:
    break;
  }
  return false; // lists are decoded by `next`
}

namespace {

/// What one step reads at most: a first byte and eight bytes after it, or the
/// longest immediate of fixed length.
constexpr size_t StepBytes = 9;

/// Steps over instructions at `position` as long as the plans know how, at least
/// `StepBytes` before `limit`.
template <bool CountsAccesses>
const uint8_t *stepOver(const uint8_t *position, const uint8_t *limit, const OpcodeSet &wanted,
                        SkippedAccesses &skipped) {
  constexpr uint64_t Continued = 0x8080808080808080;
  uint64_t count = 0;
  while (static_cast<size_t>(limit - position) >= StepBytes) {
    const StepPlan &plan = wanted.plan(*position);
    uint64_t word = llvm::support::endian::read64le(position + 1);
    unsigned stops = CountsAccesses ? plan.stops & ~unsigned(plan.isAccess) : plan.stops;
    stops |= FirstBytes[static_cast<uint8_t>(word)] & plan.slowFirst;
    if (stops) [[unlikely]]
      break;
    if ((word & plan.continued) == 0) [[likely]] {
      position += plan.shortBytes;
    } else {
      // The last byte of the first number, and of the second.
      uint64_t ends = ~word & Continued;
      if (plan.continued == 0x8080)
        ends &= ends - 1;
      if (ends == 0)
        break; // not in sight
      unsigned immediateBytes = static_cast<unsigned>(__builtin_ctzll(ends) + 1) / 8;
      position += 1 + immediateBytes;
      if (CountsAccesses && plan.isAccess) // the alignment takes one byte
        skipped.longest = std::max(skipped.longest, immediateBytes - 1);
    }
    if (CountsAccesses)
      count += plan.isAccess;
  }
  skipped.count += count;
  return position;
}

} // namespace

template <bool CountsAccesses>
bool InstructionCursor::findNext(const OpcodeSet &wanted, Instruction &instruction, SkippedAccesses &skipped) {
  if (reason)
    return false;
  while (true) {
    position = stepOver<CountsAccesses>(position, limit, wanted, skipped);
    if (position == limit)
      return false;
    const uint8_t *begin = position;
    uint8_t byte = *position++;
    uint16_t found = TheOpcodeMap.opcodes[0][byte];
    Immediates immediates = TheOpcodeMap.singleByteImmediates[byte];
    if (OpcodeMap::isPrefix(byte)) {
      uint64_t code = 0;
      if (!leb::readUnsigned<32>(position, limit, code, reason))
        return false;
      found = TheOpcodeMap.find(byte, code);
      if (found != OpcodeMap::Unknown)
        immediates = OpcodeTable[found].immediates;
    }
    bool isList = immediates == Immediates::LabelTable || immediates == Immediates::SelectTypes ||
                  immediates == Immediates::TryTable;
    if (found == OpcodeMap::Unknown || wanted.contains(static_cast<Opcode>(found)) || isList) {
      position = begin;
      if (!next(instruction))
        return false;
      if (wanted.contains(instruction.opcode))
        return true;
      continue;
    }
    if (!skipImmediates(immediates))
      return fail(reason ? reason : leb::UnexpectedEnd);
  }
}

bool InstructionCursor::nextIn(const OpcodeSet &wanted, Instruction &instruction) {
  SkippedAccesses none;
  return findNext<false>(wanted, instruction, none);
}

bool InstructionCursor::nextIn(const OpcodeSet &wanted, Instruction &instruction, SkippedAccesses &skipped) {
  return findNext<true>(wanted, instruction, skipped);
}

} // namespace meld
