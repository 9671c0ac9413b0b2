//===- HostInterface.h - where pointers could pass between host and module ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for each memory: under which names the host sees it, and every import and
//       export through which an integer passes between the host and functions that use
//       the memory, with the call chain that connects them.
// Why:  a host that exchanges pointers with a window not at 0 has to add its base
//       (premise host-adds-base); somebody has to review each of these places.
// Never: misses one for want of a call: calls through tables and references count as
//       calls of every function of the type whose reference is taken. Says that an
//       integer is a pointer; that cannot be seen.
//
// A function *uses* a memory if it accesses it, or asks for its size or growth (a bump
// allocator makes pointers of that). A function import is connected with the memory if
// some function reaches both a use of the memory and a call of the import; an export if
// the exported function reaches a use. What calls do not show is an address that one
// function leaves in a global or a memory for another that it shares no caller with.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_HOSTINTERFACE_H
#define MELD_ANALYSIS_HOSTINTERFACE_H

#include "meld/Analysis/CallGraph.h"

namespace meld {

/// An import or export through which integers pass.
struct HostChannel {
  ExternalRef entity;
  std::optional<std::string> exportName; ///< nothing for an import
  std::string name; ///< `import "env" "take"`, `export table "t"`, ...
  /// How it is connected: `export "give" -> $give -> $load`. Long ones are cut in the
  /// middle.
  std::string chain;
};

/// What a host can exchange with the functions that use one memory.
struct HostContact {
  std::vector<std::string> exports; ///< names of the memory itself
  std::vector<HostChannel> channels;
  bool exists() const { return !exports.empty() || !channels.empty(); }
};

class HostInterface {
public:
  friend bool operator==(const HostInterface &, const HostInterface &) = default;
  /// Work is linear in the call graph.
  HostContact of(const Module &module, MemoryId memory) const;
  /// Channels that are connected with no memory at all. Their integers are addresses
  /// only if they are constants, such as the address of a buffer.
  std::vector<HostChannel> detached(const Module &module) const;

  void print(llvm::raw_ostream &out, const Module &module) const;
  void printJson(llvm::raw_ostream &out, const Module &module) const;

private:
  friend class HostInterfaceAnalysis;
  friend class HostSearch;
  friend class NearestMemories;
  /// Functions by id, then one node for the indirect calls of each function type.
  using Node = uint32_t;
  struct Edges {
    std::vector<uint32_t> offsets;
    std::vector<Node> targets;
    friend bool operator==(const Edges &, const Edges &) = default;
    llvm::ArrayRef<Node> of(Node node) const {
      return llvm::ArrayRef<Node>(targets).slice(offsets[node], offsets[node + 1] - offsets[node]);
    }
  };
  static Edges makeEdges(uint32_t nodes, llvm::ArrayRef<std::pair<Node, Node>> pairs, bool isReversed);

  uint32_t functionCount = 0;
  Edges callees, callers;
  /// Of the nodes of indirect calls: whether integers pass.
  std::vector<bool> carriesIntegers;
  /// Functions whose reference is taken somewhere; a host may call them through a table.
  std::vector<bool> isReferenced;
  /// Functions that use each memory, and that name each global of the host's.
  std::map<MemoryId, std::vector<Node>> users;
  std::map<GlobalId, std::vector<Node>> globalUsers;
};

/// The memories that the code around a function uses. One object answers many questions
/// about one state of the module.
class NearestMemories {
public:
  /// What `stated` says of a function comes before what it uses.
  NearestMemories(const HostInterface &graph, const std::map<FunctionId, MemoryId> &stated);

  enum Direction : uint8_t { Callers, Callees };
  /// From `function` on, along calls, up to the first function on each way that uses a
  /// memory: each memory, with one function that uses it.
  std::map<MemoryId, FunctionId> of(FunctionId function, Direction direction) const;
  /// Functions with a direct call of it, in order.
  std::vector<FunctionId> callers(FunctionId function) const;
  /// It may be called through a reference.
  bool isReferenced(FunctionId function) const { return graph.isReferenced[function.value]; }

private:
  const HostInterface &graph;
  std::map<uint32_t, std::vector<MemoryId>> uses; ///< by function
};

class HostInterfaceAnalysis : public AnalysisInfoMixin<HostInterfaceAnalysis> {
public:
  static constexpr AnalysisInfo info{.name = "host-interface", .version = 1};
  using Result = HostInterface;
  Result run(const Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_ANALYSIS_HOSTINTERFACE_H
