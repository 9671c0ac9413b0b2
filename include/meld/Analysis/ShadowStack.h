//===- ShadowStack.h - where compiled code keeps its stack in memory --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for each memory, the global that points into the stack that compilers keep in
//       it, and where that stack and the heap begin.
// Why:  who takes what of a window is the first question when it does not fit; the map
//       answers it.
// Never: takes a global for a stack pointer because of its value; only names count, and
//        the memory that its users access. Nothing is lowered by it.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_SHADOWSTACK_H
#define MELD_ANALYSIS_SHADOWSTACK_H

#include "meld/IR/Module.h"
#include "meld/Pass/AnalysisManager.h"

namespace meld {

class ShadowStack {
public:
  friend bool operator==(const ShadowStack &, const ShadowStack &) = default;
  /// Of a memory that exists; nothing is known of others.
  StackPlace of(MemoryId memory) const {
    auto found = places.find(memory);
    return found == places.end() ? StackPlace() : found->second;
  }

private:
  friend class ShadowStackAnalysis;
  std::map<MemoryId, StackPlace> places;
};

class ShadowStackAnalysis : public AnalysisInfoMixin<ShadowStackAnalysis> {
public:
  static constexpr AnalysisInfo info{.name = "shadow-stack", .version = 1};
  using Result = ShadowStack;
  Result run(const Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_ANALYSIS_SHADOWSTACK_H
