//===- MemoryGrow.h - every memory.grow of a module, explained -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for each memory (or window): limits, who can see it, accesses, grow and size
//       sites, the verdict none / dead / live / unknown, and the end of its data.
// Why:  `probe` prints it, `rebase` and `bump-grow` decide by it.
// Never: calls a site dead that could run.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_MEMORYGROW_H
#define MELD_ANALYSIS_MEMORYGROW_H

#include "meld/Analysis/CallGraph.h"
#include <map>

namespace meld {

enum class GrowVerdict : uint8_t {
  None,    ///< no memory.grow
  Dead,    ///< none that can run
  Live,    ///< one that a root reaches
  Unknown, ///< something reachable could not be decoded; counts as live
};
llvm::StringRef wordOf(GrowVerdict verdict);
inline bool mayGrow(GrowVerdict verdict) { return verdict == GrowVerdict::Live || verdict == GrowVerdict::Unknown; }

struct GrowSite {
  FunctionId function;
  uint32_t codeByte = 0; ///< of the instruction, in the function's code
  MemoryId memory;
  GrowVerdict verdict = GrowVerdict::Dead; ///< Dead, Live or Unknown
  /// Pages asked for, if the operand is a constant.
  std::optional<uint64_t> constantPages;
  friend bool operator==(const GrowSite &, const GrowSite &) = default;
};

/// What is known of one memory, or of a window's input memory.
struct MemoryFacts {
  MemoryId memory;
  std::string name; ///< debug name, else an export's name, else empty
  bool isWindow = false;
  bool isImported = false;
  std::vector<std::string> exports;
  Limits limits; ///< in pages; of a window: initial and declared maximum
  GrowVerdict verdict = GrowVerdict::None;
  uint64_t accesses = 0;
  std::vector<MemorySite> sizeSites;
  std::vector<GrowSite> growSites;
  /// One past the last byte of active data; nothing if an offset is not constant.
  std::optional<uint64_t> dataEndBytes = 0;
  /// Imported or exported, and not frozen: a host could call grow on it.
  bool hostCanGrow = false;
  friend bool operator==(const MemoryFacts &, const MemoryFacts &) = default;
};

class MemoryGrow {
public:
  friend bool operator==(const MemoryGrow &, const MemoryGrow &) = default;
  const std::vector<MemoryFacts> &memories() const { return all; }
  /// Facts about a memory that exists or is a window.
  const MemoryFacts &of(MemoryId memory) const;
  /// The function that could not be decoded, if one that may run.
  std::optional<FunctionId> undecodable() const { return unknown; }

  /// The table `probe` shows.
  void print(llvm::raw_ostream &out, const Module &module) const;
  void printJson(llvm::raw_ostream &out, const Module &module) const;
  /// The shortest chain to a live site's function; what makes a site dead otherwise.
  std::string explain(const GrowSite &site) const;

private:
  friend class MemoryGrowAnalysis;
  std::vector<MemoryFacts> all;
  std::map<FunctionId, std::string> chains;
  std::optional<FunctionId> unknown;
};

class MemoryGrowAnalysis : public AnalysisInfoMixin<MemoryGrowAnalysis> {
public:
  static constexpr AnalysisInfo info{.name = "memory-grow", .version = 1};
  using Result = MemoryGrow;
  Result run(const Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_ANALYSIS_MEMORYGROW_H
