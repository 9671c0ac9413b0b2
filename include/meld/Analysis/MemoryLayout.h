//===- MemoryLayout.h - who lives where -------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the memory map of a module as it is now: each memory or window with base,
//       initial, reserve, capacity and the data in it.
// Why:  integrators review it, errors about layouts show it.
// Never: leaves a unit unsaid.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_MEMORYLAYOUT_H
#define MELD_ANALYSIS_MEMORYLAYOUT_H

#include "meld/IR/Module.h"
#include "meld/Pass/AnalysisManager.h"

namespace meld {

class MemoryLayout {
public:
  friend bool operator==(const MemoryLayout &, const MemoryLayout &) = default;
  struct Row {
    MemoryId input;       ///< the input's memory
    std::string name;     ///< debug or export name; may be empty
    uint64_t baseBytes = 0;
    uint64_t initialPages = 0;
    uint64_t reservePages = 0;
    std::optional<uint64_t> dataEndBytes; ///< relative to the base; nothing if unknown
    std::vector<std::string> exports;
    bool isFrozen = false; ///< its limits cannot change at run time any more
    uint64_t endBytes() const { return baseBytes + (initialPages + reservePages) * PageSize; }
    friend bool operator==(const Row &, const Row &) = default;
  };
  /// A data segment that premise segment-in-window speaks of.
  struct AssumedSegment {
    DataId segment;
    std::string name;
    MemoryId input; ///< the input's memory
    friend bool operator==(const AssumedSegment &, const AssumedSegment &) = default;
  };
  const std::vector<Row> &rows() const { return all; }
  /// Size of the merged memory; nothing if memories were not merged.
  std::optional<uint64_t> mergedPages() const { return merged; }

  void print(llvm::raw_ostream &out, const Module &module) const;
  void printJson(llvm::raw_ostream &out, const Module &module) const;

private:
  friend class MemoryLayoutAnalysis;
  std::vector<Row> all;
  std::optional<uint64_t> merged;
  std::vector<RecordedPremise> premises;
  std::vector<AssumedSegment> assumed;
  uint64_t checksNeeded = 0, checksRemoved = 0;
};

class MemoryLayoutAnalysis : public AnalysisInfoMixin<MemoryLayoutAnalysis> {
public:
  static constexpr AnalysisInfo info{.name = "memory-layout", .version = 1};
  using Result = MemoryLayout;
  Result run(const Module &module, ModuleAnalysisManager &analyses);
};

/// One past the last byte that active data segments put into a memory, relative to
/// the window's base; nothing if an offset is not a known constant.
std::optional<uint64_t> endOfActiveData(const Module &module, MemoryId memory);

} // namespace meld

#endif // MELD_ANALYSIS_MEMORYLAYOUT_H
