//===- DeadCodeElimination.cpp - pass `dce` ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see DeadCodeElimination.h. The numbered paragraphs cited as `dce S1` are in
//       docs/passes/dce.md.
// Why:  deleting leaves holes in the id spaces; the writer closes them.
// Never: see DeadCodeElimination.h.
//
//===----------------------------------------------------------------------===//

#include "passes/DeadCodeElimination.h"
#include "meld/Analysis/CallGraph.h"
#include "passes/FunctionDeclarations.h"
#include "passes/Liveness.h"
#include "passes/Lowering.h"

namespace meld {

namespace {

/// Erases what is not live of one index space.
template <class Entities> bool eraseDead(Module &module, const Entities &entities, const Liveness &liveness) {
  using IdType = std::decay_t<decltype(*entities.ids().begin())>;
  std::vector<IdType> dead;
  for (IdType id : entities.ids())
    if (!liveness.isLive(id))
      dead.push_back(id);
  for (IdType id : dead)
    module.erase(id);
  return !dead.empty();
}

/// dce S5: a declarative segment that live code names by elem.drop or table.init is
/// needed, its items are not; some of them may be about to go.
void emptyDeclarations(Module &module, const Liveness &liveness) {
  for (ElementId id : module.elementSegments().ids()) {
    const ElementSegment &segment = module.elementSegments()[id];
    if (segment.mode != ElementSegment::Declarative || !liveness.isLive(id) || liveness.areItemsLive(segment))
      continue;
    ElementSegment &edited = module.edit(id);
    edited.itemCount = 0;
    edited.items = {};
  }
}

/// A relocatable object says in its `linking` section what it offers, not in exports.
Result<void> requireRoots(const Module &module) {
  bool isObject = llvm::any_of(module.customSections(), [](const CustomSection &s) { return s.name == "linking"; });
  if (!isObject || !module.exports().empty() || module.start())
    return {};
  return error(Location::of(Location::Entity::CustomSection, 0, "linking"),
               "this is a relocatable object, and what it offers to a linker is not known as reachable")
      .remedy("link it first, then remove dead code");
}

} // namespace

PassResult DeadCodeElimination::run(Module &module, ModuleAnalysisManager &analyses) {
  if (Result<void> known = requireKnownLayout(module); !known)
    return known.takeFailure();
  if (Result<void> rooted = requireRoots(module); !rooted)
    return rooted.takeFailure();
  std::vector<FunctionId> named;
  for (const std::string &name : analyses.namedFunctions())
    if (std::optional<FunctionId> function = findFunction(module, name))
      named.push_back(*function);
  Liveness liveness(module, named);
  if (Result<void> marked = liveness.mark(); !marked)
    return marked.takeFailure();

  const uint32_t functionsBefore = module.functions().count(), dataBefore = module.dataSegments().count();
  emptyDeclarations(module, liveness);
  bool changed = eraseDead(module, module.functions(), liveness);
  changed |= eraseDead(module, module.tables(), liveness);
  changed |= eraseDead(module, module.memories(), liveness);
  changed |= eraseDead(module, module.globals(), liveness);
  changed |= eraseDead(module, module.tags(), liveness);
  changed |= eraseDead(module, module.dataSegments(), liveness);
  changed |= eraseDead(module, module.elementSegments(), liveness);
  changed |= eraseDead(module, module.types(), liveness);
  analyses.count("functions-removed", functionsBefore - module.functions().count());
  analyses.count("data-segments-removed", dataBefore - module.dataSegments().count());
  if (!changed)
    return PreservedAnalyses::all();
  declareFunctions(module, liveness.functionValues());
  return PreservedAnalyses::none();
}

} // namespace meld
