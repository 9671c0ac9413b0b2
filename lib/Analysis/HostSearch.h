//===- HostSearch.h - one memory's contact with the host, searched ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: two breadth-first searches from the functions that use a memory: up to all that
//       reach a use, and from there down to all they reach; and the chains found.
// Why:  apart from the graph, which is built once; one search serves one question.
// Never: recurses, or outlives the analysis it searches.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_ANALYSIS_HOSTSEARCH_H
#define MELD_LIB_ANALYSIS_HOSTSEARCH_H

#include "meld/Analysis/HostInterface.h"

namespace meld {

/// Integers, vectors of them, and references to functions, which can be called with some.
bool carriesIntegers(ValueType type);
bool carriesIntegers(const FunctionType &type);
/// Imported globals and exported mutable ones through which integers pass: code and host
/// tell each other something there. (What an immutable one says is said once.)
std::vector<GlobalId> hostGlobals(const Module &module);

class HostSearch {
public:
  using Node = HostInterface::Node;
  /// `users` are the functions to start from, `memory` the one they use, if it is one.
  HostSearch(const HostInterface &graph, const Module &module, llvm::ArrayRef<Node> users,
             std::optional<MemoryId> memory = std::nullopt);

  /// Calls `visit` for each import and export of functions, tables, globals and tags
  /// that integers can pass; the chain is empty if it is not connected.
  void visitChannels(llvm::function_ref<void(HostChannel)> visit) const;

private:
  static constexpr uint32_t Far = 0xFFFFFFFF;
  void searchUp(llvm::ArrayRef<Node> users);
  void searchDown();

  std::string describeNode(Node node) const;
  /// `name -> $f -> ... -> $user`, for what the host calls.
  std::string chainFromHost(const std::string &name, Node node) const;
  /// `$user -> ... -> $f -> name`, for what the module calls.
  std::string chainToHost(const std::string &name, Node node) const;
  std::string chainToUse(Node node) const;

  std::string chainOf(const std::string &name, ExternalRef entity, bool isImport) const;
  /// Of a table or another store of function references.
  std::string chainOfReferences(const std::string &name) const;
  std::string chainOfGlobal(const std::string &name, GlobalId global) const;

  const HostInterface &graph;
  const Module &module;
  const std::optional<MemoryId> memory;
  /// Of nodes that reach a use: calls to the nearest one (otherwise Far), the next node on
  /// the way, and the function with the use.
  std::vector<uint32_t> distance;
  std::vector<Node> next, user;
  std::vector<Node> order; ///< those nodes, nearest first
  /// Of nodes that those reach: calls since a node of `order` (otherwise Far), the node
  /// before, and that node of `order`.
  std::vector<uint32_t> depth;
  std::vector<Node> previous, origin;
};

} // namespace meld

#endif // MELD_LIB_ANALYSIS_HOSTSEARCH_H
