//===- Lowering.cpp - what rebase and bump-grow share ------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Lowering.h.
// Why:  see Lowering.h.
// Never: see Lowering.h.
//
//===----------------------------------------------------------------------===//

#include "passes/Lowering.h"

namespace meld {

std::string describeMemory(const Module &module, MemoryId memory) {
  std::string text = "memory " + std::to_string(memory.value);
  if (const Window *window = module.layout().windowOf(memory))
    return window->name.empty() ? text : text + " $" + window->name;
  llvm::StringRef name = module.memories()[memory].name;
  if (!name.empty())
    return text + " $" + name.str();
  for (const Export &entry : module.exports())
    if (entry.target == ExternalRef{ExternalKind::Memory, memory.value})
      return text + " (exported as \"" + entry.name.str() + "\")";
  return text;
}

Result<void> requireKnownLayout(const Module &module) {
  if (!module.layout().unreadable.empty())
    return error(Location::of(Location::Entity::CustomSection, 0, "meld.layout"),
                 "the module says it was lowered before, but this section does not fit it: " +
                     module.layout().unreadable)
        .remedy("lower the original module in one run, or drop the section before another tool changes the module: "
                "-passes='strip<name=meld.layout>'; see docs/input-contract.md#bounding-before-merging");
  return {};
}

Failure undecodableBody(const Module &module, FunctionId function) {
  return error(module.locate(function), "this body cannot be decoded, so nothing about the module is known")
      .remedy("rebuild it without instructions this tool does not know");
}

Result<void> requireLowerable(const Module &module, const MemoryGrow &grow) {
  if (Result<void> known = requireKnownLayout(module); !known)
    return known;
  if (std::optional<FunctionId> unknown = grow.undecodable())
    return undecodableBody(module, *unknown);
  return {};
}

Result<void> requireLowerable(const Module &module, MemoryId id) {
  if (module.memories()[id].import)
    return error(module.locate(id), describeMemory(module, id) + " is imported, so its bytes belong to somebody else")
        .remedy("link the module that defines and exports it first, or, if nobody else uses it, let the module own it "
                "with rebase<import=define>; see docs/input-contract.md#what-is-refused");
  return requireLowerableKind(module, id);
}

Result<void> requireLowerableKind(const Module &module, MemoryId id) {
  const Memory &memory = module.memories()[id];
  if (memory.limits.isShared)
    return error(module.locate(id), describeMemory(module, id) + " is shared between threads")
        .remedy("build without threads: no frozen layout can hold what other threads grow; see docs/input-contract.md#what-is-refused");
  if (memory.limits.pageSizeLog2 && *memory.limits.pageSizeLog2 != 16)
    return error(module.locate(id), describeMemory(module, id) + " has a custom page size")
        .remedy("build with pages of 65536 bytes: the lowering of other page sizes does not exist yet"
                "; see docs/input-contract.md#what-is-refused");
  return {};
}

Result<void> requireAddressable(const Module &module, MemoryId id, const GrowthState &growth) {
  if (pagesToBytes(growth.capacityPages()).value())
    return {};
  return error(module.locate(id), describeMemory(module, id) + " would be frozen at " +
                                      llvm::Twine(growth.capacityPages()) + " pages, which are 2^64 bytes")
      .remedy("give a smaller reserve, or declare fewer pages");
}

namespace {

/// Does `key`, which is not empty, of `reserve.KEY` name that memory? By index, export or debug name.
bool names(const MemoryFacts &memory, llvm::StringRef key) {
  uint32_t index = 0;
  if (!key.getAsInteger(10, index) && index == memory.memory.value)
    return true;
  return key == memory.name || llvm::is_contained(memory.exports, key);
}

} // namespace

Result<std::map<MemoryId, PageAmount>> amountsByMemory(const Module &module, llvm::StringRef option,
                                                       const KeyedPages &named, llvm::ArrayRef<MemoryFacts> memories,
                                                       llvm::StringRef noun, llvm::StringRef plural) {
  std::map<MemoryId, PageAmount> result;
  std::map<MemoryId, llvm::StringRef> keyOf;
  for (const auto &[key, amount] : named) {
    bool isFound = false;
    for (const MemoryFacts &memory : memories) {
      if (!names(memory, key))
        continue;
      isFound = true;
      if (auto [other, isNew] = keyOf.try_emplace(memory.memory, key); !isNew)
        return error(module.locate(memory.memory), option + "." + other->second + " and " + option + "." + key +
                                                       " name the same " + describeMemory(module, memory.memory))
            .remedy("give one of them");
      result[memory.memory] = amount;
    }
    if (isFound)
      continue;
    std::vector<std::string> known;
    std::string list;
    for (const MemoryFacts &memory : memories) {
      known.push_back(memory.name.empty() ? std::to_string(memory.memory.value) : memory.name);
      list += (list.empty() ? "" : ", ") + known.back();
    }
    llvm::StringRef nearest = nearestName(key, known);
    return error(Location::module(), option + "." + key + " names no " + noun +
                                         (nearest.empty() ? "" : "; did you mean " + nearest + "?"))
        .remedy(list.empty() ? "leave it out: there is none"
                             : "the " + plural + " are: " + list + "; an index, an export or a debug name will do");
  }
  return result;
}

Result<std::map<MemoryId, GrowthState>> resolveGrowth(Module &module, const MemoryGrow &grow,
                                                      const ReserveRequest &request) {
  const bool isRebased = module.layout().mergedMemory.has_value();
  auto isSettled = [&](MemoryId id) { return isRebased || module.memories()[id].growth.has_value(); };
  auto amounts = amountsByMemory(module, "reserve", request.named, grow.memories(), "memory", "memories");
  if (!amounts)
    return amounts.takeFailure();
  for (const MemoryFacts &memory : grow.memories()) {
    if ((request.all || amounts->count(memory.memory) != 0) && isSettled(memory.memory))
      return error(module.locate(memory.memory),
                   "the reserve of " + describeMemory(module, memory.memory) + " is settled already")
          .remedy("give reserve to the first pass that bounds the memory");
  }

  std::map<MemoryId, GrowthState> result;
  for (const MemoryFacts &facts : grow.memories()) {
    if (isSettled(facts.memory))
      continue;
    if (!mayGrow(facts.verdict))
      for (const auto &[key, amount] : request.named)
        if (names(facts, key))
          module.diagnostics().warn(module.locate(facts.memory),
                                    "reserve." + key + " has no effect: nothing grows " +
                                        describeMemory(module, facts.memory),
                                    "leave it out");
    GrowthState growth;
    growth.initialPages = facts.limits.minimum;
    growth.maximumPages = facts.limits.maximum;
    growth.is64 = facts.limits.is64;
    if (mayGrow(facts.verdict)) {
      auto named = amounts->find(facts.memory);
      PageAmount wanted =
          named != amounts->end() ? named->second : request.all.value_or(PageAmount{DefaultReservePages, false});
      uint64_t limit = growth.limitPages();
      uint64_t room = limit > growth.initialPages ? limit - growth.initialPages : 0;
      growth.reservePages = wanted.isMaximum ? room : std::min(wanted.pages, room);
      if (growth.reservePages == wanted.pages)
        growth.reserveRoundingBytes = wanted.roundingBytes;
    }
    result.emplace(facts.memory, growth);
  }
  return result;
}

namespace {

/// rebase S2: nothing is known of an offset that depends on an import.
Result<void> assumeFits(Module &module, const ModuleAnalysisManager &analyses, DataId id, uint64_t initialBytes,
                        uint64_t baseBytes) {
  const DataSegment &segment = module.dataSegments()[id];
  const MemoryId memory = segment.memory;
  PremiseUse use{module.locate(id)};
  use.fact = "the offset of this active segment of " + describeMemory(module, memory) +
             " is not known before instantiation; if it ends past the initial " + std::to_string(initialBytes) +
             " bytes, it overwrites others instead of trapping";
  if (baseBytes != 0)
    use.fact += "; it moves by " + std::to_string(baseBytes) + " as an extended constant expression";
  use.remedy = "link the module that defines the global it reads, or give the segment a constant offset";
  use.subjects.push_back(std::to_string(id.value));
  if (!segment.name.empty())
    use.subjects.push_back(segment.name.str());
  if (Result<void> relied = relyOn(premises::SegmentInWindow, module, analyses, std::move(use)); !relied)
    return relied;
  module.editLayout().assumedSegments[id] = memory;
  return {};
}

} // namespace

Result<std::vector<SegmentPlace>> requireSegmentsFit(Module &module, const ModuleAnalysisManager &analyses,
                                                     MemoryId memory, uint64_t initialBytes, uint64_t baseBytes) {
  std::vector<SegmentPlace> places;
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    if (!segment.isActive || segment.memory != memory)
      continue;
    std::optional<uint64_t> offset = evaluateInteger(segment.offset, module);
    if (!offset) {
      if (Result<void> assumed = assumeFits(module, analyses, id, initialBytes, baseBytes); !assumed)
        return assumed.takeFailure();
    } else if (const Checked end = Checked(*offset) + segment.bytes.size(); !end.fits(initialBytes)) {
      return error(module.locate(id), "this active segment ends " +
                                          (end.value() ? "at byte " + std::to_string(*end.value())
                                                       : std::string("past the last of 2^64 bytes")) +
                                          ", past the initial " + std::to_string(initialBytes) + " bytes of " +
                                          describeMemory(module, memory) + ": the module traps when it is instantiated")
          .remedy("raise the memory's minimum, or move the segment; see docs/input-contract.md#what-is-refused");
    }
    places.push_back({id, offset});
  }
  return places;
}

std::optional<llvm::StringRef> handlerNameOf(llvm::StringRef value) {
  return value.consume_front("call:") ? std::optional(value) : std::nullopt;
}

Result<FunctionId> requireHandler(Module &module, const ModuleAnalysisManager &analyses, HandlerOption option,
                                  llvm::StringRef function, const FunctionType &type) {
  const std::string call = (option.name + "=call").str();
  std::string typeText = "(param";
  for (ValueType param : type.params)
    typeText += param == ValueType::I64 ? " i64" : " i32";
  typeText += ")";
  const std::string choices =
      ("give " + option.others + ", or call:FN with the name of a function " + typeText).str();
  std::optional<FunctionId> handler = findFunction(module, function);
  if (!handler)
    return error(Location::module(), call + ": there is no function " + function).remedy(choices);
  if (module.typeOf(*handler) != type)
    return error(module.locate(*handler), call + ": this function does not have the type " + typeText).remedy(choices);

  const OpcodeSet catching{Opcode::Try, Opcode::TryTable};
  auto catches = [&](FunctionId id) {
    InstructionCursor cursor = module.functions()[id].body.instructions();
    Instruction instruction;
    // What cannot be decoded could catch, too.
    return !module.isImported(id) && (cursor.nextIn(catching, instruction) || cursor.failed());
  };
  if (llvm::none_of(module.functions().ids(), catches))
    return *handler;
  PremiseUse use{module.locate(*handler)};
  use.fact = call + ": the module catches exceptions, so it could swallow one of this function and go on";
  use.remedy = ("use " + option.name + "=" + option.others).str();
  if (Result<void> relied = relyOn(premises::OomNothrow, module, analyses, std::move(use)); !relied)
    return relied.takeFailure();
  return *handler;
}

void emitIndexConst(CodeBuilder &code, const GrowthState &growth, uint64_t value) {
  if (growth.is64)
    code.i64Const(value);
  else
    code.i32Const(static_cast<uint32_t>(value));
}

void emitPagesToBytes(CodeBuilder &code, const GrowthState &growth) {
  emitIndexConst(code, growth, 16);
  code.op(indexOpcode(growth, Opcode::I32Shl, Opcode::I64Shl));
}

std::optional<MemoryId> findMemory(const Module &module, llvm::StringRef name) {
  uint32_t index = 0;
  if (!name.getAsInteger(10, index) && module.memories().contains(MemoryId(index)))
    return MemoryId(index);
  for (const Export &entry : module.exports())
    if (entry.target.kind == ExternalKind::Memory && entry.name == name)
      return MemoryId(entry.target.id);
  for (MemoryId id : module.memories().ids())
    if (module.memories()[id].name.text() == name && !name.empty())
      return id;
  return std::nullopt;
}

void emitCurrentPages(CodeBuilder &code, MemoryId memory, const GrowthState &growth, bool mayStillGrow) {
  if (growth.grownGlobal) {
    code.globalGet(*growth.grownGlobal);
    if (growth.initialPages != 0) {
      emitIndexConst(code, growth, growth.initialPages);
      code.op(indexOpcode(growth, Opcode::I32Add, Opcode::I64Add));
    }
  } else if (mayStillGrow) {
    code.memorySize(memory);
  } else {
    emitIndexConst(code, growth, growth.initialPages);
  }
}

} // namespace meld
