//===- Program.cpp - a module and where its memories are ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Program.h.
// Why:  see Program.h.
// Never: uses a layout that the module does not bear out.
//
//===----------------------------------------------------------------------===//

#include "Program.h"
#include "meld/Binary/IndexMap.h"
#include "meld/Binary/Reader.h"
#include "meld/IR/Features.h"
#include "meld/Pass/Premise.h"
#include "meld/Text/TextReader.h"
#include "llvm/Support/MathExtras.h"

namespace meld::exec {

uint64_t Place::size(const Instance &instance) const {
  if (!isWindow)
    return instance.memory(memory).size();
  uint64_t grown = grownGlobal ? instance.globalBits(*grownGlobal) : 0;
  return (initialPages + grown) * PageSize;
}

std::optional<std::string_view> Place::bytes(const Instance &instance) const {
  std::string_view all = instance.memory(memory);
  uint64_t length = size(instance);
  if (base > all.size() || length > all.size() - base)
    return std::nullopt;
  return all.substr(base, length);
}

const Place *Program::placeOf(uint32_t input) const {
  for (const Place &place : places)
    if (place.input == input)
      return &place;
  return nullptr;
}

static void setGrowth(Place &place, const GrowthState &growth, const IndexMap &indices) {
  place.isWindow = true;
  place.initialPages = growth.initialPages;
  place.capacityPages = growth.capacityPages();
  if (growth.grownGlobal)
    place.grownGlobal = indices[*growth.grownGlobal];
  if (growth.growFunction)
    place.growFunction = indices[*growth.growFunction];
}

/// The name people know a memory by.
static std::string nameOf(const Module &module, MemoryId memory) {
  for (const Export &entry : module.exports())
    if (entry.target == ExternalRef{ExternalKind::Memory, memory.value})
      return (" (" + entry.name + ")").str();
  return {};
}

static bool hasWideOffsets(const Module &module) {
  auto is64 = [&](MemoryId memory) { return module.memories()[memory].limits.is64; };
  if (llvm::none_of(module.memories().ids(), is64))
    return false; // then none is valid
  for (FunctionId id : module.functions().ids()) {
    InstructionCursor cursor = module.functions()[id].body.instructions();
    for (Instruction instruction; cursor.next(instruction);) {
      const Immediates immediates = infoOf(instruction.opcode).immediates;
      if ((immediates == Immediates::MemArg || immediates == Immediates::MemArgLane) && instruction.value > UINT32_MAX)
        return true;
    }
  }
  return false;
}

Program describeProgram(std::string file, std::unique_ptr<llvm::MemoryBuffer> binary, const Module &module) {
  const Layout &layout = module.layout();
  const IndexMap indices(module);
  Program program;
  program.file = std::move(file);
  program.binary = std::move(binary);
  program.isMerged = layout.mergedMemory.has_value();
  program.isUnchecked = llvm::any_of(layout.premises, [](const RecordedPremise &premise) {
    return premise.name == premises::InBounds.name;
  });
  const FeatureSet features = featuresOf(module).all();
  if (features.contains(Feature::LegacyExceptions))
    program.misrun = "catches exceptions wrongly";
  else if (features.contains(Feature::TailCall))
    program.misrun = "mixes up its stack in tail calls";
  else if (hasWideOffsets(module))
    program.misrun = "cuts off static offsets of 2^32 and more";
  for (MemoryId memory : module.memories().ids()) {
    ++program.memoryCount;
    program.memoryBytes = llvm::SaturatingAdd(
        program.memoryBytes, llvm::SaturatingMultiply(module.memories()[memory].limits.minimum, PageSize));
  }
  if (program.isMerged) {
    for (const Window &window : layout.windows) {
      Place place;
      place.input = window.input.value;
      place.name = "memory " + std::to_string(place.input);
      if (!window.exports.empty())
        place.name += " (" + window.exports.front() + ")";
      place.memory = indices[*layout.mergedMemory];
      place.base = window.baseBytes;
      setGrowth(place, window.growth, indices);
      program.places.push_back(std::move(place));
    }
    llvm::sort(program.places, [](const Place &a, const Place &b) { return a.input < b.input; });
    return program;
  }
  for (MemoryId memory : module.memories().ids()) {
    Place place;
    place.input = memory.value;
    place.memory = indices[memory];
    place.name = "memory " + std::to_string(memory.value) + nameOf(module, memory);
    if (const std::optional<GrowthState> &growth = module.memories()[memory].growth)
      setGrowth(place, *growth, indices);
    place.initialPages = place.isWindow ? place.initialPages : module.memories()[memory].limits.minimum;
    program.places.push_back(std::move(place));
  }
  return program;
}

static Failure notAModule(llvm::StringRef file, const Failure &why) {
  return error(Location::file(file), "it cannot be read: " + why.diagnostic().fact)
      .remedy("meld-opt -passes=verify says where");
}

Result<Program> readProgram(const std::string &file) {
  auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (std::error_code reason = buffer.getError())
    return error(Location::file(file), "cannot be read: " + reason.message())
        .remedy("name a module, as text or binary");
  std::unique_ptr<llvm::MemoryBuffer> binary = std::move(*buffer);
  if (looksLikeText(binary->getBuffer())) {
    TextReader text(std::move(binary));
    Result<std::unique_ptr<llvm::MemoryBuffer>> assembled = text.toBinary();
    if (!assembled)
      return notAModule(file, assembled.failure());
    binary = std::move(*assembled);
  }
  DiagnosticEngine silent;
  Result<std::unique_ptr<Module>> module = readModule(
      llvm::MemoryBuffer::getMemBuffer(binary->getBuffer(), file, /*RequiresNullTerminator=*/false), silent);
  if (!module)
    return notAModule(file, module.failure());
  if (!(*module)->layout().unreadable.empty())
    return error(Location::file(file), "its section meld.layout cannot be used: " + (*module)->layout().unreadable)
        .remedy("give the module as meld-opt wrote it");
  return describeProgram(file, std::move(binary), **module);
}

} // namespace meld::exec
