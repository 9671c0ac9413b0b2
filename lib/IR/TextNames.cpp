//===- TextNames.cpp - how the text format speaks of entities ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see TextNames.h.
// Why:  see TextNames.h.
// Never: depends on anything but the module, so the same module prints the same.
//
//===----------------------------------------------------------------------===//

#include "TextNames.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

namespace {

/// idchar, core specification 6.3.5.
bool isIdentifierCharacter(char c) {
  return llvm::isAlnum(c) || llvm::StringRef("!#$%&'*+-./:<=>?@\\^_`|~").contains(c);
}

Space spaceOf(ExternalKind kind) {
  switch (kind) {
  case ExternalKind::Function:
    return Space::Function;
  case ExternalKind::Table:
    return Space::Table;
  case ExternalKind::Memory:
    return Space::Memory;
  case ExternalKind::Global:
    return Space::Global;
  case ExternalKind::Tag:
    return Space::Tag;
  }
  return Space::Function;
}

} // namespace

std::string textIdentifier(llvm::StringRef name) {
  if (name.empty())
    return {};
  std::string identifier = "$";
  for (char c : name) {
    if (isIdentifierCharacter(c)) {
      identifier += c;
    } else {
      auto byte = static_cast<uint8_t>(c);
      identifier += '\\';
      identifier += llvm::hexdigit(byte >> 4, /*LowerCase=*/true);
      identifier += llvm::hexdigit(byte & 15, /*LowerCase=*/true);
    }
  }
  return identifier;
}

std::string IdentifierSet::takeVariant(llvm::StringRef identifier, uint32_t number) {
  std::string variant = (identifier + "_" + llvm::Twine(number)).str();
  while (!take(variant))
    variant += '_';
  return variant;
}

template <class Entities> void TextNames::number(const Entities &entities, Names &names) {
  auto next = static_cast<uint32_t>(
      llvm::count_if(names.indices, [](uint32_t index) { return index != None; }));
  names.indices.resize(entities.size(), None);
  for (auto id : entities.ids())
    if (names.indices[id.value] == None)
      names.indices[id.value] = next++;
}

template <class Entities> void TextNames::name(const Entities &entities, Names &names) {
  IdentifierSet taken;
  std::vector<uint32_t> repeated;
  names.identifiers.resize(entities.size());
  for (auto id : entities.ids()) {
    names.identifiers[id.value] = textIdentifier(entities[id].name);
    if (!names.identifiers[id.value].empty() && !taken.take(names.identifiers[id.value]))
      repeated.push_back(id.value);
  }
  for (uint32_t id : repeated)
    names.identifiers[id] = taken.takeVariant(names.identifiers[id], id);
}

TextNames::TextNames(const Module &module) {
  // Imports come first, in their order (core specification 2.5.1).
  std::array<uint32_t, SpaceCount> next{};
  for (const ExternalRef &import : module.imports()) {
    Space space = spaceOf(import.kind);
    std::vector<uint32_t> &indices = of(space).indices;
    if (indices.size() <= import.id)
      indices.resize(import.id + size_t(1), None);
    indices[import.id] = next[static_cast<unsigned>(space)]++;
  }
  number(module.types(), of(Space::Type));
  number(module.functions(), of(Space::Function));
  number(module.tables(), of(Space::Table));
  number(module.memories(), of(Space::Memory));
  number(module.globals(), of(Space::Global));
  number(module.tags(), of(Space::Tag));
  number(module.dataSegments(), of(Space::Data));
  number(module.elementSegments(), of(Space::Element));
  name(module.types(), of(Space::Type));
  name(module.functions(), of(Space::Function));
  name(module.tables(), of(Space::Table));
  name(module.memories(), of(Space::Memory));
  name(module.globals(), of(Space::Global));
  name(module.tags(), of(Space::Tag));
  name(module.dataSegments(), of(Space::Data));
  name(module.elementSegments(), of(Space::Element));
}

std::vector<std::string> localIdentifiers(const Module &module, FunctionId function, uint64_t count) {
  std::vector<std::string> identifiers;
  llvm::ArrayRef<uint8_t> map = module.names().locals.of(function);
  if (map.empty())
    return identifiers;
  // The reader has checked the map's form.
  const uint8_t *position = map.begin();
  IdentifierSet taken;
  std::vector<uint64_t> repeated;
  for (uint64_t entries = encoded::readUnsigned(position); entries != 0; --entries) {
    uint64_t local = encoded::readUnsigned(position);
    llvm::StringRef name = Name::read(position);
    if (local >= count || name.empty())
      continue;
    if (identifiers.size() <= local)
      identifiers.resize(local + 1);
    identifiers[local] = textIdentifier(name);
    if (!taken.take(identifiers[local]))
      repeated.push_back(local);
  }
  for (uint64_t local : repeated)
    identifiers[local] = taken.takeVariant(identifiers[local], static_cast<uint32_t>(local));
  return identifiers;
}

} // namespace meld
