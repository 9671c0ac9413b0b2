//===- CodeBuilder.cpp - encoding -------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the encoder of what passes emit (core specification 5.4).
// Why:  see CodeBuilder.h.
// Never: pads a LEB128; what we emit is canonical.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/CodeBuilder.h"

namespace meld {

namespace encode {

void unsignedLeb(std::vector<uint8_t> &out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<uint8_t>(value) | 0x80);
    value >>= 7;
  }
  out.push_back(static_cast<uint8_t>(value));
}

void signedLeb(std::vector<uint8_t> &out, int64_t value) {
  while (value < -64 || value > 63) {
    out.push_back(static_cast<uint8_t>(value & 0x7F) | 0x80);
    value >>= 7;
  }
  out.push_back(static_cast<uint8_t>(value & 0x7F));
}

void name(std::vector<uint8_t> &out, llvm::StringRef text) {
  unsignedLeb(out, text.size());
  out.insert(out.end(), text.bytes_begin(), text.bytes_end());
}

void heapType(std::vector<uint8_t> &out, HeapType type) {
  if (type.isConcrete())
    signedLeb(out, type.type().value);
  else
    out.push_back(type.abstract());
}

void valueType(std::vector<uint8_t> &out, ValueType type) {
  if (!type.isReference()) {
    out.push_back(type.kind());
    return;
  }
  HeapType heap = type.heapType();
  if (type.isNullable() && !heap.isConcrete()) {
    out.push_back(heap.abstract()); // the short form
    return;
  }
  out.push_back(type.kind());
  heapType(out, heap);
}

void opcode(std::vector<uint8_t> &out, Opcode opcode) {
  const OpcodeInfo &info = infoOf(opcode);
  if (info.prefix == 0) {
    out.push_back(static_cast<uint8_t>(info.code));
    return;
  }
  out.push_back(info.prefix);
  unsignedLeb(out, info.code);
}

} // namespace encode

CodeBuilder &CodeBuilder::op(Opcode opcode) {
  encode::opcode(out, opcode);
  return *this;
}

CodeBuilder &CodeBuilder::index(Opcode opcode, uint32_t value) {
  encode::opcode(out, opcode);
  encode::unsignedLeb(out, value);
  return *this;
}

CodeBuilder &CodeBuilder::i32Const(uint32_t value) {
  encode::opcode(out, Opcode::I32Const);
  encode::signedLeb(out, static_cast<int32_t>(value));
  return *this;
}

CodeBuilder &CodeBuilder::i64Const(uint64_t value) {
  encode::opcode(out, Opcode::I64Const);
  encode::signedLeb(out, static_cast<int64_t>(value));
  return *this;
}

CodeBuilder &CodeBuilder::open(Opcode opcode, std::optional<ValueType> result) {
  encode::opcode(out, opcode);
  if (result)
    encode::valueType(out, *result);
  else
    out.push_back(0x40);
  return *this;
}

CodeBuilder &CodeBuilder::access(Opcode opcode, MemoryId memory, uint64_t offset, uint8_t alignLog2) {
  encode::opcode(out, opcode);
  if (memory.value != 0) {
    encode::unsignedLeb(out, alignLog2 | 0x40u);
    encode::unsignedLeb(out, memory.value);
  } else {
    encode::unsignedLeb(out, alignLog2);
  }
  encode::unsignedLeb(out, offset);
  return *this;
}

CodeBuilder &CodeBuilder::memoryCopy(MemoryId destination, MemoryId source) {
  encode::opcode(out, Opcode::MemoryCopy);
  encode::unsignedLeb(out, destination.value);
  encode::unsignedLeb(out, source.value);
  return *this;
}

CodeBuilder &CodeBuilder::memoryInit(DataId data, MemoryId memory) {
  encode::opcode(out, Opcode::MemoryInit);
  encode::unsignedLeb(out, data.value);
  encode::unsignedLeb(out, memory.value);
  return *this;
}

CodeBuilder &CodeBuilder::accessLike(const Instruction &original, MemoryId memory, uint64_t offset) {
  access(original.opcode, memory, offset, original.alignLog2);
  if (original.immediates() == Immediates::MemArgLane)
    out.push_back(original.lane);
  return *this;
}

CodeBuilder &CodeBuilder::trapOutOfBounds(MemoryId memory, bool is64) {
  // The sum is past 2^64, too. V8 12.4 extends smaller constants, such as -1, as if they were
  // unsigned numbers of 32 bits.
  if (is64)
    i64Const(~uint64_t(0x80000000));
  else
    i32Const(0xFFFFFFFF);
  access(Opcode::I32Load8U, memory, 0xFFFFFFFF, 0);
  return op(Opcode::Unreachable);
}

} // namespace meld
