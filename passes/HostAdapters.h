//===- HostAdapters.h - functions between host and component --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: adds the adapters that the side input `host-pointers` describes, and puts them
//       between the host and the code of each component.
// Why:  a pointer of a component is relative to its window, one of the host's is an
//       address of the merged memory. Runs while each memory still has its instructions,
//       so that what adapters do with a memory is lowered like everything else.
// Never: guesses which memory a pointer means where the code of two memories calls: it
//        has to be said.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_HOSTADAPTERS_H
#define MELD_PASSES_HOSTADAPTERS_H

#include "meld/Analysis/HostInterface.h"
#include "passes/HostAdapterCode.h"

namespace meld {

class HostAdapters {
public:
  static constexpr llvm::StringLiteral InputName = "host-pointers";

  /// Without the side input nothing is added, and nothing described. `atZero` is the
  /// memory whose window will stand at 0, if that is certain: its pointers need checks
  /// only. Analyses are dropped where the module changes.
  static Result<HostAdapters> add(Module &module, ModuleAnalysisManager &analyses, std::optional<MemoryId> atZero);

  /// The memory that was added for translated structures, if one was needed.
  std::optional<MemoryId> scratchMemory() const { return addedScratch; }
  /// Once the windows are placed, before the memories are merged.
  Result<void> setBases(Module &module, llvm::ArrayRef<Window> windows) const;
  /// Records what was added in the layout.
  void record(Layout &layout) const;

  /// The description says which pointers pass there.
  bool describes(const Module &module, const HostChannel &channel) const;
  /// The host addresses the exported memory by pointers that it is given only.
  bool describesMemory(llvm::StringRef exportName) const;

private:
  friend class HostAdapterMaker;
  HostDescription description;
  std::map<MemoryId, HostMemory> memories;
  std::optional<HostScratchArea> scratch;
  std::optional<MemoryId> addedScratch;
  std::vector<HostAdapter> made;
};

} // namespace meld

#endif // MELD_PASSES_HOSTADAPTERS_H
