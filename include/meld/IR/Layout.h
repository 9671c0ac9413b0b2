//===- Layout.h - windows and growth state ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what passes must know of an input memory once it is bounded or merged:
//       `GrowthState` belongs to a memory or a window, `Window` is the place of
//       an input memory in the merged memory.
// Why:  `rebase` and `bump-grow` work in either order because both read and keep
//       this. It leaves the module as the custom section `meld.layout`, so two
//       runs equal one pipeline.
// Never: mixes units: pages and bytes are in the names.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_LAYOUT_H
#define MELD_IR_LAYOUT_H

#include "meld/IR/Ids.h"
#include "meld/IR/Types.h"
#include "meld/Support/CheckedMath.h"
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace meld {

/// How an input memory may still grow. Pages are of 65536 bytes.
struct GrowthState {
  uint64_t initialPages = 0;
  /// Pages it may grow beyond `initialPages`; 0 if no live growth exists.
  uint64_t reservePages = 0;
  /// What the reserve has beyond the bytes that were asked for; for the map.
  uint64_t reserveRoundingBytes = 0;
  /// As the input declared it.
  std::optional<uint64_t> maximumPages;
  /// Addresses and numbers of pages are i64, otherwise i32.
  bool is64 = false;
  /// Growth has been lowered: no memory.grow of this memory is left.
  bool isLowered = false;
  /// Mutable i32 or i64: pages grown so far, initially 0. Only if lowered and growing.
  std::optional<GlobalId> grownGlobal;
  /// Mutable i32 or i64: the same in bytes, kept in step with `grownGlobal`. Only where
  /// bounds checks need it; never for a reserve that it cannot hold.
  std::optional<GlobalId> grownBytesGlobal;
  /// The helper that stands for memory.grow. Only if lowered and growing.
  std::optional<FunctionId> growFunction;

  uint64_t capacityPages() const { return initialPages + reservePages; }
  uint64_t initialBytes() const { return initialPages * PageSize; }
  uint64_t capacityBytes() const { return capacityPages() * PageSize; }
  /// Pages after which memory.grow returns -1 by the specification.
  uint64_t limitPages() const { return maximumPages.value_or(is64 ? MaxPages64 : MaxPages32); }
  ValueType indexType() const { return is64 ? ValueType::I64 : ValueType::I32; }
  /// The bytes of the reserve are a number of the index type: all but 2^32 of 32 bits. In
  /// 64 bits no capacity is 2^64 bytes (bump-grow S9).
  bool countsBytes() const { return is64 || reservePages < MaxPages32; }
};

/// What is known of how compiled code uses a memory. Addresses are bytes from its start.
struct StackPlace {
  /// Initial value of the stack pointer: the stack grows down from here.
  std::optional<uint64_t> stackTopBytes;
  /// Where the linker says that the heap begins.
  std::optional<uint64_t> heapBaseBytes;
  friend bool operator==(const StackPlace &, const StackPlace &) = default;
};

/// A function between the host and the code of one memory, which translates pointers.
struct HostAdapter {
  FunctionId function;
  MemoryId input;    ///< the memory whose pointers it translates
  FunctionId target; ///< the import, or the function that the host calls
  bool isExport = false;
};

/// The helpers of adapters of one memory: addresses to the host and from the host, after a
/// check of how many bytes (i64) they point to.
struct HostHelpers {
  std::optional<FunctionId> toHost, fromHost;
};

/// Where adapters put translated structures.
struct HostScratchSpace {
  MemoryId input;            ///< the memory with the bytes; perhaps one that was added
  uint64_t addressBytes = 0; ///< of the first, in that memory
  uint64_t bytes = 0;
  GlobalId used;   ///< mutable i32, initially 0: bytes in use while the host is called
  FunctionId take; ///< (bytes in use, i64 more bytes) -> bytes in use with these
};

/// Bytes [base, base + capacity) of the merged memory that stand for one memory
/// of the input. memory.size and memory.grow that name `input` speak of it.
struct Window {
  MemoryId input;
  std::string name;       ///< debug or export name of the input memory; may be empty
  uint64_t baseBytes = 0; ///< first byte in the merged memory
  GrowthState growth;
  /// Every access traps iff it trapped in the input memory: no byte outside the
  /// current size can be read or written.
  bool isChecked = false;
  std::vector<std::string> exports; ///< names under which the memory is exported
  StackPlace stack;                 ///< for the map; nothing is lowered by it
  HostHelpers hostHelpers;
  uint64_t endBytes() const { return baseBytes + growth.capacityBytes(); }
};

/// A premise that the module rests on.
struct RecordedPremise {
  std::string name;
  /// By the user, with `-assume=` or by an option; otherwise stated.
  bool isGranted = false;
  friend bool operator==(const RecordedPremise &, const RecordedPremise &) = default;
};

/// What was decided about a module's memories.
struct Layout {
  /// Set by `rebase`: the memory that holds all windows.
  std::optional<MemoryId> mergedMemory;
  /// In ascending order of base.
  std::vector<Window> windows;
  /// The premises the module now rests on, sorted by name, each once.
  std::vector<RecordedPremise> premises;
  /// Active segments of which it is taken, not known, that they lie in the initial part
  /// of their memory (premise segment-in-window), and that memory of the input.
  std::map<DataId, MemoryId> assumedSegments;
  /// What host pointers pass through; some of it may have been removed as dead.
  std::vector<HostAdapter> hostAdapters;
  std::optional<HostScratchSpace> hostScratch;
  /// Set by `bump-grow`: what happens on exhaustion (`trap`, `fail` or `call`), and
  /// whether fresh pages are cleared (`clear` or `assume`).
  std::string oom, zero;
  /// Whom `oom=call:FN` calls.
  std::optional<FunctionId> oomFunction;
  /// Accesses of checked windows, and how many of them were proven in bounds.
  uint64_t checksNeeded = 0, checksRemoved = 0;
  /// Checked windows do without the engine's own checks (`checks=all`).
  bool hasAllChecks = false;
  /// Why the input's `meld.layout` section could not be used; empty if it could
  /// or there is none. Passes that need the layout refuse then.
  std::string unreadable;

  void recordPremise(const std::string &name, bool isGranted) {
    auto at = std::find_if(premises.begin(), premises.end(),
                           [&](const RecordedPremise &premise) { return premise.name >= name; });
    if (at == premises.end() || at->name != name)
      at = premises.insert(at, {name, false});
    at->isGranted |= isGranted;
  }
  /// For a pass that makes a premise unnecessary.
  void withdrawPremise(const std::string &name) {
    std::erase_if(premises, [&](const RecordedPremise &premise) { return premise.name == name; });
  }
  bool isEmpty() const { return !mergedMemory && premises.empty() && oom.empty(); }
  const Window *windowOf(MemoryId input) const {
    for (const Window &window : windows)
      if (window.input == input)
        return &window;
    return nullptr;
  }
  Window *windowOf(MemoryId input) { return const_cast<Window *>(std::as_const(*this).windowOf(input)); }
};

} // namespace meld

#endif // MELD_IR_LAYOUT_H
