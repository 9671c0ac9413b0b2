//===- InstructionPrinter.cpp - instructions and types as text -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see InstructionPrinter.h. The syntax is that of core specification 6.5;
//       where wabt 1.0.32 reads only one of several forms, that one.
// Why:  see InstructionPrinter.h.
// Never: rounds a number; what is read back has the same bits.
//
//===----------------------------------------------------------------------===//

#include "InstructionPrinter.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"
#include <charconv>

namespace meld {

void InstructionPrinter::printReference(Space space, uint32_t id) {
  llvm::StringRef identifier = names.identifier(space, id);
  uint32_t index = names.index(space, id);
  if (index == TextNames::None)
    out << "(;deleted, id " << id << ";)";
  else if (!identifier.empty())
    out << identifier;
  else
    out << index;
}

void InstructionPrinter::printHeapType(HeapType type) {
  if (type.isConcrete())
    return printReference(type.type());
  switch (type.abstract()) {
  case HeapType::Func:
    out << "func";
    return;
  case HeapType::Extern:
    out << "extern";
    return;
  case HeapType::Exn:
    out << "exn";
    return;
  case HeapType::NoExn:
    out << "noexn";
    return;
  case HeapType::NoFunc:
    out << "nofunc";
    return;
  case HeapType::NoExtern:
    out << "noextern";
    return;
  }
}

void InstructionPrinter::printType(ValueType type) {
  switch (type.kind()) {
  case ValueType::I32:
    out << "i32";
    return;
  case ValueType::I64:
    out << "i64";
    return;
  case ValueType::F32:
    out << "f32";
    return;
  case ValueType::F64:
    out << "f64";
    return;
  case ValueType::V128:
    out << "v128";
    return;
  case ValueType::Bottom:
    out << "(;bottom;)";
    return;
  case ValueType::Ref:
  case ValueType::RefNull:
    break;
  }
  // The short forms are the only ones that older readers know.
  if (type == ValueType::funcref() || type == ValueType::externref() || type == ValueType::exnref()) {
    printHeapType(type.heapType());
    out << "ref";
    return;
  }
  out << (type.isNullable() ? "(ref null " : "(ref ");
  printHeapType(type.heapType());
  out << ')';
}

void InstructionPrinter::printTypes(const char *keyword, llvm::ArrayRef<ValueType> types) {
  if (types.empty())
    return;
  out << " (" << keyword;
  for (ValueType type : types) {
    out << ' ';
    printType(type);
  }
  out << ')';
}

void InstructionPrinter::printBlockType(BlockType type) {
  if (type.type) {
    out << " (type ";
    printReference(*type.type);
    out << ')';
  } else if (type.result) {
    printTypes("result", *type.result);
  }
}

/// Memory 0 is not said: that is what readers without multi-memory know.
void InstructionPrinter::printMemory(MemoryId memory) {
  if (names.index(Space::Memory, memory.value) == 0)
    return;
  out << ' ';
  printReference(memory);
}

void InstructionPrinter::printMemArg(const Instruction &instruction) {
  printMemory(instruction.memory());
  if (instruction.staticOffset() != 0)
    out << " offset=" << instruction.staticOffset();
  unsigned natural = llvm::Log2_32(instruction.info().accessBytes);
  if (instruction.alignLog2 != natural)
    out << " align=" << (uint64_t(1) << instruction.alignLog2);
  if (instruction.immediates() == Immediates::MemArgLane)
    out << ' ' << unsigned(instruction.lane);
}

/// memory.size and memory.grow, which may still speak of a window.
void InstructionPrinter::printSize(const Instruction &instruction) {
  const Layout &layout = module.layout();
  const Window *window = nullptr;
  if (layout.mergedMemory && (instruction.opcode == Opcode::MemorySize || instruction.opcode == Opcode::MemoryGrow))
    window = layout.windowOf(instruction.memory());
  if (!window)
    return printMemory(instruction.memory());
  out << " (;window ";
  if (window->name.empty())
    out << window->input.value;
  else
    out << textIdentifier(window->name);
  out << ";)";
}

/// Exactly: hexadecimal with the bits of the mantissa, or the payload of a NaN
/// (core specification 6.3.2). A decimal of the same value stands beside it.
void InstructionPrinter::printFloat(uint64_t bits, unsigned mantissaBits, unsigned exponentBits) {
  uint64_t mantissa = bits & llvm::maskTrailingOnes<uint64_t>(mantissaBits);
  uint64_t exponent = (bits >> mantissaBits) & llvm::maskTrailingOnes<uint64_t>(exponentBits);
  bool isNegative = (bits >> (mantissaBits + exponentBits)) & 1;
  out << ' ' << (isNegative ? "-" : "");
  if (exponent == llvm::maskTrailingOnes<uint64_t>(exponentBits)) {
    if (mantissa == 0)
      out << "inf";
    else if (mantissa == uint64_t(1) << (mantissaBits - 1))
      out << "nan";
    else
      out << "nan:0x" << llvm::format("%" PRIx64, mantissa);
    return;
  }
  int bias = (1 << (exponentBits - 1)) - 1;
  bool isZero = exponent == 0 && mantissa == 0;
  int power = isZero ? 0 : std::max(static_cast<int>(exponent), 1) - bias;
  out << "0x" << (exponent == 0 ? '0' : '1');
  if (mantissa != 0) {
    // Hexadecimal digits, from the left, without zeros at the right.
    unsigned digits = (mantissaBits + 3) / 4;
    uint64_t fraction = mantissa << (digits * 4 - mantissaBits);
    for (; (fraction & 15) == 0; fraction >>= 4)
      --digits;
    out << '.' << llvm::format("%0*" PRIx64, static_cast<int>(digits), fraction);
  }
  out << 'p' << (power < 0 ? "" : "+") << power;
  char decimal[32];
  std::to_chars_result end = exponentBits == 8
                                 ? std::to_chars(decimal, std::end(decimal), llvm::bit_cast<float>(uint32_t(bits)))
                                 : std::to_chars(decimal, std::end(decimal), llvm::bit_cast<double>(bits));
  out << " (;=" << llvm::StringRef(decimal, static_cast<size_t>(end.ptr - decimal)) << ";)";
}

void InstructionPrinter::printImmediates(const Instruction &instruction) {
  switch (instruction.immediates()) {
  case Immediates::None:
  case Immediates::Fence:
    return;
  case Immediates::BlockType:
    return printBlockType(instruction.blockType());
  case Immediates::Label:
    out << ' ' << instruction.label();
    return;
  case Immediates::LabelTable:
    instruction.forEachLabel([&](uint32_t label) { out << ' ' << label; });
    return;
  case Immediates::Function:
    out << ' ';
    return printReference(instruction.function());
  case Immediates::CallIndirect:
    if (names.index(Space::Table, instruction.table().value) != 0) {
      out << ' ';
      printReference(instruction.table());
    }
    out << " (type ";
    printReference(instruction.type());
    out << ')';
    return;
  case Immediates::Local:
    out << ' ';
    if (llvm::StringRef identifier = local(instruction.local()); !identifier.empty())
      out << identifier;
    else
      out << instruction.local();
    return;
  case Immediates::Global:
    out << ' ';
    return printReference(instruction.global());
  case Immediates::Table:
    out << ' ';
    return printReference(instruction.table());
  case Immediates::TableCopy:
    out << ' ';
    printReference(Space::Table, instruction.first);
    out << ' ';
    return printReference(Space::Table, instruction.second);
  case Immediates::TableInit:
    out << ' ';
    printReference(instruction.table());
    out << ' ';
    return printReference(instruction.element());
  case Immediates::Element:
    out << ' ';
    return printReference(instruction.element());
  case Immediates::Data:
    out << ' ';
    return printReference(instruction.data());
  case Immediates::Memory:
    return printSize(instruction);
  case Immediates::MemoryCopy: {
    auto isFirst = [&](MemoryId memory) { return names.index(Space::Memory, memory.value) == 0; };
    if (isFirst(instruction.memory()) && isFirst(instruction.sourceMemory()))
      return;
    out << ' ';
    printReference(instruction.memory());
    out << ' ';
    return printReference(instruction.sourceMemory());
  }
  case Immediates::MemoryInit:
    printMemory(instruction.memory());
    out << ' ';
    return printReference(instruction.data());
  case Immediates::MemArg:
  case Immediates::MemArgLane:
    return printMemArg(instruction);
  case Immediates::I32:
    out << ' ' << instruction.i32();
    return;
  case Immediates::I64:
    out << ' ' << instruction.i64();
    return;
  case Immediates::F32:
    return printFloat(instruction.value, 23, 8);
  case Immediates::F64:
    return printFloat(instruction.value, 52, 11);
  case Immediates::V128:
    out << " i32x4";
    for (unsigned i = 0; i < 16; i += 4)
      out << ' ' << llvm::format_hex(llvm::support::endian::read32le(instruction.list + i), 10);
    return;
  case Immediates::Lane:
    out << ' ' << unsigned(instruction.lane);
    return;
  case Immediates::Shuffle:
    for (uint8_t lane : instruction.sixteenBytes())
      out << ' ' << unsigned(lane);
    return;
  case Immediates::SelectTypes:
    out << " (result";
    instruction.forEachSelectType([&](ValueType type) {
      out << ' ';
      printType(type);
    });
    out << ')';
    return;
  case Immediates::HeapType:
    out << ' ';
    return printHeapType(instruction.heapType());
  case Immediates::Type:
    out << ' ';
    return printReference(instruction.type());
  case Immediates::Tag:
    out << ' ';
    return printReference(instruction.tag());
  case Immediates::TryTable:
    printBlockType(instruction.blockType());
    instruction.forEachCatch([&](const CatchClause &clause) {
      static constexpr const char *Keywords[] = {"catch", "catch_ref", "catch_all", "catch_all_ref"};
      out << " (" << Keywords[clause.kind] << ' ';
      if (clause.tag) {
        printReference(*clause.tag);
        out << ' ';
      }
      out << clause.label << ')';
    });
    return;
  }
}

void InstructionPrinter::printInstruction(const Instruction &instruction) {
  out << instruction.info().mnemonic;
  printImmediates(instruction);
}

void InstructionPrinter::printExpression(InstructionCursor cursor, llvm::StringRef keyword) {
  // How many are there before the end?
  InstructionCursor ahead = cursor;
  Instruction instruction;
  unsigned count = 0;
  while (count < 2 && ahead.next(instruction) && instruction.opcode != Opcode::End)
    ++count;
  bool isSingle = count == 1 && !ahead.failed();
  bool inParentheses = isSingle || !keyword.empty();
  if (inParentheses)
    out << '(';
  const char *separator = "";
  if (!isSingle && !keyword.empty()) {
    out << keyword;
    separator = " ";
  }
  while (cursor.next(instruction) && instruction.opcode != Opcode::End) {
    out << separator;
    printInstruction(instruction);
    separator = " ";
  }
  if (cursor.failed())
    out << separator << "(;malformed: " << cursor.describeError() << ";)";
  if (inParentheses)
    out << ')';
}

void InstructionPrinter::printCode(const FunctionBody &body) {
  InstructionCursor cursor = body.instructions();
  Instruction instruction;
  uint64_t depth = 0;
  bool isEnded = false;
  while (!isEnded && cursor.next(instruction)) {
    Opcode opcode = instruction.opcode;
    bool closes = opcode == Opcode::End || opcode == Opcode::Delegate;
    bool continues = opcode == Opcode::Else || opcode == Opcode::Catch || opcode == Opcode::CatchAll;
    isEnded = closes && depth == 0;
    if (isEnded && opcode == Opcode::End)
      break;
    if (closes && depth != 0)
      --depth;
    indent(depth - (continues && depth != 0));
    printInstruction(instruction);
    out << '\n';
    if (opensBlock(opcode))
      ++depth;
  }
  if (cursor.failed()) {
    indent(0);
    out << ";; malformed at byte " << cursor.offset() << " of the code: " << cursor.describeError() << '\n';
  } else if (cursor.offset() != body.code().size()) {
    indent(0);
    out << ";; malformed: code goes on after its end\n";
  } else if (!isEnded) {
    indent(0);
    out << ";; malformed: code ends inside a block\n";
  }
}

} // namespace meld
