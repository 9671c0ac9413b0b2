//===- MemoryLayout.h - who lives where ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the memory map of a module: windows after `rebase`, otherwise memories, with the
//       ends of their data; as a table, JSON, a drawing, a C header, a fragment of a linker
//       script, and as the bytes of the initial image.
// Why:  integrators put it into reviews, builds fail by it, and firmware is built with it,
//       so that no base or size is ever typed by hand.
// Never: decides anything; `rebase` does.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_MEMORYLAYOUT_H
#define MELD_ANALYSIS_MEMORYLAYOUT_H

#include "meld/Analysis/ProtectionRegion.h"
#include "meld/IR/Module.h"
#include "meld/Pass/AnalysisManager.h"
#include "meld/Pass/Registry.h"

namespace meld {

class MemoryLayout {
public:
  friend bool operator==(const MemoryLayout &, const MemoryLayout &) = default;
  /// Initial data, in bytes from the base. Runs less than `Row::DataGap` bytes apart are one.
  struct Run {
    uint64_t begin = 0, end = 0;
    friend bool operator==(const Run &, const Run &) = default;
  };
  struct Row {
    static constexpr uint64_t DataGap = 256;
    MemoryId input;       ///< the input's memory
    std::string name;     ///< debug or export name; may be empty
    uint64_t baseBytes = 0;
    uint64_t initialPages = 0;
    uint64_t reservePages = 0;
    std::optional<uint64_t> dataEndBytes; ///< relative to the base; nothing if unknown
    std::vector<std::string> exports;
    bool isFrozen = false; ///< its limits cannot change at run time any more
    /// In front of the window, to its alignment, and of a reserve that was given in
    /// bytes, to the end of its last page.
    uint64_t lostBytes = 0;
    StackPlace stack;
    std::vector<Run> data; ///< ascending
    uint64_t initialBytes() const { return initialPages * PageSize; }
    uint64_t reserveBytes() const { return reservePages * PageSize; }
    uint64_t endBytes() const { return baseBytes + initialBytes() + reserveBytes(); }
    /// A memory with 64-bit addresses can have 2^64 bytes, which none of these numbers holds.
    bool isWholeSpace() const { return !pagesToBytes(Checked(initialPages) + reservePages).value(); }
    /// `0 $name`, for people.
    std::string title() const { return std::to_string(input.value) + (name.empty() ? "" : " $" + name); }
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
  const Row *find(MemoryId input) const {
    auto found = llvm::find_if(all, [&](const Row &row) { return row.input == input; });
    return found == all.end() ? nullptr : &*found;
  }
  /// Size of the merged memory; nothing if memories were not merged.
  std::optional<uint64_t> mergedPages() const { return merged; }
  /// Bytes of the memory that holds all rows: the merged one, or the only one. Nothing
  /// if there are several, or none.
  std::optional<uint64_t> totalBytes() const;

  void print(llvm::raw_ostream &out, const Module &module) const;
  void printJson(llvm::raw_ostream &out, const Module &module) const;
  /// A drawing to scale, readable on light and dark grounds.
  Result<void> printSvg(llvm::raw_ostream &out, const Module &module) const;
  /// Preprocessor macros; fails unless all rows lie in one memory that is frozen.
  Result<void> printHeader(llvm::raw_ostream &out, const Module &module) const;
  /// Symbols for a linker script; fails as `printHeader`.
  Result<void> printLinker(llvm::raw_ostream &out, const Module &module) const;
  /// The bytes that instantiation puts into the memory, from its first to the last that
  /// a segment sets. Fails as `printHeader`, and if an offset is not known.
  Result<void> printImage(llvm::raw_ostream &out, const Module &module) const;
  static std::array<AnalysisFormat<MemoryLayout, Module>, 4> formats() {
    return {{{"svg", &MemoryLayout::printSvg},
             {"header", &MemoryLayout::printHeader},
             {"linker", &MemoryLayout::printLinker},
             {"image", &MemoryLayout::printImage}}};
  }

private:
  friend class MemoryLayoutAnalysis;
  /// Fails for a memory of 2^64 bytes.
  Result<void> requireNumbers(const Module &module, llvm::StringRef format) const;
  /// The bytes of the one frozen memory.
  Result<uint64_t> requireFrozen(const Module &module, llvm::StringRef format) const;
  /// The region of a protection unit that covers the row's window and no other.
  std::optional<ProtectionRegion> regionOf(size_t row) const;
  /// For each row, its name as part of an identifier; its number if that would not be
  /// one, or not its own.
  std::vector<std::string> identifiers() const;

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
