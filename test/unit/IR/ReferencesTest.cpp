//===- ReferencesTest.cpp - the one visitor of references ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for each kind of immediate, which ids an instruction refers to, in which
//       space, and where they are encoded; the same for bodies and segments.
// Why:  a reference that the visitor misses is one that renumbering leaves stale.
// Never: leaves a kind of immediate out: the table below has a row for each.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/IR/References.h"
#include <set>

using namespace meld;

namespace {

using Bytes = std::vector<uint8_t>;
using Found = std::vector<std::pair<Space, uint32_t>>;

struct Row {
  Opcode opcode;
  Bytes bytes;
  Found references;
};

const std::vector<Row> &rows() {
  static const std::vector<Row> all{
      {Opcode::Nop, {0x01}, {}},
      {Opcode::Block, {0x02, 0x87, 0x80, 0x00}, {{Space::Type, 7}}},
      {Opcode::Br, {0x0C, 0x01}, {}},
      {Opcode::BrTable, {0x0E, 0x01, 0x00, 0x00}, {}},
      {Opcode::Call, {0x10, 0x85, 0x00}, {{Space::Function, 5}}},
      {Opcode::ReturnCall, {0x12, 0x05}, {{Space::Function, 5}}},
      {Opcode::RefFunc, {0xD2, 0x06}, {{Space::Function, 6}}},
      {Opcode::CallIndirect, {0x11, 0x03, 0x02}, {{Space::Type, 3}, {Space::Table, 2}}},
      {Opcode::LocalGet, {0x20, 0x01}, {}},
      {Opcode::GlobalSet, {0x24, 0x04}, {{Space::Global, 4}}},
      {Opcode::TableSize, {0xFC, 0x90, 0x00, 0x03}, {{Space::Table, 3}}},
      {Opcode::TableCopy, {0xFC, 0x0E, 0x02, 0x01}, {{Space::Table, 2}, {Space::Table, 1}}},
      {Opcode::TableInit, {0xFC, 0x0C, 0x02, 0x01}, {{Space::Element, 2}, {Space::Table, 1}}},
      {Opcode::ElemDrop, {0xFC, 0x0D, 0x02}, {{Space::Element, 2}}},
      {Opcode::DataDrop, {0xFC, 0x09, 0x02}, {{Space::Data, 2}}},
      {Opcode::MemoryGrow, {0x40, 0x82, 0x00}, {{Space::Memory, 2}}},
      {Opcode::MemoryCopy, {0xFC, 0x0A, 0x02, 0x01}, {{Space::Memory, 2}, {Space::Memory, 1}}},
      {Opcode::MemoryInit, {0xFC, 0x08, 0x02, 0x01}, {{Space::Data, 2}, {Space::Memory, 1}}},
      {Opcode::I32Load, {0x28, 0x42, 0x03, 0x00}, {{Space::Memory, 3}}},
      {Opcode::I32Store, {0x36, 0x02, 0x00}, {{Space::Memory, 0}}},
      {Opcode::V128Load8Lane, {0xFD, 0x54, 0x40, 0x03, 0x00, 0x01}, {{Space::Memory, 3}}},
      {Opcode::I32Const, {0x41, 0x05}, {}},
      {Opcode::I64Const, {0x42, 0x05}, {}},
      {Opcode::F32Const, {0x43, 1, 2, 3, 4}, {}},
      {Opcode::F64Const, {0x44, 1, 2, 3, 4, 5, 6, 7, 8}, {}},
      {Opcode::V128Const, {0xFD, 0x0C, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, {}},
      {Opcode::I8x16ExtractLaneS, {0xFD, 0x15, 0x01}, {}},
      {Opcode::I8x16Shuffle, {0xFD, 0x0D, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, {}},
      {Opcode::SelectTyped, {0x1C, 0x02, 0x63, 0x04, 0x64, 0x05}, {{Space::Type, 4}, {Space::Type, 5}}},
      {Opcode::RefNull, {0xD0, 0x03}, {{Space::Type, 3}}},
      {Opcode::CallRef, {0x14, 0x03}, {{Space::Type, 3}}},
      {Opcode::Throw, {0x08, 0x03}, {{Space::Tag, 3}}},
      {Opcode::TryTable,
       {0x1F, 0x64, 0x09, 0x04, 0x00, 0x07, 0x00, 0x01, 0x08, 0x00, 0x02, 0x05, 0x03, 0x06},
       {{Space::Type, 9}, {Space::Tag, 7}, {Space::Tag, 8}}},
      {Opcode::AtomicFence, {0xFE, 0x03, 0x00}, {}},
  };
  return all;
}

Instruction decode(const Bytes &bytes) {
  InstructionCursor cursor(bytes);
  Instruction instruction;
  EXPECT_TRUE(cursor.next(instruction)) << cursor.error();
  EXPECT_EQ(instruction.end, bytes.data() + bytes.size());
  return instruction;
}

TEST(References, OfEachKindOfImmediate) {
  std::set<Immediates> covered;
  for (const Row &row : rows()) {
    Instruction instruction = decode(row.bytes);
    ASSERT_EQ(instruction.opcode, row.opcode) << infoOf(row.opcode).mnemonic;
    covered.insert(instruction.immediates());
    Found found;
    visitReferences(instruction, [&](const Reference &reference) {
      found.emplace_back(reference.space, reference.id);
      // The place is inside the instruction and decodes to the id.
      ASSERT_LT(reference.begin, reference.end);
      ASSERT_GT(reference.begin, instruction.begin);
      ASSERT_LE(reference.end, instruction.end);
      const uint8_t *position = reference.begin;
      if (reference.form == Reference::MemArgFlags)
        return;
      EXPECT_EQ(reference.form == Reference::SignedType ? static_cast<uint64_t>(encoded::readSigned(position))
                                                        : encoded::readUnsigned(position),
                reference.id);
      EXPECT_EQ(position, reference.end);
    });
    EXPECT_EQ(found, row.references) << infoOf(row.opcode).mnemonic;
    EXPECT_TRUE(found.empty() || referringOpcodes().contains(row.opcode)) << infoOf(row.opcode).mnemonic;
  }
  // No kind of the table may lack a row above.
  for (unsigned i = 0; i < OpcodeCount; ++i)
    EXPECT_TRUE(covered.count(OpcodeTable[i].immediates)) << OpcodeTable[i].mnemonic;
}

TEST(References, PlainTypesAreNone) {
  for (const Bytes &bytes : {Bytes{0x02, 0x40}, Bytes{0x02, 0x7F}, Bytes{0x02, 0x70}, Bytes{0x02, 0x63, 0x70},
                             Bytes{0xD0, 0x6F}, Bytes{0x1C, 0x01, 0x7E}}) {
    unsigned count = 0;
    visitReferences(decode(bytes), [&](const Reference &) { ++count; });
    EXPECT_EQ(count, 0u);
  }
}

TEST(References, AMemoryIndexIsTheFlagsAndTheIndex) {
  Bytes bytes{0x28, 0xC2, 0x80, 0x00, 0x83, 0x00, 0x10}; // padded flags, padded index 3
  unsigned count = 0;
  visitReferences(decode(bytes), [&](const Reference &reference) {
    ++count;
    EXPECT_EQ(reference.form, Reference::MemArgFlags);
    EXPECT_EQ(reference.id, 3u);
    EXPECT_EQ(reference.begin, bytes.data() + 1);
    EXPECT_EQ(reference.end, bytes.data() + 6);
  });
  EXPECT_EQ(count, 1u);
}

TEST(References, OfABodyIncludeItsLocals) {
  Bytes bytes{2, 1, 0x63, 0x05, 1, 0x7F, 0x10, 0x02, 0x0B};
  FunctionBody body(bytes, 0, 6);
  Found found;
  EXPECT_TRUE(visitReferences(body, [&](const Reference &reference) { found.emplace_back(reference.space, reference.id); }));
  EXPECT_EQ(found, (Found{{Space::Type, 5}, {Space::Function, 2}}));
}

TEST(References, OfAMalformedBodyAreReportedAsIncomplete) {
  Bytes bytes{0, 0x10, 0x02, 0x27, 0x0B};
  FunctionBody body(bytes, 0, 1);
  unsigned count = 0;
  EXPECT_FALSE(visitReferences(body, [&](const Reference &) { ++count; }));
  EXPECT_EQ(count, 1u);
}

using ReferencesOfModule = test::ModuleFixture;

TEST_F(ReferencesOfModule, ElementSegments) {
  std::unique_ptr<Module> module = read("(module (func $a) (func $b) (func $c) (global $g funcref (ref.func $c)) (table 4 funcref)"
                                        "(elem (i32.const 0) $a $b) (elem funcref (ref.func $b) (ref.null func) (global.get $g)))");
  ASSERT_TRUE(module);
  std::vector<std::vector<uint32_t>> functions;
  Found all;
  for (ElementId id : module->elementSegments().ids()) {
    functions.emplace_back();
    visitFunctions(module->elementSegments()[id], [&](FunctionId function) { functions.back().push_back(function.value); });
    visitItems(module->elementSegments()[id], [&](const Reference &reference) { all.emplace_back(reference.space, reference.id); });
  }
  EXPECT_EQ(functions, (std::vector<std::vector<uint32_t>>{{0, 1}, {1}}));
  EXPECT_EQ(all, (Found{{Space::Function, 0}, {Space::Function, 1}, {Space::Function, 1}, {Space::Global, 0}}));
}

} // namespace
