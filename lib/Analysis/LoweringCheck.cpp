//===- LoweringCheck.cpp - refusals and postconditions ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see LoweringCheck.h.
// Why:  see LoweringCheck.h.
// Never: see LoweringCheck.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/LoweringCheck.h"
#include "meld/Analysis/MemoryGrow.h"
#include "meld/IR/References.h"

namespace meld {

Result<void> checkLowered(const Module &module, ModuleAnalysisManager &analyses) {
  const Layout &layout = module.layout();
  if (!layout.mergedMemory || llvm::all_of(layout.windows, [](const Window &w) { return w.growth.isLowered; }))
    return {};
  const MemoryGrow &grow = analyses.get<MemoryGrowAnalysis>(module);
  const GrowSite *dead = nullptr;
  for (const MemoryFacts &memory : grow.memories())
    for (const GrowSite &site : memory.growSites) {
      if (!mayGrow(site.verdict)) {
        dead = dead ? dead : &site;
        continue;
      }
      return error(module.locate(site.function, site.codeByte),
                   "memory.grow of window " + llvm::Twine(memory.memory.value) +
                       (memory.name.empty() ? "" : " $" + memory.name) +
                       " is left, and no module can express it: " + grow.explain(site))
          .remedy("add bump-grow to the pipeline, before or after rebase");
    }
  if (dead)
    return error(module.locate(dead->function, dead->codeByte),
                 "memory.grow of window " + llvm::Twine(dead->memory.value) +
                     " is left, and no module can express it (" + grow.explain(*dead) + ")")
        .remedy("add bump-grow to the pipeline; it turns this one into unreachable");
  for (const MemoryFacts &memory : grow.memories())
    for (const MemorySite &site : memory.sizeSites)
      return error(module.locate(site.function, site.codeByte),
                   "memory.size of window " + llvm::Twine(memory.memory.value) +
                       (memory.name.empty() ? "" : " $" + memory.name) +
                       ", which may grow, is left, and no module can express it")
          .remedy("add bump-grow to the pipeline, before or after rebase");
  return {};
}

namespace {

/// Checks an encoded, lowered module. One object a call.
class OutputCheck {
public:
  explicit OutputCheck(const Module &module) : module(module), layout(module.layout()) {}

  Result<void> run() {
    if (!layout.unreadable.empty())
      return defect(Location::module(), "the layout section does not describe the module: " + layout.unreadable);
    if (layout.mergedMemory)
      if (Result<void> done = checkWindows(); !done)
        return done;
    bool anyGrowth = llvm::any_of(module.memories().ids(), [&](MemoryId id) { return module.memories()[id].growth; });
    if (!layout.mergedMemory && !anyGrowth)
      return {};
    for (FunctionId function : module.functions().ids())
      if (Result<void> done = checkBody(function); !done)
        return done;
    return {};
  }

private:
  static Failure defect(Location where, const llvm::Twine &fact) {
    return error(std::move(where), "postcondition violated: " + fact)
        .remedy("this is a defect of meld-opt; please report it with the input module")
        .from("output check");
  }

  Result<void> checkWindows() {
    if (module.memories().count() != 1)
      return defect(Location::module(), "more than one memory is left");
    const Limits &limits = module.memories()[*layout.mergedMemory].limits;
    if (limits.maximum != limits.minimum)
      return defect(module.locate(*layout.mergedMemory), "the merged memory is not frozen");
    uint64_t end = 0;
    for (const Window &window : layout.windows) {
      if (window.baseBytes < end)
        return defect(Location::module(), "window " + llvm::Twine(window.input.value) + " overlaps its neighbour");
      end = std::max(end, window.endBytes());
    }
    if (end > limits.minimum * PageSize)
      return defect(Location::module(), "a window reaches past the end of the merged memory");
    // Segments that each lie in the initial part of one window cannot overlap
    // across windows, since windows do not overlap.
    for (DataId id : module.dataSegments().ids()) {
      const DataSegment &segment = module.dataSegments()[id];
      if (!segment.isActive)
        continue;
      std::optional<uint64_t> offset = evaluateInteger(segment.offset, module);
      auto assumed = layout.assumedSegments.find(id);
      if (!offset && assumed != layout.assumedSegments.end()) {
        const Window *window = layout.windowOf(assumed->second);
        if (!window || (window->baseBytes != 0 && segment.offset.lastAdded() != window->baseBytes))
          return defect(module.locate(id), "an active segment of unknown offset does not move with its window");
        continue;
      }
      const Checked end = Checked(offset.value_or(0)) + segment.bytes.size();
      bool isInside = offset && llvm::any_of(layout.windows, [&](const Window &window) {
                        return *offset >= window.baseBytes && end.fits(window.baseBytes + window.growth.initialBytes());
                      });
      if (!isInside)
        return defect(module.locate(id), "an active segment does not lie in the initial part of a window");
    }
    return {};
  }

  /// Is [offset, offset + width) inside one window?
  bool isInWindow(uint64_t offset, uint64_t width) {
    for (size_t tried = 0; tried < layout.windows.size(); ++tried) {
      const Window &window = layout.windows[lastWindow];
      if (offset >= window.baseBytes && (Checked(offset) + width).fits(window.endBytes()))
        return true;
      lastWindow = (lastWindow + 1) % layout.windows.size();
    }
    return false;
  }

  Result<void> checkBody(FunctionId function) {
    if (!layout.mergedMemory)
      return checkInstructions(function, growOpcodes, nullptr);
    SkippedAccesses plain;
    if (Result<void> done = checkInstructions(function, memoryOpcodes, &plain); !done)
      return done;
    // No access is wider than 16 bytes. Where the bound is too coarse, look at each.
    if (plain.count == 0 || isInWindow(0, plain.offsetBound() + 16))
      return {};
    return checkInstructions(function, memoryOpcodes, nullptr);
  }

  /// `plain`: where to count plain accesses instead of checking them.
  Result<void> checkInstructions(FunctionId function, const OpcodeSet &wanted, SkippedAccesses *plain) {
    InstructionCursor cursor = module.functions()[function].body.instructions();
    Instruction instruction;
    while (plain ? cursor.nextIn(wanted, instruction, *plain) : cursor.nextIn(wanted, instruction)) {
      const char *wrong = check(instruction);
      if (wrong)
        return defect(module.locate(function, static_cast<uint32_t>(instruction.begin - cursor.bytes().begin())),
                      llvm::Twine(instruction.info().mnemonic) + ": " + wrong);
    }
    if (cursor.failed())
      return defect(module.locate(function, cursor.offset()), cursor.error());
    return {};
  }

  const char *check(const Instruction &instruction) {
    Immediates immediates = instruction.immediates();
    if (instruction.opcode == Opcode::MemoryGrow || instruction.opcode == Opcode::MemorySize) {
      bool isBounded = layout.mergedMemory || module.memories()[instruction.memory()].growth;
      return isBounded ? "left on a frozen memory" : nullptr;
    }
    if (instruction.memory().value != 0 ||
        (immediates == Immediates::MemoryCopy && instruction.sourceMemory().value != 0))
      return "names a memory other than 0";
    if (immediates == Immediates::MemArg || immediates == Immediates::MemArgLane) {
      if (instruction.hasMemoryIndex())
        return "the memory index is not canonical";
      bool isTrap = instruction.opcode == Opcode::I32Load8U && instruction.staticOffset() == 0xFFFFFFFF;
      if (!isTrap && !isInWindow(instruction.staticOffset(), instruction.info().accessBytes))
        return "the static part of the address lies in no window";
      return nullptr;
    }
    // Bulk operations: each memory immediate is one zero byte.
    bool isCanonical = true;
    visitReferences(instruction, [&](const Reference &reference) {
      isCanonical &= reference.space != Space::Memory || reference.end - reference.begin == 1;
    });
    return isCanonical ? nullptr : "the memory index is not canonical";
  }

  static OpcodeSet makeMemoryOpcodes() {
    OpcodeSet set;
    for (Immediates immediates : {Immediates::Memory, Immediates::MemoryCopy, Immediates::MemoryInit, Immediates::MemArg,
                                  Immediates::MemArgLane})
      set.insertAll(immediates);
    return set;
  }

  const Module &module;
  const Layout &layout;
  OpcodeSet memoryOpcodes = makeMemoryOpcodes();
  OpcodeSet growOpcodes{Opcode::MemoryGrow, Opcode::MemorySize};
  size_t lastWindow = 0;
};

} // namespace

Result<void> checkOutput(const Module &output) { return OutputCheck(output).run(); }

} // namespace meld
