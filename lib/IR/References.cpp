//===- References.cpp - what refers to what ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the visitor, by kind of immediate.
// Why:  see References.h.
// Never: has a default case; a new kind of immediate must be decided here.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/References.h"
#include "meld/Support/Leb.h"

namespace meld {

namespace {

/// Visits one unsigned index at `position` and moves past it.
void visitIndex(const uint8_t *&position, Space space, ReferenceVisitor visit, bool isFunctionValue = false) {
  const uint8_t *begin = position;
  auto id = static_cast<uint32_t>(encoded::readUnsigned(position));
  visit({space, id, Reference::Index, begin, position, isFunctionValue});
}

/// Visits a heap type or block type index in s33.
void visitSigned(const uint8_t *&position, ReferenceVisitor visit) {
  const uint8_t *begin = position;
  int64_t value = encoded::readSigned(position);
  if (value >= 0)
    visit({Space::Type, static_cast<uint32_t>(value), Reference::SignedType, begin, position});
}

void visitBlockType(const uint8_t *&position, ReferenceVisitor visit) {
  if (*position == ValueType::Ref || *position == ValueType::RefNull)
    visitValueType(position, visit);
  else
    visitSigned(position, visit); // 0x40 and plain value types are negative
}

const uint8_t *afterOpcode(const Instruction &instruction) {
  const uint8_t *position = instruction.begin + 1;
  if (instruction.info().prefix != 0)
    encoded::readUnsigned(position);
  return position;
}

} // namespace

void visitValueType(const uint8_t *&position, ReferenceVisitor visit) {
  uint8_t byte = *position++;
  if (byte == ValueType::Ref || byte == ValueType::RefNull)
    visitSigned(position, visit);
}

void visitReferences(const Instruction &instruction, ReferenceVisitor visit) {
  Immediates immediates = instruction.immediates();
  const uint8_t *position = afterOpcode(instruction);
  switch (immediates) {
  case Immediates::None:
  case Immediates::Label:
  case Immediates::LabelTable:
  case Immediates::Local:
  case Immediates::I32:
  case Immediates::I64:
  case Immediates::F32:
  case Immediates::F64:
  case Immediates::V128:
  case Immediates::Lane:
  case Immediates::Shuffle:
  case Immediates::Fence:
    return;
  case Immediates::BlockType:
    return visitBlockType(position, visit);
  case Immediates::Function:
    return visitIndex(position, Space::Function, visit, instruction.opcode == Opcode::RefFunc);
  case Immediates::CallIndirect:
    visitIndex(position, Space::Type, visit);
    return visitIndex(position, Space::Table, visit);
  case Immediates::Global:
    return visitIndex(position, Space::Global, visit);
  case Immediates::Table:
    return visitIndex(position, Space::Table, visit);
  case Immediates::TableCopy:
    visitIndex(position, Space::Table, visit);
    return visitIndex(position, Space::Table, visit);
  case Immediates::TableInit:
    visitIndex(position, Space::Element, visit);
    return visitIndex(position, Space::Table, visit);
  case Immediates::Element:
    return visitIndex(position, Space::Element, visit);
  case Immediates::Data:
    return visitIndex(position, Space::Data, visit);
  case Immediates::Memory:
    return visitIndex(position, Space::Memory, visit);
  case Immediates::MemoryCopy:
    visitIndex(position, Space::Memory, visit);
    return visitIndex(position, Space::Memory, visit);
  case Immediates::MemoryInit:
    visitIndex(position, Space::Data, visit);
    return visitIndex(position, Space::Memory, visit);
  case Immediates::MemArg:
  case Immediates::MemArgLane: {
    const uint8_t *begin = position;
    uint64_t flags = encoded::readUnsigned(position);
    if (flags & 0x40)
      encoded::readUnsigned(position);
    return visit({Space::Memory, instruction.first, Reference::MemArgFlags, begin, position});
  }
  case Immediates::SelectTypes:
    encoded::readUnsigned(position);
    for (uint32_t i = 0; i < instruction.first; ++i)
      visitValueType(position, visit);
    return;
  case Immediates::HeapType:
    return visitSigned(position, visit);
  case Immediates::Type:
    return visitIndex(position, Space::Type, visit);
  case Immediates::Tag:
    return visitIndex(position, Space::Tag, visit);
  case Immediates::TryTable:
    visitBlockType(position, visit);
    encoded::readUnsigned(position);
    for (uint32_t i = 0; i < instruction.first; ++i) {
      uint8_t kind = *position++;
      if (kind <= CatchClause::CatchRef)
        visitIndex(position, Space::Tag, visit);
      encoded::readUnsigned(position);
    }
    return;
  }
}

namespace {

/// The kinds of immediates that can refer to something of a space.
llvm::ArrayRef<Immediates> immediatesOf(Space space) {
  using enum Immediates;
  static constexpr Immediates types[] = {BlockType, CallIndirect, SelectTypes, HeapType, Immediates::Type, TryTable},
                              functions[] = {Immediates::Function},
                              tables[] = {CallIndirect, Immediates::Table, TableCopy, TableInit},
                              memories[] = {Immediates::Memory, MemoryCopy, MemoryInit, MemArg, MemArgLane},
                              globals[] = {Immediates::Global}, tags[] = {Immediates::Tag, TryTable},
                              datas[] = {Immediates::Data, MemoryInit}, elements[] = {Immediates::Element, TableInit};
  switch (space) {
  case Space::Type:
    return types;
  case Space::Function:
    return functions;
  case Space::Table:
    return tables;
  case Space::Memory:
    return memories;
  case Space::Global:
    return globals;
  case Space::Tag:
    return tags;
  case Space::Data:
    return datas;
  case Space::Element:
    return elements;
  }
  return {};
}

bool visitSequence(InstructionCursor cursor, ReferenceVisitor visit) {
  const OpcodeSet &referring = referringOpcodes();
  Instruction instruction;
  while (cursor.nextIn(referring, instruction))
    visitReferences(instruction, visit);
  return !cursor.failed();
}

} // namespace

OpcodeSet referringOpcodes(llvm::ArrayRef<Space> spaces) {
  OpcodeSet set;
  for (Space space : spaces)
    for (Immediates immediates : immediatesOf(space))
      set.insertAll(immediates);
  return set;
}

const OpcodeSet &referringOpcodes() {
  static const OpcodeSet set = referringOpcodes({Space::Type, Space::Function, Space::Table, Space::Memory,
                                                 Space::Global, Space::Tag, Space::Data, Space::Element});
  return set;
}

void visitReferences(const ConstExpr &expression, ReferenceVisitor visit) {
  visitSequence(expression.instructions(), visit);
}

void visitLocals(const FunctionBody &body, ReferenceVisitor visit) {
  if (body.bytes().empty())
    return;
  const uint8_t *position = body.bytes().begin();
  uint64_t runs = encoded::readUnsigned(position);
  for (uint64_t i = 0; i < runs; ++i) {
    encoded::readUnsigned(position);
    visitValueType(position, visit);
  }
}

bool visitReferences(const FunctionBody &body, ReferenceVisitor visit) {
  visitLocals(body, visit);
  return visitSequence(body.instructions(), visit);
}

void visitItems(const ElementSegment &segment, ReferenceVisitor visit) {
  if (segment.usesExpressions) {
    // Constant expressions one after the other read like one sequence.
    visitSequence(InstructionCursor(segment.items), visit);
    return;
  }
  const uint8_t *position = segment.items.begin();
  for (uint32_t i = 0; i < segment.itemCount; ++i)
    visitIndex(position, Space::Function, visit);
}

void visitFunctions(const ElementSegment &segment, llvm::function_ref<void(FunctionId)> visit) {
  visitItems(segment, [&](const Reference &reference) {
    if (reference.space == Space::Function)
      visit(FunctionId(reference.id));
  });
}

} // namespace meld
