//===- ShadowStack.cpp - where compiled code keeps its stack in memory ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ShadowStack.h. Names are those of LLVM's linker; tools that merge modules
//       append a number to the second of a name.
// Why:  see ShadowStack.h.
// Never: see ShadowStack.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/ShadowStack.h"
#include "llvm/ADT/SmallSet.h"

namespace meld {

namespace {

/// `name`, or `name` with a number after `_`, `.` or `$`.
bool isCopyOf(llvm::StringRef text, llvm::StringRef name) {
  if (!text.consume_front(name))
    return false;
  if (text.empty())
    return true;
  unsigned number = 0;
  return (text.front() == '_' || text.front() == '.' || text.front() == '$') && !text.drop_front().getAsInteger(10, number);
}

/// By debug or export name.
bool isNamed(const Module &module, GlobalId id, llvm::StringRef name) {
  if (isCopyOf(module.globals()[id].name, name))
    return true;
  return llvm::any_of(module.exports(), [&](const Export &entry) {
    return entry.target == ExternalRef{ExternalKind::Global, id.value} && isCopyOf(entry.name, name);
  });
}

/// The one memory that functions which read a global access; nothing if there are
/// several, or none.
std::map<GlobalId, MemoryId> memoriesOfUsers(const Module &module, const std::set<GlobalId> &wantedGlobals) {
  OpcodeSet wanted{Opcode::GlobalGet};
  for (Immediates immediates : {Immediates::MemArg, Immediates::MemArgLane})
    wanted.insertAll(immediates);
  std::map<GlobalId, llvm::SmallSet<MemoryId, 2>> found;
  for (FunctionId function : module.functions().ids()) {
    if (module.isImported(function))
      continue;
    llvm::SmallSet<GlobalId, 2> globals;
    llvm::SmallSet<MemoryId, 2> memories;
    InstructionCursor cursor = module.functions()[function].body.instructions();
    Instruction instruction;
    while (cursor.nextIn(wanted, instruction)) {
      if (instruction.opcode != Opcode::GlobalGet)
        memories.insert(instruction.memory());
      else if (wantedGlobals.count(instruction.global()) != 0)
        globals.insert(instruction.global());
    }
    for (GlobalId global : globals)
      for (MemoryId memory : memories)
        found[global].insert(memory);
  }
  std::map<GlobalId, MemoryId> result;
  for (const auto &[global, memories] : found)
    if (memories.size() == 1)
      result[global] = *memories.begin();
  return result;
}

} // namespace

ShadowStack ShadowStackAnalysis::run(const Module &module, ModuleAnalysisManager &) {
  ShadowStack result;
  std::set<GlobalId> pointers, heapBases;
  for (GlobalId id : module.globals().ids()) {
    if (module.globals()[id].isMutable && isNamed(module, id, "__stack_pointer"))
      pointers.insert(id);
    else if (!module.globals()[id].isMutable && isNamed(module, id, "__heap_base"))
      heapBases.insert(id);
  }
  if (pointers.empty() && heapBases.empty())
    return result;
  std::map<GlobalId, MemoryId> users;
  if (module.memories().count() == 1) {
    const MemoryId only = *module.memories().ids().begin();
    for (const std::set<GlobalId> &globals : {pointers, heapBases})
      if (globals.size() == 1)
        users[*globals.begin()] = only;
  } else {
    users = memoriesOfUsers(module, pointers);
  }
  std::set<MemoryId> ambiguous;
  for (const auto &[global, memory] : users) {
    std::optional<uint64_t> value = evaluateInteger(module.globals()[global].init, module);
    std::optional<uint64_t> &place = pointers.count(global) != 0 ? result.places[memory].stackTopBytes
                                                                 : result.places[memory].heapBaseBytes;
    if (place)
      ambiguous.insert(memory);
    place = value;
  }
  for (MemoryId memory : ambiguous)
    result.places.erase(memory);
  return result;
}

} // namespace meld
