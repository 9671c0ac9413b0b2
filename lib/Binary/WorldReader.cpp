//===- WorldReader.cpp - decodes one component-type section -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see WorldReader.h. Opcodes are those of the component model's Binary.md.
// Why:  see WorldReader.h.
// Never: nests deeper than a world does: package, world, interface.
//
//===----------------------------------------------------------------------===//

#include "WorldReader.h"
#include "ByteCursor.h"

namespace meld::world {

namespace {

/// What a scope (a component type or instance type) has declared so far.
struct Scope {
  std::vector<Type> types;
  std::vector<uint32_t> instances; ///< interfaces
};

class WorldReader {
public:
  WorldReader(llvm::ArrayRef<uint8_t> payload, WorldTypes &world) : payload(payload), world(world) {}

  std::string read() {
    bool good = readComponent();
    if (good)
      return "";
    if (problem.empty() && malformed)
      problem = "it is malformed: " + malformed->diagnostic().fact;
    return problem.empty() ? "it is malformed" : problem;
  }

private:
  /// A component or instance type being declared.
  struct Declared {
    Interface imports, exports;
  };

  bool readComponent();
  bool readEncoding(ByteCursor &in);
  bool readDeclarations(ByteCursor &in, bool isComponent, Declared &declared);
  bool readAlias(ByteCursor &in);
  bool readExtern(ByteCursor &in, Interface &into);
  bool readType(ByteCursor &in, Type &type);
  bool readFunction(ByteCursor &in, Type &type);
  bool readValueType(ByteCursor &in, Value &value);
  bool readDefinedValue(ByteCursor &in, uint8_t opcode, Value &value);
  bool readOptionalValue(ByteCursor &in, std::optional<Value> &value);
  bool readName(ByteCursor &in, llvm::StringRef &name);
  bool skipLabels(ByteCursor &in, uint32_t &count);
  bool lookUp(uint32_t index, Kind kind, const char *what, Type &type);

  /// Remembers what is not understood.
  bool refuse(const llvm::Twine &what) {
    if (problem.empty())
      problem = what.str();
    return false;
  }
  Scope &scope() { return scopes.back(); }

  llvm::ArrayRef<uint8_t> payload;
  WorldTypes &world;
  std::vector<Scope> scopes;
  /// Component types that were declared: the world, and the package around it.
  std::vector<Declared> components;
  std::optional<Failure> malformed;
  std::string problem;
};

// The component around the world. ------------------------------------------

bool WorldReader::readEncoding(ByteCursor &in) {
  constexpr uint8_t KnownVersion = 4;
  llvm::ArrayRef<uint8_t> bytes = in.rest();
  if (bytes.size() != 2 || bytes[0] != KnownVersion)
    return refuse("its encoding has another version than 4");
  return true;
}

/// A type section with the type of the package, and an export of that type.
bool WorldReader::readComponent() {
  constexpr uint8_t Preamble[] = {0x00, 0x61, 0x73, 0x6D, 0x0D, 0x00, 0x01, 0x00};
  ByteCursor in(payload, 0, malformed);
  llvm::ArrayRef<uint8_t> preamble;
  if (payload.size() < sizeof Preamble || !in.take(sizeof Preamble, preamble) ||
      preamble != llvm::ArrayRef<uint8_t>(Preamble))
    return refuse("it is not a component of the version this tool knows");
  scopes.emplace_back();
  bool hasEncoding = false;
  std::optional<uint32_t> exported;
  while (!in.atEnd()) {
    uint8_t id = 0;
    uint32_t size = 0, count = 0;
    llvm::ArrayRef<uint8_t> bytes;
    if (!in.byte(id) || !in.u32(size) || !in.take(size, bytes))
      return false;
    ByteCursor section(bytes, 0, malformed);
    llvm::StringRef name;
    switch (id) {
    case 0:
      if (!section.name(name))
        return false;
      if (name == "wit-component-encoding") {
        hasEncoding = true;
        if (!readEncoding(section))
          return false;
      }
      continue;
    case 7:
      if (!section.u32(count))
        return false;
      for (uint32_t i = 0; i < count; ++i) {
        Type type;
        if (!readType(section, type))
          return false;
        scope().types.push_back(type);
      }
      break;
    case 11: {
      uint8_t sort = 0, hasType = 0;
      uint32_t index = 0;
      if (!section.u32(count) || count != 1 || exported || !readName(section, name) || !section.byte(sort) ||
          sort != 0x03 || !section.u32(index) || !section.byte(hasType) || hasType != 0)
        return refuse("it does not export one type");
      exported = index;
      break;
    }
    default:
      return refuse("it has a section " + llvm::Twine(unsigned(id)) + ", which this tool does not know");
    }
    if (!section.atEnd())
      return refuse("it is malformed: a section has bytes after its contents");
  }
  if (!hasEncoding)
    return refuse("it does not say how it is encoded");
  // The package is a component type that exports one component type, the world.
  Type package;
  if (!exported || !lookUp(*exported, Kind::Component, "component type", package))
    return refuse("it does not export one type");
  const Interface &exports = components[package.index].exports;
  const Type *only = exports.only();
  if (!only || only->kind != Kind::Component)
    return refuse("it does not describe one world");
  Declared &found = components[only->index];
  world.imports = std::move(found.imports);
  world.exports = std::move(found.exports);
  return true;
}

// Declarations. ------------------------------------------------------------

/// Only names without options: `0x00`, length, text.
bool WorldReader::readName(ByteCursor &in, llvm::StringRef &name) {
  uint8_t form = 0;
  if (!in.byte(form))
    return false;
  if (form != 0x00)
    return refuse("it has a name of a form that this tool does not know");
  return in.name(name);
}

bool WorldReader::lookUp(uint32_t index, Kind kind, const char *what, Type &type) {
  if (index >= scope().types.size() || scope().types[index].kind != kind)
    return refuse("it is malformed: type " + llvm::Twine(index) + " is no " + what);
  type = scope().types[index];
  return true;
}

bool WorldReader::readDeclarations(ByteCursor &in, bool isComponent, Declared &declared) {
  constexpr size_t MostScopes = 4; // the component, the package, the world, an interface
  if (scopes.size() == MostScopes)
    return refuse("it nests deeper than package, world, interface");
  uint32_t count = 0;
  if (!in.u32(count))
    return false;
  scopes.emplace_back();
  for (uint32_t i = 0; i < count; ++i) {
    uint8_t form = 0;
    if (!in.byte(form))
      return false;
    bool good = false;
    switch (form) {
    case 0x01: {
      Type type;
      good = readType(in, type);
      scope().types.push_back(type);
      break;
    }
    case 0x02:
      good = readAlias(in);
      break;
    case 0x03:
      good = isComponent ? readExtern(in, declared.imports) : refuse("it is malformed: an interface imports something");
      break;
    case 0x04:
      good = readExtern(in, declared.exports);
      break;
    default:
      good = refuse("it has a declaration " + llvm::Twine(unsigned(form)) + ", which this tool does not know");
    }
    if (!good)
      return false;
  }
  scopes.pop_back();
  return (declared.imports.finish() && declared.exports.finish()) || refuse("it is malformed: a name is there twice");
}

/// Only types: of an instance of this scope, or of a scope around it.
bool WorldReader::readAlias(ByteCursor &in) {
  uint8_t sort = 0, target = 0;
  uint32_t first = 0, index = 0;
  if (!in.byte(sort) || !in.byte(target) || !in.u32(first))
    return false;
  if (sort != 0x03)
    return refuse("it has an alias of something else than a type");
  if (target == 0x00) {
    llvm::StringRef name;
    if (!in.name(name))
      return false;
    if (first >= scope().instances.size())
      return refuse("it is malformed: there is no instance " + llvm::Twine(first));
    const Interface &interface = world.interfaces[scope().instances[first]];
    const Type *found = interface.find(name);
    if (!found || (found->kind != Kind::Value && found->kind != Kind::Resource))
      return refuse("it is malformed: instance " + llvm::Twine(first) + " exports no type " + name);
    scope().types.push_back(*found);
    return true;
  }
  if (target != 0x02)
    return refuse("it has an alias of a form that this tool does not know");
  if (!in.u32(index))
    return false;
  if (first >= scopes.size() || index >= scopes[scopes.size() - 1 - first].types.size())
    return refuse("it is malformed: an alias names no type");
  Type type = scopes[scopes.size() - 1 - first].types[index];
  scope().types.push_back(type);
  return true;
}

bool WorldReader::readExtern(ByteCursor &in, Interface &into) {
  llvm::StringRef name;
  uint8_t sort = 0, bound = 0;
  uint32_t index = 0;
  if (!readName(in, name) || !in.byte(sort))
    return false;
  Type type;
  switch (sort) {
  case 0x01:
    if (!in.u32(index) || !lookUp(index, Kind::Function, "function", type))
      return false;
    break;
  case 0x03:
    if (!in.byte(bound))
      return false;
    if (bound == 0x00) {
      if (!in.u32(index))
        return false;
      if (index >= scope().types.size())
        return refuse("it is malformed: there is no type " + llvm::Twine(index));
      type = scope().types[index];
    } else if (bound == 0x01) {
      type = {Kind::Resource, 0};
    } else {
      return refuse("it bounds a type in a way that this tool does not know");
    }
    scope().types.push_back(type);
    break;
  case 0x04:
    if (!in.u32(index) || !lookUp(index, Kind::Component, "component type", type))
      return false;
    break;
  case 0x05:
    if (!in.u32(index) || !lookUp(index, Kind::Instance, "instance type", type))
      return false;
    scope().instances.push_back(type.index);
    break;
  default:
    return refuse("it imports or exports something of a sort that this tool does not know");
  }
  into.add(name, type);
  return true;
}

// Types. -------------------------------------------------------------------

bool WorldReader::readType(ByteCursor &in, Type &type) {
  uint8_t opcode = 0;
  if (!in.byte(opcode))
    return false;
  switch (opcode) {
  case 0x40:
    return readFunction(in, type);
  case 0x43:
    return refuse("it has an asynchronous function");
  case 0x41:
  case 0x42: {
    Declared declared;
    bool isComponent = opcode == 0x41;
    if (!readDeclarations(in, isComponent, declared))
      return false;
    if (isComponent) {
      type = {Kind::Component, static_cast<uint32_t>(components.size())};
      components.push_back(std::move(declared));
    } else {
      type = {Kind::Instance, static_cast<uint32_t>(world.interfaces.size())};
      world.interfaces.push_back(std::move(declared.exports));
    }
    return true;
  }
  default: {
    Value value;
    if (!readDefinedValue(in, opcode, value))
      return false;
    type = {Kind::Value, static_cast<uint32_t>(world.values.size())};
    world.values.push_back(value);
    return true;
  }
  }
}

bool WorldReader::readFunction(ByteCursor &in, Type &type) {
  Function function;
  auto readNamed = [&](Flat &flat, bool &allocates) {
    uint32_t count = 0;
    if (!in.u32(count))
      return false;
    for (uint32_t i = 0; i < count; ++i) {
      llvm::StringRef label;
      Value value;
      if (!in.name(label) || !readValueType(in, value))
        return false;
      flat.append(value.flat);
      allocates |= value.allocates;
    }
    return true;
  };
  uint8_t form = 0;
  if (!readNamed(function.params, function.paramsAllocate) || !in.byte(form))
    return false;
  if (form == 0x00) {
    Value value;
    if (!readValueType(in, value))
      return false;
    function.results = value.flat;
    function.resultsAllocate = value.allocates;
  } else if (form != 0x01) {
    return refuse("it has results of a form that this tool does not know");
  } else if (!readNamed(function.results, function.resultsAllocate)) {
    return false;
  }
  type = {Kind::Function, static_cast<uint32_t>(world.functions.size())};
  world.functions.push_back(function);
  return true;
}

/// The core type of a primitive type; nothing for a string and what is none.
std::optional<ValueType::Kind> primitive(uint8_t opcode) {
  switch (opcode) {
  case 0x7F: // bool
  case 0x7E: // s8
  case 0x7D: // u8
  case 0x7C: // s16
  case 0x7B: // u16
  case 0x7A: // s32
  case 0x79: // u32
  case 0x74: // char
    return ValueType::I32;
  case 0x78: // s64
  case 0x77: // u64
    return ValueType::I64;
  case 0x76:
    return ValueType::F32;
  case 0x75:
    return ValueType::F64;
  default:
    return std::nullopt;
  }
}

/// An index (s33, not negative) or a primitive type (one byte, negative as s33).
bool WorldReader::readValueType(ByteCursor &in, Value &value) {
  if (in.startsWith({0x73}) || (!in.atEnd() && primitive(*in.position()))) {
    uint8_t opcode = 0;
    return in.byte(opcode) && readDefinedValue(in, opcode, value);
  }
  if (!in.atEnd() && (*in.position() & 0xC0) == 0x40)
    return refuse("it has a value of a type that this tool does not know");
  uint32_t index = 0;
  Type type;
  if (!in.u32(index) || !lookUp(index, Kind::Value, "value type", type))
    return false;
  value = world.values[type.index];
  return true;
}

bool WorldReader::readOptionalValue(ByteCursor &in, std::optional<Value> &value) {
  uint8_t isThere = 0;
  if (!in.byte(isThere))
    return false;
  if (isThere > 1)
    return refuse("it is malformed: neither there nor not there");
  if (isThere == 0)
    return true;
  value.emplace();
  return readValueType(in, *value);
}

bool WorldReader::skipLabels(ByteCursor &in, uint32_t &count) {
  if (!in.u32(count))
    return false;
  llvm::StringRef label;
  for (uint32_t i = 0; i < count; ++i)
    if (!in.name(label))
      return false;
  return true;
}

/// Canonical ABI, flattening of variants: a discriminant, then positions shared by all
/// cases.
class Cases {
public:
  void add(const std::optional<Value> &payload) {
    if (!payload)
      return;
    allocates |= payload->allocates;
    for (unsigned i = 0; i < std::min<unsigned>(payload->flat.count, Flat::Most); ++i) {
      ValueType::Kind type = payload->flat.types[i];
      if (i >= joined.count)
        joined.append(type);
      else
        joined.types[i] = join(joined.types[i], type);
    }
    if (payload->flat.isTooLong())
      joined.count = Flat::Most + 1;
  }
  Value value() const {
    Value value;
    value.flat.append(ValueType::I32);
    value.flat.append(joined);
    value.allocates = allocates;
    return value;
  }

private:
  static ValueType::Kind join(ValueType::Kind a, ValueType::Kind b) {
    auto isNarrow = [](ValueType::Kind type) { return type == ValueType::I32 || type == ValueType::F32; };
    return a == b ? a : isNarrow(a) && isNarrow(b) ? ValueType::I32 : ValueType::I64;
  }
  Flat joined;
  bool allocates = false;
};

bool WorldReader::readDefinedValue(ByteCursor &in, uint8_t opcode, Value &value) {
  if (std::optional<ValueType::Kind> core = primitive(opcode)) {
    value.flat.append(*core);
    return true;
  }
  uint32_t count = 0;
  llvm::StringRef label;
  Value part;
  std::optional<Value> payload;
  Cases cases;
  switch (opcode) {
  case 0x70: // list
    if (!readValueType(in, part))
      return false;
    [[fallthrough]];
  case 0x73: // string
    value.flat.append(ValueType::I32);
    value.flat.append(ValueType::I32);
    value.allocates = true;
    return true;
  case 0x72: // record
  case 0x6F: // tuple
    if (!in.u32(count))
      return false;
    for (uint32_t i = 0; i < count; ++i) {
      if ((opcode == 0x72 && !in.name(label)) || !readValueType(in, part))
        return false;
      value.flat.append(part.flat);
      value.allocates |= part.allocates;
      part = {};
    }
    return true;
  case 0x71: // variant
    if (!in.u32(count))
      return false;
    for (uint32_t i = 0; i < count; ++i) {
      uint8_t refines = 0;
      payload.reset();
      if (!in.name(label) || !readOptionalValue(in, payload) || !in.byte(refines))
        return false;
      if (refines != 0)
        return refuse("it has a case that refines another");
      cases.add(payload);
    }
    value = cases.value();
    return true;
  case 0x6E: // flags, 32 to a number
    if (!skipLabels(in, count))
      return false;
    for (uint64_t i = 0; i < count; i += 32)
      value.flat.append(ValueType::I32);
    return true;
  case 0x6D: // enum
    value.flat.append(ValueType::I32);
    return skipLabels(in, count);
  case 0x6B: // option
    payload.emplace();
    if (!readValueType(in, *payload))
      return false;
    cases.add(payload);
    value = cases.value();
    return true;
  case 0x6A: // result
    for (unsigned i = 0; i < 2; ++i) {
      payload.reset();
      if (!readOptionalValue(in, payload))
        return false;
      cases.add(payload);
    }
    value = cases.value();
    return true;
  case 0x69: // own
  case 0x68: { // borrow
    Type resource;
    if (!in.u32(count) || !lookUp(count, Kind::Resource, "resource", resource))
      return false;
    value.flat.append(ValueType::I32);
    return true;
  }
  default:
    return refuse("it has a type " + llvm::Twine::utohexstr(opcode) + " (hexadecimal), which this tool does not know");
  }
}

} // namespace

std::string readWorld(llvm::ArrayRef<uint8_t> payload, WorldTypes &world) { return WorldReader(payload, world).read(); }

} // namespace meld::world
