//===- Body.cpp - the code of generated functions ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes instructions by type: `value` leaves one value on the stack, `statement`
//       leaves the stack as it was.
// Why:  code that is valid by construction needs no repair afterwards.
// Never: leaves an access out of bounds, a loop or a recursion without limit, where the
//       options say so.
//
//===----------------------------------------------------------------------===//

#include "Plan.h"
#include "meld/IR/CodeBuilder.h"
#include "llvm/ADT/SmallVector.h"
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

void appendConstant(Bytes &out, const Plan &plan, ValueType type, Choices &choices) {
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
  (void)plan;
}

namespace {

constexpr unsigned Instructions = 120, MaxDepth = 9;
constexpr uint64_t Window = 0x8000; ///< bytes over which the address of an access varies

class Body {
public:
  Body(const Plan &plan, uint32_t function, Choices &choices)
      : plan(plan), type(plan.typeOf(function)), choices(choices), locals(type.params) {}

  Bytes generate();

private:
  struct Label {
    Types types;
    bool isCatch = false;
  };
  struct Nested {
    explicit Nested(unsigned &depth) : depth(depth) { ++depth; }
    ~Nested() { --depth; }
    unsigned &depth;
  };

  // Encoding. --------------------------------------------------------------
  void op(Opcode opcode) { encode::opcode(code, opcode); }
  void number(uint64_t value) { encode::unsignedLeb(code, value); }
  void op(Opcode opcode, uint64_t immediate) {
    op(opcode);
    number(immediate);
  }
  void i32(uint32_t value) { CodeBuilder(code).i32Const(value); }
  void constant(ValueType type, uint64_t value) {
    if (type == ValueType::I64)
      CodeBuilder(code).i64Const(value);
    else
      i32(static_cast<uint32_t>(value));
  }

  // Values. ----------------------------------------------------------------
  void value(ValueType type);
  void values(const Types &types) {
    for (ValueType each : types)
      value(each);
  }
  void leaf(ValueType type);
  void computed(ValueType type);
  void plain(Opcode opcode, bool operands);
  bool loaded(ValueType type);
  bool called(ValueType type);
  void measured(ValueType type);
  void referred(ValueType type);
  /// Takes values of these types from the stack.
  void consume(const Types &types);
  uint32_t local(ValueType type);

  // Memory. ----------------------------------------------------------------
  bool access(Opcode opcode);
  void address(const Plan::Memory &memory, uint64_t alignment, uint64_t &offset);
  std::optional<uint32_t> anyMemory();
  void grow(uint32_t memory);
  void bulk();

  // Control. ---------------------------------------------------------------
  void statement();
  void statements(unsigned count) {
    for (unsigned i = choices.below(count + 1); i > 0 && left > 0; --i)
      statement();
  }
  void burnFuel();
  void blockType(const Plan::Type &type, std::optional<uint32_t> id);
  void block();
  void blockValue(ValueType type);
  void sequence(const Types &params, const Types &results, Types labelTypes, bool isLoop = false);
  void branchIf();
  void guarded();
  void leaves();
  void call(uint32_t function, Opcode opcode = Opcode::Call);
  void callIndirect();
  void tryTable();
  void tryLegacy();
  void throwTag();
  void tableStatement();
  uint32_t labelDepth(size_t index) const { return static_cast<uint32_t>(labels.size() - 1 - index); }

  const Plan &plan;
  const Plan::Type &type;
  Choices &choices;
  Bytes code;
  Types locals;
  std::vector<Label> labels;
  unsigned left = Instructions;
  unsigned depth = 0;
};

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
  appendConstant(code, plan, type, choices);
}

void Body::value(ValueType type) {
  if (left == 0 || depth > MaxDepth || choices.exhausted())
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

// Control. -------------------------------------------------------------------

/// Ends the function where a call has gone on long enough.
void Body::burnFuel() {
  if (!plan.options.runs)
    return;
  op(Opcode::GlobalGet, plan.fuel);
  op(Opcode::I32Eqz);
  CodeBuilder(code).open(Opcode::If);
  for (ValueType result : type.results)
    appendConstant(code, plan, result, choices);
  op(Opcode::Return);
  op(Opcode::End);
  op(Opcode::GlobalGet, plan.fuel);
  i32(1);
  op(Opcode::I32Sub);
  op(Opcode::GlobalSet, plan.fuel);
}

void Body::blockType(const Plan::Type &type, std::optional<uint32_t> id) {
  if (id)
    return encode::signedLeb(code, *id);
  if (type.results.empty())
    return code.push_back(0x40);
  encode::valueType(code, type.results.front());
}

/// The inside of a block: from its parameters to its results.
void Body::sequence(const Types &params, const Types &results, Types labelTypes, bool isLoop) {
  labels.push_back({std::move(labelTypes)});
  consume(params);
  if (isLoop)
    burnFuel();
  statements(4);
  values(results);
  labels.pop_back();
}

void Body::block() {
  std::optional<uint32_t> id;
  Plan::Type own;
  if (choices.chance(50)) {
    id = choices.below(plan.types.size());
    own = plan.types[*id];
    if (plan.options.canonical && own.params.empty() && own.results.size() < 2)
      id.reset();
  } else if (choices.chance(50)) {
    own.results = {choices.from(plan.valueTypes)};
  }
  values(own.params);
  switch (choices.below(3)) {
  case 0:
    op(Opcode::Block);
    blockType(own, id);
    sequence(own.params, own.results, own.results);
    break;
  case 1:
    op(Opcode::Loop);
    blockType(own, id);
    sequence(own.params, own.results, own.params, /*isLoop=*/true);
    break;
  default:
    value(ValueType::I32);
    op(Opcode::If);
    blockType(own, id);
    sequence(own.params, own.results, own.results);
    if (own.params != own.results || choices.chance(60)) {
      op(Opcode::Else);
      if (plan.options.canonical)
        op(Opcode::Nop);
      sequence(own.params, own.results, own.results);
    }
  }
  op(Opcode::End);
  consume(own.results);
}

void Body::blockValue(ValueType type) {
  const Plan::Type own = {{}, {type}};
  if (choices.chance(50)) {
    op(Opcode::Block);
    blockType(own, std::nullopt);
    sequence({}, own.results, own.results);
  } else {
    value(ValueType::I32);
    op(Opcode::If);
    blockType(own, std::nullopt);
    sequence({}, own.results, own.results);
    op(Opcode::Else);
    sequence({}, own.results, own.results);
  }
  op(Opcode::End);
}

void Body::branchIf() {
  const size_t target = choices.below(labels.size());
  const Types types = labels[target].types;
  values(types);
  value(ValueType::I32);
  op(Opcode::BrIf, labelDepth(target));
  consume(types);
}

/// What leaves the block, unless a condition is false: so that code after it is reached.
void Body::guarded() {
  value(ValueType::I32);
  CodeBuilder(code).open(Opcode::If);
  labels.push_back({});
  leaves();
  labels.pop_back();
  op(Opcode::End);
}

void Body::leaves() {
  const size_t target = choices.below(labels.size());
  switch (choices.below(8)) {
  case 0:
  case 1: {
    values(labels[target].types);
    op(Opcode::Br, labelDepth(target));
    break;
  }
  case 2: {
    const Types types = labels[target].types;
    llvm::SmallVector<size_t> same;
    for (size_t i = 0; i < labels.size(); ++i)
      if (labels[i].types == types)
        same.push_back(i);
    values(types);
    value(ValueType::I32);
    const uint32_t count = choices.below(6);
    op(Opcode::BrTable, count);
    for (uint32_t i = 0; i < count; ++i)
      number(labelDepth(choices.from(same)));
    number(labelDepth(target));
    break;
  }
  case 3:
    if (plan.allows(Feature::TailCall)) {
      llvm::SmallVector<uint32_t> fitting;
      for (uint32_t i = 0; i < plan.functions.size(); ++i)
        if (plan.typeOf(i).results == type.results)
          fitting.push_back(i);
      if (!fitting.empty()) {
        call(choices.from(fitting), Opcode::ReturnCall);
        break;
      }
    }
    [[fallthrough]];
  case 4:
    if (!plan.tags.empty()) {
      throwTag();
      break;
    }
    [[fallthrough]];
  case 5:
    if (choices.chance(15)) {
      op(Opcode::Unreachable);
      break;
    }
    [[fallthrough]];
  default:
    values(type.results);
    op(Opcode::Return);
  }
  // What is not reached may take operands from nowhere.
  while (choices.chance(30)) {
    const Plan::Producers &producers = plan.producers[choices.below(plan.allows(Feature::SIMD) ? 5 : 4)];
    plain(choices.from(producers.total), /*operands=*/false);
    op(Opcode::Drop);
  }
}

void Body::call(uint32_t function, Opcode opcode) {
  const Plan::Type &callee = plan.typeOf(function);
  values(callee.params);
  op(opcode, function);
}

void Body::callIndirect() {
  if (plan.slots.empty())
    return op(Opcode::Nop);
  const Plan::Slot &slot = choices.from(plan.slots);
  const uint32_t typeId = choices.chance(4) ? choices.below(plan.types.size()) : plan.functions[slot.function];
  values(plan.types[typeId].params);
  if (plan.allows(Feature::FunctionReferences) && choices.chance(30) && plan.declared[slot.function] &&
      typeId == plan.functions[slot.function]) {
    op(Opcode::RefFunc, slot.function);
    op(Opcode::CallRef, typeId);
  } else {
    const ValueType index = plan.tables[slot.table].address();
    if (choices.chance(4))
      value(index);
    else
      constant(index, slot.index);
    op(Opcode::CallIndirect, typeId);
    number(slot.table);
  }
  consume(plan.types[typeId].results);
}

void Body::throwTag() {
  const uint32_t tag = choices.below(plan.tags.size());
  values(plan.types[plan.tags[tag]].params);
  op(Opcode::Throw, tag);
}

void Body::tryTable() {
  const uint32_t tag = choices.below(plan.tags.size());
  bool all = choices.chance(40), reference = choices.chance(40);
  Types caught = all ? Types() : plan.types[plan.tags[tag]].params;
  if (reference)
    caught.push_back(ValueType::exnref());
  std::optional<uint32_t> id;
  for (uint32_t i = 0; i < plan.types.size(); ++i)
    if (plan.types[i].params.empty() && plan.types[i].results == caught)
      id = i;
  if (caught.size() > 1 && !id) {
    all = true;
    reference = false;
    caught.clear();
  }
  // The inner block yields what is caught; what is not caught leaves the outer one.
  op(Opcode::Block, 0x40);
  labels.push_back({});
  op(Opcode::Block);
  blockType({{}, caught}, caught.size() > 1 ? id : std::nullopt);
  labels.push_back({caught});
  op(Opcode::TryTable, 0x40);
  number(1);
  code.push_back(static_cast<uint8_t>((all ? 2 : 0) + (reference ? 1 : 0)));
  if (!all)
    number(tag);
  number(0);
  labels.push_back({});
  statements(4);
  labels.pop_back();
  op(Opcode::End);
  op(Opcode::Br, 1);
  labels.pop_back();
  op(Opcode::End);
  if (reference && choices.chance(20))
    op(Opcode::ThrowRef);
  else
    consume(caught);
  labels.pop_back();
  op(Opcode::End);
}

void Body::tryLegacy() {
  Types results;
  if (choices.chance(50))
    results = {choices.from(plan.valueTypes)};
  op(Opcode::Try);
  blockType({{}, results}, std::nullopt);
  sequence({}, results, results);
  if (choices.chance(20)) {
    op(Opcode::Delegate, choices.below(labels.size()));
    return consume(results);
  }
  auto handler = [&](const Types &caught) {
    labels.push_back({results, /*isCatch=*/true});
    consume(caught);
    statements(2);
    if (choices.chance(20)) {
      llvm::SmallVector<size_t> catches;
      for (size_t i = 0; i < labels.size(); ++i)
        if (labels[i].isCatch)
          catches.push_back(i);
      op(Opcode::Rethrow, labelDepth(choices.from(catches)));
    } else {
      values(results);
    }
    labels.pop_back();
  };
  for (uint32_t i = choices.below(3); i > 0; --i) {
    const uint32_t tag = choices.below(plan.tags.size());
    op(Opcode::Catch, tag);
    handler(plan.types[plan.tags[tag]].params);
  }
  if (choices.chance(60)) {
    op(Opcode::CatchAll);
    handler({});
  }
  op(Opcode::End);
  consume(results);
}

void Body::tableStatement() {
  if (plan.tables.empty())
    return op(Opcode::Nop);
  const uint32_t id = choices.below(plan.tables.size());
  const Plan::Table &table = plan.tables[id];
  auto index = [&](const Plan::Table &of) { constant(of.address(), choices.below(of.limits.minimum + choices.chance(4))); };
  switch (choices.below(6)) {
  case 0:
    if (table.limits.minimum == 0)
      return op(Opcode::Nop);
    index(table);
    value(table.element);
    return op(Opcode::TableSet, id);
  case 1:
    value(table.element);
    constant(table.address(), choices.below(3));
    op(Opcode::TableGrow, id);
    return op(Opcode::Drop);
  case 2:
    index(table);
    value(table.element);
    constant(table.address(), choices.below(2));
    return op(Opcode::TableFill, id);
  case 3: {
    llvm::SmallVector<uint32_t> same;
    for (uint32_t i = 0; i < plan.tables.size(); ++i)
      if (plan.tables[i].element == table.element)
        same.push_back(i);
    const uint32_t source = choices.from(same);
    const Plan::Table &from = plan.tables[source];
    index(table);
    index(from);
    constant(table.limits.is64 && from.limits.is64 ? ValueType::I64 : ValueType::I32, choices.below(2));
    op(Opcode::TableCopy, id);
    return number(source);
  }
  default:
    for (uint32_t i = 0; i < plan.elements.size(); ++i)
      if (plan.elements[i].type == table.element) {
        if (choices.chance(10))
          return op(Opcode::ElemDrop, i);
        index(table);
        i32(0);
        i32(plan.elements[i].mode == Plan::Element::Passive ? choices.below(plan.elements[i].count + 1) : 0);
        op(Opcode::TableInit, i);
        return number(id);
      }
    op(Opcode::Nop);
  }
}

void Body::statement() {
  if (left == 0 || depth > MaxDepth || choices.exhausted())
    return;
  --left;
  Nested nested(depth);
  switch (choices.below(16)) {
  case 0: {
    const ValueType type = choices.from(plan.valueTypes);
    value(type);
    return consume({type});
  }
  case 1:
  case 2:
  case 3:
  case 4:
    if (!access(choices.from(plan.stores)))
      op(Opcode::Nop);
    return;
  case 5:
  case 6:
    return block();
  case 7:
    return branchIf();
  case 8:
    return guarded();
  case 9: {
    const uint32_t function = choices.below(plan.functions.size());
    call(function);
    return consume(plan.typeOf(function).results);
  }
  case 10:
    return callIndirect();
  case 11:
  case 12:
    return bulk();
  case 13:
    return tableStatement();
  case 14:
    if (std::optional<uint32_t> memory = anyMemory()) {
      grow(*memory);
      return consume({plan.memories[*memory].address()});
    }
    return op(Opcode::Nop);
  default:
    if (plan.tags.empty())
      return op(Opcode::Nop);
    return plan.legacyExceptions ? tryLegacy() : tryTable();
  }
}

Bytes Body::generate() {
  labels.push_back({type.results});
  burnFuel();
  for (unsigned i = 0; i < 12 && left > 0 && !choices.exhausted(); ++i)
    statement();
  values(type.results);
  op(Opcode::End);
  Bytes body;
  // Runs of equal types, as compilers write them, or each alone.
  llvm::SmallVector<std::pair<uint32_t, ValueType>> runs;
  const bool joins = choices.chance(70);
  for (size_t i = type.params.size(); i < locals.size(); ++i) {
    if (joins && !runs.empty() && runs.back().second == locals[i])
      ++runs.back().first;
    else
      runs.push_back({1, locals[i]});
  }
  encode::unsignedLeb(body, runs.size());
  for (const auto &[count, type] : runs) {
    encode::unsignedLeb(body, count);
    encode::valueType(body, type);
  }
  encode::bytes(body, code);
  Bytes sized;
  encode::unsignedLeb(sized, body.size());
  encode::bytes(sized, body);
  return sized;
}

} // namespace

Bytes generateBody(const Plan &plan, uint32_t function, Choices &choices) { return Body(plan, function, choices).generate(); }

/// Sets the fuel and calls `function` with its own parameters.
Bytes generateEntry(const Plan &plan, uint32_t function) {
  Bytes code = {0};
  CodeBuilder builder(code);
  builder.i32Const(Fuel);
  encode::opcode(code, Opcode::GlobalSet);
  encode::unsignedLeb(code, plan.fuel);
  for (uint32_t i = 0; i < plan.typeOf(function).params.size(); ++i)
    builder.localGet(i);
  encode::opcode(code, Opcode::Call);
  encode::unsignedLeb(code, function);
  builder.end();
  Bytes sized;
  encode::unsignedLeb(sized, code.size());
  encode::bytes(sized, code);
  return sized;
}

} // namespace meld::fuzz
