//===- PositionTable.cpp - where in the text a binary's parts come from --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see PositionTable.h.
// Why:  see PositionTable.h.
// Never: believes that wabt and we agree on an encoding; it is checked.
//
//===----------------------------------------------------------------------===//

#include "PositionTable.h"
#include "ExprWalker.h"
#include "TextScan.h"
#include "meld/IR/Instruction.h"
#include "meld/IR/Module.h"
#include "meld/Support/Leb.h"
#include <algorithm>
#include "wabt/cast.h"

namespace meld {

namespace {

using Entity = Location::Entity;

/// The entity of a module field, or of what it imports.
Entity entityOf(wabt::ExternalKind kind) {
  switch (kind) {
  case wabt::ExternalKind::Func:
    return Entity::Function;
  case wabt::ExternalKind::Table:
    return Entity::Table;
  case wabt::ExternalKind::Memory:
    return Entity::Memory;
  case wabt::ExternalKind::Global:
    return Entity::Global;
  case wabt::ExternalKind::Tag:
    return Entity::Tag;
  }
  return Entity::Module;
}

Entity entityOf(wabt::ModuleFieldType type) {
  switch (type) {
  case wabt::ModuleFieldType::Func:
    return Entity::Function;
  case wabt::ModuleFieldType::Global:
    return Entity::Global;
  case wabt::ModuleFieldType::Import:
    return Entity::Import;
  case wabt::ModuleFieldType::Export:
    return Entity::Export;
  case wabt::ModuleFieldType::Type:
    return Entity::Type;
  case wabt::ModuleFieldType::Table:
    return Entity::Table;
  case wabt::ModuleFieldType::ElemSegment:
    return Entity::Element;
  case wabt::ModuleFieldType::Memory:
    return Entity::Memory;
  case wabt::ModuleFieldType::DataSegment:
    return Entity::Data;
  case wabt::ModuleFieldType::Start:
    return Entity::Module;
  case wabt::ModuleFieldType::Tag:
    return Entity::Tag;
  }
  return Entity::Module;
}

/// Reads a binary that wabt wrote. Any surprise ends the reading for good.
struct Bytes {
  const uint8_t *begin, *at, *limit;
  bool ok = true;

  uint64_t offset() const { return static_cast<uint64_t>(at - begin); }
  bool atEnd() const { return !ok || at == limit; }
  uint8_t byte() {
    if (atEnd())
      return static_cast<uint8_t>(ok = false);
    return *at++;
  }
  uint64_t number() {
    uint64_t value = 0;
    const char *reason = nullptr;
    ok = ok && leb::readUnsigned<64>(at, limit, value, reason);
    return ok ? value : 0;
  }
  void skip(uint64_t count) {
    if (!ok || count > static_cast<uint64_t>(limit - at))
      ok = false;
    else
      at += count;
  }
  void name() { skip(number()); }
  void valueType() {
    const char *reason = nullptr;
    ok = ok && decodeValueType(at, limit, reason).has_value();
  }
  void limits() {
    bool hasMaximum = number() & 1;
    number();
    if (hasMaximum)
      number();
  }
  /// An expression up to its `end`; constant expressions do not nest.
  void expression() {
    InstructionCursor cursor({at, limit});
    Instruction instruction;
    while (ok && cursor.next(instruction))
      if (instruction.opcode == Opcode::End)
        return skip(cursor.offset());
    ok = false;
  }
};

} // namespace

class PositionTableBuilder {
public:
  PositionTableBuilder(PositionTable &table, const wabt::Module &module, llvm::StringRef text, const LineTable &lines)
      : table(table), module(module), text(text), lines(lines), scan(scanText(text, /*wantFields=*/true)) {}

  void addEntities();
  void addBytes(llvm::ArrayRef<uint8_t> binary);

private:
  void addSection(Section section, Bytes &bytes);
  void addItem(Section section, uint32_t index, Bytes &bytes);
  void addImport(Bytes &bytes);
  void addElement(const wabt::ElemSegment &segment, TextPosition place, Bytes &bytes);
  void addData(const wabt::DataSegment &segment, TextPosition place, Bytes &bytes);
  void addFunction(uint32_t index, Bytes &bytes);
  bool addExpression(const wabt::ExprList &expressions, TextPosition end, Bytes &bytes);
  void add(uint64_t begin, TextPosition position) { table.entries.push_back({begin, position}); }

  std::optional<uint64_t> offsetOf(const wabt::Location &location) const;
  const TextField *fieldAround(uint64_t offset) const;
  TextPosition fieldPosition(const wabt::Location &location) const;
  TextPosition stepPosition(const ExprStep &step, TextPosition fallback) const;
  TextPosition positionAt(uint64_t offset) const { return lines.positionOf(offset).value_or(TextPosition()); }
  std::vector<TextPosition> &of(Entity entity) { return table.entities[static_cast<size_t>(entity)]; }
  TextPosition of(Entity entity, size_t index) { return index < of(entity).size() ? of(entity)[index] : TextPosition(); }

  PositionTable &table;
  const wabt::Module &module;
  llvm::StringRef text;
  const LineTable &lines;
  TextScan scan;
  TextPosition start; ///< of the start field
};

std::optional<uint64_t> PositionTableBuilder::offsetOf(const wabt::Location &location) const {
  // A location without a file name belongs to no text.
  if (location.filename.empty() || location.line <= 0 || location.first_column <= 0)
    return std::nullopt;
  return lines.offsetOf(static_cast<uint64_t>(location.line), static_cast<uint64_t>(location.first_column));
}

const TextField *PositionTableBuilder::fieldAround(uint64_t offset) const {
  auto next = std::upper_bound(scan.fields.begin(), scan.fields.end(), offset,
                               [](uint64_t at, const TextField &field) { return at < field.keyword; });
  if (next == scan.fields.begin() || std::prev(next)->close < offset)
    return nullptr;
  return &*std::prev(next);
}

/// wabt's locations of fields are their keywords or, for abbreviations, some
/// place inside the field that holds them.
TextPosition PositionTableBuilder::fieldPosition(const wabt::Location &location) const {
  std::optional<uint64_t> offset = offsetOf(location);
  if (!offset)
    return {};
  if (*offset < text.size() && text[*offset] >= 'a' && text[*offset] <= 'z')
    return positionAt(*offset);
  const TextField *field = fieldAround(*offset);
  return field ? positionAt(field->keyword) : TextPosition();
}

/// A folded block is located at its parenthesis; we want the keyword.
TextPosition PositionTableBuilder::stepPosition(const ExprStep &step, TextPosition fallback) const {
  std::optional<uint64_t> offset = offsetOf(step.location);
  if (!offset)
    offset = offsetOf(step.opening);
  if (!offset)
    return fallback;
  if (*offset < text.size() && text[*offset] == '(') {
    size_t word = text.find_first_not_of(" \t\r\n", *offset + 1);
    if (word < text.size() && text[word] >= 'a' && text[word] <= 'z')
      return positionAt(word);
  }
  return positionAt(*offset);
}

void PositionTableBuilder::addEntities() {
  if (scan.module)
    of(Entity::Module).push_back(positionAt(*scan.module));
  for (const wabt::ModuleField &field : module.fields) {
    TextPosition position = fieldPosition(field.loc);
    if (const auto *import = wabt::dyn_cast<wabt::ImportModuleField>(&field))
      of(entityOf(import->import->kind())).push_back(position);
    if (field.type() == wabt::ModuleFieldType::Start)
      start = position;
    else
      of(entityOf(field.type())).push_back(position);
  }
}

void PositionTableBuilder::addBytes(llvm::ArrayRef<uint8_t> binary) {
  Bytes bytes{binary.begin(), binary.begin(), binary.end()};
  bytes.skip(8);
  table.functions.resize(module.funcs.size());
  add(0, {});
  while (!bytes.atEnd()) {
    uint8_t id = bytes.byte();
    uint64_t size = bytes.number();
    Bytes content = bytes;
    bytes.skip(size);
    if (!bytes.ok)
      return;
    content.limit = bytes.at;
    if (id != static_cast<uint8_t>(Section::Custom) && id < SectionCount)
      addSection(static_cast<Section>(id), content);
    add(bytes.offset(), {});
  }
}

void PositionTableBuilder::addSection(Section section, Bytes &bytes) {
  switch (section) {
  case Section::Custom:
  case Section::DataCount:
    return;
  case Section::Start:
    return add(bytes.offset(), start);
  case Section::Type:
  case Section::Import:
  case Section::Function:
  case Section::Table:
  case Section::Memory:
  case Section::Global:
  case Section::Export:
  case Section::Element:
  case Section::Code:
  case Section::Data:
  case Section::Tag:
    break;
  }
  uint64_t count = bytes.number();
  for (uint32_t index = 0; index < count && !bytes.atEnd(); ++index)
    addItem(section, index, bytes);
}

/// `index` counts the section's items; imports come before them in most spaces.
void PositionTableBuilder::addItem(Section section, uint32_t index, Bytes &bytes) {
  auto begin = [&](Entity entity, size_t imported) {
    TextPosition place = of(entity, imported + index);
    add(bytes.offset(), place);
    return place;
  };
  switch (section) {
  case Section::Custom:
  case Section::DataCount:
  case Section::Start:
    return;
  case Section::Type:
    begin(Entity::Type, 0);
    bytes.byte();
    for (int part = 0; part < 2; ++part)
      for (uint64_t i = bytes.number(); i != 0 && bytes.ok; --i)
        bytes.valueType();
    return;
  case Section::Import:
    begin(Entity::Import, 0);
    return addImport(bytes);
  case Section::Function:
    begin(Entity::Function, module.num_func_imports);
    bytes.number();
    return;
  case Section::Table:
    begin(Entity::Table, module.num_table_imports);
    bytes.valueType();
    return bytes.limits();
  case Section::Memory:
    begin(Entity::Memory, module.num_memory_imports);
    return bytes.limits();
  case Section::Tag:
    begin(Entity::Tag, module.num_tag_imports);
    bytes.byte();
    bytes.number();
    return;
  case Section::Global: {
    TextPosition place = begin(Entity::Global, module.num_global_imports);
    bytes.valueType();
    bytes.byte();
    size_t global = module.num_global_imports + size_t(index);
    bytes.ok = bytes.ok && global < module.globals.size() &&
               addExpression(module.globals[global]->init_expr, place, bytes);
    return;
  }
  case Section::Export:
    begin(Entity::Export, 0);
    bytes.name();
    bytes.byte();
    bytes.number();
    return;
  case Section::Element: {
    TextPosition place = begin(Entity::Element, 0);
    if (index < module.elem_segments.size())
      return addElement(*module.elem_segments[index], place, bytes);
    bytes.ok = false;
    return;
  }
  case Section::Code:
    return addFunction(module.num_func_imports + index, bytes);
  case Section::Data: {
    TextPosition place = begin(Entity::Data, 0);
    if (index < module.data_segments.size())
      return addData(*module.data_segments[index], place, bytes);
    bytes.ok = false;
    return;
  }
  }
}

void PositionTableBuilder::addImport(Bytes &bytes) {
  bytes.name();
  bytes.name();
  switch (bytes.byte()) {
  case 0:
    bytes.number();
    return;
  case 1:
    bytes.valueType();
    return bytes.limits();
  case 2:
    return bytes.limits();
  case 3:
    bytes.valueType();
    bytes.byte();
    return;
  case 4:
    bytes.byte();
    bytes.number();
    return;
  default:
    bytes.ok = false;
  }
}

void PositionTableBuilder::addElement(const wabt::ElemSegment &segment, TextPosition place, Bytes &bytes) {
  // Bits of the flags (binary format 5.5.12): not active, an index or declarative, expressions.
  uint64_t flags = bytes.number();
  if (!(flags & 1)) {
    if (flags & 2)
      bytes.number();
    bytes.ok = bytes.ok && addExpression(segment.offset, place, bytes);
    add(bytes.offset(), place);
  }
  if (flags & 3)
    bytes.byte();
  for (uint64_t i = bytes.number(); i != 0 && bytes.ok; --i) {
    if (flags & 4)
      bytes.expression();
    else
      bytes.number();
  }
}

void PositionTableBuilder::addData(const wabt::DataSegment &segment, TextPosition place, Bytes &bytes) {
  uint64_t flags = bytes.number();
  if (flags == 2)
    bytes.number();
  if (flags != 1) {
    bytes.ok = bytes.ok && addExpression(segment.offset, place, bytes);
    add(bytes.offset(), place);
  }
  bytes.name();
}

void PositionTableBuilder::addFunction(uint32_t index, Bytes &bytes) {
  TextPosition place = of(Entity::Function, index);
  add(bytes.offset(), place);
  uint64_t size = bytes.number();
  Bytes body = bytes;
  bytes.skip(size);
  if (!bytes.ok || index >= module.funcs.size())
    return;
  body.limit = bytes.at;
  for (uint64_t i = body.number(); i != 0 && body.ok; --i) {
    body.number();
    body.valueType();
  }
  // The final `end` stands for the parenthesis that closes the function.
  TextPosition end = place;
  if (std::optional<uint64_t> offset = lines.offsetOf(place.line, place.column))
    if (const TextField *field = fieldAround(*offset))
      end = positionAt(field->close);
  size_t first = table.entries.size();
  if (body.ok && addExpression(module.funcs[index]->exprs, end, body) && body.at == body.limit)
    table.functions[index] = {first, table.entries.size() - first};
  else
    table.entries.resize(first);
}

/// Adds an entry for each instruction, `end` being the place of the last. False,
/// with nothing added, if `bytes` do not hold the instructions of `expressions`.
bool PositionTableBuilder::addExpression(const wabt::ExprList &expressions, TextPosition end, Bytes &bytes) {
  size_t first = table.entries.size();
  InstructionCursor cursor({bytes.at, bytes.limit});
  ExprWalker walker(expressions);
  ExprStep step;
  Instruction instruction;
  auto isStructure = [](Opcode opcode) {
    return opensBlock(opcode) || opcode == Opcode::End || opcode == Opcode::Else || opcode == Opcode::Catch ||
           opcode == Opcode::CatchAll || opcode == Opcode::Delegate;
  };
  bool agree = true;
  while (agree && walker.next(step)) {
    uint64_t offset = bytes.offset() + cursor.offset();
    agree = cursor.next(instruction) &&
            (step.structure ? instruction.opcode == *step.structure : !isStructure(instruction.opcode));
    add(offset, stepPosition(step, end));
  }
  add(bytes.offset() + cursor.offset(), end);
  if (agree && cursor.next(instruction) && instruction.opcode == Opcode::End) {
    bytes.skip(cursor.offset());
    return true;
  }
  table.entries.resize(first);
  return false;
}

PositionTable::PositionTable(const wabt::Module &module, llvm::ArrayRef<uint8_t> binary, llvm::StringRef text,
                             const LineTable &lines) {
  PositionTableBuilder builder(*this, module, text, lines);
  builder.addEntities();
  builder.addBytes(binary);
}

std::optional<TextPosition> PositionTable::find(const Location &location) const {
  auto known = [](TextPosition position) {
    return position.line == 0 ? std::nullopt : std::optional<TextPosition>(position);
  };
  if (location.offset) {
    auto next = std::upper_bound(entries.begin(), entries.end(), *location.offset,
                                 [](uint64_t offset, const Entry &entry) { return offset < entry.begin; });
    if (next != entries.begin())
      if (std::optional<TextPosition> position = known(std::prev(next)->position))
        return position;
  }
  auto entity = static_cast<size_t>(location.entity);
  if (entity >= EntityCount)
    return std::nullopt;
  if (location.entity == Entity::Function && location.instruction && location.index < functions.size()) {
    const Body &body = functions[location.index];
    if (*location.instruction < body.count)
      return known(entries[body.firstEntry + *location.instruction].position);
  }
  return location.index < entities[entity].size() ? known(entities[entity][location.index]) : std::nullopt;
}

} // namespace meld
