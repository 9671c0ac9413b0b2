//===- ProtectionRegion.h - what a memory protection unit can cover ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: regions of an Armv7-M memory protection unit: 2^n bytes at a multiple of their
//       size, of which each of eight equal parts can be left out (Armv7-M Architecture
//       Reference Manual, B3.5).
// Why:  a second fence around a component costs nothing if its window can be covered.
// Never: covers a byte that was not asked for or left free.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_PROTECTIONREGION_H
#define MELD_ANALYSIS_PROTECTIONREGION_H

#include "meld/Support/CheckedMath.h"

namespace meld {

/// Covers [begin, end); relative to a memory that begins at a multiple of the size.
struct ProtectionRegion {
  uint64_t baseBytes = 0;
  unsigned sizeLog2 = 0;
  uint8_t disabledParts = 0; ///< bit i: the i-th eighth is left out (SRD)
  uint64_t beginBytes = 0, endBytes = 0;
  friend bool operator==(const ProtectionRegion &, const ProtectionRegion &) = default;
};

/// The smallest region that covers [begin, end) and nothing else below `limit`, where
/// bytes from `end` to `limit` are free. Nothing if there is none, or begin == end.
std::optional<ProtectionRegion> coveringRegion(uint64_t begin, uint64_t end, uint64_t limit);

/// Where `size` bytes can begin, at or after `from` and at a multiple of `align`, so that
/// a region covers them; the place whose region ends first.
struct CoverablePlace {
  Checked begin = Checked::overflow(), end = Checked::overflow();
};
CoverablePlace placeForRegion(Checked from, uint64_t size, uint64_t align);

} // namespace meld

#endif // MELD_ANALYSIS_PROTECTIONREGION_H
