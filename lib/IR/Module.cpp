//===- Module.cpp - entities, edits, locations ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Module.h.
// Why:  each mutator knows which sections hold what it changes.
// Never: changes an entity without marking its section.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/Module.h"
#include "meld/IR/CodeBuilder.h"

namespace meld {

Module::Module(std::unique_ptr<llvm::MemoryBuffer> input, DiagnosticEngine &diagnostics)
    : buffer(std::move(input)), engine(&diagnostics) {}

llvm::ArrayRef<uint8_t> Module::inputBytes() const {
  if (!buffer)
    return {};
  return {reinterpret_cast<const uint8_t *>(buffer->getBufferStart()), buffer->getBufferSize()};
}

std::optional<uint64_t> Module::inputOffsetOf(const uint8_t *byte) const {
  llvm::ArrayRef<uint8_t> input = inputBytes();
  if (std::less<>()(byte, input.begin()) || !std::less<>()(byte, input.end()))
    return std::nullopt;
  return static_cast<uint64_t>(byte - input.begin());
}

std::vector<ExternalRef> Module::imports() const {
  std::vector<ExternalRef> result;
  for (size_t i = 0; i < importOrder.size(); ++i) {
    const ExternalRef &ref = importOrder[i];
    bool exists = false;
    switch (ref.kind) {
    case ExternalKind::Function:
      exists = functionSpace.contains(FunctionId(ref.id));
      break;
    case ExternalKind::Table:
      exists = tableSpace.contains(TableId(ref.id));
      break;
    case ExternalKind::Memory:
      exists = memorySpace.contains(MemoryId(ref.id)) && memorySpace[MemoryId(ref.id)].import;
      break;
    case ExternalKind::Global:
      exists = globalSpace.contains(GlobalId(ref.id));
      break;
    case ExternalKind::Tag:
      exists = tagSpace.contains(TagId(ref.id));
      break;
    }
    if (exists)
      result.push_back(ref);
  }
  return result;
}

// Additions. ---------------------------------------------------------------

ImportRef Module::importOf(ExternalRef entity) const {
  switch (entity.kind) {
  case ExternalKind::Function:
    return functionSpace[FunctionId(entity.id)].import;
  case ExternalKind::Table:
    return tableSpace[TableId(entity.id)].import;
  case ExternalKind::Memory:
    return memorySpace[MemoryId(entity.id)].import;
  case ExternalKind::Global:
    return globalSpace[GlobalId(entity.id)].import;
  case ExternalKind::Tag:
    return tagSpace[TagId(entity.id)].import;
  }
  return std::nullopt;
}

FunctionId Module::add(Function function) {
  bool imported = function.import.has_value();
  FunctionId id = functionSpace.add(std::move(function));
  if (imported) {
    importOrder.push_back({ExternalKind::Function, id.value});
    mark(Section::Import);
  } else {
    mark(Section::Function);
    mark(Section::Code);
  }
  return id;
}

TableId Module::add(Table table) {
  bool imported = table.import.has_value();
  TableId id = tableSpace.add(std::move(table));
  if (imported)
    importOrder.push_back({ExternalKind::Table, id.value});
  mark(imported ? Section::Import : Section::Table);
  return id;
}

MemoryId Module::add(Memory memory) {
  bool imported = memory.import.has_value();
  MemoryId id = memorySpace.add(std::move(memory));
  if (imported)
    importOrder.push_back({ExternalKind::Memory, id.value});
  mark(imported ? Section::Import : Section::Memory);
  return id;
}

GlobalId Module::add(Global global) {
  bool imported = global.import.has_value();
  GlobalId id = globalSpace.add(std::move(global));
  if (imported)
    importOrder.push_back({ExternalKind::Global, id.value});
  mark(imported ? Section::Import : Section::Global);
  return id;
}

TagId Module::add(Tag tag) {
  bool imported = tag.import.has_value();
  TagId id = tagSpace.add(std::move(tag));
  if (imported)
    importOrder.push_back({ExternalKind::Tag, id.value});
  mark(imported ? Section::Import : Section::Tag);
  return id;
}

DataId Module::add(DataSegment segment) {
  mark(Section::Data);
  // Only instructions that name a segment need the section, and those name passive ones.
  if (!segment.isActive || !section(Section::DataCount).raw.empty())
    mark(Section::DataCount);
  return dataSpace.add(std::move(segment));
}

ElementId Module::add(ElementSegment segment) {
  mark(Section::Element);
  return elementSpace.add(std::move(segment));
}

TypeId Module::findOrAddType(llvm::ArrayRef<ValueType> params, llvm::ArrayRef<ValueType> results) {
  FunctionType wanted{params, results, {}};
  for (TypeId id : typeSpace.ids())
    if (typeSpace[id] == wanted)
      return id;
  mark(Section::Type);
  return typeSpace.add({save(params), save(results), {}});
}

// Edits. -------------------------------------------------------------------

Function &Module::edit(FunctionId id) {
  Function &function = functionSpace[id];
  mark(function.import ? Section::Import : Section::Function);
  return function;
}

Table &Module::edit(TableId id) {
  Table &table = tableSpace[id];
  mark(table.import ? Section::Import : Section::Table);
  return table;
}

Memory &Module::edit(MemoryId id) {
  Memory &memory = memorySpace[id];
  mark(memory.import ? Section::Import : Section::Memory);
  return memory;
}

Global &Module::edit(GlobalId id) {
  Global &global = globalSpace[id];
  mark(global.import ? Section::Import : Section::Global);
  return global;
}

Tag &Module::edit(TagId id) {
  Tag &tag = tagSpace[id];
  mark(tag.import ? Section::Import : Section::Tag);
  return tag;
}

DataSegment &Module::edit(DataId id) {
  mark(Section::Data);
  return dataSpace[id];
}

ElementSegment &Module::edit(ElementId id) {
  mark(Section::Element);
  return elementSpace[id];
}

void Module::defineImported(MemoryId id, const Limits &limits) {
  assert(memorySpace[id].import && "it is defined already");
  mark(Section::Import);
  mark(Section::Memory);
  memorySpace[id].import = {};
  memorySpace[id].limits = limits;
}

std::vector<Export> &Module::editExports() {
  mark(Section::Export);
  return exportList;
}

void Module::setBody(FunctionId id, FunctionBody body) {
  assert(!functionSpace[id].import && "an import has no body");
  mark(Section::Code);
  functionSpace[id].body = std::move(body);
}

void Module::setStart(std::optional<FunctionId> function) {
  mark(Section::Start);
  startFunction = function;
}

// Deletions. ---------------------------------------------------------------

void Module::erase(FunctionId id) {
  if (functionSpace[id].import) {
    mark(Section::Import);
  } else {
    mark(Section::Function);
    mark(Section::Code);
  }
  functionSpace.erase(id);
}

void Module::erase(TableId id) {
  mark(tableSpace[id].import ? Section::Import : Section::Table);
  tableSpace.erase(id);
}

void Module::erase(MemoryId id) {
  mark(memorySpace[id].import ? Section::Import : Section::Memory);
  memorySpace.erase(id);
}

void Module::erase(GlobalId id) {
  mark(globalSpace[id].import ? Section::Import : Section::Global);
  globalSpace.erase(id);
}

void Module::erase(TagId id) {
  mark(tagSpace[id].import ? Section::Import : Section::Tag);
  tagSpace.erase(id);
}

void Module::erase(DataId id) {
  mark(Section::Data);
  // A module without the section has no instruction that needs it.
  if (!section(Section::DataCount).raw.empty())
    mark(Section::DataCount);
  dataSpace.erase(id);
}

void Module::erase(ElementId id) {
  mark(Section::Element);
  elementSpace.erase(id);
}

void Module::erase(TypeId id) {
  mark(Section::Type);
  typeSpace.erase(id);
}

bool Module::isEdited() const {
  if (layoutEdited || customsEdited)
    return true;
  for (const SectionState &state : sections)
    if (state.isEdited)
      return true;
  return false;
}

// Arena. -------------------------------------------------------------------

Name Module::save(llvm::StringRef text) {
  std::vector<uint8_t> encodedName;
  encode::name(encodedName, text);
  return Name(save(llvm::ArrayRef<uint8_t>(encodedName)).data());
}

ImportRef Module::save(const Import &import) {
  std::vector<uint8_t> encodedNames;
  encode::name(encodedNames, import.module);
  encode::name(encodedNames, import.field);
  return ImportRef(save(llvm::ArrayRef<uint8_t>(encodedNames)).data());
}

llvm::ArrayRef<uint8_t> Module::save(llvm::ArrayRef<uint8_t> bytes) {
  return bytes.copy(*arena);
}

llvm::ArrayRef<ValueType> Module::save(llvm::ArrayRef<ValueType> types) { return types.copy(*arena); }

// Locations. ---------------------------------------------------------------

Location Module::locate(FunctionId id) const {
  return Location::of(Location::Entity::Function, id.value, functionSpace[id].name);
}
Location Module::locate(MemoryId id) const {
  if (!memorySpace.contains(id)) { // a window by now
    const Window *window = layoutState.windowOf(id);
    return Location::of(Location::Entity::Memory, id.value, window ? llvm::StringRef(window->name) : "");
  }
  return Location::of(Location::Entity::Memory, id.value, memorySpace[id].name);
}
Location Module::locate(GlobalId id) const {
  return Location::of(Location::Entity::Global, id.value, globalSpace[id].name);
}
Location Module::locate(TableId id) const {
  return Location::of(Location::Entity::Table, id.value, tableSpace[id].name);
}
Location Module::locate(DataId id) const {
  Location location = Location::of(Location::Entity::Data, id.value, dataSpace[id].name);
  location.offset = dataSpace[id].offset.inputOffset();
  return location;
}
Location Module::locate(ElementId id) const {
  Location location = Location::of(Location::Entity::Element, id.value, elementSpace[id].name);
  location.offset = elementSpace[id].offset.inputOffset();
  return location;
}

Location Module::locate(FunctionId id, uint32_t codeByte) const {
  Location location = locate(id);
  const FunctionBody &body = functionSpace[id].body;
  location.offset = body.inputOffsetOf(codeByte);
  if (!location.offset)
    return location;
  // Count instructions of the input's body up to that place: it lies in the code
  // section, inside the entry that begins last before it.
  const uint8_t *input = inputBytes().begin();
  InstructionCursor cursor = body.instructions();
  uint64_t codeOffset = *location.offset - codeByte;
  if (body.isEdited()) {
    std::optional<uint64_t> first = body.inputOffsetOf(0);
    if (!first || *first > *location.offset)
      return location;
    codeOffset = *first;
    cursor = InstructionCursor(llvm::ArrayRef<uint8_t>(input + codeOffset, inputBytes().end()));
  }
  uint32_t index = 0;
  Instruction instruction;
  while (cursor.next(instruction) && codeOffset + cursor.offset() <= *location.offset)
    ++index;
  location.instruction = index;
  return location;
}

} // namespace meld
