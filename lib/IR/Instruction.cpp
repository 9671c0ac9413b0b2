//===- Instruction.cpp - decoding ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the decoder of instructions (core specification 5.4).
// Why:  one decoder, driven by the opcode table, serves every reader of bodies.
//       Far from the end of the bytes it runs without bounds checks.
// Never: reads outside the bytes; accepts an encoding the format forbids.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/Instruction.h"
#include "OpcodeMap.h"
#include "Refused.h"
#include "meld/Support/Leb.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

namespace {

/// Longest instruction without a list: opcode 6, flags 5, memory 5, offset 10,
/// lane 1; or opcode 6 and 16 bytes of constant.
constexpr size_t MaxPlainLength = 32;

bool isAbstractHeapType(uint8_t byte) {
  switch (byte) {
  case HeapType::Func:
  case HeapType::Extern:
  case HeapType::Exn:
  case HeapType::NoExn:
  case HeapType::NoFunc:
  case HeapType::NoExtern:
    return true;
  default:
    return false;
  }
}

bool decodeHeapType(const uint8_t *&position, const uint8_t *limit, HeapType &type, const char *&reason) {
  const uint8_t *begin = position;
  int64_t value = 0;
  if (!leb::readSigned<33>(position, limit, value, reason))
    return false;
  if (value >= 0) {
    if (value >= HeapType::ConcreteLimit) {
      reason = "type index too large";
      return false;
    }
    type = TypeId(static_cast<uint32_t>(value));
    return true;
  }
  // Abstract ones are single bytes: not every LEB128 of their value (5.3.2).
  if (position != begin + 1 || !isAbstractHeapType(*begin)) {
    const char *refused = position == begin + 1 ? refusedHeapType(*begin) : nullptr;
    reason = refused ? refused : "malformed heap type";
    return false;
  }
  type = static_cast<HeapType::Abstract>(*begin);
  return true;
}

bool decodeBlockType(const uint8_t *&position, const uint8_t *limit, BlockType &type, const char *&reason) {
  if (position == limit) {
    reason = leb::UnexpectedEnd;
    return false;
  }
  type = BlockType();
  if (*position == 0x40) {
    ++position;
    return true;
  }
  if ((*position & 0xC0) == 0x40) {
    std::optional<ValueType> result = decodeValueType(position, limit, reason);
    type.result = result;
    return result.has_value();
  }
  int64_t index = 0;
  if (!leb::readSigned<33>(position, limit, index, reason))
    return false;
  if (index < 0 || index >= HeapType::ConcreteLimit) {
    reason = "malformed block type";
    return false;
  }
  type.type = TypeId(static_cast<uint32_t>(index));
  return true;
}

} // namespace

std::optional<ValueType> decodeValueType(const uint8_t *&position, const uint8_t *limit, const char *&reason) {
  if (position == limit) {
    reason = leb::UnexpectedEnd;
    return std::nullopt;
  }
  uint8_t byte = *position++;
  switch (byte) {
  case ValueType::I32:
  case ValueType::I64:
  case ValueType::F32:
  case ValueType::F64:
  case ValueType::V128:
    return static_cast<ValueType::Kind>(byte);
  case ValueType::Ref:
  case ValueType::RefNull: {
    HeapType heap = HeapType::Func;
    if (!decodeHeapType(position, limit, heap, reason))
      return std::nullopt;
    return ValueType::ref(heap, byte == ValueType::RefNull);
  }
  default:
    if (isAbstractHeapType(byte))
      return ValueType::ref(static_cast<HeapType::Abstract>(byte), true);
    reason = refusedHeapType(byte);
    if (!reason)
      reason = "malformed value type";
    return std::nullopt;
  }
}

namespace encoded {

uint64_t readUnsigned(const uint8_t *&position) {
  uint64_t value = 0;
  const char *reason = nullptr;
  leb::readUnsigned<64, false>(position, nullptr, value, reason);
  return value;
}

int64_t readSigned(const uint8_t *&position) {
  int64_t value = 0;
  const char *reason = nullptr;
  leb::readSigned<64, false>(position, nullptr, value, reason);
  return value;
}

ValueType readValueType(const uint8_t *&position) {
  const char *reason = nullptr;
  return decodeValueType(position, position + MaxPlainLength, reason).value_or(ValueType());
}

HeapType heapTypeFromS33(int64_t value) {
  if (value >= 0)
    return TypeId(static_cast<uint32_t>(value));
  return static_cast<HeapType::Abstract>(value & 0x7F);
}

} // namespace encoded

BlockType Instruction::blockType() const {
  // All opcodes with a block type are single bytes.
  const uint8_t *position = begin + 1;
  const char *reason = nullptr;
  BlockType type;
  decodeBlockType(position, end, type, reason);
  return type;
}

bool Instruction::hasMemoryIndex() const {
  const uint8_t *flags = begin + 1;
  if (info().prefix != 0)
    encoded::readUnsigned(flags);
  return *flags & 0x40;
}

HeapType Instruction::heapType() const { return encoded::heapTypeFromS33(static_cast<int64_t>(value)); }

namespace {

constexpr const char *IllegalOpcode = "illegal opcode";

/// About an opcode that is not in the table.
const char *whyUnknown(const uint8_t *position, const uint8_t *limit) {
  uint8_t first = *position++;
  const char *ignored = nullptr;
  uint64_t code = first;
  bool isPrefix = OpcodeMap::isPrefix(first) || first == 0xFB;
  if (isPrefix && !leb::readUnsigned<32>(position, limit, code, ignored))
    return IllegalOpcode;
  const char *refused = refusedOpcode(isPrefix ? first : 0, code);
  return refused ? refused : IllegalOpcode;
}

} // namespace

std::string InstructionCursor::describeError() const {
  if (reason != IllegalOpcode)
    return reason;
  std::string text = reason;
  const uint8_t *at = position;
  uint8_t first = *at++;
  text += " 0x" + llvm::utohexstr(first, /*LowerCase=*/true);
  uint64_t code = 0;
  const char *ignored = nullptr;
  if (OpcodeMap::isPrefix(first) && leb::readUnsigned<32>(at, limit, code, ignored))
    text += " 0x" + llvm::utohexstr(code, /*LowerCase=*/true);
  return text;
}

template <bool Checked> bool InstructionCursor::decode(Instruction &instruction) {
  const uint8_t *p = position;
  instruction.begin = p;
  uint8_t byte = *p++;
  uint16_t found = TheOpcodeMap.opcodes[0][byte];
  if (OpcodeMap::isPrefix(byte)) {
    uint64_t code = 0;
    if (!leb::readUnsigned<32, Checked>(p, limit, code, reason))
      return false;
    found = TheOpcodeMap.find(byte, code);
  }
  if (found == OpcodeMap::Unknown) [[unlikely]]
    return fail(whyUnknown(position, limit));
  instruction.opcode = static_cast<Opcode>(found);

  auto index = [&](uint32_t &into) {
    uint64_t value = 0;
    if (!leb::readUnsigned<32, Checked>(p, limit, value, reason))
      return false;
    into = static_cast<uint32_t>(value);
    return true;
  };
  auto room = [&](size_t bytes) {
    if (Checked && static_cast<size_t>(limit - p) < bytes)
      return fail(leb::UnexpectedEnd);
    return true;
  };

  switch (OpcodeTable[found].immediates) {
  case Immediates::None:
    break;
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
    if (!index(instruction.first))
      return false;
    break;
  case Immediates::CallIndirect:
  case Immediates::TableCopy:
  case Immediates::TableInit:
  case Immediates::MemoryCopy:
  case Immediates::MemoryInit:
    if (!index(instruction.first) || !index(instruction.second))
      return false;
    break;
  case Immediates::MemArg:
  case Immediates::MemArgLane: {
    uint32_t flags = 0;
    if (!index(flags))
      return false;
    instruction.first = 0;
    if (flags & 0x40) {
      if (!index(instruction.first))
        return false;
      flags &= ~0x40u;
    }
    if (flags >= 0x40)
      return fail("malformed memop flags");
    instruction.alignLog2 = static_cast<uint8_t>(flags);
    if (!leb::readUnsigned<64, Checked>(p, limit, instruction.value, reason))
      return false;
    if (OpcodeTable[found].immediates == Immediates::MemArgLane) {
      if (!room(1))
        return false;
      instruction.lane = *p++;
    }
    break;
  }
  case Immediates::I32: {
    int64_t value = 0;
    if (!leb::readSigned<32, Checked>(p, limit, value, reason))
      return false;
    instruction.value = static_cast<uint64_t>(value);
    break;
  }
  case Immediates::I64: {
    int64_t value = 0;
    if (!leb::readSigned<64, Checked>(p, limit, value, reason))
      return false;
    instruction.value = static_cast<uint64_t>(value);
    break;
  }
  case Immediates::F32:
  case Immediates::F64: {
    unsigned bytes = OpcodeTable[found].immediates == Immediates::F32 ? 4 : 8;
    if (!room(bytes))
      return false;
    instruction.value = 0;
    for (unsigned i = 0; i < bytes; ++i)
      instruction.value |= uint64_t(*p++) << (8 * i);
    break;
  }
  case Immediates::V128:
  case Immediates::Shuffle:
    if (!room(16))
      return false;
    instruction.list = p;
    p += 16;
    break;
  case Immediates::Lane:
  case Immediates::Fence:
    if (!room(1))
      return false;
    instruction.lane = *p++;
    break;
  case Immediates::BlockType: {
    BlockType type;
    if (!decodeBlockType(p, limit, type, reason))
      return false;
    break;
  }
  case Immediates::HeapType: {
    const uint8_t *at = p;
    HeapType type = HeapType::Func;
    if (!decodeHeapType(p, limit, type, reason))
      return false;
    int64_t value = 0;
    leb::readSigned<33>(at, limit, value, reason);
    instruction.value = static_cast<uint64_t>(value);
    break;
  }
  case Immediates::LabelTable: {
    if (!index(instruction.first))
      return false;
    instruction.list = p;
    uint64_t label = 0;
    for (uint32_t i = 0; i < instruction.first; ++i)
      if (!leb::readUnsigned<32>(p, limit, label, reason))
        return false;
    if (!leb::readUnsigned<32>(p, limit, label, reason))
      return false;
    instruction.second = static_cast<uint32_t>(label);
    break;
  }
  case Immediates::SelectTypes:
    if (!index(instruction.first))
      return false;
    instruction.list = p;
    for (uint32_t i = 0; i < instruction.first; ++i)
      if (!decodeValueType(p, limit, reason))
        return false;
    break;
  case Immediates::TryTable: {
    BlockType type;
    if (!decodeBlockType(p, limit, type, reason))
      return false;
    uint64_t number = 0;
    if (!leb::readUnsigned<32>(p, limit, number, reason))
      return false;
    instruction.first = static_cast<uint32_t>(number);
    instruction.list = p;
    for (uint32_t i = 0; i < instruction.first; ++i) {
      if (p == limit)
        return fail(leb::UnexpectedEnd);
      uint8_t kind = *p++;
      if (kind > CatchClause::CatchAllRef)
        return fail("malformed catch clause");
      if (kind <= CatchClause::CatchRef && !leb::readUnsigned<32>(p, limit, number, reason))
        return false;
      if (!leb::readUnsigned<32>(p, limit, number, reason))
        return false;
    }
    break;
  }
  }
  instruction.end = p;
  position = p;
  return true;
}

bool InstructionCursor::next(Instruction &instruction) {
  if (reason || position == limit)
    return false;
  if (static_cast<size_t>(limit - position) >= MaxPlainLength) [[likely]]
    return decode<false>(instruction);
  return decode<true>(instruction);
}

} // namespace meld
