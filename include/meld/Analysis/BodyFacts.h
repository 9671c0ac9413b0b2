//===- BodyFacts.h - what one walk over all bodies finds -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for every function: whom it calls, whose reference it takes, where it
//       uses memory.size and memory.grow, and how often it accesses each memory.
// Why:  call graph, growth and layout all need a walk over every body; they share
//       this one.
// Never: concludes anything; a malformed body is recorded as such.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_BODYFACTS_H
#define MELD_ANALYSIS_BODYFACTS_H

#include "meld/IR/Module.h"
#include "meld/Pass/AnalysisManager.h"
#include <map>

namespace meld {

/// One memory.size or memory.grow.
struct MemorySite {
  FunctionId function;
  uint32_t codeByte; ///< of the instruction, in the function's code
  MemoryId memory;
  friend bool operator==(const MemorySite &, const MemorySite &) = default;
};

class BodyFacts {
public:
  friend bool operator==(const BodyFacts &, const BodyFacts &) = default;
  /// Ids of functions that a function calls directly (call, return_call), and of
  /// those it names by ref.func; in order, with repetitions.
  llvm::ArrayRef<FunctionId> callees(FunctionId function) const { return slice(calls, callOffsets, function); }
  llvm::ArrayRef<FunctionId> functionRefs(FunctionId function) const { return slice(refs, refOffsets, function); }
  /// Why the body cannot be decoded; null if it can.
  const char *malformed(FunctionId function) const {
    auto found = malformedBodies.find(function);
    return found == malformedBodies.end() ? nullptr : found->second;
  }
  const std::vector<MemorySite> &growSites() const { return grows; }
  const std::vector<MemorySite> &sizeSites() const { return sizes; }
  /// Some body has memory.fill, memory.copy, memory.init or data.drop.
  bool usesBulkMemory() const { return usesBulk; }
  /// Loads, stores, lane, atomic and bulk accesses of a memory.
  uint64_t accesses(MemoryId memory) const {
    return memory.value < accessCounts.size() ? accessCounts[memory.value] : 0;
  }
  /// One past the largest static offset of the function's accesses, at most; 0 if it
  /// has none. Nothing if some memory instruction of it is not a plain load or store
  /// of memory 0, with the index left out.
  std::optional<uint64_t> plainOffsetBound(FunctionId function) const {
    return function.value < plain.size() ? plain[function.value].offsetBound : std::nullopt;
  }

private:
  friend class BodyFactsAnalysis;
  static llvm::ArrayRef<FunctionId> slice(const std::vector<FunctionId> &all, const std::vector<uint32_t> &offsets,
                                          FunctionId function) {
    if (function.value + 1 >= offsets.size())
      return {};
    uint32_t begin = offsets[function.value];
    return llvm::ArrayRef<FunctionId>(all).slice(begin, offsets[function.value + 1] - begin);
  }

  std::vector<FunctionId> calls, refs;
  std::vector<uint32_t> callOffsets, refOffsets;
  std::vector<MemorySite> grows, sizes;
  std::vector<uint64_t> accessCounts;
  void count(MemoryId memory, uint64_t times = 1);
  /// Appends what is known of the next function: of a walk, or as it was.
  void walk(const FunctionBody &body, FunctionId function, const OpcodeSet &wanted);
  void takeOver(const BodyFacts &former, FunctionId function);

  /// A function's plain accesses.
  struct PlainUse {
    std::optional<uint64_t> offsetBound;
    uint64_t accesses = 0;           ///< if it has a bound
    const uint8_t *input = nullptr;  ///< the body, if it is the input's; only to compare
    friend bool operator==(const PlainUse &, const PlainUse &) = default;
  };
  std::vector<PlainUse> plain;
  std::map<FunctionId, const char *> malformedBodies;
  bool usesBulk = false;
};

class BodyFactsAnalysis : public AnalysisInfoMixin<BodyFactsAnalysis> {
public:
  static constexpr AnalysisInfo info{.name = "body-facts", .version = 1};
  using Result = BodyFacts;
  Result run(const Module &module, ModuleAnalysisManager &analyses) { return run(module, analyses, nullptr); }
  /// Walks only over bodies that changed since `former`, and over those that do more
  /// with memories than access memory 0.
  Result run(const Module &module, ModuleAnalysisManager &analyses, const Result *former);
};

} // namespace meld

#endif // MELD_ANALYSIS_BODYFACTS_H
