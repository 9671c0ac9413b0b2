//===- Comparison.h - runs two modules and finds the first difference ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs one sequence of calls in both programs and compares endings, results, host calls,
//       globals, tables, sizes and bytes of memories after each; then makes the calls fewer and
//       simpler as long as they still differ.
// Why:  this is the definition of "behaves the same", and a short example is half the fix.
// Never: ends early without saying so; skips a memory, global, table or host call.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_EXEC_COMPARISON_H
#define MELD_LIB_EXEC_COMPARISON_H

#include "Calls.h"
#include "Program.h"

namespace meld::exec {

struct CompareOptions {
  uint64_t seeds = 3;
  std::optional<uint64_t> fuel;    ///< instructions for each call of the module before
  bool capBefore = false;          ///< its memories grow no further than the windows after
  bool isGrowTrapAccepted = false; ///< the end of a run, where a reserve is exhausted
  /// The end of a run, where the module after reports an access out of bounds in another way.
  bool isBoundsEndingAccepted = false;
  std::vector<std::string> ignoredExports;
  std::vector<uint32_t> removedMemories;
  std::string callsFile; ///< empty: generated
};

struct Difference {
  std::string what, before, after;
};

struct Outcome {
  uint64_t runs = 0, calls = 0, hostCalls = 0, growTraps = 0;
  std::map<std::string, uint64_t> endings;
  std::vector<std::string> stopped;
  std::vector<std::string> memories; ///< what became of each, for who reads the outcome
  std::optional<Difference> difference = std::nullopt;
  uint64_t seed = 0;   ///< of the run that differs
  std::string call;    ///< where it differs first
  std::string minimal; ///< the calls that show a difference, as few as were found
};

/// Fails if nothing can be compared.
Result<Outcome> comparePrograms(const Program &before, const Program &after, const CompareOptions &options);

} // namespace meld::exec

#endif // MELD_LIB_EXEC_COMPARISON_H
