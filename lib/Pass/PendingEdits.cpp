//===- PendingEdits.cpp - what a function pass asks its module for --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see PendingEdits.h.
// Why:  an id that was asked for is one past the ids the module had, as if nobody else had
//       asked; merging gives it its real value and rewrites the bodies that name it.
// Never: leaves such an id in the module.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/PendingEdits.h"
#include "meld/IR/ReferenceRewriter.h"

namespace meld {

TypeId PendingEdits::findOrAddType(llvm::ArrayRef<ValueType> params, llvm::ArrayRef<ValueType> results) {
  for (TypeId id : module.types().ids())
    if (module.types()[id] == FunctionType{params, results})
      return id;
  for (size_t i = 0; i < types.size(); ++i)
    if (llvm::ArrayRef(types[i].params) == params && llvm::ArrayRef(types[i].results) == results)
      return TypeId(module.types().size() + static_cast<uint32_t>(i));
  types.push_back({params.vec(), results.vec()});
  return TypeId(module.types().size() + static_cast<uint32_t>(types.size()) - 1);
}

GlobalId PendingEdits::addGlobal(NewGlobal global, llvm::StringRef key) {
  assert(global.type.isInteger() && "other types need an expression of their own");
  globals.push_back({std::move(global), key.str()});
  return GlobalId(module.globals().size() + static_cast<uint32_t>(globals.size()) - 1);
}

FunctionId PendingEdits::addFunction(NewFunction function, llvm::StringRef key) {
  functions.push_back({std::move(function), key.str()});
  return FunctionId(module.functions().size() + static_cast<uint32_t>(functions.size()) - 1);
}

EditMerger::EditMerger(Module &module)
    : module(module), typeCount(module.types().size()), globalCount(module.globals().size()),
      functionCount(module.functions().size()) {}

Failure EditMerger::keyConflict(Location asking, llvm::StringRef what, llvm::StringRef key) {
  return error(std::move(asking), "asks for another " + what + " under the key '" + key + "' than a function before it")
      .remedy("this is a defect of the pass: what functions ask for under one key has to be the same");
}

Failure EditMerger::unknownId(Location asking) {
  return error(std::move(asking), "the new code refers to something that the function did not ask for")
      .remedy("this is a defect of the pass: ids hold only for the function that asked for them");
}

Result<FunctionBody> EditMerger::place(const FunctionBody &body, const Ids &ids, FunctionId asking) const {
  auto map = [&](const Reference &reference) -> uint32_t {
    if (reference.space == Space::Type && reference.id >= typeCount)
      return ids.types[reference.id - typeCount].value;
    if (reference.space == Space::Global && reference.id >= globalCount)
      return ids.globals[reference.id - globalCount].value;
    if (reference.space == Space::Function && reference.id >= functionCount)
      return ids.functions[reference.id - functionCount].value;
    return reference.id;
  };
  // An id beyond what was asked for would be looked up outside the lists.
  bool isKnown = true;
  bool isDecodable = visitReferences(body, [&](const Reference &reference) {
    isKnown &= reference.space != Space::Type || reference.id < typeCount + ids.types.size();
    isKnown &= reference.space != Space::Global || reference.id < globalCount + ids.globals.size();
    isKnown &= reference.space != Space::Function || reference.id < functionCount + ids.functions.size();
  });
  if (!isDecodable)
    return error(module.locate(asking), "the new code cannot be decoded").remedy("this is a defect of the pass");
  if (!isKnown)
    return unknownId(module.locate(asking));
  return *mapReferences(body, map);
}

Result<void> EditMerger::merge(FunctionId id, const FunctionBody &body, const PendingEdits &edits) {
  if (edits.isEmpty()) {
    module.setBody(id, body);
    return {};
  }
  Ids ids;
  for (const PendingEdits::Type &type : edits.types)
    ids.types.push_back(module.findOrAddType(type.params, type.results));

  for (const auto &[wanted, key] : edits.globals) {
    Global global;
    global.type = wanted.type;
    global.isMutable = wanted.isMutable;
    global.init = wanted.type == ValueType::I64 ? ConstExpr::i64(wanted.initial)
                                                : ConstExpr::i32(static_cast<uint32_t>(wanted.initial));
    if (auto known = keyedGlobals.find(key); !key.empty() && known != keyedGlobals.end()) {
      const Global &first = module.globals()[known->second];
      if (first.type != global.type || first.isMutable != global.isMutable ||
          first.init.bytes() != global.init.bytes() || first.name.text() != wanted.name)
        return keyConflict(module.locate(id), "global", key);
      ids.globals.push_back(known->second);
      continue;
    }
    global.name = module.save(wanted.name);
    ids.globals.push_back(module.add(std::move(global)));
    if (!key.empty())
      keyedGlobals[key] = ids.globals.back();
  }

  auto typeOf = [&](const NewFunction &wanted) -> std::optional<TypeId> {
    if (wanted.type.value < typeCount)
      return wanted.type;
    const size_t asked = wanted.type.value - typeCount;
    return asked < ids.types.size() ? std::optional(ids.types[asked]) : std::nullopt;
  };
  // Ids first: functions may refer to one another.
  std::vector<bool> isNew;
  for (const auto &[wanted, key] : edits.functions) {
    auto known = key.empty() ? keyedFunctions.end() : keyedFunctions.find(key);
    isNew.push_back(known == keyedFunctions.end());
    if (!isNew.back()) {
      ids.functions.push_back(known->second);
      continue;
    }
    std::optional<TypeId> type = typeOf(wanted);
    if (!type)
      return unknownId(module.locate(id));
    Function function;
    function.type = *type;
    if (wanted.import)
      function.import = module.save(Import{wanted.import->first, wanted.import->second});
    function.name = module.save(wanted.name);
    ids.functions.push_back(module.add(std::move(function)));
    if (!key.empty())
      keyedFunctions[key] = ids.functions.back();
  }
  for (size_t i = 0; i < edits.functions.size(); ++i) {
    const NewFunction &wanted = edits.functions[i].entity;
    Result<FunctionBody> placed = FunctionBody();
    if (!wanted.import)
      placed = place(wanted.body, ids, id);
    if (!placed)
      return placed.takeFailure();
    if (isNew[i]) {
      if (!wanted.import)
        module.setBody(ids.functions[i], std::move(*placed));
      continue;
    }
    const Function &first = module.functions()[ids.functions[i]];
    bool isSameImport = first.import.has_value() == wanted.import.has_value() &&
                        (!wanted.import || (first.import->module == wanted.import->first &&
                                            first.import->field == wanted.import->second));
    if (first.type != typeOf(wanted) || !isSameImport || first.body.bytes() != placed->bytes() ||
        first.name.text() != wanted.name)
      return keyConflict(module.locate(id), "function", edits.functions[i].key);
  }

  Result<FunctionBody> placed = place(body, ids, id);
  if (!placed)
    return placed.takeFailure();
  module.setBody(id, std::move(*placed));
  return {};
}

} // namespace meld
