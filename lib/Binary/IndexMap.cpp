//===- IndexMap.cpp - assigning indices ----------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see IndexMap.h.
// Why:  see IndexMap.h.
// Never: touches a reference whose index equals its id.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/IndexMap.h"
#include "meld/IR/CodeBuilder.h"
#include "meld/IR/ReferenceRewriter.h"

namespace meld {

namespace {

bool isImported(const Function &entity) { return entity.import.has_value(); }
bool isImported(const Table &entity) { return entity.import.has_value(); }
bool isImported(const Memory &entity) { return entity.import.has_value(); }
bool isImported(const Global &entity) { return entity.import.has_value(); }
bool isImported(const Tag &entity) { return entity.import.has_value(); }
template <class Entity> bool isImported(const Entity &) { return false; }

} // namespace

IndexMap::IndexMap(const Module &module) {
  std::array<uint32_t, SpaceCount> next{};
  auto size = [&](const auto &entities, Space space) {
    maps[static_cast<unsigned>(space)].assign(entities.size(), None);
  };
  size(module.types(), Space::Type);
  size(module.functions(), Space::Function);
  size(module.tables(), Space::Table);
  size(module.memories(), Space::Memory);
  size(module.globals(), Space::Global);
  size(module.tags(), Space::Tag);
  size(module.dataSegments(), Space::Data);
  size(module.elementSegments(), Space::Element);

  auto assign = [&](Space space, uint32_t id) {
    auto row = static_cast<unsigned>(space);
    maps[row][id] = next[row]++;
  };
  for (const ExternalRef &import : module.imports()) {
    constexpr Space spaces[] = {Space::Function, Space::Table, Space::Memory, Space::Global, Space::Tag};
    assign(spaces[static_cast<unsigned>(import.kind)], import.id);
  }
  auto define = [&](const auto &entities, Space space) {
    for (auto id : entities.ids())
      if (!isImported(entities[id]))
        assign(space, id.value);
    auto row = static_cast<unsigned>(space);
    identity[row] = true;
    for (uint32_t id = 0; id < maps[row].size(); ++id)
      if (maps[row][id] != None && maps[row][id] != id)
        identity[row] = false;
  };
  define(module.types(), Space::Type);
  define(module.functions(), Space::Function);
  define(module.tables(), Space::Table);
  define(module.memories(), Space::Memory);
  define(module.globals(), Space::Global);
  define(module.tags(), Space::Tag);
  define(module.dataSegments(), Space::Data);
  define(module.elementSegments(), Space::Element);

  std::vector<Space> moved;
  for (unsigned space = 0; space < SpaceCount; ++space)
    if (!identity[space])
      moved.push_back(static_cast<Space>(space));
  moving = referringOpcodes(moved);
}

bool IndexMap::isIdentity() const {
  for (bool same : identity)
    if (!same)
      return false;
  return true;
}

void IndexMap::patch(const uint8_t *&copied, const Reference &reference, std::vector<uint8_t> &out) const {
  uint32_t to = index(reference.space, reference.id);
  if (to == reference.id)
    return;
  encode::bytes(out, {copied, reference.begin});
  copied = reference.end;
  encodeReference(reference, to, out);
}

bool IndexMap::rewrite(InstructionCursor cursor, std::vector<uint8_t> &out) const {
  Instruction instruction;
  const uint8_t *copied = cursor.bytes().begin();
  while (cursor.nextIn(moving, instruction))
    visitReferences(instruction, [&](const Reference &reference) { patch(copied, reference, out); });
  encode::bytes(out, {copied, cursor.bytes().end()});
  return !cursor.failed();
}

void IndexMap::rewriteValueType(const uint8_t *&position, std::vector<uint8_t> &out) const {
  const uint8_t *copied = position;
  visitValueType(position, [&](const Reference &reference) { patch(copied, reference, out); });
  encode::bytes(out, {copied, position});
}

} // namespace meld
