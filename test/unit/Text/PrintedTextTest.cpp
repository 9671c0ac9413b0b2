//===- PrintedTextTest.cpp - what the printer prints is read back --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: prints modules and reads the text again, through wabt; the bytes of the
//       code must be the same.
// Why:  the printer's text is only worth something if other tools understand by
//       it what we mean.
// Never: compares text with text alone; a printer that forgets an operand would
//       agree with itself.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/Reader.h"
#include "meld/IR/CodeBuilder.h"
#include "meld/IR/Printer.h"
#include "meld/Text/TextReader.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

std::string print(const Module &module) {
  std::string text;
  llvm::raw_string_ostream out(text);
  printModule(out, module);
  return text;
}

/// The module a text stands for; null, with a test failure, if it is malformed.
std::unique_ptr<Module> read(llvm::StringRef text, DiagnosticEngine &engine) {
  TextReader reader(llvm::MemoryBuffer::getMemBufferCopy(text, "test.wat"));
  Result<std::unique_ptr<llvm::MemoryBuffer>> binary = reader.toBinary();
  if (!binary) {
    std::string printed;
    llvm::raw_string_ostream out(printed);
    printDiagnostic(out, binary.failure().diagnostic(), "test.wat", &reader);
    ADD_FAILURE() << printed << (text.size() < 2000 ? text.str() : std::string());
    return nullptr;
  }
  Result<std::unique_ptr<Module>> module = readModule(std::move(*binary), engine);
  if (!module) {
    ADD_FAILURE() << module.failure().diagnostic().fact;
    return nullptr;
  }
  return std::move(*module);
}

/// A module with two of everything, whose functions 2, 3, ... get the given code.
std::unique_ptr<Module> moduleWith(llvm::ArrayRef<std::vector<uint8_t>> codes, DiagnosticEngine &engine) {
  std::string text = "(module (type (func)) (type (func (param i32 i64) (result f32 f64)))"
                     "(import \"e\" \"f\" (func)) (func $f (type 0) (local i32 i32))"
                     "(table 1 funcref) (table $t 1 externref) (memory 1) (memory $m 1) (tag) (tag $e)"
                     "(global (mut i32) (i32.const 0)) (global $g (mut i32) (i32.const 0))"
                     "(elem func) (elem $i func) (data \"\") (data $d \"\"))";
  std::unique_ptr<Module> module = read(text, engine);
  for (const std::vector<uint8_t> &code : codes) {
    std::vector<uint8_t> bytes = {1, 2, 0x7F}; // two locals of type i32
    encode::bytes(bytes, code);
    Function function;
    function.type = TypeId(0);
    function.body = FunctionBody(std::move(bytes), 3);
    module->add(std::move(function));
  }
  return module;
}

/// wabt 1.0.32 does not read these; the dot products it knows by earlier names.
bool isUnknownToWabt(Opcode opcode) {
  return infoOf(opcode).feature == Feature::FunctionReferences || opcode == Opcode::TryTable ||
         opcode == Opcode::ThrowRef || opcode == Opcode::I16x8RelaxedDotI8x16I7x16S ||
         opcode == Opcode::I32x4RelaxedDotI8x16I7x16AddS;
}

/// Encodings of an instruction, with small and large operands. The labels are right
/// inside two blocks.
std::vector<std::vector<uint8_t>> encodings(Opcode opcode) {
  std::vector<std::vector<uint8_t>> results;
  auto add = [&](llvm::ArrayRef<uint8_t> immediates) {
    std::vector<uint8_t> bytes;
    encode::opcode(bytes, opcode);
    encode::bytes(bytes, immediates);
    results.push_back(std::move(bytes));
  };
  auto natural = static_cast<uint8_t>(llvm::Log2_32(std::max<uint8_t>(infoOf(opcode).accessBytes, 1)));
  switch (infoOf(opcode).immediates) {
  case Immediates::None:
    add({});
    break;
  case Immediates::BlockType:
    add({0x40});
    add({0x7E});
    add({0x01});
    break;
  case Immediates::Label:
  case Immediates::Function:
  case Immediates::Local:
  case Immediates::Global:
  case Immediates::Table:
  case Immediates::Element:
  case Immediates::Data:
  case Immediates::Memory:
  case Immediates::Tag:
    add({0});
    add({1});
    break;
  case Immediates::LabelTable:
    add({0, 1});
    add({3, 0, 1, 1, 0});
    break;
  case Immediates::CallIndirect:
  case Immediates::TableCopy:
  case Immediates::TableInit:
  case Immediates::MemoryCopy:
  case Immediates::MemoryInit:
    for (uint8_t first : {0, 1})
      for (uint8_t second : {0, 1})
        add({first, second});
    break;
  case Immediates::MemArg:
    add({natural, 0});
    add({0, 0x85, 0x01});
    add({static_cast<uint8_t>(0x40 | natural), 1, 0});
    add({0x40, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F});
    break;
  case Immediates::MemArgLane:
    add({natural, 0, 1});
    add({0, 7, 0});
    add({static_cast<uint8_t>(0x40 | natural), 1, 0, 1});
    add({0x40, 1, 9, 1});
    break;
  case Immediates::I32:
    add({0x7F});
    add({0x80, 0x80, 0x80, 0x80, 0x78});
    add({0xFF, 0xFF, 0xFF, 0xFF, 0x07});
    break;
  case Immediates::I64:
    add({0x00});
    add({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7F});
    add({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00});
    break;
  case Immediates::F32:
    for (uint32_t bits : {0u, 0x80000000u, 1u, 0x80000001u, 0x007FFFFFu, 0x00800000u, 0x3F800000u, 0x3DCCCCCDu,
                          0x7F7FFFFFu, 0xFF800000u, 0x7F800000u, 0x7FC00000u, 0xFFC00000u, 0x7F800001u, 0xFFABCDEFu})
      add({uint8_t(bits), uint8_t(bits >> 8), uint8_t(bits >> 16), uint8_t(bits >> 24)});
    break;
  case Immediates::F64:
    for (uint64_t bits : {uint64_t(0), uint64_t(1) << 63, uint64_t(1), uint64_t(0x000FFFFFFFFFFFFF),
                          uint64_t(0x0010000000000000), uint64_t(0x3FB999999999999A), uint64_t(0x7FEFFFFFFFFFFFFF),
                          uint64_t(0x7FF0000000000000), uint64_t(0xFFF0000000000000), uint64_t(0x7FF8000000000000),
                          uint64_t(0xFFF8000000000001), uint64_t(0x7FF0000000000001), uint64_t(0xC024CCCCCCCCCCCD)}) {
      std::vector<uint8_t> bytes;
      for (unsigned i = 0; i < 64; i += 8)
        bytes.push_back(uint8_t(bits >> i));
      add(bytes);
    }
    break;
  case Immediates::V128:
  case Immediates::Shuffle:
    add({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 31});
    break;
  case Immediates::Lane:
    add({0});
    add({1});
    break;
  case Immediates::SelectTypes:
    add({1, 0x7C});
    add({1, 0x6F});
    break;
  case Immediates::HeapType:
    add({0x70});
    add({0x6F});
    break;
  case Immediates::Fence:
    add({0});
    break;
  case Immediates::Type:
  case Immediates::TryTable:
    break;
  }
  return results;
}

/// Code around one instruction that makes it well-formed in the text format.
std::vector<uint8_t> wrap(Opcode opcode, llvm::ArrayRef<uint8_t> instruction) {
  std::vector<uint8_t> code;
  CodeBuilder builder(code);
  if (opcode == Opcode::Else)
    builder.open(Opcode::If).op(Opcode::Nop);
  else if (opcode == Opcode::Catch || opcode == Opcode::CatchAll)
    builder.open(Opcode::Try);
  else
    builder.open(Opcode::Block).open(opcode == Opcode::Delegate ? Opcode::Try : Opcode::Loop);
  if (opcode == Opcode::Delegate)
    builder.op(Opcode::Nop);
  encode::bytes(code, instruction);
  if (opcode == Opcode::Else)
    builder.op(Opcode::Nop);
  if (opensBlock(opcode))
    builder.op(Opcode::Unreachable).end();
  if (opcode != Opcode::Delegate)
    builder.end();
  if (opcode != Opcode::Else && opcode != Opcode::Catch && opcode != Opcode::CatchAll)
    builder.end();
  builder.end();
  return code;
}

TEST(PrintedText, EveryInstructionIsReadBackToTheSameBytes) {
  std::vector<std::vector<uint8_t>> codes;
  unsigned known = 0;
  for (unsigned i = 0; i < OpcodeCount; ++i) {
    auto opcode = static_cast<Opcode>(i);
    if (opcode == Opcode::End || isUnknownToWabt(opcode))
      continue;
    ++known;
    for (const std::vector<uint8_t> &instruction : encodings(opcode))
      codes.push_back(wrap(opcode, instruction));
  }
  EXPECT_GT(known, 500u);
  DiagnosticEngine engine;
  std::unique_ptr<Module> module = moduleWith(codes, engine);
  std::unique_ptr<Module> again = read(print(*module), engine);
  ASSERT_TRUE(again);
  ASSERT_EQ(again->functions().size(), module->functions().size());
  for (uint32_t i = 2; i < module->functions().size(); ++i) {
    std::string text;
    llvm::raw_string_ostream out(text);
    printFunction(out, *module, FunctionId(i));
    EXPECT_EQ(again->functions()[FunctionId(i)].body.bytes(), module->functions()[FunctionId(i)].body.bytes()) << text;
  }
}

TEST(PrintedText, NamesAreMangledAndKeptApart) {
  DiagnosticEngine engine;
  std::unique_ptr<Module> module = moduleWith({}, engine);
  const char *names[] = {"plain", "with space", "f(int)", "plain", "plain_4", "", "\xC3\xA4", "quote\"back\\slash"};
  std::vector<FunctionId> ids;
  for (const char *name : names) {
    Function function;
    function.type = TypeId(0);
    function.body = FunctionBody({0, 0x0B}, 1);
    function.name = module->save(name);
    ids.push_back(module->add(std::move(function)));
  }
  std::unique_ptr<Module> again = read(print(*module), engine);
  ASSERT_TRUE(again);
  // The second `plain` would be plain_5, its id; plain_4 keeps its own name.
  const char *expected[] = {"plain",   "with\\20space", "f\\28int\\29", "plain_5",
                            "plain_4", "",              "\\c3\\a4",     "quote\\22back\\slash"};
  for (size_t i = 0; i < std::size(names); ++i)
    EXPECT_EQ(again->functions()[ids[i]].name, expected[i]);
}

TEST(PrintedText, ErasedEntitiesLeaveNoGapInIndices) {
  DiagnosticEngine engine;
  std::unique_ptr<Module> module =
      read("(module (global $a i32 (i32.const 1)) (global i32 (i32.const 2)) (global i32 (i32.const 3))"
           " (func (export \"f\") (result i32) global.get 2))",
           engine);
  ASSERT_TRUE(module);
  module->erase(GlobalId(1));
  std::string text = print(*module);
  EXPECT_NE(text.find("(global (;1, id 2;) i32 (i32.const 3))"), std::string::npos) << text;
  EXPECT_NE(text.find("global.get 1\n"), std::string::npos) << text;
  std::unique_ptr<Module> again = read(text, engine);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->globals().count(), 2u);
}

TEST(PrintedText, InstructionsOfWindowsAreMarked) {
  DiagnosticEngine engine;
  std::unique_ptr<Module> module =
      read("(module (memory $a 1) (memory $b 1) (func memory.size $b memory.grow $b drop))", engine);
  ASSERT_TRUE(module);
  Window window;
  window.input = MemoryId(1);
  window.name = "b c";
  module->editLayout().mergedMemory = MemoryId(0);
  module->editLayout().windows.push_back(window);
  module->erase(MemoryId(1));
  std::string text = print(*module);
  EXPECT_NE(text.find("memory.size (;window $b\\20c;)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("memory.grow (;window $b\\20c;)\n"), std::string::npos) << text;
}

TEST(PrintedText, MalformedCodeIsShownUpToItsError) {
  DiagnosticEngine engine;
  std::unique_ptr<Module> module = moduleWith({{0x01, 0x27, 0x0B}, {0x02, 0x40, 0x0B}, {0x0B, 0x01}}, engine);
  std::string text = print(*module);
  EXPECT_NE(text.find("nop\n    ;; malformed at byte 1 of the code: illegal opcode 0x27\n  )"), std::string::npos) << text;
  EXPECT_NE(text.find("end\n    ;; malformed: code ends inside a block\n  )"), std::string::npos) << text;
  EXPECT_NE(text.find(";; malformed: code goes on after its end\n  )"), std::string::npos) << text;
}

TEST(PrintedText, DeepNestingIsPrintedInLinearSpace) {
  constexpr unsigned Depth = 20000;
  std::vector<uint8_t> code;
  CodeBuilder builder(code);
  for (unsigned i = 0; i < Depth; ++i)
    builder.open(Opcode::Block);
  for (unsigned i = 0; i <= Depth; ++i)
    builder.end();
  DiagnosticEngine engine;
  std::unique_ptr<Module> module = moduleWith({code}, engine);
  std::string text = print(*module);
  EXPECT_LT(text.size(), Depth * 60u);
  std::unique_ptr<Module> again = read(text, engine);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->functions()[FunctionId(2)].body.code(), module->functions()[FunctionId(2)].body.code());
}

} // namespace
