//===- HostInterface.cpp - calls, references and uses as one graph ---------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see HostInterface.h. Builds the graph; HostSearch.cpp searches it.
// Why:  its own walk over the bodies: few modules have a window away from 0, and the
//       walk that all share should not pay for it.
// Never: counts what no root reaches.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/HostInterface.h"
#include "HostSearch.h"
#include "meld/IR/References.h"
#include "llvm/ADT/StringMap.h"

namespace meld {

bool carriesIntegers(ValueType type) {
  // A host can call a function it got a reference to, and pass integers then.
  if (type.isReference())
    return type.heapType().isConcrete() || type.heapType().abstract() == HeapType::Func;
  return type.isInteger() || type.kind() == ValueType::V128;
}

bool carriesIntegers(const FunctionType &type) {
  auto carries = [](ValueType value) { return carriesIntegers(value); };
  return llvm::any_of(type.params, carries) || llvm::any_of(type.results, carries);
}

HostInterface::Edges HostInterface::makeEdges(uint32_t nodes, llvm::ArrayRef<std::pair<Node, Node>> pairs,
                                              bool isReversed) {
  Edges edges;
  edges.offsets.resize(nodes + 1);
  for (auto [from, to] : pairs)
    ++edges.offsets[(isReversed ? to : from) + 1];
  for (uint32_t i = 0; i < nodes; ++i)
    edges.offsets[i + 1] += edges.offsets[i];
  edges.targets.resize(pairs.size());
  std::vector<uint32_t> next(edges.offsets.begin(), edges.offsets.end() - 1);
  for (auto [from, to] : pairs)
    edges.targets[next[isReversed ? to : from]++] = isReversed ? from : to;
  return edges;
}

namespace {

OpcodeSet usingOpcodes(bool withGlobals) {
  OpcodeSet wanted{Opcode::CallIndirect, Opcode::ReturnCallIndirect, Opcode::CallRef, Opcode::ReturnCallRef};
  for (Immediates immediates :
       {Immediates::Memory, Immediates::MemoryCopy, Immediates::MemoryInit, Immediates::MemArg, Immediates::MemArgLane})
    wanted.insertAll(immediates);
  if (withGlobals) {
    wanted.insert(Opcode::GlobalGet);
    wanted.insert(Opcode::GlobalSet);
  }
  return wanted;
}

/// The same for equal types, and perhaps for some others: types that references name
/// are not told apart.
std::string keyOf(const FunctionType &type) {
  std::string key;
  for (llvm::ArrayRef<ValueType> values : {type.params, type.results}) {
    for (ValueType value : values) {
      key += static_cast<char>(value.kind());
      if (value.isReference())
        key += static_cast<char>(value.heapType().isConcrete() ? 0 : value.heapType().abstract());
    }
    key += '>';
  }
  return key;
}

/// Appends what is not the last element already.
template <class T> void appendNew(std::vector<T> &list, const T &value) {
  if (list.empty() || list.back() != value)
    list.push_back(value);
}

} // namespace

HostInterface HostInterfaceAnalysis::run(const Module &module, ModuleAnalysisManager &analyses) {
  const BodyFacts &facts = analyses.get<BodyFactsAnalysis>(module);
  const CallGraph &graph = analyses.get<CallGraphAnalysis>(module);
  HostInterface result;
  result.functionCount = module.functions().size();

  // Equal types are one node: an indirect call compares types, not ids.
  std::vector<HostInterface::Node> nodeOfType(module.types().size());
  llvm::StringMap<HostInterface::Node> distinct;
  for (TypeId id : module.types().ids()) {
    const FunctionType &type = module.types()[id];
    auto [entry, isNew] = distinct.try_emplace(keyOf(type), result.functionCount + distinct.size());
    nodeOfType[id.value] = entry->second;
    if (isNew)
      result.carriesIntegers.push_back(carriesIntegers(type));
  }

  std::vector<std::pair<HostInterface::Node, HostInterface::Node>> calls;
  result.isReferenced.resize(result.functionCount);
  visitReferencedFunctions(module, facts, [&](FunctionId function, const llvm::Twine &) {
    if (!module.functions().contains(function) || result.isReferenced[function.value])
      return;
    result.isReferenced[function.value] = true;
    calls.emplace_back(nodeOfType[module.functions()[function].type.value], function.value);
  });

  for (GlobalId global : hostGlobals(module))
    result.globalUsers[global];
  const OpcodeSet wanted = usingOpcodes(!result.globalUsers.empty());
  for (FunctionId function : module.functions().ids()) {
    if (module.isImported(function) || !graph.isReachable(function))
      continue;
    for (FunctionId callee : facts.callees(function))
      calls.emplace_back(function.value, callee.value);
    auto use = [&](MemoryId memory) { appendNew(result.users[memory], function.value); };
    InstructionCursor cursor = module.functions()[function].body.instructions();
    Instruction instruction;
    SkippedAccesses skipped;
    while (cursor.nextIn(wanted, instruction, skipped)) {
      switch (instruction.opcode) {
      case Opcode::CallIndirect:
      case Opcode::ReturnCallIndirect:
      case Opcode::CallRef:
      case Opcode::ReturnCallRef:
        calls.emplace_back(function.value, nodeOfType[instruction.type().value]);
        break;
      case Opcode::GlobalGet:
      case Opcode::GlobalSet:
        if (auto global = result.globalUsers.find(instruction.global()); global != result.globalUsers.end())
          appendNew(global->second, function.value);
        break;
      case Opcode::MemoryCopy:
        use(instruction.sourceMemory());
        use(instruction.memory());
        break;
      default: // every other wanted opcode names one memory
        use(instruction.memory());
        break;
      }
    }
    if (skipped.count != 0)
      use(MemoryId(0));
  }
  const uint32_t nodes = result.functionCount + distinct.size();
  result.callees = HostInterface::makeEdges(nodes, calls, false);
  result.callers = HostInterface::makeEdges(nodes, calls, true);
  return result;
}

} // namespace meld
