//===- Liveness.cpp - roots, edges and the walk ---------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Liveness.h. Each live entity is visited once, each live body decoded once.
// Why:  see Liveness.h.
// Never: see Liveness.h.
//
//===----------------------------------------------------------------------===//

#include "passes/Liveness.h"
#include "passes/Lowering.h"

namespace meld {

Liveness::Liveness(const Module &module, llvm::ArrayRef<FunctionId> namedFunctions)
    : module(module), named(namedFunctions) {
  marksOf(Space::Type).resize(module.types().size());
  marksOf(Space::Function).resize(module.functions().size());
  marksOf(Space::Table).resize(module.tables().size());
  marksOf(Space::Memory).resize(module.memories().size());
  marksOf(Space::Global).resize(module.globals().size());
  marksOf(Space::Tag).resize(module.tags().size());
  marksOf(Space::Data).resize(module.dataSegments().size());
  marksOf(Space::Element).resize(module.elementSegments().size());
  isValue.resize(module.functions().size());
}

void Liveness::withhold(FunctionId function) {
  if (isWithheld.empty()) {
    isWithheld.resize(module.functions().size());
    isTypeCalled.resize(module.types().size());
    isTableExported.resize(module.tables().size());
    for (const Export &entry : module.exports())
      if (entry.target.kind == ExternalKind::Table)
        isTableExported[entry.target.id] = true;
  }
  isWithheld[function.value] = true;
}

Result<void> Liveness::mark() {
  markRoots();
  do
    spread();
  while (!failure && releaseWithheld());
  if (failure)
    return std::move(*failure);
  markKeptDeclarations();
  spread();
  return {};
}

// Roots. -------------------------------------------------------------------

void Liveness::markRoots() {
  // dce S1: what a host can name or starts.
  constexpr Space spaces[] = {Space::Function, Space::Table, Space::Memory, Space::Global, Space::Tag};
  for (const Export &entry : module.exports())
    reach(spaces[static_cast<unsigned>(entry.target.kind)], entry.target.id);
  reach(module.start());
  for (FunctionId function : named)
    reach(function);

  // dce S3: an active segment acts at instantiation, unless nobody can see that.
  for (ElementId id : module.elementSegments().ids()) {
    const ElementSegment &segment = module.elementSegments()[id];
    if (segment.mode != ElementSegment::Active)
      continue;
    if (fits(segment))
      elementsOf[segment.table].push_back(id);
    else
      reach(id);
  }
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    if (!segment.isActive)
      continue;
    if (fits(segment))
      dataOf[segment.memory].push_back(id);
    else
      reach(id);
  }

  // dce S6: what the layout speaks of.
  reach(module.layout().mergedMemory);
  for (const Window &window : module.layout().windows)
    reach(window.growth);
  reach(module.layout().oomFunction);
}

void Liveness::reach(const GrowthState &growth) {
  reach(growth.grownGlobal);
  reach(growth.grownBytesGlobal);
  reach(growth.growFunction);
}

bool Liveness::fits(const ElementSegment &segment) const {
  if (!module.tables().contains(segment.table) || module.tables()[segment.table].import)
    return false;
  Checked end = Checked(evaluateInteger(segment.offset, module)) + segment.itemCount;
  return end.fits(module.tables()[segment.table].limits.minimum);
}

bool Liveness::fits(const DataSegment &segment) const {
  if (!module.memories().contains(segment.memory) || module.memories()[segment.memory].import)
    return false;
  const Memory &memory = module.memories()[segment.memory];
  // bump-grow raised the minimum; the original one counts.
  uint64_t pages = memory.growth ? memory.growth->initialPages : memory.limits.minimum;
  unsigned pageSizeLog2 = memory.limits.pageSizeLog2.value_or(16);
  if (pageSizeLog2 > 16)
    return false;
  Checked bytes = Checked(pages) * (uint64_t(1) << pageSizeLog2);
  Checked end = Checked(evaluateInteger(segment.offset, module)) + segment.bytes.size();
  // A size past 64 bits holds every segment whose end is known.
  return end.fits(bytes.value().value_or(UINT64_MAX));
}

/// dce S5: a declarative segment is nothing but declarations. One whose items stay
/// valid as they are is kept if it is of use; it can still name types.
void Liveness::markKeptDeclarations() {
  for (ElementId id : module.elementSegments().ids()) {
    const ElementSegment &segment = module.elementSegments()[id];
    if (segment.mode == ElementSegment::Declarative && areItemsLive(segment) && declaresValue(segment))
      reach(id);
  }
}

bool Liveness::areItemsLive(const ElementSegment &segment) const {
  bool allLive = true;
  visitItems(segment, [&](const Reference &reference) {
    const std::vector<bool> &known = marksOf(reference.space);
    allLive &= reference.id < known.size() && known[reference.id];
  });
  return allLive;
}

bool Liveness::declaresValue(const ElementSegment &segment) const {
  bool declares = false;
  visitFunctions(segment, [&](FunctionId function) {
    declares |= function.value < isValue.size() && isFunctionValue(function);
  });
  return declares;
}

// Edges. -------------------------------------------------------------------

void Liveness::reach(Space space, uint32_t id) {
  std::vector<bool> &known = marksOf(space);
  // A window's id names no memory any more; the merged one is a root.
  if (id >= known.size() || known[id])
    return;
  known[id] = true;
  pending.emplace_back(space, id);
}

void Liveness::spread() {
  while (!pending.empty() && !failure) {
    auto [space, id] = pending.back();
    pending.pop_back();
    switch (space) {
    case Space::Type:
      visit(TypeId(id));
      break;
    case Space::Function:
      visit(FunctionId(id));
      break;
    case Space::Table:
      visit(TableId(id));
      break;
    case Space::Memory:
      visit(MemoryId(id));
      break;
    case Space::Global:
      visit(GlobalId(id));
      break;
    case Space::Tag:
      visit(TagId(id));
      break;
    case Space::Data:
      visit(DataId(id));
      break;
    case Space::Element:
      visit(ElementId(id));
      break;
    }
  }
}

void Liveness::visit(TypeId id) {
  if (!module.types().contains(id))
    return;
  const FunctionType &type = module.types()[id];
  for (llvm::ArrayRef<ValueType> list : {type.params, type.results})
    for (ValueType value : list)
      reach(value);
}

void Liveness::visit(FunctionId id) {
  if (!module.functions().contains(id))
    return;
  reach(module.functions()[id].type);
  if (!module.isImported(id))
    failure = scan(id);
}

void Liveness::visit(TableId id) {
  if (!module.tables().contains(id))
    return;
  const Table &table = module.tables()[id];
  reach(table.elementType);
  if (table.init)
    reach(*table.init);
  for (ElementId segment : elementsOf[id])
    reach(segment);
}

void Liveness::visit(MemoryId id) {
  if (!module.memories().contains(id))
    return;
  if (const std::optional<GrowthState> &growth = module.memories()[id].growth)
    reach(*growth);
  for (DataId segment : dataOf[id])
    reach(segment);
}

void Liveness::visit(GlobalId id) {
  if (!module.globals().contains(id))
    return;
  reach(module.globals()[id].type);
  reach(module.globals()[id].init);
}

void Liveness::visit(TagId id) {
  if (module.tags().contains(id))
    reach(module.tags()[id].type);
}

void Liveness::visit(DataId id) {
  if (!module.dataSegments().contains(id) || !module.dataSegments()[id].isActive)
    return;
  reach(module.dataSegments()[id].memory);
  reach(module.dataSegments()[id].offset);
}

void Liveness::visit(ElementId id) {
  if (!module.elementSegments().contains(id))
    return;
  const ElementSegment &segment = module.elementSegments()[id];
  reach(segment.type);
  if (segment.mode == ElementSegment::Declarative)
    return; // dce S5: its items cannot be had at run time
  if (segment.mode == ElementSegment::Active) {
    reach(segment.table);
    reach(segment.offset);
  }
  bool mayWithhold = !isWithheld.empty() && segment.mode == ElementSegment::Active && isPrivate(segment.table);
  visitItems(segment, [&](const Reference &reference) {
    if (mayWithhold && reference.space == Space::Function && reference.id < isWithheld.size() &&
        isWithheld[reference.id])
      waiting.emplace_back(reference.id);
    else
      reach(reference);
  });
}

// Withheld functions. ------------------------------------------------------

bool Liveness::isPrivate(TableId id) const {
  return module.tables().contains(id) && !module.tables()[id].import && !isTableExported[id.value];
}

/// References leave a table by table.get and table.copy.
void Liveness::noteIndirectUse(const Instruction &instruction) {
  if (instruction.opcode == Opcode::TableGet || instruction.opcode == Opcode::TableCopy)
    referencesTaken = true;
  else if (instruction.immediates() == Immediates::CallIndirect && instruction.type().value < isTypeCalled.size())
    isTypeCalled[instruction.type().value] = true;
}

/// Reaches what can be called by now. False if nothing new was reached.
bool Liveness::releaseWithheld() {
  if (waiting.empty())
    return false;
  // They all have one type: that of cabi_realloc. Types that are equal may have two ids.
  const FunctionType &type = module.typeOf(waiting.front());
  bool isCalled = referencesTaken || llvm::any_of(module.types().ids(), [&](TypeId id) {
    return isTypeCalled[id.value] && module.types()[id] == type;
  });
  if (isCalled)
    for (FunctionId function : waiting)
      reach(function);
  return !pending.empty();
}

std::optional<Failure> Liveness::scan(FunctionId function) {
  const FunctionBody &body = module.functions()[function].body;
  visitLocals(body, [this](const Reference &reference) { reach(reference); });
  InstructionCursor cursor = body.instructions();
  Instruction instruction;
  SkippedAccesses skipped; // of memory 0
  while (cursor.nextIn(referringOpcodes(), instruction, skipped)) {
    if (!isWithheld.empty())
      noteIndirectUse(instruction);
    visitReferences(instruction, [this](const Reference &reference) {
      if (reference.isFunctionValue && reference.id < isValue.size() && !isValue[reference.id]) {
        isValue[reference.id] = true;
        values.emplace_back(reference.id);
      }
      reach(reference);
    });
  }
  if (skipped.count != 0)
    reach(MemoryId(0));
  if (cursor.failed())
    return undecodableBody(module, function);
  return std::nullopt;
}

} // namespace meld
