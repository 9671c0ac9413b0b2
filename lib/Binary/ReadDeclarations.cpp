//===- ReadDeclarations.cpp - sections that declare -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: types, imports, functions, tables, memories, tags, globals, exports and the start function.
// Why:  see ModuleReader.h.
// Never: guesses at a form that the format does not define.
//
//===----------------------------------------------------------------------===//

#include "ModuleReader.h"

namespace meld {

namespace {

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

} // namespace

bool ModuleReader::readTypeList(ByteCursor &in, llvm::ArrayRef<ValueType> &types) {
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

bool ModuleReader::readTypes(ByteCursor &in) {
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

bool ModuleReader::readLimits(ByteCursor &in, Limits &limits, bool isMemory) {
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

bool ModuleReader::readTable(ByteCursor &in, Table &table) {
  return in.valueType(table.elementType) && readLimits(in, table.limits, false);
}

bool ModuleReader::readMemory(ByteCursor &in, Memory &memory) { return readLimits(in, memory.limits, true); }

bool ModuleReader::readGlobalType(ByteCursor &in, Global &global) {
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

bool ModuleReader::readTag(ByteCursor &in, Tag &tag) {
  size_t at = in.offset();
  uint8_t attribute = 0;
  if (!in.byte(attribute) || !in.u32(tag.type.value))
    return false;
  return attribute == 0 || in.failAt(at, "unknown tag attribute", "binary format 5.3.16: tags start with 0x00");
}

bool ModuleReader::readImports(ByteCursor &in) {
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

bool ModuleReader::readFunctions(ByteCursor &in) {
  return readEntities(in, limits::Functions, firstDefined, [&](uint32_t) {
    Function function;
    if (!in.u32(function.type.value))
      return false;
    into.functions().add(std::move(function));
    return true;
  });
}

bool ModuleReader::readTables(ByteCursor &in) {
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

bool ModuleReader::readMemories(ByteCursor &in) {
  return readEntities(in, limits::Memories, into.memories().size(), [&](uint32_t) {
    Memory memory;
    if (!readMemory(in, memory))
      return false;
    into.memories().add(std::move(memory));
    return true;
  });
}

bool ModuleReader::readTags(ByteCursor &in) {
  return readEntities(in, limits::Tags, into.tags().size(), [&](uint32_t) {
    Tag tag;
    if (!readTag(in, tag))
      return false;
    into.tags().add(std::move(tag));
    return true;
  });
}

bool ModuleReader::readGlobals(ByteCursor &in) {
  return readEntities(in, limits::Globals, into.globals().size(), [&](uint32_t) {
    Global global;
    if (!readGlobalType(in, global) || !readConstExpr(in, global.init))
      return false;
    into.globals().add(std::move(global));
    return true;
  });
}

bool ModuleReader::readExports(ByteCursor &in) {
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

bool ModuleReader::readStart(ByteCursor &in) {
  FunctionId start;
  if (!in.u32(start.value))
    return false;
  into.start() = start;
  return true;
}

} // namespace meld
