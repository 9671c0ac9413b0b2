//===- ProtectionRegion.cpp - what a memory protection unit can cover --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ProtectionRegion.h.
// Why:  see ProtectionRegion.h.
// Never: see ProtectionRegion.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/ProtectionRegion.h"
#include <algorithm>

namespace meld {

// Smaller regions have no parts; the largest is the address space.
static constexpr unsigned LeastLog2 = 8, MostLog2 = 32, Parts = 8;

std::optional<ProtectionRegion> coveringRegion(uint64_t begin, uint64_t end, uint64_t limit) {
  if (begin >= end)
    return std::nullopt;
  for (unsigned log2 = LeastLog2; log2 <= MostLog2; ++log2) {
    const uint64_t size = uint64_t(1) << log2, part = size / Parts, base = begin & ~(size - 1);
    const Checked covered = Checked(end).alignedTo(part);
    if (begin % part != 0 || !covered.fits(std::min(limit, base + size)))
      continue;
    ProtectionRegion region{base, log2, 0, begin, *covered.value()};
    for (unsigned i = 0; i < Parts; ++i)
      if (base + i * part < begin || base + i * part >= *covered.value())
        region.disabledParts |= static_cast<uint8_t>(1u << i);
    return region;
  }
  return std::nullopt;
}

CoverablePlace placeForRegion(Checked from, uint64_t size, uint64_t align) {
  if (size == 0)
    return {from.alignedTo(align), from.alignedTo(align)};
  CoverablePlace best;
  for (unsigned log2 = LeastLog2; log2 <= MostLog2; ++log2) {
    const uint64_t region = uint64_t(1) << log2, part = region / Parts;
    const Checked covered = Checked(size).alignedTo(part);
    if (!covered.fits(region))
      continue;
    // At the next part, or at the next region if it would cross into that.
    Checked begin = from.alignedTo(std::max(part, align));
    if (begin.value() && *begin.value() % region + *covered.value() > region)
      begin = from.alignedTo(std::max(region, align));
    const Checked end = begin + covered;
    if (end.value() && (!best.end.value() || *end.value() < *best.end.value()))
      best = {begin, end};
  }
  return best;
}

} // namespace meld
