//===- Writer.cpp - writing the binary format -------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one function a section; a section is copied unless it was edited or
//       refers to something whose index moved.
// Why:  see Writer.h.
// Never: decides what a pass should have decided; it only encodes.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/Writer.h"
#include "meld/Binary/CustomSections.h"
#include "meld/IR/CodeBuilder.h"
#include "llvm/Support/LEB128.h"

namespace meld {

namespace {

using Bytes = std::vector<uint8_t>;

class Writer {
public:
  Writer(const Module &module, DiagnosticEngine &diagnostics)
      : module(module), diagnostics(diagnostics), indices(module) {}

  Result<Bytes> write();

private:
  bool isEdited(Section section) const { return module.section(section).isEdited; }
  bool moved(std::initializer_list<Space> spaces) const {
    for (Space space : spaces)
      if (!indices.isIdentity(space))
        return true;
    return false;
  }
  bool needsRewriting(Section section) const;
  std::optional<Failure> checkNoWindowInstruction() const;

  void writeSection(Section section);
  void emitUnmovedCode();
  void writeContents(Section section, Bytes &payload);
  void writeTypes(Bytes &out);
  void writeImports(Bytes &out);
  void writeFunctions(Bytes &out);
  void writeTables(Bytes &out);
  void writeMemories(Bytes &out);
  void writeTags(Bytes &out);
  void writeGlobals(Bytes &out);
  void writeExports(Bytes &out);
  void writeElements(Bytes &out);
  void writeCode(Bytes &out);
  void writeData(Bytes &out);

  void writeValueType(ValueType type, Bytes &out);
  void writeLimits(const Limits &limits, Bytes &out);
  void writeTableType(const Table &table, Bytes &out);
  void writeConstExpr(const ConstExpr &expression, Bytes &out);
  void writeBody(const FunctionBody &body, Bytes &out);

  void writeCustomSections(Section after);
  void writeCustom(llvm::StringRef name, llvm::ArrayRef<uint8_t> payload);
  void writeLayoutSection();
  void warnOfDropped();

  /// Appends a section: id, size, payload.
  void emit(Section section, const Bytes &payload) {
    out.push_back(static_cast<uint8_t>(section));
    encode::unsignedLeb(out, payload.size());
    encode::bytes(out, payload);
  }

  const Module &module;
  DiagnosticEngine &diagnostics;
  IndexMap indices;
  Bytes out;
  bool anySectionChanged = false;
  bool isLayoutKept = false; ///< the layout section is the input's, to be written anew
  std::vector<std::string> dropped;
};

// What has to be written anew. ---------------------------------------------

bool Writer::needsRewriting(Section section) const {
  if (isEdited(section))
    return true;
  switch (section) {
  case Section::Custom:
  case Section::DataCount:
    return false;
  case Section::Start:
    return moved({Space::Function});
  case Section::Type:
    return moved({Space::Type});
  case Section::Import:
  case Section::Function:
  case Section::Tag:
    return moved({Space::Type});
  case Section::Table:
  case Section::Global:
    return moved({Space::Type, Space::Global, Space::Function});
  case Section::Memory:
    return moved({Space::Memory});
  case Section::Export:
    return moved({Space::Function, Space::Table, Space::Memory, Space::Global, Space::Tag});
  case Section::Element:
    return moved({Space::Type, Space::Table, Space::Global, Space::Function});
  case Section::Code:
    return !indices.isIdentity();
  case Section::Data:
    return moved({Space::Memory, Space::Global});
  }
  return true;
}

std::optional<Failure> Writer::checkNoWindowInstruction() const {
  const Layout &layout = module.layout();
  if (!layout.mergedMemory || llvm::all_of(layout.windows, [](const Window &w) { return w.growth.isLowered; }))
    return std::nullopt;
  OpcodeSet windowOpcodes{Opcode::MemorySize, Opcode::MemoryGrow};
  for (FunctionId id : module.functions().ids()) {
    InstructionCursor cursor = module.functions()[id].body.instructions();
    Instruction instruction;
    if (cursor.nextIn(windowOpcodes, instruction)) {
      auto at = static_cast<uint32_t>(instruction.begin - cursor.bytes().begin());
      return error(module.locate(id, at), llvm::Twine(instruction.info().mnemonic) +
                                              " of a window is left, which no module can express")
          .remedy("add bump-grow to the pipeline")
          .from("writer");
    }
  }
  return std::nullopt;
}

// Types and small parts. ---------------------------------------------------

void Writer::writeValueType(ValueType type, Bytes &to) {
  Bytes encodedType;
  encode::valueType(encodedType, type);
  const uint8_t *position = encodedType.data();
  indices.rewriteValueType(position, to);
}

void Writer::writeLimits(const Limits &limits, Bytes &to) {
  uint8_t flags = (limits.maximum ? 1 : 0) | (limits.isShared ? 2 : 0) | (limits.is64 ? 4 : 0) |
                  (limits.pageSizeLog2 ? 8 : 0);
  to.push_back(flags);
  encode::unsignedLeb(to, limits.minimum);
  if (limits.maximum)
    encode::unsignedLeb(to, *limits.maximum);
  if (limits.pageSizeLog2)
    encode::unsignedLeb(to, *limits.pageSizeLog2);
}

void Writer::writeTableType(const Table &table, Bytes &to) {
  writeValueType(table.elementType, to);
  writeLimits(table.limits, to);
}

void Writer::writeConstExpr(const ConstExpr &expression, Bytes &to) {
  indices.rewrite(expression.instructions(), to);
}

void Writer::writeTypes(Bytes &to) {
  encode::unsignedLeb(to, module.types().count());
  for (TypeId id : module.types().ids()) {
    const FunctionType &type = module.types()[id];
    to.push_back(0x60);
    for (llvm::ArrayRef<ValueType> list : {type.params, type.results}) {
      encode::unsignedLeb(to, list.size());
      for (ValueType value : list)
        writeValueType(value, to);
    }
  }
}

void Writer::writeImports(Bytes &to) {
  std::vector<ExternalRef> imports = module.imports();
  encode::unsignedLeb(to, imports.size());
  for (const ExternalRef &ref : imports) {
    auto head = [&](const Import &import) {
      encode::name(to, import.module);
      encode::name(to, import.field);
      to.push_back(static_cast<uint8_t>(ref.kind));
    };
    switch (ref.kind) {
    case ExternalKind::Function: {
      const Function &function = module.functions()[FunctionId(ref.id)];
      head(*function.import);
      encode::unsignedLeb(to, indices[function.type]);
      break;
    }
    case ExternalKind::Table: {
      const Table &table = module.tables()[TableId(ref.id)];
      head(*table.import);
      writeTableType(table, to);
      break;
    }
    case ExternalKind::Memory: {
      const Memory &memory = module.memories()[MemoryId(ref.id)];
      head(*memory.import);
      writeLimits(memory.limits, to);
      break;
    }
    case ExternalKind::Global: {
      const Global &global = module.globals()[GlobalId(ref.id)];
      head(*global.import);
      writeValueType(global.type, to);
      to.push_back(global.isMutable);
      break;
    }
    case ExternalKind::Tag: {
      const Tag &tag = module.tags()[TagId(ref.id)];
      head(*tag.import);
      to.push_back(0);
      encode::unsignedLeb(to, indices[tag.type]);
      break;
    }
    }
  }
}

// Definitions. -------------------------------------------------------------

/// Ids of a space that are defined, not imported.
template <class Entities> auto definedIds(const Entities &entities) {
  std::vector<std::decay_t<decltype(*entities.ids().begin())>> ids;
  for (auto id : entities.ids())
    if (!entities[id].import)
      ids.push_back(id);
  return ids;
}

void Writer::writeFunctions(Bytes &to) {
  auto ids = definedIds(module.functions());
  encode::unsignedLeb(to, ids.size());
  for (FunctionId id : ids)
    encode::unsignedLeb(to, indices[module.functions()[id].type]);
}

void Writer::writeTables(Bytes &to) {
  auto ids = definedIds(module.tables());
  encode::unsignedLeb(to, ids.size());
  for (TableId id : ids) {
    const Table &table = module.tables()[id];
    if (table.init) {
      to.push_back(0x40);
      to.push_back(0x00);
    }
    writeTableType(table, to);
    if (table.init)
      writeConstExpr(*table.init, to);
  }
}

void Writer::writeMemories(Bytes &to) {
  auto ids = definedIds(module.memories());
  encode::unsignedLeb(to, ids.size());
  for (MemoryId id : ids)
    writeLimits(module.memories()[id].limits, to);
}

void Writer::writeTags(Bytes &to) {
  auto ids = definedIds(module.tags());
  encode::unsignedLeb(to, ids.size());
  for (TagId id : ids) {
    to.push_back(0);
    encode::unsignedLeb(to, indices[module.tags()[id].type]);
  }
}

void Writer::writeGlobals(Bytes &to) {
  auto ids = definedIds(module.globals());
  encode::unsignedLeb(to, ids.size());
  for (GlobalId id : ids) {
    const Global &global = module.globals()[id];
    writeValueType(global.type, to);
    to.push_back(global.isMutable);
    writeConstExpr(global.init, to);
  }
}

void Writer::writeExports(Bytes &to) {
  constexpr Space spaces[] = {Space::Function, Space::Table, Space::Memory, Space::Global, Space::Tag};
  encode::unsignedLeb(to, module.exports().size());
  for (const Export &entry : module.exports()) {
    encode::name(to, entry.name);
    to.push_back(static_cast<uint8_t>(entry.target.kind));
    encode::unsignedLeb(to, indices.index(spaces[static_cast<unsigned>(entry.target.kind)], entry.target.id));
  }
}

void Writer::writeElements(Bytes &to) {
  encode::unsignedLeb(to, module.elementSegments().count());
  for (ElementId id : module.elementSegments().ids()) {
    const ElementSegment &segment = module.elementSegments()[id];
    bool isActive = segment.mode == ElementSegment::Active;
    ValueType plain = segment.usesExpressions ? ValueType::funcref() : ValueType::ref(HeapType::Func, false);
    bool hasTable = isActive && (indices[segment.table] != 0 || segment.type != plain);
    uint32_t flags = (isActive ? 0 : 1) | (hasTable || segment.mode == ElementSegment::Declarative ? 2 : 0) |
                     (segment.usesExpressions ? 4 : 0);
    encode::unsignedLeb(to, flags);
    if (hasTable)
      encode::unsignedLeb(to, indices[segment.table]);
    if (isActive)
      writeConstExpr(segment.offset, to);
    if (flags & 3) {
      if (segment.usesExpressions)
        writeValueType(segment.type, to);
      else
        to.push_back(0);
    }
    encode::unsignedLeb(to, segment.itemCount);
    if (segment.usesExpressions)
      indices.rewrite(InstructionCursor(segment.items), to);
    else
      visitFunctions(segment, [&](FunctionId function) { encode::unsignedLeb(to, indices[function]); });
  }
}

void Writer::writeBody(const FunctionBody &body, Bytes &to) {
  const uint8_t *position = body.bytes().begin();
  const uint8_t *begin = position;
  uint64_t runs = encoded::readUnsigned(position);
  encode::bytes(to, {begin, position});
  for (uint64_t i = 0; i < runs; ++i) {
    begin = position;
    encoded::readUnsigned(position);
    encode::bytes(to, {begin, position});
    indices.rewriteValueType(position, to);
  }
  indices.rewrite(body.instructions(), to);
}

/// Appends the code section at once: it is most of the module, so a buffer of its
/// own would cost much memory. Bodies are copied as they are.
void Writer::emitUnmovedCode() {
  auto ids = definedIds(module.functions());
  if (ids.empty())
    return;
  size_t size = llvm::getULEB128Size(ids.size());
  for (FunctionId id : ids) {
    size_t bytes = module.functions()[id].body.bytes().size();
    size += llvm::getULEB128Size(bytes) + bytes;
  }
  out.push_back(static_cast<uint8_t>(Section::Code));
  encode::unsignedLeb(out, size);
  writeCode(out);
}

void Writer::writeCode(Bytes &to) {
  auto ids = definedIds(module.functions());
  encode::unsignedLeb(to, ids.size());
  bool isIdentity = indices.isIdentity();
  Bytes scratch;
  for (FunctionId id : ids) {
    const FunctionBody &body = module.functions()[id].body;
    llvm::ArrayRef<uint8_t> bytes = body.bytes();
    if (!isIdentity) {
      scratch.clear();
      writeBody(body, scratch);
      bytes = scratch;
    }
    encode::unsignedLeb(to, bytes.size());
    encode::bytes(to, bytes);
  }
}

void Writer::writeData(Bytes &to) {
  encode::unsignedLeb(to, module.dataSegments().count());
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    uint32_t memory = segment.isActive ? indices[segment.memory] : 0;
    encode::unsignedLeb(to, !segment.isActive ? 1 : (memory == 0 ? 0 : 2));
    if (segment.isActive && memory != 0)
      encode::unsignedLeb(to, memory);
    if (segment.isActive)
      writeConstExpr(segment.offset, to);
    encode::unsignedLeb(to, segment.bytes.size());
    encode::bytes(to, segment.bytes);
  }
}

void Writer::writeContents(Section section, Bytes &payload) {
  switch (section) {
  case Section::Custom:
    break;
  case Section::Type:
    return writeTypes(payload);
  case Section::Import:
    return writeImports(payload);
  case Section::Function:
    return writeFunctions(payload);
  case Section::Table:
    return writeTables(payload);
  case Section::Memory:
    return writeMemories(payload);
  case Section::Tag:
    return writeTags(payload);
  case Section::Global:
    return writeGlobals(payload);
  case Section::Export:
    return writeExports(payload);
  case Section::Start:
    if (module.start())
      encode::unsignedLeb(payload, indices[*module.start()]);
    return;
  case Section::Element:
    return writeElements(payload);
  case Section::DataCount:
    // Kept if the input has one, or if passive segments were added.
    if (module.dataSegments().count() != 0 || !module.section(Section::DataCount).raw.empty())
      encode::unsignedLeb(payload, module.dataSegments().count());
    return;
  case Section::Code:
    return writeCode(payload);
  case Section::Data:
    return writeData(payload);
  }
}

void Writer::writeSection(Section section) {
  const SectionState &state = module.section(section);
  if (!needsRewriting(section)) {
    encode::bytes(out, state.raw);
    return;
  }
  if (section == Section::Code && indices.isIdentity()) {
    emitUnmovedCode();
    return;
  }
  Bytes payload;
  writeContents(section, payload);
  // A vector without elements needs no section.
  bool isEmpty = payload.empty() || (payload.size() == 1 && payload[0] == 0 && section != Section::Start &&
                                     section != Section::DataCount);
  if (!isEmpty)
    emit(section, payload);
}

// Custom sections. ---------------------------------------------------------

void Writer::writeCustom(llvm::StringRef name, llvm::ArrayRef<uint8_t> payload) {
  Bytes section;
  encode::name(section, name);
  encode::bytes(section, payload);
  emit(Section::Custom, section);
}

void Writer::writeCustomSections(Section after) {
  for (const CustomSection &section : module.customSections()) {
    if (section.after != after)
      continue;
    CustomPolicy policy = policyOf(section.name);
    if (section.name == "name" && !module.names().wasRead)
      policy = CustomPolicy::Drop; // malformed: nobody knows what it says
    std::optional<Bytes> rewritten;
    switch (policy) {
    case CustomPolicy::Keep:
      break;
    case CustomPolicy::Drop:
      if (anySectionChanged) {
        dropped.push_back(section.name.str());
        continue;
      }
      break;
    case CustomPolicy::Rewrite:
      if (section.name == LayoutSectionName) {
        if (module.isLayoutEdited())
          continue; // written anew at the end
        if (anySectionChanged && !module.layout().unreadable.empty()) {
          dropped.push_back(section.name.str()); // nobody knows what it says
          continue;
        }
        if (anySectionChanged) { // its indices may have moved
          isLayoutKept = true;
          continue; // written anew at the end
        }
      } else if (section.name == "name") {
        if (anySectionChanged) {
          unsigned droppedLabels = 0;
          rewritten = writeNames(module, indices, droppedLabels);
          if (droppedLabels != 0)
            dropped.push_back("name (label names of " + std::to_string(droppedLabels) + " edited functions)");
          for (uint8_t number : module.names().otherSubsections)
            dropped.push_back("name (subsection " + std::to_string(number) + ")");
          if (rewritten->empty() && !section.payload.empty())
            continue; // what had names is gone
        }
      } else if (section.name == "producers") {
        if (anySectionChanged)
          rewritten = extendProducers(section.payload);
      } else if (anySectionChanged) {
        rewritten = updateTargetFeatures(section.payload, module);
      }
      break;
    }
    if (rewritten && llvm::ArrayRef<uint8_t>(*rewritten) != section.payload)
      writeCustom(section.name, *rewritten);
    else if (section.raw.empty())
      writeCustom(section.name, section.payload);
    else
      encode::bytes(out, section.raw);
  }
}

void Writer::writeLayoutSection() {
  if (module.isLayoutEdited() || isLayoutKept)
    writeCustom(LayoutSectionName, writeLayout(module, indices, digestOfSections(out)));
}

void Writer::warnOfDropped() {
  if (dropped.empty())
    return;
  std::string names;
  for (const std::string &name : dropped)
    names += (names.empty() ? "" : ", ") + name;
  Diagnostic warning;
  warning.severity = Severity::Warning;
  warning.origin = "writer";
  warning.fact = "dropped custom sections that may speak of code offsets or indices that moved: " + names;
  warning.remedy = "keep the input module for what needs them";
  diagnostics.report(std::move(warning));
}

Result<Bytes> Writer::write() {
  if (!module.isEdited() && !module.inputBytes().empty())
    return Bytes(module.inputBytes().begin(), module.inputBytes().end());
  if (std::optional<Failure> failure = checkNoWindowInstruction())
    return std::move(*failure);
  for (Section section : SectionOrder)
    anySectionChanged |= needsRewriting(section);
  out.reserve(module.inputBytes().size() + module.inputBytes().size() / 16 + 4096);
  const uint8_t preamble[] = {0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00};
  encode::bytes(out, preamble);
  writeCustomSections(Section::Custom);
  for (Section section : SectionOrder) {
    writeSection(section);
    writeCustomSections(section);
  }
  writeLayoutSection();
  warnOfDropped();
  diagnostics.count("bytes-written", out.size());
  return std::move(out);
}

} // namespace

Result<std::vector<uint8_t>> writeModule(const Module &module, DiagnosticEngine &diagnostics) {
  return Writer(module, diagnostics).write();
}

} // namespace meld
