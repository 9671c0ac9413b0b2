//===- Names.cpp - the name section ---------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads and writes the `name` custom section (core specification, appendix
//       7.4.1, with the extended name section proposal's subsections).
// Why:  debug names are what diagnostics and people speak of; they must follow
//       their entities when indices move.
// Never: fails the module for a malformed name section.
//
//===----------------------------------------------------------------------===//

#include "ByteCursor.h"
#include "meld/Binary/CustomSections.h"
#include "meld/IR/CodeBuilder.h"

namespace meld {

namespace {

enum Subsection : uint8_t {
  ModuleName = 0,
  FunctionNames = 1,
  LocalNames = 2,
  LabelNames = 3,
  TypeNames = 4,
  TableNames = 5,
  MemoryNames = 6,
  GlobalNames = 7,
  ElementNames = 8,
  DataNames = 9,
  TagNames = 11,
};

template <class Entities> bool readNameMap(ByteCursor &in, Entities &entities) {
  using IdType = std::decay_t<decltype(*entities.ids().begin())>;
  uint32_t count = 0;
  if (!in.u32(count))
    return false;
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t index = 0;
    if (!in.u32(index))
      return false;
    Name name(in.position());
    llvm::StringRef text;
    if (!in.name(text))
      return false;
    if (entities.contains(IdType(index)))
      entities[IdType(index)].name = name;
  }
  return true;
}

/// Per function, the encoded name map of its locals or labels.
bool readIndirect(ByteCursor &in, FunctionNameMaps &maps) {
  uint32_t count = 0;
  if (!in.u32(count))
    return false;
  maps.reserve(maps.size() + std::min<size_t>(count, in.rest().size() / 2)); // a function and an empty map
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t function = 0, entries = 0, index = 0;
    llvm::StringRef name;
    if (!in.u32(function))
      return false;
    maps.add(FunctionId(function), in.position());
    if (!in.u32(entries))
      return false;
    for (uint32_t j = 0; j < entries; ++j)
      if (!in.u32(index) || !in.name(name))
        return false;
  }
  return true;
}

void writeSubsection(std::vector<uint8_t> &out, uint8_t id, llvm::ArrayRef<uint8_t> payload) {
  out.push_back(id);
  encode::unsignedLeb(out, payload.size());
  encode::bytes(out, payload);
}

template <class Entities>
void writeNameMap(std::vector<uint8_t> &out, uint8_t id, const Entities &entities, Space space, const IndexMap &indices) {
  std::vector<std::pair<uint32_t, Name>> names;
  for (auto entity : entities.ids())
    if (!entities[entity].name.empty())
      names.emplace_back(indices.index(space, entity.value), entities[entity].name);
  if (names.empty())
    return;
  llvm::sort(names, [](const auto &a, const auto &b) { return a.first < b.first; });
  std::vector<uint8_t> payload;
  encode::unsignedLeb(payload, names.size());
  for (const auto &[index, name] : names) {
    encode::unsignedLeb(payload, index);
    encode::name(payload, name);
  }
  writeSubsection(out, id, payload);
}

void writeIndirect(std::vector<uint8_t> &out, uint8_t id, const FunctionNameMaps &maps, const IndexMap &indices,
                   llvm::function_ref<bool(FunctionId)> isKept) {
  std::vector<std::pair<uint32_t, llvm::ArrayRef<uint8_t>>> entries;
  maps.forEach([&](FunctionId function, llvm::ArrayRef<uint8_t> bytes) {
    if (indices[function] != IndexMap::None && isKept(function))
      entries.emplace_back(indices[function], bytes);
  });
  if (entries.empty())
    return;
  llvm::sort(entries, [](const auto &a, const auto &b) { return a.first < b.first; });
  std::vector<uint8_t> payload;
  encode::unsignedLeb(payload, entries.size());
  for (const auto &[index, bytes] : entries) {
    encode::unsignedLeb(payload, index);
    encode::bytes(payload, bytes);
  }
  writeSubsection(out, id, payload);
}

} // namespace

bool readNames(Module::Builder &module, llvm::ArrayRef<uint8_t> payload) {
  std::optional<Failure> ignored;
  ByteCursor in(payload, 0, ignored);
  NameMaps names;
  names.locals = names.labels = FunctionNameMaps(payload.data());
  while (!in.atEnd()) {
    uint8_t id = 0;
    uint32_t size = 0;
    llvm::ArrayRef<uint8_t> bytes;
    if (!in.byte(id) || !in.u32(size) || !in.take(size, bytes))
      return false;
    ByteCursor sub(bytes, 0, ignored);
    bool good = true;
    switch (id) {
    case ModuleName:
      good = sub.name(names.moduleName);
      break;
    case FunctionNames:
      good = readNameMap(sub, module.functions());
      break;
    case LocalNames:
      good = readIndirect(sub, names.locals);
      break;
    case LabelNames:
      good = readIndirect(sub, names.labels);
      break;
    case TableNames:
      good = readNameMap(sub, module.tables());
      break;
    case MemoryNames:
      good = readNameMap(sub, module.memories());
      break;
    case GlobalNames:
      good = readNameMap(sub, module.globals());
      break;
    case ElementNames:
      good = readNameMap(sub, module.elementSegments());
      break;
    case DataNames:
      good = readNameMap(sub, module.dataSegments());
      break;
    case TagNames:
      good = readNameMap(sub, module.tags());
      break;
    case TypeNames:
      good = readNameMap(sub, module.types());
      break;
    default: // field names, and what later proposals add
      if (!llvm::is_contained(names.otherSubsections, id))
        names.otherSubsections.push_back(id);
      break;
    }
    if (!good)
      return false;
  }
  names.locals.finish();
  names.labels.finish();
  names.wasRead = true;
  module.names() = std::move(names);
  return true;
}

std::vector<uint8_t> writeNames(const Module &module, const IndexMap &indices, unsigned &droppedLabels) {
  std::vector<uint8_t> out;
  const NameMaps &names = module.names();
  if (!names.moduleName.empty()) {
    std::vector<uint8_t> payload;
    encode::name(payload, names.moduleName);
    writeSubsection(out, ModuleName, payload);
  }
  writeNameMap(out, FunctionNames, module.functions(), Space::Function, indices);
  writeIndirect(out, LocalNames, names.locals, indices, [](FunctionId) { return true; });
  writeIndirect(out, LabelNames, names.labels, indices, [&](FunctionId function) {
    // Labels are numbered by block; an edit may have inserted blocks.
    bool isKept = !module.functions()[function].body.isEdited();
    droppedLabels += !isKept;
    return isKept;
  });
  writeNameMap(out, TypeNames, module.types(), Space::Type, indices);
  writeNameMap(out, TableNames, module.tables(), Space::Table, indices);
  writeNameMap(out, MemoryNames, module.memories(), Space::Memory, indices);
  writeNameMap(out, GlobalNames, module.globals(), Space::Global, indices);
  writeNameMap(out, ElementNames, module.elementSegments(), Space::Element, indices);
  writeNameMap(out, DataNames, module.dataSegments(), Space::Data, indices);
  writeNameMap(out, TagNames, module.tags(), Space::Tag, indices);
  return out;
}

} // namespace meld
