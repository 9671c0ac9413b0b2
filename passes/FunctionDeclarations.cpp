//===- FunctionDeclarations.cpp - keeping ref.func valid ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see FunctionDeclarations.h.
// Why:  see FunctionDeclarations.h.
// Never: see FunctionDeclarations.h.
//
//===----------------------------------------------------------------------===//

#include "passes/FunctionDeclarations.h"
#include "meld/IR/CodeBuilder.h"
#include "meld/IR/References.h"

namespace meld {

namespace {

/// For each function, whether something outside of bodies names it.
std::vector<bool> declaredFunctions(const Module &module) {
  std::vector<bool> declared(module.functions().size());
  auto declare = [&](const Reference &reference) {
    if (reference.space == Space::Function && reference.id < declared.size())
      declared[reference.id] = true;
  };
  for (const Export &entry : module.exports())
    if (entry.target.kind == ExternalKind::Function)
      declared[entry.target.id] = true;
  for (GlobalId id : module.globals().ids())
    visitReferences(module.globals()[id].init, declare);
  for (TableId id : module.tables().ids())
    if (const std::optional<ConstExpr> &init = module.tables()[id].init)
      visitReferences(*init, declare);
  for (ElementId id : module.elementSegments().ids())
    visitItems(module.elementSegments()[id], declare);
  return declared;
}

} // namespace

void declareFunctions(Module &module, llvm::ArrayRef<FunctionId> functions) {
  if (functions.empty())
    return;
  std::vector<bool> declared = declaredFunctions(module);
  std::vector<FunctionId> missing;
  for (FunctionId function : functions)
    if (!declared[function.value])
      missing.push_back(function);
  if (missing.empty())
    return;
  llvm::sort(missing);
  missing.erase(llvm::unique(missing), missing.end());
  std::vector<uint8_t> items;
  for (FunctionId function : missing)
    encode::unsignedLeb(items, function.value);
  ElementSegment segment;
  segment.mode = ElementSegment::Declarative;
  segment.type = ValueType::ref(HeapType::Func, false);
  segment.itemCount = static_cast<uint32_t>(missing.size());
  segment.items = module.save(items);
  module.add(std::move(segment));
}

} // namespace meld
