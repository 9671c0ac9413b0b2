//===- HostSearch.cpp - searches, and chains as text -------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see HostSearch.h; and what `HostInterface` finds with it.
// Why:  see HostSearch.h.
// Never: writes a chain longer than a few lines: the middle is counted instead.
//
//===----------------------------------------------------------------------===//

#include "HostSearch.h"
#include "meld/IR/References.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

namespace meld {

namespace {

/// Steps of a chain that are shown; of a longer one the middle is only counted.
constexpr uint32_t ShownSteps = 12;

std::string quoted(llvm::StringRef name) {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << '"';
  llvm::printEscapedString(name, out);
  out << '"';
  return text;
}

llvm::StringRef wordOf(ExternalKind kind) {
  switch (kind) {
  case ExternalKind::Function:
    return "";
  case ExternalKind::Table:
    return "table ";
  case ExternalKind::Memory:
    return "memory ";
  case ExternalKind::Global:
    return "global ";
  case ExternalKind::Tag:
    return "tag ";
  }
  return "";
}

bool carriesIntegers(const Module &module, ExternalRef entity) {
  switch (entity.kind) {
  case ExternalKind::Function:
    return carriesIntegers(module.typeOf(FunctionId(entity.id)));
  case ExternalKind::Table:
    return carriesIntegers(module.tables()[TableId(entity.id)].elementType);
  case ExternalKind::Memory:
    return false; // not an integer; a host that sees it is told of by HostContact::exports
  case ExternalKind::Global:
    return carriesIntegers(module.globals()[GlobalId(entity.id)].type);
  case ExternalKind::Tag:
    return carriesIntegers(module.types()[module.tags()[TagId(entity.id)].type]);
  }
  return false;
}

} // namespace

std::vector<GlobalId> hostGlobals(const Module &module) {
  std::vector<GlobalId> globals;
  for (ExternalRef import : module.imports())
    if (import.kind == ExternalKind::Global && carriesIntegers(module, import))
      globals.push_back(GlobalId(import.id));
  for (const Export &entry : module.exports())
    if (entry.target.kind == ExternalKind::Global && carriesIntegers(module, entry.target) &&
        module.globals()[GlobalId(entry.target.id)].isMutable)
      globals.push_back(GlobalId(entry.target.id));
  return globals;
}

HostSearch::HostSearch(const HostInterface &graph, const Module &module, llvm::ArrayRef<Node> users,
                       std::optional<MemoryId> memory)
    : graph(graph), module(module), memory(memory) {
  searchUp(users);
  searchDown();
}

void HostSearch::searchUp(llvm::ArrayRef<Node> users) {
  const size_t nodes = graph.callers.offsets.size() - 1;
  distance.assign(nodes, Far);
  next.resize(nodes);
  user.resize(nodes);
  for (Node node : users) {
    if (distance[node] == 0)
      continue;
    distance[node] = 0;
    user[node] = node;
    order.push_back(node);
  }
  for (size_t i = 0; i < order.size(); ++i) {
    const Node node = order[i];
    for (Node caller : graph.callers.of(node)) {
      if (distance[caller] != Far)
        continue;
      distance[caller] = distance[node] + 1;
      next[caller] = node;
      user[caller] = user[node];
      order.push_back(caller);
    }
  }
}

void HostSearch::searchDown() {
  const size_t nodes = graph.callees.offsets.size() - 1;
  depth.assign(nodes, Far);
  previous.resize(nodes);
  origin.resize(nodes);
  std::vector<Node> queue;
  auto spread = [&](size_t from) {
    for (size_t i = from; i < queue.size(); ++i)
      for (Node callee : graph.callees.of(queue[i])) {
        if (depth[callee] != Far)
          continue;
        depth[callee] = depth[queue[i]] + 1;
        previous[callee] = queue[i];
        origin[callee] = origin[queue[i]];
        queue.push_back(callee);
      }
  };
  auto begin = [&](Node node) {
    depth[node] = 0;
    origin[node] = node;
    queue.push_back(node);
  };
  // Chains that start at a use come first, then those from a function that only
  // reaches one.
  size_t users = 0;
  while (users < order.size() && distance[order[users]] == 0)
    begin(order[users++]);
  spread(0);
  for (Node node : llvm::ArrayRef<Node>(order).drop_front(users))
    if (depth[node] == Far && node < graph.functionCount) {
      size_t from = queue.size();
      begin(node);
      spread(from);
    }
}

std::string HostSearch::describeNode(Node node) const {
  return node < graph.functionCount ? describe(module, FunctionId(node)) : "an indirect call";
}

std::string HostSearch::chainToUse(Node node) const {
  std::string text = describeNode(node);
  const uint32_t length = distance[node];
  for (uint32_t step = 1; step < length; ++step) {
    if (step == ShownSteps) {
      text += " -> (" + std::to_string(length - step) + " more)";
      break;
    }
    node = next[node];
    text += " -> " + describeNode(node);
  }
  return length == 0 ? text : text + " -> " + describeNode(user[node]);
}

std::string HostSearch::chainFromHost(const std::string &name, Node node) const {
  return name + " -> " + chainToUse(node);
}

std::string HostSearch::chainToHost(const std::string &name, Node node) const {
  const Node first = origin[node];
  const uint32_t length = depth[node];
  std::string text = " -> " + name;
  for (uint32_t step = 0; step < length; ++step) {
    if (step == ShownSteps) {
      text = " -> (" + std::to_string(length - step) + " more)" + text;
      break;
    }
    text = " -> " + describeNode(node) + text;
    node = previous[node];
  }
  text = describeNode(first) + text;
  return distance[first] == 0 ? text : text + ", and " + chainToUse(first);
}

std::string HostSearch::chainOfReferences(const std::string &name) const {
  for (Node node : order)
    if (node < graph.functionCount && graph.isReferenced[node] && carriesIntegers(module.typeOf(FunctionId(node))))
      return chainFromHost(name, node);
  for (Node type = 0; type < graph.carriesIntegers.size(); ++type)
    if (graph.carriesIntegers[type] && depth[graph.functionCount + type] != Far)
      return chainToHost(name, graph.functionCount + type);
  return "";
}

std::string HostSearch::chainOfGlobal(const std::string &name, GlobalId global) const {
  if (module.globals()[global].type.isReference())
    return chainOfReferences(name);
  if (auto users = graph.globalUsers.find(global); users != graph.globalUsers.end())
    for (Node node : users->second)
      if (depth[node] != Far)
        return chainToHost(name, node);
  // An address that the host chooses for a segment is one of its pointers, too.
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    bool isNamed = false;
    if (segment.isActive && (!memory || segment.memory == *memory))
      visitReferences(segment.offset, [&](const Reference &reference) {
        isNamed |= reference.space == Space::Global && reference.id == global.value;
      });
    if (isNamed)
      return name + " -> data segment #" + std::to_string(id.value);
  }
  return "";
}

std::string HostSearch::chainOf(const std::string &name, ExternalRef entity, bool isImport) const {
  switch (entity.kind) {
  case ExternalKind::Function:
    if (isImport)
      return depth[entity.id] != Far ? chainToHost(name, previous[entity.id]) : "";
    return distance[entity.id] != Far ? chainFromHost(name, entity.id) : "";
  case ExternalKind::Table:
    return chainOfReferences(name);
  case ExternalKind::Memory:
    return "";
  case ExternalKind::Global:
    return chainOfGlobal(name, GlobalId(entity.id));
  case ExternalKind::Tag: // which function throws or catches is not looked at
    return order.empty() ? "" : name + ", thrown or caught by any function";
  }
  return "";
}

void HostSearch::visitChannels(llvm::function_ref<void(HostChannel)> visit) const {
  auto visitOne = [&](ExternalRef entity, std::optional<std::string> exportName, std::string name) {
    if (!carriesIntegers(module, entity))
      return;
    std::string chain = chainOf(name, entity, !exportName);
    visit({entity, std::move(exportName), std::move(name), std::move(chain)});
  };
  for (ExternalRef import : module.imports()) {
    ImportRef from = module.importOf(import);
    visitOne(import, std::nullopt,
             "import " + wordOf(import.kind).str() + quoted(from->module) + " " + quoted(from->field));
  }
  for (const Export &entry : module.exports())
    visitOne(entry.target, entry.name.str(), "export " + wordOf(entry.target.kind).str() + quoted(entry.name));
}

HostContact HostInterface::of(const Module &module, MemoryId memory) const {
  HostContact contact;
  for (const Export &entry : module.exports())
    if (entry.target == ExternalRef{ExternalKind::Memory, memory.value})
      contact.exports.push_back(entry.name.str());
  auto found = users.find(memory);
  HostSearch(*this, module, found == users.end() ? llvm::ArrayRef<Node>() : llvm::ArrayRef(found->second), memory)
      .visitChannels([&](HostChannel channel) {
        if (!channel.chain.empty())
          contact.channels.push_back(std::move(channel));
      });
  return contact;
}

std::vector<HostChannel> HostInterface::detached(const Module &module) const {
  std::vector<Node> all;
  for (const auto &[memory, functions] : users)
    llvm::append_range(all, functions);
  std::vector<HostChannel> channels;
  HostSearch(*this, module, all).visitChannels([&](HostChannel channel) {
    // A function of the host's that no code of the module calls concerns the host only.
    const ExternalRef entity = channel.entity;
    bool isHosts = entity.kind == ExternalKind::Function && module.isImported(FunctionId(entity.id)) &&
                   (channel.exportName || callers.of(entity.id).empty());
    if (channel.chain.empty() && !isHosts)
      channels.push_back(std::move(channel));
  });
  return channels;
}

NearestMemories::NearestMemories(const HostInterface &graph, const std::map<FunctionId, MemoryId> &stated)
    : graph(graph) {
  for (const auto &[memory, functions] : graph.users)
    for (uint32_t function : functions)
      if (std::vector<MemoryId> &used = uses[function]; used.empty() || used.back() != memory)
        used.push_back(memory);
  for (const auto &[function, memory] : stated)
    uses[function.value] = {memory};
}

std::map<MemoryId, FunctionId> NearestMemories::of(FunctionId function, Direction direction) const {
  const HostInterface::Edges &edges = direction == Callers ? graph.callers : graph.callees;
  std::map<MemoryId, FunctionId> found;
  std::vector<uint32_t> queue{function.value};
  std::set<uint32_t> seen{function.value};
  for (size_t i = 0; i < queue.size(); ++i) {
    if (auto used = uses.find(queue[i]); used != uses.end()) {
      for (MemoryId memory : used->second)
        found.try_emplace(memory, FunctionId(queue[i]));
      continue;
    }
    for (uint32_t next : edges.of(queue[i]))
      if (seen.insert(next).second)
        queue.push_back(next);
  }
  return found;
}

std::vector<FunctionId> NearestMemories::callers(FunctionId function) const {
  std::set<uint32_t> nodes;
  for (uint32_t node : graph.callers.of(function.value))
    if (node < graph.functionCount)
      nodes.insert(node);
  std::vector<FunctionId> functions;
  for (uint32_t node : nodes)
    functions.push_back(FunctionId(node));
  return functions;
}

} // namespace meld
