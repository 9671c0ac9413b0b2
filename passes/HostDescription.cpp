//===- HostDescription.cpp - reads the side input host-pointers --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see HostDescription.h.
// Why:  see HostDescription.h.
// Never: see HostDescription.h.
//
//===----------------------------------------------------------------------===//

#include "passes/HostDescription.h"
#include "meld/Support/JsonText.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

namespace {

bool hasPointer(llvm::ArrayRef<std::optional<HostPointer>> values) {
  return llvm::any_of(values, [](const auto &value) { return value.has_value(); });
}

class DescriptionReader {
public:
  DescriptionReader(llvm::MemoryBufferRef buffer, HostDescription &description)
      : buffer(buffer), description(description) {}

  Result<void> read(const JsonNode &root);
  /// Everything that was read so far comes with the tool.
  void markBuiltIn() {
    for (auto &[name, signature] : description.imports) {
      signature.isBuiltIn = true;
      description.builtIn.insert(name.first);
    }
  }

private:
  using Reader = Result<void> (DescriptionReader::*)(const JsonNode &);
  /// Where a signature stands decides what can be translated.
  enum class Side : uint8_t { Import, Export };

  Location locate(size_t offset) const {
    return Location::text(buffer.getBufferIdentifier(), buffer.getBuffer(), offset);
  }
  FailureBuilder errorAt(const JsonNode &node, const llvm::Twine &fact) const {
    return error(locate(node.offset), fact);
  }
  HostStatement say(const JsonNode &node) const { return {node.text, locate(node.offset)}; }

  Result<void> require(const JsonNode &node, JsonNode::Kind kind, llvm::StringRef what) const;
  Result<uint32_t> number(const JsonNode &node, uint32_t least, uint32_t most) const;
  Result<const JsonNode *> needed(const JsonNode &object, llvm::StringRef key) const;
  /// Fails on a member of another name.
  Result<void> onlyKeys(const JsonNode &object, llvm::ArrayRef<llvm::StringRef> keys) const;
  Result<uint32_t> numberOf(const JsonNode &object, llvm::StringRef key, uint32_t least, uint32_t most) const;

  Result<void> use(const JsonNode &names);
  Result<void> imports(const JsonNode &modules);
  Result<void> exports(const JsonNode &names);
  Result<void> functions(const JsonNode &names);
  Result<void> scratch(const JsonNode &node);
  Result<HostSignature> signature(const JsonNode &node, Side side);
  Result<void> values(const JsonNode &array, std::vector<std::optional<HostPointer>> &into);
  Result<HostPointer> pointer(const JsonNode &node, llvm::ArrayRef<llvm::StringRef> moreKeys = {});
  Result<HostCount> count(const JsonNode &node);
  Result<std::shared_ptr<const HostRecord>> record(const JsonNode &name);
  Result<HostRecord> readRecord(const JsonNode &node);

  Result<void> checkSignature(const HostSignature &signature, Side side) const;
  Result<void> checkPointer(const HostPointer &pointer, const HostSignature &signature, Side side, bool isResult) const;
  Result<void> checkPointee(const HostPointer &pointer, const HostSignature &signature, unsigned &pointers) const;
  Result<void> checkCount(const HostPointer &pointer, const HostSignature &signature) const;

  llvm::MemoryBufferRef buffer;
  HostDescription &description;
  std::map<std::string, std::pair<const JsonNode *, std::shared_ptr<const HostRecord>>> types;
  std::vector<std::string> openTypes; ///< those being read
};

constexpr llvm::StringLiteral NoPointers = "no-pointers", Value = "value", String = "string";
constexpr llvm::StringLiteral SeeSchema = "see docs/host-pointers.md";

Result<void> DescriptionReader::require(const JsonNode &node, JsonNode::Kind kind, llvm::StringRef what) const {
  if (node.kind != kind)
    return errorAt(node, "this is not " + what).remedy("give " + what + "; " + SeeSchema);
  return {};
}

Result<uint32_t> DescriptionReader::number(const JsonNode &node, uint32_t least, uint32_t most) const {
  uint32_t value = 0;
  if (node.kind != JsonNode::Number || llvm::StringRef(node.text).getAsInteger(10, value) || value < least ||
      value > most) {
    std::string what = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    return errorAt(node, "this is not " + what).remedy("give " + what + "; " + SeeSchema);
  }
  return value;
}

Result<const JsonNode *> DescriptionReader::needed(const JsonNode &object, llvm::StringRef key) const {
  if (const JsonMember *member = object.find(key))
    return &member->value;
  return errorAt(object, "\"" + key + "\" is missing").remedy("add it; " + SeeSchema);
}

Result<void> DescriptionReader::onlyKeys(const JsonNode &object, llvm::ArrayRef<llvm::StringRef> keys) const {
  for (const JsonMember &member : object.members) {
    if (llvm::is_contained(keys, member.name))
      continue;
    std::string fact = "\"" + member.name + "\" means nothing here";
    if (llvm::StringRef near = nearestName(member.name, keys); !near.empty())
      fact += ("; there is \"" + near + "\"").str();
    return error(locate(member.offset), fact)
        .remedy("the members of this object are " + llvm::join(keys, ", ") + "; " + SeeSchema);
  }
  return {};
}

Result<uint32_t> DescriptionReader::numberOf(const JsonNode &object, llvm::StringRef key, uint32_t least,
                                             uint32_t most) const {
  Result<const JsonNode *> node = needed(object, key);
  if (!node)
    return node.takeFailure();
  return number(**node, least, most);
}

Result<void> DescriptionReader::read(const JsonNode &root) {
  if (Result<void> isObject = require(root, JsonNode::Object, "an object"); !isObject)
    return isObject;
  if (Result<void> known = onlyKeys(root, {"use", "types", "imports", "exports", "functions", "scratch"}); !known)
    return known;
  if (const JsonMember *member = root.find("types")) {
    if (Result<void> isObject = require(member->value, JsonNode::Object, "an object"); !isObject)
      return isObject;
    for (const JsonMember &type : member->value.members) {
      if (type.name == String)
        return error(locate(type.offset), "\"string\" is the type of text that ends with a zero byte")
            .remedy("give the type another name");
      types[type.name] = {&type.value, nullptr};
    }
    for (const JsonMember &type : member->value.members) {
      JsonNode name{JsonNode::String, type.offset, type.name, {}, {}};
      if (auto read = record(name); !read) // also one that nothing names must be right
        return read.takeFailure();
    }
  }
  constexpr std::pair<llvm::StringLiteral, Reader> parts[] = {{"use", &DescriptionReader::use},
                                                              {"imports", &DescriptionReader::imports},
                                                              {"exports", &DescriptionReader::exports},
                                                              {"functions", &DescriptionReader::functions},
                                                              {"scratch", &DescriptionReader::scratch}};
  for (auto [name, reader] : parts)
    if (const JsonMember *member = root.find(name))
      if (Result<void> done = (this->*reader)(member->value); !done)
        return done;
  return {};
}

Result<void> DescriptionReader::use(const JsonNode &names) {
  if (Result<void> isArray = require(names, JsonNode::Array, "an array of names of built-in interfaces"); !isArray)
    return isArray;
  for (const JsonNode &name : names.items) {
    if (Result<void> isString = require(name, JsonNode::String, "the name of a built-in interface"); !isString)
      return isString;
    const llvm::StringRef text = builtInHostDescription(name.text);
    if (text.empty())
      return errorAt(name, "there is no built-in interface \"" + name.text + "\"")
          .remedy("built in is " + llvm::join(builtInHostInterfaces(), ", ") + "; describe others under \"imports\"");
    if (description.builtIn.count(name.text))
      return errorAt(name, "\"" + name.text + "\" is given twice").remedy("keep one of them");
    llvm::MemoryBufferRef builtIn(text, name.text);
    Result<JsonNode> root = parseJsonText(builtIn);
    if (!root)
      return root.takeFailure();
    DescriptionReader reader(builtIn, description);
    if (Result<void> done = reader.read(*root); !done)
      return done;
    reader.markBuiltIn();
  }
  return {};
}

Result<void> DescriptionReader::imports(const JsonNode &modules) {
  if (Result<void> isObject = require(modules, JsonNode::Object, "an object with a member for each module"); !isObject)
    return isObject;
  for (const JsonMember &module : modules.members) {
    if (Result<void> isObject = require(module.value, JsonNode::Object, "an object with a member for each import");
        !isObject)
      return isObject;
    for (const JsonMember &field : module.value.members) {
      Result<HostSignature> read = signature(field.value, Side::Import);
      if (!read)
        return read.takeFailure();
      read->location = locate(field.offset);
      if (!description.imports.try_emplace({module.name, field.name}, std::move(*read)).second)
        return error(locate(field.offset), "import \"" + module.name + "\" \"" + field.name + "\" is built in")
            .remedy("leave it out, or leave \"" + module.name + "\" out of \"use\"");
    }
  }
  return {};
}

Result<void> DescriptionReader::exports(const JsonNode &names) {
  if (Result<void> isObject = require(names, JsonNode::Object, "an object with a member for each export"); !isObject)
    return isObject;
  for (const JsonMember &member : names.members) {
    Result<HostSignature> read = signature(member.value, Side::Export);
    if (!read)
      return read.takeFailure();
    read->location = locate(member.offset);
    description.exports.try_emplace(member.name, std::move(*read));
  }
  return {};
}

Result<void> DescriptionReader::functions(const JsonNode &names) {
  if (Result<void> isObject = require(names, JsonNode::Object, "an object with a member for each function"); !isObject)
    return isObject;
  for (const JsonMember &member : names.members) {
    if (Result<void> isString = require(member.value, JsonNode::String, "the name of a memory"); !isString)
      return isString;
    description.functions.push_back({{member.name, locate(member.offset)}, say(member.value)});
  }
  return {};
}

Result<void> DescriptionReader::scratch(const JsonNode &node) {
  if (Result<void> isObject = require(node, JsonNode::Object, "an object"); !isObject)
    return isObject;
  if (Result<void> known = onlyKeys(node, {"bytes", "memory", "address"}); !known)
    return known;
  HostScratch scratch;
  scratch.isGiven = true;
  scratch.location = locate(node.offset);
  Result<uint32_t> bytes = numberOf(node, "bytes", 16, MaxHostBytes);
  if (!bytes)
    return bytes.takeFailure();
  scratch.bytes = *bytes;
  if (node.find("memory") || node.find("address")) {
    Result<const JsonNode *> memory = needed(node, "memory"), address = needed(node, "address");
    if (!memory)
      return memory.takeFailure();
    if (!address)
      return address.takeFailure();
    if (Result<void> isString = require(**memory, JsonNode::String, "the name of a memory"); !isString)
      return isString;
    if ((*address)->kind == JsonNode::Number) {
      if (Result<uint32_t> value = number(**address, 0, 0xFFFFFFFF); !value)
        return value.takeFailure();
    } else if (Result<void> isString =
                   require(**address, JsonNode::String, "a number, or the name of an exported global");
               !isString) {
      return isString;
    }
    scratch.memory = say(**memory);
    scratch.address = say(**address);
  }
  description.scratch = std::move(scratch);
  return {};
}

Result<HostSignature> DescriptionReader::signature(const JsonNode &node, Side side) {
  HostSignature signature;
  if (node.kind == JsonNode::String && node.text == NoPointers) {
    signature.isOpaque = true;
    return signature;
  }
  if (Result<void> isObject = require(node, JsonNode::Object, "an object, or \"no-pointers\""); !isObject)
    return isObject.takeFailure();
  if (Result<void> known = onlyKeys(node, {"params", "results", "memory", "success"}); !known)
    return known.takeFailure();
  if (const JsonMember *params = node.find("params"))
    if (Result<void> read = values(params->value, signature.params); !read)
      return read.takeFailure();
  if (const JsonMember *results = node.find("results"))
    if (Result<void> read = values(results->value, signature.results); !read)
      return read.takeFailure();
  if (const JsonMember *memory = node.find("memory")) {
    if (Result<void> isString = require(memory->value, JsonNode::String, "the name of a memory"); !isString)
      return isString.takeFailure();
    signature.memory = say(memory->value);
  }
  if (const JsonMember *success = node.find("success")) {
    Result<uint32_t> value = number(success->value, 0, 0xFFFFFFFF);
    if (!value)
      return value.takeFailure();
    signature.success = *value;
    if (signature.results.size() != 1 || signature.results.front())
      return errorAt(success->value, "success is a value of the only result, and this function has no such result")
          .remedy("leave it out, or describe a result that is a value");
  }
  if (Result<void> checked = checkSignature(signature, side); !checked)
    return checked.takeFailure();
  return signature;
}

Result<void> DescriptionReader::values(const JsonNode &array, std::vector<std::optional<HostPointer>> &into) {
  if (Result<void> isArray = require(array, JsonNode::Array, "an array with an item for each value"); !isArray)
    return isArray;
  for (const JsonNode &item : array.items) {
    if (item.kind == JsonNode::String && item.text == Value) {
      into.emplace_back();
      continue;
    }
    if (Result<void> isObject = require(item, JsonNode::Object, "\"value\", or an object with \"pointer\""); !isObject)
      return isObject;
    Result<HostPointer> read = pointer(item);
    if (!read)
      return read.takeFailure();
    into.emplace_back(std::move(*read));
  }
  return {};
}

Result<HostPointer> DescriptionReader::pointer(const JsonNode &node, llvm::ArrayRef<llvm::StringRef> moreKeys) {
  llvm::SmallVector<llvm::StringRef, 5> keys{"pointer", "count", "null", "access"};
  keys.append(moreKeys.begin(), moreKeys.end());
  if (Result<void> known = onlyKeys(node, keys); !known)
    return known.takeFailure();
  Result<const JsonNode *> target = needed(node, "pointer");
  if (!target)
    return target.takeFailure();
  HostPointer pointer;
  pointer.location = locate(node.offset);
  const JsonMember *count = node.find("count"), *access = node.find("access"), *null = node.find("null");
  if ((*target)->kind == JsonNode::Number) {
    Result<uint32_t> bytes = number(**target, 0, MaxHostBytes);
    if (!bytes)
      return bytes.takeFailure();
    pointer.elementBytes = *bytes;
  } else if ((*target)->kind == JsonNode::String && (*target)->text == String) {
    if (count)
      return errorAt(count->value, "a string ends with a zero byte and has no count")
          .remedy("leave the count out, or let the pointer point to elements of 1 byte");
    pointer.count.kind = HostCount::Terminated;
  } else {
    if (Result<void> isName =
            require(**target, JsonNode::String, "a number of bytes, the name of a type, or \"string\"");
        !isName)
      return isName.takeFailure();
    auto read = record(**target);
    if (!read)
      return read.takeFailure();
    pointer.record = *read;
    pointer.elementBytes = pointer.record->bytes;
  }
  if (count) {
    Result<HostCount> read = this->count(count->value);
    if (!read)
      return read.takeFailure();
    pointer.count = std::move(*read);
  }
  if (null) {
    if (Result<void> isBoolean = require(null->value, JsonNode::Boolean, "true or false"); !isBoolean)
      return isBoolean.takeFailure();
    pointer.mayBeNull = null->value.text == "true";
  }
  if (access) {
    constexpr std::pair<llvm::StringLiteral, HostPointer::Access> words[] = {
        {"in", HostPointer::In}, {"out", HostPointer::Out}, {"inout", HostPointer::InOut}};
    const auto *known = llvm::find_if(words, [&](const auto &word) {
      return access->value.kind == JsonNode::String && access->value.text == word.first;
    });
    if (known == std::end(words))
      return errorAt(access->value, "this is not \"in\", \"out\" or \"inout\"")
          .remedy("give one of them; " + SeeSchema);
    if (!pointer.record)
      return errorAt(access->value, "access is about pointers in what is pointed to, and there are none")
          .remedy("leave it out: the host can read and write these bytes where they are");
    pointer.access = known->second;
  }
  return pointer;
}

Result<HostCount> DescriptionReader::count(const JsonNode &node) {
  HostCount count;
  if (node.kind == JsonNode::Number) {
    Result<uint32_t> value = number(node, 0, MaxHostBytes);
    if (!value)
      return value.takeFailure();
    count.value = *value;
    return count;
  }
  if (Result<void> isObject = require(node, JsonNode::Object, "a number, or an object that says where it is found");
      !isObject)
    return isObject.takeFailure();
  const bool isField = node.find("at") != nullptr;
  if (Result<void> known = isField ? onlyKeys(node, {"at"}) : onlyKeys(node, {"param", "import"}); !known)
    return known.takeFailure();
  Result<uint32_t> value = numberOf(node, isField ? "at" : "param", 0, MaxHostBytes);
  if (!value)
    return value.takeFailure();
  count.kind = isField ? HostCount::Field : HostCount::Parameter;
  count.value = *value;
  if (const JsonMember *import = node.find("import")) {
    if (Result<void> isString = require(import->value, JsonNode::String, "the name of an import of the same module");
        !isString)
      return isString.takeFailure();
    count.kind = HostCount::Asked;
    count.function = import->value.text;
  }
  return count;
}

Result<std::shared_ptr<const HostRecord>> DescriptionReader::record(const JsonNode &name) {
  auto known = types.find(name.text);
  if (known == types.end()) {
    std::vector<llvm::StringRef> names{String};
    for (const auto &[type, entry] : types)
      names.push_back(type);
    std::string fact = "there is no type \"" + name.text + "\"";
    if (llvm::StringRef near = nearestName(name.text, names); !near.empty())
      fact += ("; there is \"" + near + "\"").str();
    return errorAt(name, fact).remedy("declare it under \"types\", or give a number of bytes");
  }
  auto &[node, read] = known->second;
  if (llvm::is_contained(openTypes, name.text))
    return errorAt(name, "type \"" + name.text + "\" points to itself, so how far is not known")
        .remedy("such a structure cannot be described; let the interface pass arrays");
  if (openTypes.size() + (read ? read->depth : 1) > MaxHostDepth)
    return errorAt(name, "types point to types more than " + llvm::Twine(MaxHostDepth) + " deep")
        .remedy("let the interface pass flatter structures");
  if (read)
    return read;
  openTypes.push_back(name.text);
  Result<HostRecord> made = readRecord(*node);
  openTypes.pop_back();
  if (!made)
    return made.takeFailure();
  read = std::make_shared<const HostRecord>(std::move(*made));
  return read;
}

Result<HostRecord> DescriptionReader::readRecord(const JsonNode &node) {
  if (Result<void> isObject = require(node, JsonNode::Object, "an object"); !isObject)
    return isObject.takeFailure();
  if (Result<void> known = onlyKeys(node, {"bytes", "pointers"}); !known)
    return known.takeFailure();
  Result<uint32_t> bytes = numberOf(node, "bytes", 4, MaxHostRecordBytes);
  if (!bytes)
    return bytes.takeFailure();
  Result<const JsonNode *> pointers = needed(node, "pointers");
  if (!pointers)
    return pointers.takeFailure();
  if (Result<void> isArray = require(**pointers, JsonNode::Array, "an array with an item for each pointer"); !isArray)
    return isArray.takeFailure();
  if ((*pointers)->items.empty())
    return errorAt(**pointers, "there is no pointer in this type").remedy("give its number of bytes where it is used");
  HostRecord record;
  record.bytes = *bytes;
  auto isFree = [&](uint32_t at) { // of pointers before
    auto next = record.pointers.lower_bound(at);
    return (next == record.pointers.end() || next->first - at >= 4) &&
           (next == record.pointers.begin() || at - std::prev(next)->first >= 4);
  };
  for (const JsonNode &item : (*pointers)->items) {
    if (Result<void> isObject = require(item, JsonNode::Object, "an object with \"at\" and \"pointer\""); !isObject)
      return isObject.takeFailure();
    Result<uint32_t> at = numberOf(item, "at", 0, record.bytes - 4);
    if (!at)
      return at.takeFailure();
    if (!isFree(*at))
      return errorAt(item, "this pointer overlaps another one of its type")
          .remedy("correct \"at\": a pointer has 4 bytes");
    Result<HostPointer> read = pointer(item, {"at"});
    if (!read)
      return read.takeFailure();
    if (read->record)
      record.depth = std::max(record.depth, read->record->depth + 1);
    record.pointers.emplace(*at, std::move(*read));
  }
  for (const auto &[at, pointer] : record.pointers)
    if (pointer.count.kind == HostCount::Field &&
        (pointer.count.value > record.bytes - 4 || !isFree(pointer.count.value)))
      return error(pointer.location, "the count at byte " + llvm::Twine(pointer.count.value) +
                                         " does not lie within its type, or overlaps a pointer")
          .remedy("a count has 4 bytes of its own");
  return record;
}

Result<void> DescriptionReader::checkSignature(const HostSignature &signature, Side side) const {
  for (const std::optional<HostPointer> &param : signature.params)
    if (param)
      if (Result<void> checked = checkPointer(*param, signature, side, false); !checked)
        return checked;
  for (const std::optional<HostPointer> &result : signature.results)
    if (result)
      if (Result<void> checked = checkPointer(*result, signature, side, true); !checked)
        return checked;
  return {};
}

Result<void> DescriptionReader::checkPointer(const HostPointer &pointer, const HostSignature &signature, Side side,
                                             bool isResult) const {
  if (Result<void> checked = checkCount(pointer, signature); !checked)
    return checked;
  if (pointer.count.kind == HostCount::Field)
    return error(pointer.location, "\"at\" speaks of the type that a pointer stands in, and this one stands in none")
        .remedy("give a number, or a parameter as in {\"param\": 1}");
  if (pointer.count.kind == HostCount::Asked && (side == Side::Export || isResult))
    return error(pointer.location, "only a parameter of an import can ask another import for its count")
        .remedy("give a number or a parameter");
  if (!pointer.record)
    return {};
  if (side == Side::Export || isResult)
    return error(pointer.location,
                 isResult ? "a result cannot point to pointers: whoever gets it would find them untranslated"
                          : "a parameter of an export cannot point to pointers: they would have to be "
                            "translated in the host's own structure")
        .remedy("such an interface cannot be described; pass these pointers one by one");
  unsigned pointers = 0;
  return checkPointee(pointer, signature, pointers);
}

/// Of what a pointer points to, as deep as it goes: `pointers` counts them.
Result<void> DescriptionReader::checkPointee(const HostPointer &pointer, const HostSignature &signature,
                                             unsigned &pointers) const {
  for (const auto &[at, inner] : pointer.record->pointers) {
    if (++pointers > MaxHostPointers)
      return error(pointer.location,
                   "more than " + llvm::Twine(MaxHostPointers) + " pointers would be translated for it")
          .remedy("let the interface pass flatter structures");
    if (inner.count.kind == HostCount::Asked)
      return error(inner.location, "only a parameter of an import can ask another import for its count")
          .remedy("give a number, a parameter or a place in the type");
    if (Result<void> checked = checkCount(inner, signature); !checked)
      return checked;
    if (inner.access != HostPointer::In)
      return error(inner.location, "only what a parameter points to can be \"out\" or \"inout\"")
          .remedy("leave access out, or let a parameter point there");
    if (pointer.access != HostPointer::In && (inner.record || inner.count.kind != HostCount::Constant))
      return error(inner.location, "pointers that the host writes can point to a constant number of bytes only")
          .remedy("give a number as its count; 0 if how far it points does not matter");
    if (inner.record)
      if (Result<void> checked = checkPointee(inner, signature, pointers); !checked)
        return checked;
  }
  return {};
}

Result<void> DescriptionReader::checkCount(const HostPointer &pointer, const HostSignature &signature) const {
  if (pointer.count.kind == HostCount::Parameter &&
      (pointer.count.value >= signature.params.size() || signature.params[pointer.count.value]))
    return error(pointer.location,
                 "the count is parameter " + llvm::Twine(pointer.count.value) + ", which is no value of this function")
        .remedy("parameters count from 0");
  return {};
}

} // namespace

bool HostSignature::hasPointers() const { return hasPointer(params) || hasPointer(results); }

std::vector<std::pair<uint32_t, const HostPointer *>> HostSignature::pointerParams() const {
  std::vector<std::pair<uint32_t, const HostPointer *>> pointers;
  for (const auto &[number, param] : llvm::enumerate(params))
    if (param)
      pointers.emplace_back(number, &*param);
  return pointers;
}

Result<HostDescription> readHostDescription(llvm::MemoryBufferRef text) {
  Result<JsonNode> root = parseJsonText(text);
  if (!root)
    return root.takeFailure();
  HostDescription description;
  if (Result<void> done = DescriptionReader(text, description).read(*root); !done)
    return done.takeFailure();
  return description;
}

} // namespace meld
