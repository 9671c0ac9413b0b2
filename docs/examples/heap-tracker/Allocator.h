//===- Allocator.h - the functions of an allocator -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: which functions of a module hand out memory and take it back.
// Why:  the rest of the plugin is about functions, not about names.
// Never: takes a function for another, or half of an allocator for all of it.
//
//===----------------------------------------------------------------------===//
#ifndef HEAP_TRACKER_ALLOCATOR_H
#define HEAP_TRACKER_ALLOCATOR_H

#include "meld/PassPlugin.h"
#include <map>

namespace heap_tracker {

/// The functions of an allocator that are tracked.
enum class Kind : uint8_t { Malloc, Calloc, Realloc, Free, AlignedAlloc };

/// Parameters are i32, and so is a result.
struct KindInfo {
  Kind kind;
  const char *name; ///< in C, and of the option that gives another name
  uint32_t params;
  uint32_t results;
};
constexpr std::array<KindInfo, 5> Kinds = {{{Kind::Malloc, "malloc", 1, 1},
                                            {Kind::Calloc, "calloc", 2, 1},
                                            {Kind::Realloc, "realloc", 2, 1},
                                            {Kind::Free, "free", 1, 0},
                                            {Kind::AlignedAlloc, "aligned_alloc", 2, 1}}};
constexpr const KindInfo &infoOf(Kind kind) { return Kinds[static_cast<size_t>(kind)]; }

/// Names that the user gave; of each kind there is an entry.
using GivenNames = std::map<Kind, std::optional<std::string>>;

/// The functions by those names, otherwise by their names in C. Fails if one is not there
/// or not what it should be, or if nothing tells which they are; warns of functions that
/// hand out memory and are not tracked, or may be there.
meld::Result<std::map<meld::FunctionId, Kind>> findAllocator(meld::Module &module, const GivenNames &given);

} // namespace heap_tracker

#endif // HEAP_TRACKER_ALLOCATOR_H
