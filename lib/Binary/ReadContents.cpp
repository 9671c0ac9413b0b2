//===- ReadContents.cpp - sections that hold code and data ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: constant expressions, element segments, bodies and data segments, all left encoded.
// Why:  see ModuleReader.h.
// Never: decodes a body beyond its locals: passes do, where they need it.
//
//===----------------------------------------------------------------------===//

#include "ModuleReader.h"

namespace meld {

bool ModuleReader::readConstExpr(ByteCursor &in, ConstExpr &expression) {
  size_t begin = in.offset();
  if (in.startsWith({0x41})) { // most are one i32.const, and there may be very many
    const uint8_t *position = in.position() + 1, *limit = in.rest().end();
    int64_t value = 0;
    const char *reason = nullptr;
    llvm::ArrayRef<uint8_t> bytes;
    if (leb::readSigned<32>(position, limit, value, reason) && position != limit && *position == 0x0B &&
        in.take(static_cast<size_t>(position + 1 - in.position()), bytes)) {
      expression = ConstExpr(bytes, begin);
      return true;
    }
  }
  InstructionCursor cursor(in.rest());
  Instruction instruction;
  while (cursor.next(instruction)) {
    if (opensBlock(instruction.opcode))
      return in.failAt(begin + (instruction.begin - cursor.bytes().begin()), "a block in a constant expression", "validation 3.4.10: constant expression required");
    if (instruction.opcode == Opcode::End) {
      llvm::ArrayRef<uint8_t> bytes;
      if (!in.take(cursor.offset(), bytes))
        return false;
      expression = ConstExpr(bytes, begin);
      return true;
    }
  }
  return in.failAt(begin + cursor.offset(), "malformed constant expression",
                   "binary format 5.4: " + (cursor.failed() ? cursor.describeError() : "END opcode expected"));
}

bool ModuleReader::readElements(ByteCursor &in) {
  return readEntities(in, limits::Elements, 0, [&](uint32_t) {
    ElementSegment segment;
    size_t at = in.offset();
    uint32_t flags = 0;
    if (!in.u32(flags))
      return false;
    if (flags > 7)
      return in.failAt(at, "unknown flags of an element segment", "binary format 5.5.12: malformed elements segment kind");
    bool isActive = !(flags & 1);
    bool isExplicit = flags & 2; // a table index, or declarative
    segment.mode = isActive ? ElementSegment::Active : (isExplicit ? ElementSegment::Declarative : ElementSegment::Passive);
    segment.usesExpressions = flags & 4;
    if (isActive && isExplicit && !in.u32(segment.table.value))
      return false;
    if (isActive && !readConstExpr(in, segment.offset))
      return false;
    if (flags & 3) { // an element kind or type follows
      if (segment.usesExpressions) {
        if (!in.valueType(segment.type))
          return false;
      } else {
        size_t kindAt = in.offset();
        uint8_t kind = 0;
        if (!in.byte(kind))
          return false;
        if (kind != 0)
          return in.failAt(kindAt, "unknown element kind", "binary format 5.5.12: malformed element kind");
        segment.type = ValueType::ref(HeapType::Func, false);
      }
    } else if (!segment.usesExpressions) {
      segment.type = ValueType::ref(HeapType::Func, false);
    }
    if (!in.u32(segment.itemCount))
      return false;
    const uint8_t *begin = in.position();
    for (uint32_t i = 0; i < segment.itemCount; ++i) {
      uint32_t function = 0;
      ConstExpr item;
      if (segment.usesExpressions ? !readConstExpr(in, item) : !in.u32(function))
        return false;
    }
    segment.items = {begin, in.position()};
    into.elementSegments().add(segment);
    return true;
  });
}

bool ModuleReader::readDataCount(ByteCursor &in) {
  uint32_t count = 0;
  if (!in.u32(count))
    return false;
  dataCount = count;
  return true;
}

bool ModuleReader::readCode(ByteCursor &in) {
  return readVector(in, [&](uint32_t i) {
    uint32_t size = 0;
    size_t entry = in.offset();
    if (!in.u32(size))
      return false;
    if (i >= definedCount())
      return fail(in, "more bodies than functions",
                  "binary format 5.5.16: function and code section have inconsistent lengths");
    size_t begin = in.offset();
    llvm::ArrayRef<uint8_t> bytes;
    if (!in.take(size, bytes)) {
      failure = error(Location::at(entry), "the body of function #" + llvm::Twine(firstDefined + i) + " claims " +
                                               llvm::Twine(size) + " bytes, the section has fewer")
                    .violates("binary format 5.5.13: unexpected end of section or function");
      return false;
    }
    ByteCursor body(bytes, begin, failure, "locals of a function");
    uint64_t locals = 0;
    if (!readVector(body, [&](uint32_t) {
          uint32_t count = 0;
          ValueType type;
          if (!body.u32(count) || !body.valueType(type))
            return false;
          locals += count;
          return locals <= 0xFFFFFFFF || fail(body, "more than 2^32 - 1 locals", "binary format 5.5.13: too many locals");
        }))
      return false;
    auto codeOffset = static_cast<uint32_t>(body.offset() - begin);
    into.functions()[FunctionId(firstDefined + i)].body = FunctionBody(bytes, begin, codeOffset);
    ++bodies;
    return true;
  });
}

bool ModuleReader::readData(ByteCursor &in) {
  return readEntities(in, limits::Data, 0, [&](uint32_t) {
    DataSegment segment;
    size_t at = in.offset();
    uint32_t flags = 0, size = 0;
    if (!in.u32(flags))
      return false;
    if (flags > 2)
      return in.failAt(at, "unknown flags of a data segment", "binary format 5.5.14: malformed data segment flags");
    segment.isActive = flags != 1;
    segment.namesMemory = flags == 2;
    if (flags == 2 && !in.u32(segment.memory.value))
      return false;
    if (segment.isActive && !readConstExpr(in, segment.offset))
      return false;
    if (!in.u32(size) || !in.take(size, segment.bytes))
      return false;
    into.dataSegments().add(segment);
    return true;
  });
}

} // namespace meld
