//===- CheckedMathTest.cpp - arithmetic that cannot wrap -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: overflow of each operation, that it is never lost again, and page rounding.
// Why:  the layout of memories rests on it.
// Never: compares with arithmetic that wraps itself.
//
//===----------------------------------------------------------------------===//

#include "meld/Support/CheckedMath.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

constexpr uint64_t Max = ~uint64_t(0);

TEST(Checked, ExactAtTheEdge) {
  EXPECT_EQ((Checked(Max - 1) + 1).value(), Max);
  EXPECT_EQ((Checked(5) - 5).value(), 0u);
  EXPECT_EQ((Checked(uint64_t(1) << 32) * ((uint64_t(1) << 32) - 1)).value(), Max - (uint64_t(1) << 32) + 1);
}

TEST(Checked, OverflowsPastTheEdge) {
  EXPECT_TRUE((Checked(Max) + 1).overflowed());
  EXPECT_TRUE((Checked(4) - 5).overflowed());
  EXPECT_TRUE((Checked(uint64_t(1) << 32) * (uint64_t(1) << 32)).overflowed());
}

TEST(Checked, OverflowIsAbsorbing) {
  Checked lost = Checked(Max) + 1;
  EXPECT_TRUE((lost - 1).overflowed());
  EXPECT_TRUE((lost * 0).overflowed());
  EXPECT_TRUE((Checked(0) + lost).overflowed());
  EXPECT_TRUE(lost.alignedTo(16).overflowed());
  EXPECT_FALSE(lost.fits(Max));
  EXPECT_EQ(lost.value(), std::nullopt);
}

TEST(Checked, FitsIsInclusive) {
  EXPECT_TRUE(Checked(7).fits(7));
  EXPECT_FALSE(Checked(8).fits(7));
}

TEST(Checked, AlignedTo) {
  EXPECT_EQ(Checked(0).alignedTo(16).value(), 0u);
  EXPECT_EQ(Checked(1).alignedTo(16).value(), 16u);
  EXPECT_EQ(Checked(16).alignedTo(16).value(), 16u);
  EXPECT_EQ(Checked(Max - 15).alignedTo(16).value(), Max - 15);
  EXPECT_TRUE(Checked(Max - 14).alignedTo(16).overflowed());
}

TEST(Checked, PagesAndBytes) {
  EXPECT_EQ(pagesToBytes(65536).value(), uint64_t(1) << 32);
  EXPECT_TRUE(pagesToBytes(uint64_t(1) << 48).overflowed());
  EXPECT_EQ(bytesToPages(0).value(), 0u);
  EXPECT_EQ(bytesToPages(1).value(), 1u);
  EXPECT_EQ(bytesToPages(65536).value(), 1u);
  EXPECT_EQ(bytesToPages(65537).value(), 2u);
  EXPECT_EQ(bytesToPages(uint64_t(1) << 32).value(), MaxPages32);
  EXPECT_TRUE(bytesToPages(Max).overflowed());
}

} // namespace
