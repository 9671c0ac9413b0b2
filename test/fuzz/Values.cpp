//===- Values.cpp - values and memory in generated code ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: constants, locals, operators, accesses and bulk operations of `Body`.
// Why:  see Body.h.
// Never: see Body.h.
//
//===----------------------------------------------------------------------===//

#include "Body.h"
#include "llvm/Support/MathExtras.h"

namespace meld::fuzz {

ValueType typeOfLetter(char letter) {
  switch (letter) {
  case 'i':
    return ValueType::I32;
  case 'I':
    return ValueType::I64;
  case 'f':
    return ValueType::F32;
  case 'F':
    return ValueType::F64;
  default:
    return ValueType::V128;
  }
}

void appendConstant(Bytes &out, ValueType type, Choices &choices) {
  CodeBuilder code(out);
  auto number = [&](unsigned bytes) {
    // Mostly small; the corners of the type; anything.
    switch (choices.below(5)) {
    case 0:
      return uint64_t(choices.byte());
    case 1:
      return uint64_t(0) - choices.byte();
    case 2:
      return uint64_t(1) << choices.below(8 * bytes);
    case 3:
      return (uint64_t(1) << (8 * bytes - 1)) - 1 + choices.below(2);
    default:
      return choices.bits(bytes);
    }
  };
  auto raw = [&](Opcode opcode, unsigned bytes) {
    encode::opcode(out, opcode);
    uint64_t value = choices.chance(30) ? choices.bits(bytes) : bytes == 4 ? 0x3f800000u : 0x4000000000000000u;
    for (unsigned i = 0; i < bytes; ++i)
      out.push_back(static_cast<uint8_t>(value >> (8 * i)));
  };
  if (type == ValueType::I32)
    code.i32Const(static_cast<uint32_t>(number(4)));
  else if (type == ValueType::I64)
    code.i64Const(number(8));
  else if (type == ValueType::F32)
    raw(Opcode::F32Const, 4);
  else if (type == ValueType::F64)
    raw(Opcode::F64Const, 8);
  else if (type == ValueType::V128) {
    encode::opcode(out, Opcode::V128Const);
    for (unsigned i = 0; i < 16; ++i)
      out.push_back(choices.byte());
  } else {
    encode::opcode(out, Opcode::RefNull);
    encode::heapType(out, type.heapType());
  }
}

constexpr uint64_t Window = 0x8000; ///< bytes over which the address of an access varies

// Values. --------------------------------------------------------------------

uint32_t Body::local(ValueType type) {
  llvm::SmallVector<uint32_t> fitting;
  for (uint32_t i = 0; i < locals.size(); ++i)
    if (locals[i] == type)
      fitting.push_back(i);
  if (!fitting.empty() && (!choices.chance(30) || locals.size() > 40))
    return choices.from(fitting);
  locals.push_back(type);
  return static_cast<uint32_t>(locals.size() - 1);
}

void Body::leaf(ValueType type) {
  switch (choices.below(4)) {
  case 1:
    if (llvm::is_contained(locals, type))
      return op(Opcode::LocalGet, local(type));
    break;
  case 2: {
    llvm::SmallVector<uint32_t> fitting;
    for (uint32_t i = 0; i < plan.globals.size(); ++i)
      if (plan.globals[i].type == type && i != plan.fuel)
        fitting.push_back(i);
    if (!fitting.empty())
      return op(Opcode::GlobalGet, choices.from(fitting));
    break;
  }
  default:
    break;
  }
  appendConstant(code, type, choices);
}

void Body::value(ValueType type) {
  if (isEnough())
    return leaf(type);
  --left;
  Nested nested(depth);
  switch (choices.below(12)) {
  case 1:
  case 2:
  case 3:
    return type.isReference() ? referred(type) : computed(type);
  case 4:
  case 5:
    if (!type.isReference() && loaded(type))
      return;
    return leaf(type);
  case 6:
    value(type);
    return op(Opcode::LocalTee, local(type));
  case 7:
  case 8:
    return blockValue(type);
  case 9:
    value(type);
    value(type);
    value(ValueType::I32);
    if (type.isReference() || choices.chance(30)) {
      op(Opcode::SelectTyped, 1);
      return encode::valueType(code, type);
    }
    return op(Opcode::Select);
  case 10:
    if (called(type))
      return;
    return leaf(type);
  case 11:
    return measured(type);
  default:
    return leaf(type);
  }
}

/// A plain opcode with operands for it, or, in code that is not reached, with none.
void Body::plain(Opcode opcode, bool operands) {
  const OpcodeInfo &info = infoOf(opcode);
  if (operands)
    for (const char *letter = info.signature; *letter != ':'; ++letter)
      value(typeOfLetter(*letter));
  op(opcode);
  if (info.immediates == Immediates::Shuffle)
    for (unsigned i = 0; i < 16; ++i)
      code.push_back(choices.byte() & 31);
  if (info.immediates != Immediates::Lane)
    return;
  llvm::StringRef mnemonic(info.mnemonic);
  unsigned lanes = mnemonic.starts_with("i8x16") ? 16 : mnemonic.starts_with("i16x8") ? 8 : mnemonic.contains("32x4") ? 4 : 2;
  code.push_back(static_cast<uint8_t>(choices.below(lanes)));
}

void Body::computed(ValueType type) {
  const Plan::Producers &producers = plan.producers[producerIndex(type)];
  const bool mayTrap = !producers.partial.empty() && choices.chance(4);
  plain(choices.from(mayTrap ? producers.partial : producers.total), /*operands=*/true);
}

bool Body::loaded(ValueType type) {
  const std::vector<Opcode> &loads = plan.producers[producerIndex(type)].loads;
  return !loads.empty() && access(choices.from(loads));
}

bool Body::called(ValueType type) {
  llvm::SmallVector<uint32_t> fitting;
  for (uint32_t i = 0; i < plan.functions.size(); ++i)
    if (plan.typeOf(i).results == Types{type})
      fitting.push_back(i);
  if (fitting.empty())
    return false;
  call(choices.from(fitting));
  return true;
}

/// What tells a size, or whether a reference is null.
void Body::measured(ValueType type) {
  std::optional<uint32_t> memory = anyMemory();
  if (memory && plan.memories[*memory].address() == type && !choices.chance(30)) {
    if (choices.chance(50))
      return op(Opcode::MemorySize, *memory);
    return grow(*memory);
  }
  if (!plan.tables.empty()) {
    uint32_t table = choices.below(plan.tables.size());
    if (plan.tables[table].address() == type)
      return op(Opcode::TableSize, table);
  }
  if (type == ValueType::I32) {
    value(choices.chance(50) ? ValueType::funcref() : ValueType::externref());
    return op(Opcode::RefIsNull);
  }
  leaf(type);
}

void Body::referred(ValueType type) {
  const bool isFunction = type.heapType() == HeapType(HeapType::Func) || type.heapType().isConcrete();
  if (isFunction && choices.chance(50)) {
    llvm::SmallVector<uint32_t> fitting;
    for (uint32_t i = 0; i < plan.functions.size(); ++i)
      if (plan.declared[i] && (!type.heapType().isConcrete() || type.heapType().type().value == plan.functions[i]))
        fitting.push_back(i);
    if (!fitting.empty())
      return op(Opcode::RefFunc, choices.from(fitting));
  }
  for (uint32_t i = 0; i < plan.tables.size(); ++i)
    if (plan.tables[i].element == type && plan.tables[i].limits.minimum > 0) {
      constant(plan.tables[i].address(), choices.below(plan.tables[i].limits.minimum));
      return op(Opcode::TableGet, i);
    }
  leaf(type);
}

void Body::consume(const Types &types) {
  for (size_t i = types.size(); i-- > 0;) {
    const ValueType type = types[i];
    switch (choices.below(4)) {
    case 1:
    case 2:
      op(Opcode::LocalSet, local(type));
      break;
    case 3: {
      llvm::SmallVector<uint32_t> fitting;
      for (uint32_t k = 0; k < plan.globals.size(); ++k)
        if (plan.globals[k].type == type && plan.globals[k].isMutable && k != plan.fuel)
          fitting.push_back(k);
      if (!fitting.empty()) {
        op(Opcode::GlobalSet, choices.from(fitting));
        break;
      }
      [[fallthrough]];
    }
    default:
      op(Opcode::Drop);
    }
  }
}

// Memory. --------------------------------------------------------------------

std::optional<uint32_t> Body::anyMemory() {
  if (plan.memories.empty())
    return std::nullopt;
  return choices.below(plan.memories.size());
}

/// An address, and a static offset that belongs to it, for up to 512 bytes; multiples of
/// `alignment` bytes.
void Body::address(const Plan::Memory &memory, uint64_t alignment, uint64_t &offset) {
  const ValueType type = memory.address();
  const bool fits = memory.bytes() >= 2 * Window;
  if (plan.options.outOfBounds && (!fits || choices.chance(4))) {
    value(type);
    switch (choices.below(4)) {
    case 0:
      offset = choices.byte();
      break;
    case 1:
      offset = choices.bits(4);
      break;
    case 2:
      offset = UINT32_MAX - choices.byte();
      break;
    default:
      offset = memory.limits.is64 && plan.options.wideOffsets ? choices.bits(8) : memory.bytes() & UINT32_MAX;
    }
    offset &= ~(alignment - 1);
    return;
  }
  offset = choices.below(3) == 0 ? 0 : choices.below(memory.bytes() - Window - 512);
  offset &= ~(alignment - 1);
  if (choices.chance(25)) {
    constant(type, choices.below(Window) & ~(alignment - 1));
    return;
  }
  value(type);
  constant(type, (choices.chance(50) ? 0xff : Window - 1) & ~(alignment - 1));
  op(type == ValueType::I64 ? Opcode::I64And : Opcode::I32And);
}

/// False if no memory is fit for it; then nothing was written.
bool Body::access(Opcode opcode) {
  const OpcodeInfo &info = infoOf(opcode);
  std::optional<uint32_t> memory = anyMemory();
  if (!memory || (!plan.options.outOfBounds && plan.memories[*memory].bytes() < 2 * Window))
    return false;
  const bool isAtomic = info.prefix == 0xFE;
  uint64_t offset = 0;
  address(plan.memories[*memory], isAtomic ? info.accessBytes : 1, offset);
  for (const char *letter = info.signature + 1; *letter != ':'; ++letter)
    value(typeOfLetter(*letter));
  op(opcode);
  const unsigned natural = llvm::Log2_32(info.accessBytes);
  code.push_back(static_cast<uint8_t>((isAtomic ? natural : natural - choices.below(natural + 1)) | (*memory != 0 ? 0x40 : 0)));
  if (*memory != 0)
    number(*memory);
  number(offset);
  if (info.immediates == Immediates::MemArgLane)
    code.push_back(static_cast<uint8_t>(choices.below(16 / info.accessBytes)));
  return true;
}

void Body::grow(uint32_t memory) {
  const ValueType type = plan.memories[memory].address();
  if (choices.chance(20)) {
    value(type);
    if (!choices.chance(20)) {
      constant(type, 1);
      op(type == ValueType::I64 ? Opcode::I64And : Opcode::I32And);
    }
  } else {
    constant(type, choices.below(4));
  }
  op(Opcode::MemoryGrow, memory);
}

void Body::bulk() {
  std::optional<uint32_t> destination = anyMemory(), source = anyMemory();
  if (!destination)
    return op(Opcode::Nop);
  const Plan::Memory &to = plan.memories[*destination], &from = plan.memories[*source];
  if (!plan.options.outOfBounds && std::min(to.bytes(), from.bytes()) < 2 * Window)
    return op(Opcode::Nop);
  uint64_t ignored;
  switch (choices.below(4)) {
  case 0:
    address(to, 1, ignored);
    value(ValueType::I32);
    constant(to.address(), choices.below(400));
    return op(Opcode::MemoryFill, *destination);
  case 1:
    address(to, 1, ignored);
    address(from, 1, ignored);
    constant(to.limits.is64 && from.limits.is64 ? ValueType::I64 : ValueType::I32, choices.below(400));
    op(Opcode::MemoryCopy, *destination);
    return number(*source);
  default:
    if (plan.data.empty())
      return op(Opcode::Nop);
    const uint32_t data = choices.below(plan.data.size());
    if (choices.chance(8))
      return op(Opcode::DataDrop, data);
    // What is active was dropped when the module was instantiated.
    const uint32_t size = plan.data[data].isActive && !choices.chance(8) ? 0 : plan.data[data].size;
    const uint32_t begin = choices.below(size + 1);
    address(to, 1, ignored);
    i32(begin);
    i32(choices.below(size - begin + 1));
    op(Opcode::MemoryInit, data);
    return number(*destination);
  }
}

} // namespace meld::fuzz
