//===- BodyFacts.cpp - the one walk over all bodies --------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see BodyFacts.h.
// Why:  see BodyFacts.h.
// Never: keeps a pointer into a body.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/BodyFacts.h"
#include "meld/IR/References.h"

namespace meld {

BodyFacts BodyFactsAnalysis::run(const Module &module, ModuleAnalysisManager &) {
  BodyFacts facts;
  OpcodeSet wanted{Opcode::Call, Opcode::ReturnCall, Opcode::RefFunc, Opcode::DataDrop};
  for (Immediates immediates : {Immediates::Memory, Immediates::MemoryCopy, Immediates::MemoryInit, Immediates::MemArg,
                                Immediates::MemArgLane})
    wanted.insertAll(immediates);
  facts.accessCounts.resize(module.memories().size());
  auto count = [&](MemoryId memory, uint64_t times = 1) {
    if (memory.value < facts.accessCounts.size())
      facts.accessCounts[memory.value] += times;
  };
  uint32_t functions = module.functions().size();
  facts.callOffsets.reserve(functions + 1);
  facts.refOffsets.reserve(functions + 1);
  facts.plainOffsetBounds.resize(functions);
  for (uint32_t i = 0; i < functions; ++i) {
    FunctionId function(i);
    facts.callOffsets.push_back(static_cast<uint32_t>(facts.calls.size()));
    facts.refOffsets.push_back(static_cast<uint32_t>(facts.refs.size()));
    if (!module.functions().contains(function) || module.isImported(function))
      continue;
    InstructionCursor cursor = module.functions()[function].body.instructions();
    Instruction instruction;
    SkippedAccesses plain;
    std::optional<uint64_t> bound = 0;
    while (cursor.nextIn(wanted, instruction, plain)) {
      auto site = [&] {
        return MemorySite{function, static_cast<uint32_t>(instruction.begin - cursor.bytes().begin()),
                          instruction.memory()};
      };
      switch (instruction.opcode) {
      case Opcode::Call:
      case Opcode::ReturnCall:
        facts.calls.push_back(instruction.function());
        break;
      case Opcode::RefFunc:
        facts.refs.push_back(instruction.function());
        break;
      case Opcode::MemorySize:
        bound.reset();
        facts.sizes.push_back(site());
        break;
      case Opcode::MemoryGrow:
        bound.reset();
        facts.grows.push_back(site());
        break;
      case Opcode::DataDrop:
        facts.usesBulk = true;
        break;
      case Opcode::MemoryFill:
      case Opcode::MemoryInit:
        bound.reset();
        facts.usesBulk = true;
        count(instruction.memory());
        break;
      case Opcode::MemoryCopy:
        bound.reset();
        facts.usesBulk = true;
        count(instruction.memory());
        count(instruction.sourceMemory());
        break;
      default: // every other wanted opcode accesses one memory
        count(instruction.memory());
        if (instruction.memory() != MemoryId(0) || instruction.hasMemoryIndex() || instruction.staticOffset() == ~uint64_t(0))
          bound.reset();
        else if (bound)
          bound = std::max(*bound, instruction.staticOffset() + 1);
        break;
      }
    }
    count(MemoryId(0), plain.count);
    if (cursor.failed()) {
      facts.malformedBodies[function] = cursor.error();
      bound.reset();
    }
    if (bound)
      bound = std::max(*bound, plain.offsetBound());
    facts.plainOffsetBounds[i] = bound;
  }
  facts.callOffsets.push_back(static_cast<uint32_t>(facts.calls.size()));
  facts.refOffsets.push_back(static_cast<uint32_t>(facts.refs.size()));
  return facts;
}

} // namespace meld
