//===- ProtectionRegionTest.cpp --------------------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: places and regions of a protection unit, against a search of all regions.
// Why:  a region that is off by one part opens a neighbour.
// Never: uses the arithmetic that it tests.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/ProtectionRegion.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

bool covers(const ProtectionRegion &region, uint64_t byte) {
  const uint64_t size = uint64_t(1) << region.sizeLog2;
  if (byte < region.baseBytes || byte >= region.baseBytes + size)
    return false;
  return ((region.disabledParts >> ((byte - region.baseBytes) / (size / 8))) & 1) == 0;
}

/// Everything in the window, nothing else up to the limit.
void expectCovered(const ProtectionRegion &region, uint64_t begin, uint64_t end, uint64_t limit) {
  EXPECT_EQ(region.baseBytes % (uint64_t(1) << region.sizeLog2), 0u);
  for (uint64_t byte : {begin, begin + 1, (begin + end) / 2, end - 1})
    EXPECT_TRUE(covers(region, byte)) << byte;
  if (begin != 0) {
    EXPECT_FALSE(covers(region, begin - 1));
  }
  EXPECT_FALSE(covers(region, limit));
  EXPECT_FALSE(covers(region, limit + (limit - begin)));
}

TEST(ProtectionRegion, CoversExactly) {
  std::optional<ProtectionRegion> region = coveringRegion(0, 0x50000, 0x50000);
  ASSERT_TRUE(region);
  EXPECT_EQ(region->sizeLog2, 19u);
  EXPECT_EQ(region->disabledParts, 0xE0);
  expectCovered(*region, 0, 0x50000, 0x50000);
}

TEST(ProtectionRegion, MayTakeWhatIsFreeBehind) {
  EXPECT_FALSE(coveringRegion(0x80000, 0x110000, 0x110000));
  std::optional<ProtectionRegion> region = coveringRegion(0x80000, 0x110000, 0x140000);
  ASSERT_TRUE(region);
  expectCovered(*region, 0x80000, 0x110000, 0x140000);
}

TEST(ProtectionRegion, NothingOfNoBytes) { EXPECT_FALSE(coveringRegion(64, 64, 128)); }

TEST(ProtectionRegion, OddBeginningsHaveNone) { EXPECT_FALSE(coveringRegion(16, 0x10010, 0x10010)); }

TEST(ProtectionRegion, EveryPlaceCanBeCovered) {
  for (uint64_t from : {uint64_t(0), uint64_t(1), uint64_t(0x10000), uint64_t(0x50000), uint64_t(0x7FFFF), uint64_t(0x123450)})
    for (uint64_t pages = 1; pages <= 40; ++pages) {
      CoverablePlace place = placeForRegion(from, pages * PageSize, 16);
      ASSERT_TRUE(place.begin.value() && place.end.value());
      EXPECT_GE(*place.begin.value(), from);
      EXPECT_GE(*place.end.value() - *place.begin.value(), pages * PageSize);
      std::optional<ProtectionRegion> region =
          coveringRegion(*place.begin.value(), *place.begin.value() + pages * PageSize, *place.end.value());
      ASSERT_TRUE(region) << from << " " << pages;
      expectCovered(*region, *place.begin.value(), *place.begin.value() + pages * PageSize, *place.end.value());
    }
}

TEST(ProtectionRegion, TheAlignmentHolds) {
  CoverablePlace place = placeForRegion(1, PageSize, uint64_t(1) << 20);
  EXPECT_EQ(place.begin.value(), uint64_t(1) << 20);
}

TEST(ProtectionRegion, SumsDoNotWrap) {
  EXPECT_TRUE(placeForRegion(~uint64_t(0) - 5, PageSize, 16).end.overflowed());
  EXPECT_TRUE(placeForRegion(Checked::overflow(), PageSize, 16).begin.overflowed());
  EXPECT_TRUE(placeForRegion(0, uint64_t(1) << 33, 16).end.overflowed());
}

} // namespace
