//===- SignatureTable.cpp - derives the verifier's table from Opcodes.def -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see SignatureTable.h.
// Why:  see SignatureTable.h. Everything happens at compile time.
// Never: lets an opcode through without a rule.
//
//===----------------------------------------------------------------------===//

#include "SignatureTable.h"
#include "TypeCode.h"
#include <array>
#include <bit>
#include <utility>

namespace meld {

namespace {

/// Opcodes whose signature column is "*".
constexpr std::pair<Opcode, Rule> SpecialRules[] = {
    {Opcode::Unreachable, Rule::Unreachable},
    {Opcode::Block, Rule::Block},
    {Opcode::Loop, Rule::Loop},
    {Opcode::If, Rule::If},
    {Opcode::Else, Rule::Else},
    {Opcode::Try, Rule::Try},
    {Opcode::Catch, Rule::Catch},
    {Opcode::CatchAll, Rule::CatchAll},
    {Opcode::Delegate, Rule::Delegate},
    {Opcode::Throw, Rule::Throw},
    {Opcode::Rethrow, Rule::Rethrow},
    {Opcode::ThrowRef, Rule::ThrowRef},
    {Opcode::TryTable, Rule::TryTable},
    {Opcode::End, Rule::End},
    {Opcode::Br, Rule::Br},
    {Opcode::BrIf, Rule::BrIf},
    {Opcode::BrTable, Rule::BrTable},
    {Opcode::BrOnNull, Rule::BrOnNull},
    {Opcode::BrOnNonNull, Rule::BrOnNonNull},
    {Opcode::Return, Rule::Return},
    {Opcode::Call, Rule::Call},
    {Opcode::CallIndirect, Rule::CallIndirect},
    {Opcode::CallRef, Rule::CallRef},
    {Opcode::ReturnCall, Rule::ReturnCall},
    {Opcode::ReturnCallIndirect, Rule::ReturnCallIndirect},
    {Opcode::ReturnCallRef, Rule::ReturnCallRef},
    {Opcode::Drop, Rule::Drop},
    {Opcode::Select, Rule::Select},
    {Opcode::SelectTyped, Rule::SelectTyped},
    {Opcode::LocalGet, Rule::LocalGet},
    {Opcode::LocalSet, Rule::LocalSet},
    {Opcode::LocalTee, Rule::LocalTee},
    {Opcode::GlobalGet, Rule::GlobalGet},
    {Opcode::GlobalSet, Rule::GlobalSet},
    {Opcode::TableGet, Rule::TableGet},
    {Opcode::TableSet, Rule::TableSet},
    {Opcode::TableSize, Rule::TableSize},
    {Opcode::TableGrow, Rule::TableGrow},
    {Opcode::TableFill, Rule::TableFill},
    {Opcode::TableCopy, Rule::TableCopy},
    {Opcode::TableInit, Rule::TableInit},
    {Opcode::MemoryCopy, Rule::MemoryCopy},
    {Opcode::RefNull, Rule::RefNull},
    {Opcode::RefIsNull, Rule::RefIsNull},
    {Opcode::RefFunc, Rule::RefFunc},
    {Opcode::RefAsNonNull, Rule::RefAsNonNull},
};

// Neither is constexpr: calling one while the table is computed is a compile
// error that carries its name.
void opcodeHasNoRule() {}
void malformedSignature() {}

constexpr Rule ruleOf(Opcode opcode, Immediates immediates, uint8_t prefix, bool isSpecial) {
  if (isSpecial) {
    for (auto [special, rule] : SpecialRules)
      if (special == opcode)
        return rule;
    opcodeHasNoRule();
  }
  switch (immediates) {
  case Immediates::None:
  case Immediates::I32:
  case Immediates::I64:
  case Immediates::F32:
  case Immediates::F64:
  case Immediates::V128:
    return Rule::Plain;
  case Immediates::MemArg:
    return prefix == 0xFE ? Rule::AtomicAccess : Rule::Access;
  case Immediates::MemArgLane:
    return Rule::LaneAccess;
  case Immediates::Lane:
    return Rule::Lane;
  case Immediates::Shuffle:
    return Rule::Shuffle;
  case Immediates::Memory:
    return opcode == Opcode::MemoryFill ? Rule::MemoryFill : Rule::SizeOrGrow;
  case Immediates::MemoryInit:
    return Rule::MemoryInit;
  case Immediates::Data:
    return Rule::DataDrop;
  case Immediates::Element:
    return Rule::ElemDrop;
  case Immediates::Fence:
    return Rule::Fence;
  case Immediates::BlockType:
  case Immediates::Label:
  case Immediates::LabelTable:
  case Immediates::Function:
  case Immediates::CallIndirect:
  case Immediates::Local:
  case Immediates::Global:
  case Immediates::Table:
  case Immediates::TableCopy:
  case Immediates::TableInit:
  case Immediates::MemoryCopy:
  case Immediates::SelectTypes:
  case Immediates::HeapType:
  case Immediates::Type:
  case Immediates::Tag:
  case Immediates::TryTable:
    break;
  }
  opcodeHasNoRule();
  return Rule::Plain;
}

constexpr TypeCode typeOfLetter(char letter) {
  switch (letter) {
  case 'i':
    return TypeCode::I32;
  case 'I':
    return TypeCode::I64;
  case 'f':
    return TypeCode::F32;
  case 'F':
    return TypeCode::F64;
  case 'v':
    return TypeCode::V128;
  case 'a':
    return TypeCode::Address;
  default:
    malformedSignature();
    return TypeCode::Bottom;
  }
}

/// Lanes of the shape in front of a mnemonic's dot, `i16x8` has 8.
constexpr uint8_t lanesOfShape(const char *mnemonic) {
  while (*mnemonic != 'x' && *mnemonic != '\0')
    ++mnemonic;
  uint8_t lanes = 0;
  for (++mnemonic; *mnemonic >= '0' && *mnemonic <= '9'; ++mnemonic)
    lanes = static_cast<uint8_t>(lanes * 10 + (*mnemonic - '0'));
  return lanes;
}

constexpr Signature makeSignature(Opcode opcode, const char *mnemonic, uint8_t prefix, Immediates immediates,
                                  const char *text, uint8_t accessBytes) {
  bool isSpecial = text[0] == '*';
  Signature result{};
  result.rule = ruleOf(opcode, immediates, prefix, isSpecial);
  if (accessBytes != 0)
    result.accessLog2 = static_cast<uint8_t>(std::countr_zero(accessBytes));
  if (immediates == Immediates::MemArgLane)
    result.lanes = static_cast<uint8_t>(16 / accessBytes);
  else if (immediates == Immediates::Lane)
    result.lanes = lanesOfShape(mnemonic);
  else if (immediates == Immediates::Shuffle)
    result.lanes = 32;
  if (isSpecial)
    return result;
  for (; *text != ':'; ++text) {
    if (result.paramCount == 3)
      malformedSignature();
    result.params[result.paramCount++] = static_cast<uint8_t>(typeOfLetter(*text));
  }
  if (*++text != '\0') {
    result.result = static_cast<uint8_t>(typeOfLetter(*text));
    if (text[1] != '\0')
      malformedSignature();
  }
  return result;
}

} // namespace

constexpr Signature SignatureTable[] = {
#define MELD_OPCODE(Enum, Mnemonic, Prefix, Code, Kind, Text, AccessBytes, FeatureName)                                \
  makeSignature(Opcode::Enum, Mnemonic, Prefix, Immediates::Kind, Text, AccessBytes),
#include "meld/IR/Opcodes.def"
};

namespace {

constexpr std::pair<Opcode, FrequentOpcode::Shape> FrequentImmediates[] = {
    {Opcode::LocalGet, FrequentOpcode::LocalGet}, {Opcode::LocalSet, FrequentOpcode::LocalSet},
    {Opcode::LocalTee, FrequentOpcode::LocalTee}, {Opcode::I32Const, FrequentOpcode::I32Const},
    {Opcode::I64Const, FrequentOpcode::I64Const},
};

constexpr std::array<FrequentOpcode, 256> findFrequent() {
  std::array<FrequentOpcode, 256> result{};
  auto add = [&](Opcode opcode, uint8_t prefix, uint32_t code, Immediates immediates) {
    if (prefix != 0)
      return;
    const Signature &signature = SignatureTable[static_cast<uint16_t>(opcode)];
    FrequentOpcode &entry = result[code];
    entry = {signature, static_cast<uint16_t>(opcode), FrequentOpcode::Other};
    if (signature.rule == Rule::Plain && immediates == Immediates::None)
      entry.shape = FrequentOpcode::Plain;
    else if (signature.rule == Rule::Access)
      entry.shape = FrequentOpcode::Access;
    for (auto [frequent, shape] : FrequentImmediates)
      if (frequent == opcode)
        entry.shape = shape;
  };
#define MELD_OPCODE(Enum, Mnemonic, Prefix, Code, Kind, Text, AccessBytes, FeatureName)                                \
  add(Opcode::Enum, Prefix, Code, Immediates::Kind);
#include "meld/IR/Opcodes.def"
  return result;
}

} // namespace

constexpr std::array<FrequentOpcode, 256> FrequentOpcodes = findFrequent();

} // namespace meld
