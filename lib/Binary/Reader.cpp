//===- Reader.cpp - reading the binary format -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one function a section of the binary format, over a bounded cursor.
// Why:  see Reader.h.
// Never: reserves memory for a count that the remaining bytes cannot hold.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/Reader.h"
#include "ByteCursor.h"
#include "EntityLimits.h"
#include "meld/Binary/CustomSections.h"

namespace meld {

namespace {

class Reader {
public:
  Reader(Module &module) : module(module), into(module), input(module.inputBytes()) {}

  Result<void> read();

private:
  // Each returns false after `fail`.
  bool readPreamble();
  bool readSection();
  bool readCustom(ByteCursor &in, CustomSection section);
  bool readTypes(ByteCursor &in);
  bool readImports(ByteCursor &in);
  bool readFunctions(ByteCursor &in);
  bool readTables(ByteCursor &in);
  bool readMemories(ByteCursor &in);
  bool readTags(ByteCursor &in);
  bool readGlobals(ByteCursor &in);
  bool readExports(ByteCursor &in);
  bool readStart(ByteCursor &in);
  bool readElements(ByteCursor &in);
  bool readDataCount(ByteCursor &in);
  bool readCode(ByteCursor &in);
  bool readData(ByteCursor &in);
  bool readContents(Section section, ByteCursor &in);
  bool finish();

  bool readLimits(ByteCursor &in, Limits &limits, bool isMemory);
  bool readTable(ByteCursor &in, Table &table);
  bool readMemory(ByteCursor &in, Memory &memory);
  bool readGlobalType(ByteCursor &in, Global &global);
  bool readTag(ByteCursor &in, Tag &tag);
  bool readConstExpr(ByteCursor &in, ConstExpr &expression);
  bool readTypeList(ByteCursor &in, llvm::ArrayRef<ValueType> &types);

  /// Reads a vector: its length, then `element` that many times.
  template <class Element> bool readVector(ByteCursor &in, Element element) {
    uint32_t count = 0;
    return in.u32(count) && repeat(count, element);
  }
  template <class Element> static bool repeat(uint32_t count, Element element) {
    for (uint32_t i = 0; i < count; ++i)
      if (!element(i))
        return false;
    return true;
  }
  /// The same for entities of which there are `already` some: no more than `limit`
  /// allows.
  template <class Element>
  bool readEntities(ByteCursor &in, const EntityLimit &limit, uint64_t already, Element element) {
    uint32_t count = 0;
    return in.u32(count) && checkLimit(in, limit, already + count) && repeat(count, element);
  }
  bool checkLimit(ByteCursor &in, const EntityLimit &limit, uint64_t count) {
    return count <= limit.most || fail(in, llvm::Twine(count) + " " + limit.plural + " are more than " + llvm::Twine(limit.most),
                                       "implementation limitations, core specification A.2");
  }
  bool fail(const ByteCursor &in, const llvm::Twine &fact, const llvm::Twine &rule) { return in.fail(fact, rule); }

  Module &module;
  Module::Builder into;
  llvm::ArrayRef<uint8_t> input;
  ByteCursor whole{input, 0, failure};
  std::optional<Failure> failure;
  /// The non-custom section read last, and its place in the prescribed order.
  Section last = Section::Custom;
  int lastRank = -1;
  uint32_t bodies = 0;           ///< in the code section
  std::optional<uint32_t> dataCount;
  uint32_t firstDefined = 0; ///< function
  uint32_t definedCount() const { return module.functions().size() - firstDefined; }
};

bool Reader::readPreamble() {
  llvm::ArrayRef<uint8_t> preamble;
  const uint8_t magic[] = {0x00, 0x61, 0x73, 0x6D};
  if (input.size() < 4 || input.take_front(4) != llvm::ArrayRef<uint8_t>(magic))
    return fail(whole, "this is not a WebAssembly module", "binary format 5.5.16: magic header not detected");
  if (!whole.take(8, preamble))
    return fail(whole, "the file ends inside the preamble", "binary format 5.5.16: unexpected end");
  const uint8_t version1[] = {0x01, 0x00, 0x00, 0x00};
  if (preamble.drop_front(4) == llvm::ArrayRef<uint8_t>(version1))
    return true;
  if (preamble[6] == 0x01 && preamble[7] == 0x00) { // layer 1
    failure = error(Location::at(4), "this is a component, not a core module")
                  .remedy("extract its core modules first, for example with `wasm-tools component unbundle "
                          "--module-dir modules component.wasm`, and link or fuse them into one core module");
    return false;
  }
  return fail(whole, "unknown binary version", "binary format 5.5.16: version must be 1");
}

llvm::StringRef nameOf(Section section) {
  switch (section) {
  case Section::Custom:
    return "custom section";
  case Section::Type:
    return "type section";
  case Section::Import:
    return "import section";
  case Section::Function:
    return "function section";
  case Section::Table:
    return "table section";
  case Section::Memory:
    return "memory section";
  case Section::Global:
    return "global section";
  case Section::Export:
    return "export section";
  case Section::Start:
    return "start section";
  case Section::Element:
    return "element section";
  case Section::Code:
    return "code section";
  case Section::Data:
    return "data section";
  case Section::DataCount:
    return "data count section";
  case Section::Tag:
    return "tag section";
  }
  return "section";
}

bool Reader::readSection() {
  size_t begin = whole.offset();
  uint8_t id = 0;
  uint32_t size = 0;
  llvm::ArrayRef<uint8_t> payload;
  if (!whole.byte(id) || !whole.u32(size))
    return false;
  if (id >= SectionCount) {
    failure = error(Location::at(begin), "unknown section id " + llvm::Twine(unsigned(id)))
                  .violates("binary format 5.5.2: malformed section id");
    return false;
  }
  auto section = static_cast<Section>(id);
  size_t payloadBegin = whole.offset();
  if (!whole.take(size, payload)) {
    failure = error(Location::at(payloadBegin), "the " + nameOf(section) + " claims " + llvm::Twine(size) +
                                                    " bytes, the file has " + llvm::Twine(input.size() - payloadBegin))
                  .violates("binary format 5.5.2: length out of bounds");
    return false;
  }
  llvm::ArrayRef<uint8_t> raw = input.slice(begin, whole.offset() - begin);
  ByteCursor in(payload, payloadBegin, failure, nameOf(section));
  if (section == Section::Custom)
    return readCustom(in, {{}, raw, {}, begin, last});

  int rank = static_cast<int>(llvm::find(SectionOrder, section) - SectionOrder.begin());
  if (rank <= lastRank) {
    failure = error(Location::at(begin), "the " + nameOf(section) + " is repeated or out of order")
                  .violates("binary format 5.5.2: unexpected content after last section");
    return false;
  }
  last = section;
  lastRank = rank;
  into.section(section) = {raw, payload, begin, false};
  if (!readContents(section, in))
    return false;
  if (!in.atEnd())
    return fail(in, "the " + nameOf(section) + " has bytes after its contents",
                "binary format 5.5.2: section size mismatch");
  return true;
}

bool Reader::readContents(Section section, ByteCursor &in) {
  switch (section) {
  case Section::Custom:
    break;
  case Section::Type:
    return readTypes(in);
  case Section::Import:
    return readImports(in);
  case Section::Function:
    return readFunctions(in);
  case Section::Table:
    return readTables(in);
  case Section::Memory:
    return readMemories(in);
  case Section::Global:
    return readGlobals(in);
  case Section::Export:
    return readExports(in);
  case Section::Start:
    return readStart(in);
  case Section::Element:
    return readElements(in);
  case Section::Code:
    return readCode(in);
  case Section::Data:
    return readData(in);
  case Section::DataCount:
    return readDataCount(in);
  case Section::Tag:
    return readTags(in);
  }
  return true;
}

bool Reader::readCustom(ByteCursor &in, CustomSection section) {
  if (!in.name(section.name))
    return false;
  section.payload = in.rest();
  if (!checkLimit(in, limits::CustomSections, into.customSections().size() + 1))
    return false;
  into.customSections().push_back(section);
  return true;
}

bool Reader::readTypeList(ByteCursor &in, llvm::ArrayRef<ValueType> &types) {
  uint32_t count = 0;
  if (!in.u32(count))
    return false;
  if (count > in.rest().size()) // a type takes at least one byte
    return fail(in, "a list of " + llvm::Twine(count) + " types does not fit the section",
                "binary format 5.2: unexpected end");
  llvm::MutableArrayRef<ValueType> list = into.makeTypeList(count);
  types = list;
  return repeat(count, [&](uint32_t i) { return in.valueType(list[i]); });
}

/// What a form of type that we do not support defines; null for all others.
const char *unsupportedTypeForm(uint8_t form) {
  switch (form) {
  case 0x4E:
    return "a recursion group (garbage collection)";
  case 0x4F:
  case 0x50:
    return "a subtype (garbage collection)";
  case 0x5D:
    return "a continuation type (stack switching)";
  case 0x5E:
    return "an array type (garbage collection)";
  case 0x5F:
    return "a structure type (garbage collection)";
  default: // function types, and what no one has defined
    return nullptr;
  }
}

bool Reader::readTypes(ByteCursor &in) {
  return readEntities(in, limits::Types, 0, [&](uint32_t) {
    size_t at = in.offset();
    uint8_t form = 0;
    FunctionType type;
    if (!in.byte(form))
      return false;
    if (const char *unsupported = unsupportedTypeForm(form))
      return in.failAt(at, llvm::Twine("this module defines ") + unsupported + ", which is not supported",
                  "binary format 5.3.9: only function types (0x60) are accepted");
    if (form != 0x60)
      return in.failAt(at, "unknown form of type 0x" + llvm::Twine::utohexstr(form),
                  "binary format 5.3.9: a function type starts with 0x60");
    if (!readTypeList(in, type.params) || !readTypeList(in, type.results))
      return false;
    into.types().add(type);
    return true;
  });
}

bool Reader::readLimits(ByteCursor &in, Limits &limits, bool isMemory) {
  size_t at = in.offset();
  uint8_t flags = 0;
  if (!in.byte(flags))
    return false;
  if (flags > (isMemory ? 0x0F : 0x07))
    return in.failAt(at, "unknown limits flags", "binary format 5.3.12: malformed limits flags");
  limits.isShared = flags & 0x02;
  limits.is64 = flags & 0x04;
  auto bound = [&](uint64_t &value) {
    if (limits.is64)
      return in.u64(value);
    uint32_t narrow = 0;
    if (!in.u32(narrow))
      return false;
    value = narrow;
    return true;
  };
  if (!bound(limits.minimum))
    return false;
  if (flags & 0x01) {
    uint64_t maximum = 0;
    if (!bound(maximum))
      return false;
    limits.maximum = maximum;
  }
  if (flags & 0x08) {
    uint32_t log2 = 0;
    if (!in.u32(log2))
      return false;
    limits.pageSizeLog2 = log2;
  }
  return true;
}

bool Reader::readTable(ByteCursor &in, Table &table) {
  return in.valueType(table.elementType) && readLimits(in, table.limits, false);
}

bool Reader::readMemory(ByteCursor &in, Memory &memory) { return readLimits(in, memory.limits, true); }

bool Reader::readGlobalType(ByteCursor &in, Global &global) {
  uint8_t mutability = 0;
  if (!in.valueType(global.type))
    return false;
  size_t at = in.offset();
  if (!in.byte(mutability))
    return false;
  if (mutability > 1)
    return in.failAt(at, "unknown mutability", "binary format 5.3.15: malformed mutability");
  global.isMutable = mutability == 1;
  return true;
}

bool Reader::readTag(ByteCursor &in, Tag &tag) {
  size_t at = in.offset();
  uint8_t attribute = 0;
  if (!in.byte(attribute) || !in.u32(tag.type.value))
    return false;
  return attribute == 0 || in.failAt(at, "unknown tag attribute", "binary format 5.3.16: tags start with 0x00");
}

bool Reader::readConstExpr(ByteCursor &in, ConstExpr &expression) {
  size_t begin = in.offset();
  if (in.startsWith({0x41})) { // most are one i32.const, and there may be very many
    const uint8_t *position = in.position() + 1, *limit = in.rest().end();
    int64_t value = 0;
    const char *reason = nullptr;
    llvm::ArrayRef<uint8_t> bytes;
    if (leb::readSigned<32>(position, limit, value, reason) && position != limit && *position == 0x0B &&
        in.take(static_cast<size_t>(position + 1 - in.position()), bytes)) {
      expression = ConstExpr(bytes, begin);
      return true;
    }
  }
  InstructionCursor cursor(in.rest());
  Instruction instruction;
  while (cursor.next(instruction)) {
    if (opensBlock(instruction.opcode))
      return in.failAt(begin + (instruction.begin - cursor.bytes().begin()), "a block in a constant expression", "validation 3.4.10: constant expression required");
    if (instruction.opcode == Opcode::End) {
      llvm::ArrayRef<uint8_t> bytes;
      if (!in.take(cursor.offset(), bytes))
        return false;
      expression = ConstExpr(bytes, begin);
      return true;
    }
  }
  return in.failAt(begin + cursor.offset(), "malformed constant expression",
                   "binary format 5.4: " + (cursor.failed() ? cursor.describeError() : "END opcode expected"));
}

bool Reader::readImports(ByteCursor &in) {
  return readEntities(in, limits::Imports, 0, [&](uint32_t) {
    ImportRef import(in.position());
    llvm::StringRef module, field;
    if (!in.name(module) || !in.name(field))
      return false;
    size_t at = in.offset();
    uint8_t kind = 0;
    if (!in.byte(kind))
      return false;
    uint32_t id = 0;
    switch (kind) {
    case 0: {
      Function function;
      function.import = import;
      if (!in.u32(function.type.value))
        return false;
      id = into.functions().add(std::move(function)).value;
      break;
    }
    case 1: {
      Table table;
      table.import = import;
      if (!readTable(in, table))
        return false;
      id = into.tables().add(std::move(table)).value;
      break;
    }
    case 2: {
      Memory memory;
      memory.import = import;
      if (!readMemory(in, memory))
        return false;
      id = into.memories().add(std::move(memory)).value;
      break;
    }
    case 3: {
      Global global;
      global.import = import;
      if (!readGlobalType(in, global))
        return false;
      id = into.globals().add(std::move(global)).value;
      break;
    }
    case 4: {
      Tag tag;
      tag.import = import;
      if (!readTag(in, tag))
        return false;
      id = into.tags().add(std::move(tag)).value;
      break;
    }
    default:
      return in.failAt(at, "unknown kind of import", "binary format 5.5.5: malformed import kind");
    }
    into.importOrder().push_back({static_cast<ExternalKind>(kind), id});
    firstDefined = into.functions().size();
    return true;
  });
}

bool Reader::readFunctions(ByteCursor &in) {
  return readEntities(in, limits::Functions, firstDefined, [&](uint32_t) {
    Function function;
    if (!in.u32(function.type.value))
      return false;
    into.functions().add(std::move(function));
    return true;
  });
}

bool Reader::readTables(ByteCursor &in) {
  return readEntities(in, limits::Tables, into.tables().size(), [&](uint32_t) {
    Table table;
    if (in.startsWith({0x40, 0x00})) {
      llvm::ArrayRef<uint8_t> prefix;
      ConstExpr init;
      if (!in.take(2, prefix) || !readTable(in, table) || !readConstExpr(in, init))
        return false;
      table.init = init;
    } else if (!readTable(in, table)) {
      return false;
    }
    into.tables().add(std::move(table));
    return true;
  });
}

bool Reader::readMemories(ByteCursor &in) {
  return readEntities(in, limits::Memories, into.memories().size(), [&](uint32_t) {
    Memory memory;
    if (!readMemory(in, memory))
      return false;
    into.memories().add(std::move(memory));
    return true;
  });
}

bool Reader::readTags(ByteCursor &in) {
  return readEntities(in, limits::Tags, into.tags().size(), [&](uint32_t) {
    Tag tag;
    if (!readTag(in, tag))
      return false;
    into.tags().add(std::move(tag));
    return true;
  });
}

bool Reader::readGlobals(ByteCursor &in) {
  return readEntities(in, limits::Globals, into.globals().size(), [&](uint32_t) {
    Global global;
    if (!readGlobalType(in, global) || !readConstExpr(in, global.init))
      return false;
    into.globals().add(std::move(global));
    return true;
  });
}

bool Reader::readExports(ByteCursor &in) {
  ByteCursor ahead = in;
  uint32_t count = 0;
  if (ahead.u32(count)) // not trusted: an export takes at least three bytes
    into.exports().reserve(std::min<size_t>(count, ahead.rest().size() / 3));
  return readEntities(in, limits::Exports, 0, [&](uint32_t) {
    Export entry;
    uint8_t kind = 0;
    if (!in.name(entry.name))
      return false;
    size_t at = in.offset();
    if (!in.byte(kind) || !in.u32(entry.target.id))
      return false;
    if (kind > static_cast<uint8_t>(ExternalKind::Tag))
      return in.failAt(at, "unknown kind of export", "binary format 5.5.10: malformed export kind");
    entry.target.kind = static_cast<ExternalKind>(kind);
    into.exports().push_back(entry);
    return true;
  });
}

bool Reader::readStart(ByteCursor &in) {
  FunctionId start;
  if (!in.u32(start.value))
    return false;
  into.start() = start;
  return true;
}

bool Reader::readElements(ByteCursor &in) {
  return readEntities(in, limits::Elements, 0, [&](uint32_t) {
    ElementSegment segment;
    size_t at = in.offset();
    uint32_t flags = 0;
    if (!in.u32(flags))
      return false;
    if (flags > 7)
      return in.failAt(at, "unknown flags of an element segment", "binary format 5.5.12: malformed elements segment kind");
    bool isActive = !(flags & 1);
    bool isExplicit = flags & 2; // a table index, or declarative
    segment.mode = isActive ? ElementSegment::Active : (isExplicit ? ElementSegment::Declarative : ElementSegment::Passive);
    segment.usesExpressions = flags & 4;
    if (isActive && isExplicit && !in.u32(segment.table.value))
      return false;
    if (isActive && !readConstExpr(in, segment.offset))
      return false;
    if (flags & 3) { // an element kind or type follows
      if (segment.usesExpressions) {
        if (!in.valueType(segment.type))
          return false;
      } else {
        size_t kindAt = in.offset();
        uint8_t kind = 0;
        if (!in.byte(kind))
          return false;
        if (kind != 0)
          return in.failAt(kindAt, "unknown element kind", "binary format 5.5.12: malformed element kind");
        segment.type = ValueType::ref(HeapType::Func, false);
      }
    } else if (!segment.usesExpressions) {
      segment.type = ValueType::ref(HeapType::Func, false);
    }
    if (!in.u32(segment.itemCount))
      return false;
    const uint8_t *begin = in.position();
    for (uint32_t i = 0; i < segment.itemCount; ++i) {
      uint32_t function = 0;
      ConstExpr item;
      if (segment.usesExpressions ? !readConstExpr(in, item) : !in.u32(function))
        return false;
    }
    segment.items = {begin, in.position()};
    into.elementSegments().add(segment);
    return true;
  });
}

bool Reader::readDataCount(ByteCursor &in) {
  uint32_t count = 0;
  if (!in.u32(count))
    return false;
  dataCount = count;
  return true;
}

bool Reader::readCode(ByteCursor &in) {
  return readVector(in, [&](uint32_t i) {
    uint32_t size = 0;
    size_t entry = in.offset();
    if (!in.u32(size))
      return false;
    if (i >= definedCount())
      return fail(in, "more bodies than functions",
                  "binary format 5.5.16: function and code section have inconsistent lengths");
    size_t begin = in.offset();
    llvm::ArrayRef<uint8_t> bytes;
    if (!in.take(size, bytes)) {
      failure = error(Location::at(entry), "the body of function #" + llvm::Twine(firstDefined + i) + " claims " +
                                               llvm::Twine(size) + " bytes, the section has fewer")
                    .violates("binary format 5.5.13: unexpected end of section or function");
      return false;
    }
    ByteCursor body(bytes, begin, failure, "locals of a function");
    uint64_t locals = 0;
    if (!readVector(body, [&](uint32_t) {
          uint32_t count = 0;
          ValueType type;
          if (!body.u32(count) || !body.valueType(type))
            return false;
          locals += count;
          return locals <= 0xFFFFFFFF || fail(body, "more than 2^32 - 1 locals", "binary format 5.5.13: too many locals");
        }))
      return false;
    auto codeOffset = static_cast<uint32_t>(body.offset() - begin);
    into.functions()[FunctionId(firstDefined + i)].body = FunctionBody(bytes, begin, codeOffset);
    ++bodies;
    return true;
  });
}

bool Reader::readData(ByteCursor &in) {
  return readEntities(in, limits::Data, 0, [&](uint32_t) {
    DataSegment segment;
    size_t at = in.offset();
    uint32_t flags = 0, size = 0;
    if (!in.u32(flags))
      return false;
    if (flags > 2)
      return in.failAt(at, "unknown flags of a data segment", "binary format 5.5.14: malformed data segment flags");
    segment.isActive = flags != 1;
    segment.namesMemory = flags == 2;
    if (flags == 2 && !in.u32(segment.memory.value))
      return false;
    if (segment.isActive && !readConstExpr(in, segment.offset))
      return false;
    if (!in.u32(size) || !in.take(size, segment.bytes))
      return false;
    into.dataSegments().add(segment);
    return true;
  });
}

bool Reader::finish() {
  if (bodies != definedCount())
    return fail(whole, llvm::Twine(definedCount()) + " functions are declared, " + llvm::Twine(bodies) + " have bodies",
                "binary format 5.5.16: function and code section have inconsistent lengths");
  if (dataCount && *dataCount != module.dataSegments().size())
    return fail(whole, "the data count section says " + llvm::Twine(*dataCount) + ", there are " +
                           llvm::Twine(module.dataSegments().size()) + " data segments",
                "binary format 5.5.16: data count and data section have inconsistent lengths");
  into.finish();
  for (const CustomSection &section : module.customSections()) {
    if (section.name == "name" && !module.names().wasRead)
      readNames(into, section.payload);
    else if (section.name == LayoutSectionName)
      readLayout(module, into, section.payload);
  }
  return true;
}

Result<void> Reader::read() {
  if (input.size() >= ConstExpr::MaxInputOffset)
    return error(Location::module(), "the file is larger than 4 GiB").remedy("no engine accepts such a module; split it");
  bool good = readPreamble();
  while (good && !whole.atEnd())
    good = readSection();
  if (good && finish())
    return {};
  return std::move(*failure).from("reader");
}

} // namespace

Result<std::unique_ptr<Module>> readModule(std::unique_ptr<llvm::MemoryBuffer> input, DiagnosticEngine &diagnostics) {
  auto module = std::make_unique<Module>(std::move(input), diagnostics);
  if (Result<void> done = Reader(*module).read(); !done)
    return done.takeFailure();
  diagnostics.count("bytes-visited", module->inputBytes().size());
  diagnostics.count("functions", module->functions().count());
  return module;
}

} // namespace meld
