//===- HostAdapterPlan.h - what the description means for a module ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: matches the description with the imports and exports of a module, and decides which
//       memory the pointers of each call mean.
// Why:  everything that can be refused is refused before anything is changed.
// Never: guesses a memory where the code of two of them calls: it has to be said.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_HOSTADAPTERPLAN_H
#define MELD_PASSES_HOSTADAPTERPLAN_H

#include "meld/IR/Module.h"
#include "meld/Pass/AnalysisManager.h"
#include "passes/HostAdapterCode.h"

namespace meld {

struct PlannedAdapter {
  FunctionId target; ///< the import, or the exported function
  MemoryId memory;   ///< that its pointers mean
  const HostSignature *signature;
  bool isExport = false;
  /// Of an import: functions whose calls it takes; empty for all that refers to it.
  std::vector<FunctionId> callers = {};
  /// Of an export: its position among the exports.
  size_t exportPosition = 0;
  /// The description does not say which memory; code around the function uses that one.
  bool isInferred = false;
  std::string name = {}; ///< of the import or export, for messages
  /// Imports that are asked for counts, by field.
  std::map<std::string, HostQuestion> questions = {};
};

/// Adapters in the order of imports, then exports. They refer to `description`.
Result<std::vector<PlannedAdapter>> planHostAdapters(const Module &module, ModuleAnalysisManager &analyses,
                                                     const HostDescription &description);

/// By index, export or debug name; fails at what said it.
Result<MemoryId> findNamedMemory(const Module &module, const HostStatement &name);
/// Debug name, export name or index, for names of what is added.
std::string shortNameOf(const Module &module, MemoryId memory);

} // namespace meld

#endif // MELD_PASSES_HOSTADAPTERPLAN_H
