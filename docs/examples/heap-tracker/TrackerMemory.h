//===- TrackerMemory.h - the memory in which the tracker counts -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: where everything lies in the tracker's own memory, and what it holds at the
//       beginning: totals, one record a call site, the sites' names, and behind them the
//       shadow, which says for each live block to which site it belongs.
// Why:  a memory of its own cannot get into the program's way, and the program cannot get
//       into its way. `rebase` merges the two where one memory is needed.
// Never: differs from what report.mjs reads.
//
// All numbers are 32 bits, little-endian. A block's shadow entry stands at
// shadow + (address / granule) * 8, and the shadow grows with the addresses seen.
//
//===----------------------------------------------------------------------===//
#ifndef HEAP_TRACKER_TRACKERMEMORY_H
#define HEAP_TRACKER_TRACKERMEMORY_H

#include "meld/PassPlugin.h"

namespace heap_tracker {

/// Byte offsets of the totals.
enum Header : uint32_t {
  Magic = 0, ///< "heaptrk1"
  SiteCount = 8,
  Sites = 12,  ///< where the records begin
  Shadow = 16, ///< where the shadow begins: a multiple of the page size
  Granule = 20,
  Current = 24, ///< bytes in use
  Peak = 28,
  Lost = 32,    ///< blocks that could not be recorded
  Unknown = 36, ///< pointers given back that were not recorded
  Inside = 40,  ///< nonzero while an allocator's function runs
  HeaderBytes = 44,
};

/// Byte offsets in a site's record.
enum Site : uint32_t {
  SiteCurrent = 0,
  SitePeak = 4,
  SiteLive = 8,    ///< blocks in use
  SiteBlocks = 12, ///< blocks ever
  SiteName = 16,   ///< where its name stands, and how long it is
  SiteNameBytes = 20,
  SiteBytes = 24,
};

/// Byte offsets in a shadow entry.
enum Entry : uint32_t {
  EntrySite = 0, ///< the record's offset; 0: no live block
  EntrySize = 4,
  EntryBytes = 8,
};

constexpr uint32_t PageBytes = 65536;

/// What the memory holds at first.
struct Image {
  std::vector<uint8_t> bytes;
  uint32_t shadowOffset;
  uint32_t pages() const { return shadowOffset / PageBytes; }
  static uint32_t siteOffset(size_t site) { return HeaderBytes + static_cast<uint32_t>(site) * SiteBytes; }
};
Image makeImage(const std::vector<std::string> &sites, uint32_t granule);

} // namespace heap_tracker

#endif // HEAP_TRACKER_TRACKERMEMORY_H
