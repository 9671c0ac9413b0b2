//===- MemoryGrow.cpp - verdicts on growth ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see MemoryGrow.h.
// Why:  see MemoryGrow.h.
// Never: see MemoryGrow.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/MemoryGrow.h"
#include "meld/Analysis/MemoryLayout.h"

namespace meld {

llvm::StringRef wordOf(GrowVerdict verdict) {
  switch (verdict) {
  case GrowVerdict::None:
    return "none";
  case GrowVerdict::Dead:
    return "dead";
  case GrowVerdict::Live:
    return "live";
  case GrowVerdict::Unknown:
    return "unknown";
  }
  return "";
}

const MemoryFacts &MemoryGrow::of(MemoryId memory) const {
  auto found = llvm::find_if(all, [&](const MemoryFacts &facts) { return facts.memory == memory; });
  assert(found != all.end() && "no such memory or window");
  return *found;
}

std::string MemoryGrow::explain(const GrowSite &site) const {
  auto found = chains.find(site.function);
  return found == chains.end() ? "no root reaches it" : found->second;
}

namespace {

/// The constant operand of the memory.grow at `codeByte`, if the instruction
/// before it pushes one.
std::optional<uint64_t> constantOperand(const FunctionBody &body, uint32_t codeByte) {
  InstructionCursor cursor = body.instructions();
  Instruction instruction;
  std::optional<uint64_t> constant;
  while (cursor.offset() < codeByte && cursor.next(instruction)) {
    constant.reset();
    if (instruction.opcode == Opcode::I32Const)
      constant = static_cast<uint32_t>(instruction.value);
    else if (instruction.opcode == Opcode::I64Const)
      constant = instruction.value;
  }
  return constant;
}

MemoryFacts factsOf(const Module &module, MemoryId id) {
  const Memory &memory = module.memories()[id];
  MemoryFacts facts;
  facts.memory = id;
  facts.isImported = memory.import.has_value();
  facts.limits = memory.limits;
  for (const Export &entry : module.exports())
    if (entry.target == ExternalRef{ExternalKind::Memory, id.value})
      facts.exports.push_back(entry.name.str());
  facts.name = memory.name.str();
  if (facts.name.empty() && !facts.exports.empty())
    facts.name = facts.exports.front();
  facts.dataEndBytes = endOfActiveData(module, id);
  facts.hostCanGrow = (facts.isImported || !facts.exports.empty()) && facts.limits.maximum != facts.limits.minimum;
  return facts;
}

MemoryFacts factsOf(const Module &module, const Window &window) {
  MemoryFacts facts;
  facts.memory = window.input;
  facts.name = window.name;
  facts.isWindow = true;
  facts.exports = window.exports;
  facts.limits.minimum = window.growth.initialPages;
  facts.limits.maximum = window.growth.maximumPages;
  facts.dataEndBytes = endOfActiveData(module, window.input);
  return facts;
}

} // namespace

MemoryGrow MemoryGrowAnalysis::run(const Module &module, ModuleAnalysisManager &analyses) {
  const BodyFacts &facts = analyses.get<BodyFactsAnalysis>(module);
  const CallGraph &graph = analyses.get<CallGraphAnalysis>(module);
  MemoryGrow result;
  result.unknown = graph.undecodable();
  if (module.layout().mergedMemory)
    for (const Window &window : module.layout().windows)
      result.all.push_back(factsOf(module, window));
  else
    for (MemoryId id : module.memories().ids())
      result.all.push_back(factsOf(module, id));

  auto find = [&](MemoryId memory) -> MemoryFacts * {
    auto found = llvm::find_if(result.all, [&](const MemoryFacts &entry) { return entry.memory == memory; });
    return found == result.all.end() ? nullptr : &*found;
  };
  for (MemoryFacts &memory : result.all)
    memory.accesses = memory.isWindow ? 0 : facts.accesses(memory.memory);
  for (const MemorySite &site : facts.sizeSites())
    if (MemoryFacts *memory = find(site.memory))
      memory->sizeSites.push_back(site);
  for (const MemorySite &site : facts.growSites()) {
    MemoryFacts *memory = find(site.memory);
    if (!memory)
      continue;
    GrowSite grow{site.function, site.codeByte, site.memory, GrowVerdict::Dead,
                  constantOperand(module.functions()[site.function].body, site.codeByte)};
    if (graph.isReachable(site.function)) {
      grow.verdict = graph.isUnknown() ? GrowVerdict::Unknown : GrowVerdict::Live;
      result.chains.emplace(site.function, graph.chain(module, site.function));
    }
    memory->growSites.push_back(grow);
    memory->verdict = std::max(memory->verdict, grow.verdict);
  }
  if (graph.isUnknown()) // what cannot be decoded may grow any of them
    for (MemoryFacts &memory : result.all)
      memory.verdict = GrowVerdict::Unknown;
  return result;
}

} // namespace meld
