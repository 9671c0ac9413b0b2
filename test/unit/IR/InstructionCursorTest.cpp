//===- InstructionCursorTest.cpp - decoding and skipping agree -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: an encoding of every opcode of the table, plain and padded, is decoded by
//       `next` and stepped over by `nextIn`; both must see the same instructions.
// Why:  analyses skip, the verifier decodes. If the two disagree on the length of one
//       instruction, an analysis reads immediates as opcodes.
// Never: takes the expected length from the code under test.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/CodeBuilder.h"
#include "meld/Support/Leb.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

using Bytes = std::vector<uint8_t>;

/// Appends a number in `width` bytes at least (0: the shortest form).
void pad(Bytes &out, uint64_t value, unsigned width) {
  for (unsigned i = 1; i < width || value >= 0x80; ++i) {
    out.push_back(static_cast<uint8_t>(value) | 0x80);
    value >>= 7;
  }
  out.push_back(static_cast<uint8_t>(value));
}

/// One instruction; index operands are padded to `width` bytes.
Bytes encodeInstruction(Opcode opcode, unsigned width) {
  const OpcodeInfo &info = infoOf(opcode);
  Bytes out;
  if (info.prefix == 0) {
    out.push_back(static_cast<uint8_t>(info.code));
  } else {
    out.push_back(info.prefix);
    pad(out, info.code, width);
  }
  auto index = [&](uint64_t value) { pad(out, value, width); };
  switch (info.immediates) {
  case Immediates::None:
    break;
  case Immediates::Label:
  case Immediates::Function:
  case Immediates::Local:
  case Immediates::Global:
  case Immediates::Table:
  case Immediates::Element:
  case Immediates::Data:
  case Immediates::Memory:
  case Immediates::Type:
  case Immediates::Tag:
    index(3);
    break;
  case Immediates::CallIndirect:
  case Immediates::TableCopy:
  case Immediates::TableInit:
  case Immediates::MemoryCopy:
  case Immediates::MemoryInit:
    index(3);
    index(1);
    break;
  case Immediates::LabelTable:
    index(2);
    index(0);
    index(1);
    index(2);
    break;
  case Immediates::MemArg:
  case Immediates::MemArgLane:
    if (width > 1) {
      index(0x42); // an index follows
      index(5);
    } else {
      index(2);
    }
    pad(out, 0x12345, width ? 10 : 0);
    if (info.immediates == Immediates::MemArgLane)
      out.push_back(0x0B); // reads as `end` if the lane is forgotten
    break;
  case Immediates::I32:
    if (width == 0)
      out.push_back(0x0B);
    else
      out.insert(out.end(), {0x8B, 0x80, 0x80, 0x80, 0x00});
    break;
  case Immediates::I64:
    if (width == 0)
      out.push_back(0x0B);
    else
      out.insert(out.end(), {0x8B, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00});
    break;
  case Immediates::F32:
    out.insert(out.end(), 4, 0x0B);
    break;
  case Immediates::F64:
    out.insert(out.end(), 8, 0x0B);
    break;
  case Immediates::V128:
  case Immediates::Shuffle:
    out.insert(out.end(), 16, 0x0B);
    break;
  case Immediates::Lane:
  case Immediates::Fence:
    out.push_back(info.immediates == Immediates::Lane ? 0x0B : 0x00);
    break;
  case Immediates::BlockType:
    if (width == 0)
      out.push_back(0x40);
    else
      index(3); // a type
    break;
  case Immediates::SelectTypes:
    index(1);
    if (width == 0)
      out.push_back(ValueType::I32);
    else
      out.insert(out.end(), {ValueType::RefNull, HeapType::Func});
    break;
  case Immediates::HeapType:
    if (width == 0)
      out.push_back(HeapType::Extern);
    else
      index(3);
    break;
  case Immediates::TryTable:
    if (width == 0)
      out.push_back(0x40);
    else
      out.insert(out.end(), {ValueType::Ref, 0x83, 0x00}); // (ref 3)
    index(4);
    out.push_back(CatchClause::Catch);
    index(11);
    index(0);
    out.push_back(CatchClause::CatchRef);
    index(11);
    index(0);
    out.push_back(CatchClause::CatchAll);
    index(11);
    out.push_back(CatchClause::CatchAllRef);
    index(11);
    break;
  }
  return out;
}

struct Step {
  Opcode opcode;
  size_t begin, end;
  friend bool operator==(const Step &, const Step &) = default;
};

std::ostream &operator<<(std::ostream &out, const Step &step) {
  return out << infoOf(step.opcode).mnemonic << " [" << step.begin << ", " << step.end << ")";
}

template <class Advance> std::vector<Step> walk(const Bytes &bytes, Advance advance) {
  InstructionCursor cursor(bytes);
  Instruction instruction;
  std::vector<Step> steps;
  while (advance(cursor, instruction))
    steps.push_back({instruction.opcode, static_cast<size_t>(instruction.begin - bytes.data()),
                     static_cast<size_t>(instruction.end - bytes.data())});
  EXPECT_FALSE(cursor.failed()) << cursor.error() << " at " << cursor.offset();
  return steps;
}

/// Every opcode, in the given padding, three times each so that each also stands
/// before every other length of itself.
struct Sequence {
  Bytes bytes;
  std::vector<Step> steps;
  void append(Opcode opcode, unsigned width) {
    Bytes one = encodeInstruction(opcode, width);
    steps.push_back({opcode, bytes.size(), bytes.size() + one.size()});
    bytes.insert(bytes.end(), one.begin(), one.end());
  }
};

Sequence everyOpcode() {
  Sequence sequence;
  for (unsigned width : {0u, 1u, 2u, 5u})
    for (unsigned i = 0; i < OpcodeCount; ++i)
      sequence.append(static_cast<Opcode>(i), width);
  return sequence;
}

TEST(InstructionCursor, NextFindsEveryInstruction) {
  Sequence sequence = everyOpcode();
  EXPECT_EQ(walk(sequence.bytes, [](auto &cursor, auto &i) { return cursor.next(i); }), sequence.steps);
}

TEST(InstructionCursor, NextInFindsNothingIfNothingIsWanted) {
  Sequence sequence = everyOpcode();
  OpcodeSet none;
  EXPECT_TRUE(walk(sequence.bytes, [&](auto &cursor, auto &i) { return cursor.nextIn(none, i); }).empty());
}

TEST(InstructionCursor, NextInFindsEachOpcodeExactlyWhereNextDoes) {
  Sequence sequence = everyOpcode();
  for (unsigned i = 0; i < OpcodeCount; ++i) {
    auto opcode = static_cast<Opcode>(i);
    OpcodeSet wanted{opcode};
    std::vector<Step> expected;
    for (const Step &step : sequence.steps)
      if (step.opcode == opcode)
        expected.push_back(step);
    ASSERT_EQ(expected.size(), 4u);
    ASSERT_EQ(walk(sequence.bytes, [&](auto &cursor, auto &x) { return cursor.nextIn(wanted, x); }), expected);
  }
}

/// The bytes at the very end are decoded by another, bounded path.
TEST(InstructionCursor, EachOpcodeAloneAndTruncated) {
  for (unsigned width : {0u, 2u, 5u})
    for (unsigned i = 0; i < OpcodeCount; ++i) {
      auto opcode = static_cast<Opcode>(i);
      Sequence sequence;
      sequence.append(opcode, width);
      OpcodeSet wanted{opcode}, none;
      ASSERT_EQ(walk(sequence.bytes, [](auto &cursor, auto &x) { return cursor.next(x); }), sequence.steps);
      ASSERT_EQ(walk(sequence.bytes, [&](auto &cursor, auto &x) { return cursor.nextIn(wanted, x); }), sequence.steps);
      for (size_t length = 1; length < sequence.bytes.size(); ++length) {
        // In a heap block of exactly that size, so that a sanitizer sees a read past it.
        Bytes cut(sequence.bytes.begin(), sequence.bytes.begin() + static_cast<ptrdiff_t>(length));
        cut.shrink_to_fit();
        for (int kind = 0; kind < 3; ++kind) {
          InstructionCursor cursor(cut);
          Instruction instruction;
          while (kind == 0 ? cursor.next(instruction) : cursor.nextIn(kind == 1 ? wanted : none, instruction)) {
          }
          ASSERT_TRUE(cursor.failed()) << infoOf(opcode).mnemonic << " cut to " << length << ", kind " << kind;
        }
      }
    }
}

TEST(InstructionCursor, CountedAccessesPlusFoundOnesAreAll) {
  Sequence sequence = everyOpcode();
  OpcodeSet accesses;
  accesses.insertAll(Immediates::MemArg);
  accesses.insertAll(Immediates::MemArgLane);
  uint64_t all = 0;
  for (const Step &step : sequence.steps)
    all += accesses.contains(step.opcode);
  SkippedAccesses skipped;
  uint64_t found = walk(sequence.bytes, [&](auto &cursor, auto &x) { return cursor.nextIn(accesses, x, skipped); }).size();
  EXPECT_EQ(found + skipped.count, all);
  EXPECT_GT(skipped.count, 0u);
  EXPECT_GT(skipped.offsetBound(), 0x12345u);
}

TEST(InstructionCursor, SkippedAccessesNameMemoryZeroOnly) {
  // Memory 5 with a one-byte flag, then a plain access of memory 0, then padding.
  Bytes bytes{0x28, 0x42, 0x05, 0x04, 0x28, 0x02, 0x08};
  bytes.insert(bytes.end(), 16, 0x01);
  OpcodeSet accesses{Opcode::I32Load};
  SkippedAccesses skipped;
  InstructionCursor cursor(bytes);
  Instruction instruction;
  ASSERT_TRUE(cursor.nextIn(accesses, instruction, skipped));
  EXPECT_EQ(instruction.memory(), MemoryId(5));
  EXPECT_EQ(instruction.staticOffset(), 4u);
  EXPECT_FALSE(cursor.nextIn(accesses, instruction, skipped));
  EXPECT_EQ(skipped.count, 1u);
  EXPECT_GT(skipped.offsetBound(), 8u);
}

TEST(InstructionCursor, OperandsOfEachKind) {
  auto decode = [](const Bytes &bytes) {
    static Bytes kept;
    kept = bytes;
    InstructionCursor cursor(kept);
    Instruction instruction;
    EXPECT_TRUE(cursor.next(instruction)) << cursor.error();
    return instruction;
  };
  Instruction copy = decode(encodeInstruction(Opcode::MemoryCopy, 5));
  EXPECT_EQ(copy.memory(), MemoryId(3));
  EXPECT_EQ(copy.sourceMemory(), MemoryId(1));
  Instruction init = decode(encodeInstruction(Opcode::MemoryInit, 0));
  EXPECT_EQ(init.data(), DataId(3));
  EXPECT_EQ(init.memory(), MemoryId(1));
  Instruction call = decode(encodeInstruction(Opcode::CallIndirect, 0));
  EXPECT_EQ(call.type(), TypeId(3));
  EXPECT_EQ(call.table(), TableId(1));
  Instruction tableInit = decode(encodeInstruction(Opcode::TableInit, 0));
  EXPECT_EQ(tableInit.element(), ElementId(3));
  EXPECT_EQ(tableInit.table(), TableId(1));
  Instruction load = decode({0x28, 0x42, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F});
  EXPECT_EQ(load.memory(), MemoryId(0));
  EXPECT_TRUE(load.hasMemoryIndex());
  EXPECT_EQ(load.alignLog2, 2u);
  EXPECT_EQ(load.staticOffset(), 0xFFFFFFFFu);
  Instruction lane = decode(encodeInstruction(Opcode::V128Load8Lane, 5));
  EXPECT_EQ(lane.memory(), MemoryId(5));
  EXPECT_EQ(lane.lane, 0x0B);
  std::vector<uint32_t> labels;
  decode(encodeInstruction(Opcode::BrTable, 5)).forEachLabel([&](uint32_t label) { labels.push_back(label); });
  EXPECT_EQ(labels, (std::vector<uint32_t>{0, 1, 2}));
  std::vector<uint32_t> tags, targets;
  decode(encodeInstruction(Opcode::TryTable, 2)).forEachCatch([&](CatchClause clause) {
    if (clause.tag)
      tags.push_back(clause.tag->value);
    targets.push_back(clause.label);
  });
  EXPECT_EQ(tags, (std::vector<uint32_t>{11, 11}));
  EXPECT_EQ(targets, (std::vector<uint32_t>{0, 0, 11, 11}));
}

TEST(InstructionCursor, RefusesWhatTheFormatForbids) {
  auto reason = [](Bytes bytes) {
    bytes.insert(bytes.end(), 40, 0x01); // far from the end: the fast path
    InstructionCursor cursor(bytes);
    Instruction instruction;
    bool done = cursor.next(instruction);
    return done ? "" : cursor.describeError();
  };
  EXPECT_EQ(reason({0x27}), "illegal opcode 0x27");
  EXPECT_EQ(reason({0xFC, 0x7F}), "illegal opcode 0xfc 0x7f");
  EXPECT_EQ(reason({0xFD, 0x94, 0x02}), "illegal opcode 0xfd 0x114");
  EXPECT_EQ(reason({0xFB, 0x00}), "struct.new is an instruction of garbage collection, which is not supported");
  EXPECT_EQ(reason({0xFB, 0x9E, 0x80, 0x00}), "i31.get_u is an instruction of garbage collection, which is not supported");
  EXPECT_EQ(reason({0xFB, 0x1F}), "illegal opcode 0xfb");
  EXPECT_EQ(reason({0xD0, 0x6E}), "heap type any is of garbage collection, which is not supported");
  EXPECT_EQ(reason({0xD0, 0x61}), "malformed heap type");
  EXPECT_EQ(reason({0xD0, 0xF0, 0x7F}), "malformed heap type"); // func, but in two bytes
  EXPECT_EQ(reason({0x28, 0x80, 0x01, 0x00}), "malformed memop flags");
  EXPECT_EQ(reason({0x20, 0x80, 0x80, 0x80, 0x80, 0x10}), leb::TooLarge);
  EXPECT_EQ(reason({0x20, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}), leb::TooLong);
  EXPECT_EQ(reason({0x41, 0x80, 0x80, 0x80, 0x80, 0x40}), leb::TooLarge);
}

} // namespace
