//===- LebTest.cpp - the limits of LEB128 numbers ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the longest encodings, the bits beyond the width, and the end of the bytes.
// Why:  a decoder that is lax here accepts modules that no engine does, and one that
//       is strict refuses modules that every engine takes.
// Never: tests only canonical encodings.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/CodeBuilder.h"
#include "meld/Support/Leb.h"
#include "gtest/gtest.h"
#include <limits>
#include <string>
#include <vector>

using namespace meld;

namespace {

using Bytes = std::vector<uint8_t>;

/// What a reader made of some bytes: the value, or why not.
struct Outcome {
  std::string reason;
  uint64_t value = 0;
  size_t length = 0;
};

template <unsigned Bits> Outcome readU(const Bytes &bytes) {
  Outcome outcome;
  const uint8_t *position = bytes.data();
  const char *reason = nullptr;
  if (!leb::readUnsigned<Bits>(position, bytes.data() + bytes.size(), outcome.value, reason))
    outcome.reason = reason;
  outcome.length = static_cast<size_t>(position - bytes.data());
  return outcome;
}

template <unsigned Bits> Outcome readS(const Bytes &bytes) {
  Outcome outcome;
  const uint8_t *position = bytes.data();
  const char *reason = nullptr;
  int64_t value = 0;
  if (!leb::readSigned<Bits>(position, bytes.data() + bytes.size(), value, reason))
    outcome.reason = reason;
  outcome.value = static_cast<uint64_t>(value);
  outcome.length = static_cast<size_t>(position - bytes.data());
  return outcome;
}

TEST(Leb, Unsigned32TakesFiveBytesAtMost) {
  EXPECT_EQ(readU<32>({0xFF, 0xFF, 0xFF, 0xFF, 0x0F}).value, 0xFFFFFFFFu);
  EXPECT_EQ(readU<32>({0x80, 0x80, 0x80, 0x80, 0x00}).value, 0u);
  EXPECT_EQ(readU<32>({0x80, 0x80, 0x80, 0x80, 0x00}).length, 5u);
  EXPECT_EQ(readU<32>({0x83, 0x80, 0x80, 0x80, 0x80, 0x00}).reason, leb::TooLong);
}

TEST(Leb, Unsigned32FifthByteHasFourBits) {
  EXPECT_EQ(readU<32>({0x80, 0x80, 0x80, 0x80, 0x0F}).reason, "");
  for (uint8_t bit : {0x10, 0x20, 0x40})
    EXPECT_EQ(readU<32>({0x80, 0x80, 0x80, 0x80, bit}).reason, leb::TooLarge) << unsigned(bit);
}

TEST(Leb, Unsigned64TenthByteHasOneBit) {
  Bytes nine(9, 0xFF);
  Bytes largest = nine, beyond = nine, eleven(10, 0x80);
  largest.push_back(0x01);
  beyond.push_back(0x02);
  eleven.push_back(0x00);
  EXPECT_EQ(readU<64>(largest).value, ~uint64_t(0));
  EXPECT_EQ(readU<64>(beyond).reason, leb::TooLarge);
  EXPECT_EQ(readU<64>(eleven).reason, leb::TooLong);
}

TEST(Leb, Signed32FifthByteRepeatsTheSign) {
  EXPECT_EQ(readS<32>({0x80, 0x80, 0x80, 0x80, 0x78}).value, static_cast<uint64_t>(int64_t(INT32_MIN)));
  EXPECT_EQ(readS<32>({0xFF, 0xFF, 0xFF, 0xFF, 0x07}).value, uint64_t(INT32_MAX));
  EXPECT_EQ(readS<32>({0xFF, 0xFF, 0xFF, 0xFF, 0x7F}).value, ~uint64_t(0));
  // Negative with a cleared unused bit, positive with a set one.
  EXPECT_EQ(readS<32>({0x80, 0x80, 0x80, 0x80, 0x68}).reason, leb::TooLarge);
  EXPECT_EQ(readS<32>({0x80, 0x80, 0x80, 0x80, 0x08}).reason, leb::TooLarge);
  EXPECT_EQ(readS<32>({0xFF, 0xFF, 0xFF, 0xFF, 0x17}).reason, leb::TooLarge);
  EXPECT_EQ(readS<32>({0x80, 0x80, 0x80, 0x80, 0x80, 0x00}).reason, leb::TooLong);
}

TEST(Leb, Signed33TakesTypeIndicesUpTo32Bits) {
  EXPECT_EQ(readS<33>({0xFF, 0xFF, 0xFF, 0xFF, 0x0F}).value, 0xFFFFFFFFu);
  EXPECT_EQ(readS<33>({0x80, 0x80, 0x80, 0x80, 0x70}).value, static_cast<uint64_t>(-(int64_t(1) << 32)));
  EXPECT_EQ(readS<33>({0xFF, 0xFF, 0xFF, 0xFF, 0x2F}).reason, leb::TooLarge);
}

TEST(Leb, Signed64TenthByteIsAllSign) {
  Bytes smallest(9, 0x80), largest(9, 0xFF), wrong(9, 0x80);
  smallest.push_back(0x7F);
  largest.push_back(0x00);
  wrong.push_back(0x01);
  EXPECT_EQ(readS<64>(smallest).value, uint64_t(1) << 63);
  EXPECT_EQ(readS<64>(largest).value, (uint64_t(1) << 63) - 1);
  EXPECT_EQ(readS<64>(wrong).reason, leb::TooLarge);
}

TEST(Leb, StopsAtTheEnd) {
  for (size_t length = 0; length < 5; ++length) {
    EXPECT_EQ(readU<32>(Bytes(length, 0x80)).reason, leb::UnexpectedEnd) << length;
    EXPECT_EQ(readS<33>(Bytes(length, 0x80)).reason, leb::UnexpectedEnd) << length;
  }
  const Bytes bytes{0x80, 0x80, 0x00, 0x80};
  const uint8_t *position = bytes.data();
  EXPECT_TRUE(leb::skip(position, bytes.data() + 4));
  EXPECT_EQ(position, bytes.data() + 3);
  EXPECT_FALSE(leb::skip(position, bytes.data() + 4));
}

TEST(Leb, WhatIsWrittenIsReadBackAndShortest) {
  for (unsigned bit = 0; bit < 64; ++bit)
    for (int64_t delta : {-1, 0, 1}) {
      uint64_t value = (uint64_t(1) << bit) + static_cast<uint64_t>(delta);
      Bytes unsignedBytes, signedBytes;
      encode::unsignedLeb(unsignedBytes, value);
      encode::signedLeb(signedBytes, static_cast<int64_t>(value));
      EXPECT_EQ(readU<64>(unsignedBytes).value, value);
      EXPECT_EQ(readS<64>(signedBytes).value, value);
      // One byte less cannot hold it.
      if (unsignedBytes.size() > 1) {
        EXPECT_NE(unsignedBytes.back(), 0u) << value;
      }
      if (signedBytes.size() > 1) {
        bool isPadding = (signedBytes.back() == 0x00 && !(signedBytes[signedBytes.size() - 2] & 0x40)) ||
                         (signedBytes.back() == 0x7F && (signedBytes[signedBytes.size() - 2] & 0x40));
        EXPECT_FALSE(isPadding) << value;
      }
    }
}

} // namespace
