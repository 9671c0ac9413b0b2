//===- CallGraph.h - what can run, and how it is reached -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reachability of functions from the module's roots over direct calls, with
//       the shortest chain to each.
// Why:  growth that nothing reaches needs no reserve; growth that is reached must be
//       explained.
// Never: misses a way in: exports, the start function, and every function whose
//        reference is taken anywhere (bodies, dead ones too, globals, tables and
//        element segments of all kinds), or that an option of a pass names, are
//        roots. If a reachable body cannot be
//        decoded, every function is one.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_CALLGRAPH_H
#define MELD_ANALYSIS_CALLGRAPH_H

#include "meld/Analysis/BodyFacts.h"

namespace meld {

class CallGraph {
public:
  friend bool operator==(const CallGraph &, const CallGraph &) = default;
  bool isReachable(FunctionId function) const {
    return function.value < nodes.size() && nodes[function.value].isReachable;
  }
  /// Something reachable could not be decoded, so everything counts as reachable.
  bool isUnknown() const { return unknown.has_value(); }
  /// The function that could not be decoded.
  std::optional<FunctionId> undecodable() const { return unknown; }
  /// The shortest way to a reachable function:
  /// `export "run" -> $malloc -> $dlmalloc -> $sbrk`.
  std::string chain(const Module &module, FunctionId function) const;
  /// The functions on it, from the root on.
  std::vector<FunctionId> path(FunctionId function) const;

private:
  friend class CallGraphAnalysis;
  struct Node {
    bool isReachable = false;
    std::optional<FunctionId> caller; ///< none: a root
    std::string root;                 ///< what makes a root one
    friend bool operator==(const Node &, const Node &) = default;
  };
  std::vector<Node> nodes;
  std::optional<FunctionId> unknown;
};

class CallGraphAnalysis : public AnalysisInfoMixin<CallGraphAnalysis> {
public:
  static constexpr AnalysisInfo info{.name = "call-graph", .version = 1};
  using Result = CallGraph;
  Result run(const Module &module, ModuleAnalysisManager &analyses);
};

/// Calls `visit` for each function whose reference is taken anywhere, with where: by
/// element segments of all kinds, globals, tables, and ref.func in bodies. A function
/// may come several times.
void visitReferencedFunctions(const Module &module, const BodyFacts &facts,
                              llvm::function_ref<void(FunctionId, const llvm::Twine &where)> visit);

/// `$name`, or `#17` without a debug name.
std::string describe(const Module &module, FunctionId function);
/// The function that an option of a pass means: by export name, else by debug name.
std::optional<FunctionId> findFunction(const Module &module, llvm::StringRef name);

} // namespace meld

#endif // MELD_ANALYSIS_CALLGRAPH_H
