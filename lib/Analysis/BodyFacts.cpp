//===- BodyFacts.cpp - the one walk over all bodies --------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see BodyFacts.h.
// Why:  see BodyFacts.h.
// Never: reads through a pointer into a body that it kept; such pointers only tell
//        whether a body is still the input's.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/BodyFacts.h"
#include "meld/IR/References.h"

namespace meld {

namespace {

OpcodeSet makeWanted() {
  OpcodeSet wanted{Opcode::Call, Opcode::ReturnCall, Opcode::RefFunc, Opcode::DataDrop};
  for (Immediates immediates : {Immediates::Memory, Immediates::MemoryCopy, Immediates::MemoryInit, Immediates::MemArg,
                                Immediates::MemArgLane})
    wanted.insertAll(immediates);
  return wanted;
}

} // namespace

void BodyFacts::count(MemoryId memory, uint64_t times) {
  if (memory.value < accessCounts.size())
    accessCounts[memory.value] += times;
}

void BodyFacts::takeOver(const BodyFacts &former, FunctionId function) {
  llvm::append_range(calls, former.callees(function));
  llvm::append_range(refs, former.functionRefs(function));
  plain[function.value] = former.plain[function.value];
  count(MemoryId(0), plain[function.value].accesses);
}

void BodyFacts::walk(const FunctionBody &body, FunctionId function, const OpcodeSet &wanted) {
  InstructionCursor cursor = body.instructions();
  Instruction instruction;
  SkippedAccesses skipped;
  PlainUse use{0, 0, body.isEdited() ? nullptr : body.bytes().data()};
  auto site = [&] {
    return MemorySite{function, static_cast<uint32_t>(instruction.begin - cursor.bytes().begin()),
                      instruction.memory()};
  };
  while (cursor.nextIn(wanted, instruction, skipped)) {
    switch (instruction.opcode) {
    case Opcode::Call:
    case Opcode::ReturnCall:
      calls.push_back(instruction.function());
      break;
    case Opcode::RefFunc:
      refs.push_back(instruction.function());
      break;
    case Opcode::MemorySize:
      use.offsetBound.reset();
      sizes.push_back(site());
      break;
    case Opcode::MemoryGrow:
      use.offsetBound.reset();
      grows.push_back(site());
      break;
    case Opcode::DataDrop:
      use.offsetBound.reset();
      usesBulk = true;
      break;
    case Opcode::MemoryFill:
    case Opcode::MemoryInit:
      use.offsetBound.reset();
      usesBulk = true;
      count(instruction.memory());
      break;
    case Opcode::MemoryCopy:
      use.offsetBound.reset();
      usesBulk = true;
      count(instruction.memory());
      count(instruction.sourceMemory());
      break;
    default: { // every other wanted opcode accesses one memory
      count(instruction.memory());
      ++use.accesses;
      bool isPlain = instruction.memory() == MemoryId(0) && !instruction.hasMemoryIndex();
      Checked bound = Checked(instruction.staticOffset()) + 1;
      if (!isPlain || !bound.value())
        use.offsetBound.reset();
      else if (use.offsetBound)
        use.offsetBound = std::max(*use.offsetBound, *bound.value());
      break;
    }
    }
  }
  count(MemoryId(0), skipped.count);
  use.accesses += skipped.count;
  if (cursor.failed()) {
    malformedBodies[function] = cursor.error();
    use.offsetBound.reset();
  }
  if (use.offsetBound)
    use.offsetBound = std::max(*use.offsetBound, skipped.offsetBound());
  plain[function.value] = use;
}

BodyFacts BodyFactsAnalysis::run(const Module &module, ModuleAnalysisManager &analyses, const BodyFacts *former) {
  BodyFacts facts;
  const OpcodeSet wanted = makeWanted();
  facts.accessCounts.resize(module.memories().size());
  uint32_t functions = module.functions().size();
  uint64_t visited = 0;
  facts.callOffsets.reserve(functions + 1);
  facts.refOffsets.reserve(functions + 1);
  facts.plain.resize(functions);
  for (uint32_t i = 0; i < functions; ++i) {
    FunctionId function(i);
    facts.callOffsets.push_back(static_cast<uint32_t>(facts.calls.size()));
    facts.refOffsets.push_back(static_cast<uint32_t>(facts.refs.size()));
    if (!module.functions().contains(function) || module.isImported(function))
      continue;
    const FunctionBody &body = module.functions()[function].body;
    bool isSame = former && !body.isEdited() && former->plainOffsetBound(function) &&
                  former->plain[i].input == body.bytes().data();
    if (isSame) {
      facts.takeOver(*former, function);
      continue;
    }
    visited += body.bytes().size();
    facts.walk(body, function, wanted);
  }
  analyses.count("bytes-visited", visited);
  facts.callOffsets.push_back(static_cast<uint32_t>(facts.calls.size()));
  facts.refOffsets.push_back(static_cast<uint32_t>(facts.refs.size()));
  return facts;
}

} // namespace meld
