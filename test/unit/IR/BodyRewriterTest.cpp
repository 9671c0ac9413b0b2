//===- BodyRewriterTest.cpp - streaming edits ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: inserting, replacing, scratch locals, and where the instructions of a body
//       stood in the input, also after it was rewritten twice.
// Why:  every transformation goes through here; diagnostics of a second pass still
//       point into the file.
// Never: compares only lengths.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/BodyRewriter.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

using Bytes = std::vector<uint8_t>;

/// One run of locals, then: i32.const 1 (padded to 3 bytes); drop; nop; local.get 0;
/// drop; end. The body stands at byte 100 of its file, its code at byte 103.
const Bytes Original{1, 2, 0x7F, 0x41, 0x81, 0x80, 0x00, 0x1A, 0x01, 0x20, 0x00, 0x1A, 0x0B};
constexpr uint64_t FileOffset = 100;

FunctionBody original() { return FunctionBody(Original, FileOffset, 3); }

Bytes codeOf(const FunctionBody &body) { return {body.code().begin(), body.code().end()}; }

/// Inserts two nops before each drop.
FunctionBody insertNops(const FunctionBody &body) {
  BodyRewriter rewriter(body, 2);
  Instruction instruction;
  while (rewriter.next(instruction))
    if (instruction.opcode == Opcode::Drop)
      rewriter.insertBefore().op(Opcode::Nop).op(Opcode::Nop);
  EXPECT_FALSE(rewriter.failed());
  EXPECT_TRUE(rewriter.isEdited());
  return rewriter.finish();
}

/// Replaces local.get by i32.const 300.
FunctionBody replaceGet(const FunctionBody &body) {
  BodyRewriter rewriter(body, 2);
  OpcodeSet wanted{Opcode::LocalGet};
  Instruction instruction;
  while (rewriter.nextIn(wanted, instruction))
    rewriter.replace().i32Const(300);
  return rewriter.finish();
}

/// Offsets of the instructions of a body with that opcode, as the input counts.
std::vector<std::optional<uint64_t>> places(const FunctionBody &body, Opcode opcode) {
  InstructionCursor cursor = body.instructions();
  Instruction instruction;
  std::vector<std::optional<uint64_t>> found;
  while (cursor.next(instruction))
    if (instruction.opcode == opcode)
      found.push_back(body.inputOffsetOf(static_cast<uint32_t>(instruction.begin - body.code().begin())));
  return found;
}

using Places = std::vector<std::optional<uint64_t>>;

TEST(BodyRewriter, WithoutAnEditNothingIsEdited) {
  FunctionBody body = original();
  BodyRewriter rewriter(body, 2);
  Instruction instruction;
  unsigned count = 0;
  while (rewriter.next(instruction))
    ++count;
  EXPECT_EQ(count, 6u);
  EXPECT_FALSE(rewriter.isEdited());
}

TEST(BodyRewriter, InsertsAndKeepsTheRestVerbatim) {
  FunctionBody body = original();
  FunctionBody changed = insertNops(body);
  EXPECT_TRUE(changed.isEdited());
  EXPECT_EQ(codeOf(changed), (Bytes{0x41, 0x81, 0x80, 0x00, 0x01, 0x01, 0x1A, 0x01, 0x20, 0x00, 0x01, 0x01, 0x1A, 0x0B}));
  EXPECT_EQ(Bytes(changed.bytes().begin(), changed.bytes().begin() + 3), (Bytes{1, 2, 0x7F}));
  EXPECT_EQ(codeOf(body), Bytes(Original.begin() + 3, Original.end())); // the old body is as it was
}

TEST(BodyRewriter, Replaces) {
  FunctionBody body = original();
  EXPECT_EQ(codeOf(replaceGet(body)),
            (Bytes{0x41, 0x81, 0x80, 0x00, 0x1A, 0x01, 0x41, 0xAC, 0x02, 0x1A, 0x0B}));
}

TEST(BodyRewriter, ReplacesTheFirstInstructionAndInsertsBeforeIt) {
  FunctionBody body = original();
  BodyRewriter rewriter(body, 2);
  Instruction instruction;
  ASSERT_TRUE(rewriter.next(instruction));
  rewriter.insertBefore().op(Opcode::Nop);
  rewriter.replace().i32Const(2);
  while (rewriter.next(instruction)) {
  }
  FunctionBody changed = rewriter.finish();
  EXPECT_EQ(codeOf(changed), (Bytes{0x01, 0x41, 0x02, 0x1A, 0x01, 0x20, 0x00, 0x1A, 0x0B}));
  EXPECT_EQ(places(changed, Opcode::Drop), (Places{107, 111}));
}

TEST(BodyRewriter, RemovesAnInstruction) {
  FunctionBody body = original();
  BodyRewriter rewriter(body, 2);
  Instruction instruction;
  while (rewriter.next(instruction))
    if (instruction.opcode == Opcode::Nop)
      rewriter.replace();
  EXPECT_EQ(codeOf(rewriter.finish()), (Bytes{0x41, 0x81, 0x80, 0x00, 0x1A, 0x20, 0x00, 0x1A, 0x0B}));
}

TEST(BodyRewriter, ScratchLocalsComeLastAndAreShared) {
  FunctionBody body = original();
  BodyRewriter rewriter(body, 5); // three parameters, two declared
  EXPECT_EQ(rewriter.scratchLocal(ValueType::I32), 5u);
  EXPECT_EQ(rewriter.scratchLocal(ValueType::I64), 6u);
  EXPECT_EQ(rewriter.scratchLocal(ValueType::I32, 1), 7u);
  EXPECT_EQ(rewriter.scratchLocal(ValueType::I32), 5u);
  EXPECT_EQ(rewriter.scratchLocal(ValueType::I64), 6u);
  Instruction instruction;
  while (rewriter.next(instruction)) {
  }
  FunctionBody changed = rewriter.finish();
  std::vector<LocalRun> locals = changed.locals();
  ASSERT_EQ(locals.size(), 4u);
  EXPECT_EQ(locals[0].count, 2u);
  EXPECT_EQ(locals[1].type, ValueType(ValueType::I32));
  EXPECT_EQ(locals[2].type, ValueType(ValueType::I64));
  EXPECT_EQ(locals[3].type, ValueType(ValueType::I32));
  EXPECT_EQ(codeOf(changed), Bytes(Original.begin() + 3, Original.end()));
}

TEST(BodyRewriter, PaddedCountOfLocalsIsUnderstood) {
  const Bytes padded{0x81, 0x80, 0x00, 0x82, 0x00, 0x7E, 0x0B};
  FunctionBody body(padded, 0, 6);
  BodyRewriter rewriter(body, 2);
  rewriter.scratchLocal(ValueType::F64);
  Instruction instruction;
  while (rewriter.next(instruction)) {
  }
  std::vector<LocalRun> locals = rewriter.finish().locals();
  ASSERT_EQ(locals.size(), 2u);
  EXPECT_EQ(locals[0].count, 2u);
  EXPECT_EQ(locals[0].type, ValueType(ValueType::I64));
  EXPECT_EQ(locals[1].type, ValueType(ValueType::F64));
}

TEST(BodyRewriter, PlacesInTheInput) {
  FunctionBody body = original();
  EXPECT_EQ(places(body, Opcode::Drop), (Places{107, 111}));
  FunctionBody changed = insertNops(body);
  EXPECT_EQ(places(changed, Opcode::Drop), (Places{107, 111}));
  EXPECT_EQ(places(changed, Opcode::LocalGet), (Places{109}));
  // Inserted before a drop: they stand for it. The nop in between is the input's.
  EXPECT_EQ(places(changed, Opcode::Nop), (Places{107, 107, 108, 111, 111}));
}

TEST(BodyRewriter, PlacesAfterTwoRewrites) {
  FunctionBody body = original();
  FunctionBody first = insertNops(body);
  FunctionBody second = replaceGet(first);
  EXPECT_EQ(codeOf(second), (Bytes{0x41, 0x81, 0x80, 0x00, 0x01, 0x01, 0x1A, 0x01, 0x41, 0xAC, 0x02, 0x01, 0x01, 0x1A, 0x0B}));
  EXPECT_EQ(places(second, Opcode::Drop), (Places{107, 111}));
  EXPECT_EQ(places(second, Opcode::End), (Places{112}));
  FunctionBody third = insertNops(second);
  EXPECT_EQ(places(third, Opcode::Drop), (Places{107, 111}));
  EXPECT_EQ(places(third, Opcode::End), (Places{112}));
}

TEST(BodyRewriter, AReplacementStandsForWhatItReplaced) {
  FunctionBody body = original();
  FunctionBody changed = replaceGet(body);
  Places constants = places(changed, Opcode::I32Const);
  ASSERT_EQ(constants.size(), 2u);
  EXPECT_EQ(constants[0], 103u);
  // Byte 109 or 110: inside the local.get that it replaced.
  ASSERT_TRUE(constants[1].has_value());
  EXPECT_GE(*constants[1], 109u);
  EXPECT_LE(*constants[1], 110u);
  EXPECT_EQ(places(changed, Opcode::Drop), (Places{107, 111}));
}

TEST(BodyRewriter, ABodyMadeFromNothingHasNoPlaces) {
  FunctionBody made(Bytes{0x00, 0x1A, 0x0B}, 1);
  EXPECT_EQ(made.inputOffsetOf(0), std::nullopt);
  FunctionBody changed = insertNops(made);
  EXPECT_EQ(places(changed, Opcode::Drop), (Places{std::nullopt}));
}

TEST(BodyRewriter, StopsAtMalformedBytes) {
  const Bytes bad{0x00, 0x01, 0x27, 0x0B};
  FunctionBody body(bad, 0, 1);
  BodyRewriter rewriter(body, 0);
  Instruction instruction;
  EXPECT_TRUE(rewriter.next(instruction));
  EXPECT_FALSE(rewriter.next(instruction));
  EXPECT_TRUE(rewriter.failed());
  EXPECT_STREQ(rewriter.error(), "illegal opcode");
}

} // namespace
