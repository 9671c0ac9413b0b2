//===- LocateTest.cpp - where an entity or instruction is -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Module::locate`: names, indices, the instruction's number and its offset in
//       the file, in bodies as read and after edits.
// Why:  every error of a pass points at something by it.
// Never: trusts an offset without looking at the byte that stands there.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/IR/BodyRewriter.h"

using namespace meld;

namespace {

struct Locate : test::ModuleFixture {
  std::unique_ptr<Module> module =
      read("(module (import \"e\" \"i\" (func $i)) (memory $m 1) (global $g i32 (i32.const 4)) (table $t 1 funcref)"
           "(func $before (nop)) (func $f (drop (i32.const 1)) (nop) (drop (memory.grow (i32.const 2))) (nop))"
           "(data $d (i32.const 8) \"abc\") (elem $e (i32.const 0) $f))");
  FunctionId f = functionNamed(*module, "f");

  /// The byte of `f`'s code at which its n-th instruction with that opcode begins.
  uint32_t codeByteOf(Opcode opcode, unsigned n = 0) {
    InstructionCursor cursor = module->functions()[f].body.instructions();
    Instruction instruction;
    while (cursor.next(instruction))
      if (instruction.opcode == opcode && n-- == 0)
        return static_cast<uint32_t>(instruction.begin - cursor.bytes().begin());
    ADD_FAILURE();
    return 0;
  }
  uint8_t byteAt(const Location &location) { return module->inputBytes()[*location.offset]; }
};

TEST_F(Locate, Entities) {
  EXPECT_EQ(module->locate(f).entity, Location::Entity::Function);
  EXPECT_EQ(module->locate(f).index, f.value);
  EXPECT_EQ(module->locate(f).name, "f");
  EXPECT_EQ(module->locate(MemoryId(0)).name, "m");
  EXPECT_EQ(module->locate(GlobalId(0)).name, "g");
  EXPECT_EQ(module->locate(TableId(0)).name, "t");
  EXPECT_EQ(module->locate(DataId(0)).name, "d");
  EXPECT_EQ(module->locate(ElementId(0)).name, "e");
  EXPECT_EQ(byteAt(module->locate(DataId(0))), 0x41); // its offset expression
  EXPECT_EQ(byteAt(module->locate(ElementId(0))), 0x41);
}

TEST_F(Locate, InstructionOfTheInput) {
  Location location = module->locate(f, codeByteOf(Opcode::MemoryGrow));
  EXPECT_EQ(location.instruction, 4u);
  EXPECT_EQ(byteAt(location), 0x40);
  EXPECT_EQ(module->locate(f, 0).instruction, 0u);
}

TEST_F(Locate, InstructionAfterTwoRewrites) {
  for (int round = 1; round <= 2; ++round) {
    BodyRewriter rewriter(module->functions()[f].body, 0);
    Instruction instruction;
    while (rewriter.next(instruction))
      if (instruction.opcode == Opcode::Drop)
        rewriter.insertBefore().op(Opcode::Nop).op(Opcode::Nop).op(Opcode::Nop);
    module->setBody(f, rewriter.finish());
    Location location = module->locate(f, codeByteOf(Opcode::MemoryGrow));
    EXPECT_EQ(location.instruction, 4u) << round;
    EXPECT_EQ(byteAt(location), 0x40) << round;
    location = module->locate(f, codeByteOf(Opcode::Drop, 1));
    EXPECT_EQ(location.instruction, 5u) << round;
    EXPECT_EQ(byteAt(location), 0x1A) << round;
  }
}

TEST_F(Locate, ABodyMadeByAPassHasNoOffset) {
  module->setBody(f, FunctionBody(Bytes{0x00, 0x01, 0x0B}, 1));
  Location location = module->locate(f, 0);
  EXPECT_EQ(location.name, "f");
  EXPECT_FALSE(location.offset);
  EXPECT_FALSE(location.instruction);
}

TEST_F(Locate, AMemoryThatBecameAWindow) {
  MemoryId second = module->add(Memory());
  Window window;
  window.input = second;
  window.name = "heap";
  module->editLayout().windows.push_back(window);
  module->erase(second);
  EXPECT_EQ(module->locate(second).name, "heap");
  EXPECT_EQ(module->locate(second).index, second.value);
}

} // namespace
