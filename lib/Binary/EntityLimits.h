//===- EntityLimits.h - how many of a kind a module may have --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the implementation limits of the reader (core specification, appendix,
//       Implementation Limitations). Private to lib/Binary.
// Why:  an entity takes a few bytes in a file and some tens in memory. With these
//       limits 32 MiB and 8 bytes a byte of the file are enough for any file; engines
//       for the web accept no more (JavaScript interface, 9) or far less.
// Never: refuses a module that an engine would run.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_BINARY_ENTITYLIMITS_H
#define MELD_LIB_BINARY_ENTITYLIMITS_H

#include <cstdint>

namespace meld {

struct EntityLimit {
  const char *plural;
  uint32_t most;
};

namespace limits {
inline constexpr EntityLimit Types{"types", 1'000'000}, Functions{"functions", 1'000'000}, Imports{"imports", 1'000'000},
    Exports{"exports", 1'000'000}, Globals{"globals", 1'000'000}, Tags{"tags", 1'000'000}, Tables{"tables", 100'000},
    Memories{"memories", 10'000}, Elements{"element segments", 500'000}, Data{"data segments", 500'000},
    CustomSections{"custom sections", 100'000};
} // namespace limits

} // namespace meld

#endif // MELD_LIB_BINARY_ENTITYLIMITS_H
