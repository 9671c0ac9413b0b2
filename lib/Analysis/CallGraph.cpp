//===- CallGraph.cpp - roots and breadth-first search -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see CallGraph.h.
// Why:  breadth first from all roots at once gives shortest chains; exports come
//       first, so a chain starts at one if it can.
// Never: recurses.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/CallGraph.h"
#include "meld/IR/References.h"
#include <deque>

namespace meld {

std::string describe(const Module &module, FunctionId function) {
  llvm::StringRef name = module.functions()[function].name;
  return name.empty() ? "#" + std::to_string(function.value) : ("$" + name).str();
}

std::optional<FunctionId> findFunction(const Module &module, llvm::StringRef name) {
  for (const Export &entry : module.exports())
    if (entry.target.kind == ExternalKind::Function && entry.name == name)
      return FunctionId(entry.target.id);
  for (FunctionId id : module.functions().ids())
    if (module.functions()[id].name == name)
      return id;
  return std::nullopt;
}

std::vector<FunctionId> CallGraph::path(FunctionId function) const {
  std::vector<FunctionId> result;
  for (std::optional<FunctionId> at = function; at; at = nodes[at->value].caller)
    result.push_back(*at);
  std::reverse(result.begin(), result.end());
  return result;
}

std::string CallGraph::chain(const Module &module, FunctionId function) const {
  std::vector<FunctionId> steps = path(function);
  std::string text = nodes[steps.front().value].root;
  for (FunctionId step : steps)
    text += " -> " + describe(module, step);
  return text;
}

void visitReferencedFunctions(const Module &module, const BodyFacts &facts,
                              llvm::function_ref<void(FunctionId, const llvm::Twine &where)> visit) {
  for (ElementId segment : module.elementSegments().ids())
    visitFunctions(module.elementSegments()[segment],
                   [&](FunctionId function) { visit(function, "element segment #" + llvm::Twine(segment.value)); });
  auto visitNamed = [&](const ConstExpr &expression, llvm::StringRef entity, uint32_t index) {
    visitReferences(expression, [&](const Reference &reference) {
      if (reference.space == Space::Function)
        visit(FunctionId(reference.id), entity + llvm::Twine(index));
    });
  };
  for (GlobalId global : module.globals().ids())
    visitNamed(module.globals()[global].init, "global #", global.value);
  for (TableId table : module.tables().ids())
    if (module.tables()[table].init)
      visitNamed(*module.tables()[table].init, "table #", table.value);
  for (FunctionId function : module.functions().ids())
    for (FunctionId target : facts.functionRefs(function))
      visit(target, "ref.func in " + describe(module, function));
}

CallGraph CallGraphAnalysis::run(const Module &module, ModuleAnalysisManager &analyses) {
  const BodyFacts &facts = analyses.get<BodyFactsAnalysis>(module);
  CallGraph graph;
  graph.nodes.resize(module.functions().size());
  std::deque<FunctionId> queue;
  auto reach = [&](FunctionId function, std::optional<FunctionId> caller, const llvm::Twine &root) {
    if (!module.functions().contains(function) || graph.nodes[function.value].isReachable)
      return;
    CallGraph::Node &node = graph.nodes[function.value];
    node.isReachable = true;
    node.caller = caller;
    if (!caller)
      node.root = root.str();
    queue.push_back(function);
  };

  for (const Export &entry : module.exports())
    if (entry.target.kind == ExternalKind::Function)
      reach(FunctionId(entry.target.id), std::nullopt, "export \"" + entry.name + "\"");
  if (module.start())
    reach(*module.start(), std::nullopt, "start");
  for (const std::string &name : analyses.namedFunctions())
    if (std::optional<FunctionId> handler = findFunction(module, name))
      reach(*handler, std::nullopt, "an option that names " + name);
  visitReferencedFunctions(
      module, facts, [&](FunctionId function, const llvm::Twine &where) { reach(function, std::nullopt, where); });

  auto spread = [&] {
    while (!queue.empty()) {
      FunctionId function = queue.front();
      queue.pop_front();
      if (!graph.unknown && facts.malformed(function))
        graph.unknown = function;
      for (FunctionId callee : facts.callees(function))
        reach(callee, function, "");
    }
  };
  spread();
  if (graph.unknown) {
    std::string root = "a body that cannot be decoded (" + describe(module, *graph.unknown) + ")";
    for (FunctionId function : module.functions().ids())
      reach(function, std::nullopt, root);
    spread();
  }
  return graph;
}

} // namespace meld
