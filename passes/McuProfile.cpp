//===- McuProfile.cpp - one function a rule ---------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see McuProfile.h.
// Why:  see McuProfile.h.
// Never: see McuProfile.h.
//
//===----------------------------------------------------------------------===//

#include "passes/McuProfile.h"
#include "passes/Lowering.h"
#include <tuple>

namespace meld {

namespace {

constexpr llvm::StringRef StackPointerName = "__stack_pointer";

class McuProfile {
public:
  explicit McuProfile(const Module &module) : module(module) {}

  Result<void> check() {
    for (Result<void> (McuProfile::*rule)() const :
         {&McuProfile::checkMemory, &McuProfile::checkFrozen, &McuProfile::checkNoGrowth, &McuProfile::checkDataOffsets,
          &McuProfile::checkDataDisjoint, &McuProfile::checkStackPointer, &McuProfile::checkGlobalTypes,
          &McuProfile::checkStart, &McuProfile::checkPassiveSegments, &McuProfile::checkImports,
          &McuProfile::checkConstantExpressions, &McuProfile::checkNewGlobals})
      if (Result<void> done = (this->*rule)(); !done)
        return done;
    return {};
  }

private:
  Result<void> checkMemory() const;
  Result<void> checkFrozen() const;
  Result<void> checkNoGrowth() const;
  Result<void> checkDataOffsets() const;
  Result<void> checkDataDisjoint() const;
  Result<void> checkStackPointer() const;
  Result<void> checkGlobalTypes() const;
  Result<void> checkStart() const;
  Result<void> checkPassiveSegments() const;
  Result<void> checkImports() const;
  Result<void> checkConstantExpressions() const;
  Result<void> checkNewGlobals() const;

  /// `global 3 $x`
  std::string describe(GlobalId id) const {
    llvm::StringRef name = module.globals()[id].name;
    return "global " + std::to_string(id.value) + (name.empty() ? "" : " $" + name.str());
  }

  const Module &module;
};

// Memory. ------------------------------------------------------------------

Result<void> McuProfile::checkMemory() const {
  std::optional<MemoryId> first;
  for (MemoryId id : module.memories().ids()) {
    const Memory &memory = module.memories()[id];
    if (first)
      return error(module.locate(id), "there is a second memory, " + describeMemory(module, id) + " besides " +
                                          describeMemory(module, *first))
          .remedy("merge them: rebase,bump-grow");
    first = id;
    if (memory.import)
      return error(module.locate(id), describeMemory(module, id) + " is imported")
          .remedy("link the module that defines it, or link without --import-memory; see docs/input-contract.md#what-is-refused");
    if (memory.limits.isShared)
      return error(module.locate(id), describeMemory(module, id) + " is shared between threads")
          .remedy("build without threads; see docs/input-contract.md#what-is-refused");
    if (memory.limits.is64)
      return error(module.locate(id), describeMemory(module, id) + " is addressed with 64 bits")
          .remedy("build for wasm32; see docs/input-contract.md#what-is-refused");
  }
  return {};
}

Result<void> McuProfile::checkFrozen() const {
  for (MemoryId id : module.memories().ids()) {
    const Limits &limits = module.memories()[id].limits;
    if (limits.maximum != limits.minimum)
      return error(module.locate(id), describeMemory(module, id) + " is not frozen: " + llvm::Twine(limits.minimum) +
                                          " pages at first, " +
                                          (limits.maximum ? llvm::Twine(*limits.maximum) + " at most" : "no maximum"))
          .remedy("add rebase,bump-grow to the pipeline");
  }
  return {};
}

Result<void> McuProfile::checkNoGrowth() const {
  const OpcodeSet growth{Opcode::MemoryGrow, Opcode::MemorySize};
  for (FunctionId id : module.functions().ids()) {
    InstructionCursor cursor = module.functions()[id].body.instructions();
    Instruction instruction;
    if (cursor.nextIn(growth, instruction))
      return error(module.locate(id, static_cast<uint32_t>(instruction.begin - cursor.bytes().begin())),
                   llvm::Twine(instruction.info().mnemonic) + " is left")
          .remedy("add bump-grow to the pipeline, before verify<profile=mcu>");
    if (cursor.failed())
      return undecodableBody(module, id);
  }
  return {};
}

// Data. --------------------------------------------------------------------

Result<void> McuProfile::checkDataOffsets() const {
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    if (segment.isActive && !segment.offset.plainI32())
      return error(module.locate(id), "the offset of this active segment is not a single i32.const")
          .remedy("add rebase to the pipeline: it folds what is known; an offset that depends on an import is not");
  }
  return {};
}

Result<void> McuProfile::checkDataDisjoint() const {
  struct Range {
    uint64_t begin, end;
    DataId id;
  };
  std::vector<Range> ranges;
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    if (!segment.isActive || segment.bytes.empty())
      continue;
    uint64_t begin = *segment.offset.plainI32(); // checked before
    ranges.push_back({begin, begin + segment.bytes.size(), id});
  }
  llvm::sort(ranges, [](const Range &a, const Range &b) { return std::tie(a.begin, a.id) < std::tie(b.begin, b.id); });
  const Range *last = nullptr; // none before it overlap, so none ends later
  for (const Range &range : ranges) {
    if (last && range.begin < last->end)
      return error(module.locate(range.id), "this active segment, bytes " + llvm::Twine(range.begin) + " to " +
                                                llvm::Twine(range.end) + ", overlaps data segment #" +
                                                llvm::Twine(last->id.value) + ", bytes " +
                                                llvm::Twine(last->begin) + " to " + llvm::Twine(last->end))
          .remedy("correct the addresses at the link; the later segment wins, so the earlier one's bytes are lost");
    last = &range;
  }
  return {};
}

// Globals. -----------------------------------------------------------------

Result<void> McuProfile::checkStackPointer() const {
  std::vector<GlobalId> named, likely;
  std::optional<GlobalId> exported;
  for (const Export &entry : module.exports()) // names of exports are unique
    if (entry.name == StackPointerName && entry.target.kind == ExternalKind::Global)
      exported = GlobalId(entry.target.id);
  for (GlobalId id : module.globals().ids()) {
    const Global &global = module.globals()[id];
    if (global.name == StackPointerName || id == exported)
      named.push_back(id);
    else if (global.type == ValueType::I32 && global.isMutable && !global.import &&
             evaluateInteger(global.init, module).value_or(1) != 0)
      likely.push_back(id);
  }
  if (named.size() > 1)
    return error(module.locate(named[1]), describe(named[0]) + " and " + describe(named[1]) + " are both named " +
                                              StackPointerName)
        .remedy("keep the names apart where the modules are merged");
  if (named.empty() && !likely.empty())
    return error(module.locate(likely.front()),
                 "no global is named " + StackPointerName + ", and a compiler that looks for it could take " +
                     describe(likely.front()))
        .remedy("keep the name section (link without --strip-all, merge with -g), or export the stack pointer");
  return {};
}

Result<void> McuProfile::checkGlobalTypes() const {
  for (GlobalId id : module.globals().ids())
    if (module.globals()[id].type != ValueType::I32)
      return error(module.locate(id), describe(id) + " is no i32").remedy("keep it in memory, or split it in two");
  return {};
}

Result<void> McuProfile::checkNewGlobals() const {
  for (GlobalId id : module.globals().ids()) {
    const Global &global = module.globals()[id];
    if (!module.isFromInput(id) && global.isMutable && evaluateInteger(global.init, module) != 0)
      return error(module.locate(id), describe(id) + ", which a pass added, does not start at 0")
          .remedy("initialise it in code: what starts elsewhere could be taken for a stack pointer");
  }
  return {};
}

// What was added. ----------------------------------------------------------

Result<void> McuProfile::checkStart() const {
  if (module.start() && module.section(Section::Start).raw.empty())
    return error(module.locate(*module.start()), "a pass made this the start function")
        .remedy("leave that pass out, or export the function and have the host call it");
  return {};
}

Result<void> McuProfile::checkPassiveSegments() const {
  constexpr const char *remedy = "leave that pass out: what a passive segment holds has to be copied at run time";
  for (DataId id : module.dataSegments().ids())
    if (!module.isFromInput(id) && !module.dataSegments()[id].isActive)
      return error(module.locate(id), "a pass added this passive segment").remedy(remedy);
  for (ElementId id : module.elementSegments().ids())
    if (!module.isFromInput(id) && module.elementSegments()[id].mode == ElementSegment::Passive)
      return error(module.locate(id), "a pass added this passive segment").remedy(remedy);
  return {};
}

Result<void> McuProfile::checkImports() const {
  auto isNew = [&](const ExternalRef &import) {
    switch (import.kind) {
    case ExternalKind::Function:
      return !module.isFromInput(FunctionId(import.id));
    case ExternalKind::Table:
      return !module.isFromInput(TableId(import.id));
    case ExternalKind::Memory:
      return !module.isFromInput(MemoryId(import.id));
    case ExternalKind::Global:
      return !module.isFromInput(GlobalId(import.id));
    case ExternalKind::Tag:
      return !module.isFromInput(TagId(import.id));
    }
    return true;
  };
  uint32_t index = 0;
  for (const ExternalRef &import : module.imports()) {
    if (isNew(import))
      return error(Location::of(Location::Entity::Import, index), "a pass added this import")
          .remedy("leave that pass out, or link what it asks for");
    ++index;
  }
  return {};
}

// Constant expressions. ----------------------------------------------------

/// More than one instruction before the `end`. References need no more, so neither do
/// the items of segments nor the initial values of tables.
bool isExtended(const ConstExpr &expression) {
  InstructionCursor cursor = expression.instructions();
  Instruction instruction;
  unsigned count = 0;
  while (cursor.next(instruction))
    ++count;
  return count > 2;
}

Result<void> McuProfile::checkConstantExpressions() const {
  constexpr const char *remedy = "link without position-independent code, or without features that need it "
                                 "(extended-const); Debian's wasm2c, among others, refuses such expressions";
  for (GlobalId id : module.globals().ids())
    if (isExtended(module.globals()[id].init))
      return error(module.locate(id), "the initial value of " + describe(id) + " needs extended constant expressions")
          .remedy(remedy);
  for (ElementId id : module.elementSegments().ids())
    if (isExtended(module.elementSegments()[id].offset))
      return error(module.locate(id), "this element segment needs extended constant expressions").remedy(remedy);
  return {};
}

} // namespace

Result<void> checkMcuProfile(const Module &module) { return McuProfile(module).check(); }

} // namespace meld
