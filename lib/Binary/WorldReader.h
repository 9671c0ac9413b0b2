//===- WorldReader.h - decodes one component-type section ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the types of a world as far as they matter to core functions: for each function
//       the flattened parameters and results, and whether they hold strings or lists.
// Why:  everything else about a type (names of fields, order of cases) has no effect on
//       signatures and allocation; so a type is a few bytes, computed from its parts
//       when it is read, and nothing recurses over types.
// Never: accepts what it does not know.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_BINARY_WORLDREADER_H
#define MELD_LIB_BINARY_WORLDREADER_H

#include "meld/IR/Types.h"
#include "llvm/ADT/StringRef.h"
#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace meld::world {

/// The core values that a value of a type becomes, up to the 16 that can be passed.
struct Flat {
  static constexpr unsigned Most = 16;
  std::array<ValueType::Kind, Most> types{};
  uint8_t count = 0; ///< Most + 1: more than can be passed

  bool isTooLong() const { return count > Most; }
  void append(ValueType::Kind type) {
    if (count < Most)
      types[count] = type;
    count = static_cast<uint8_t>(std::min<unsigned>(count + 1, Most + 1));
  }
  void append(const Flat &other) {
    for (unsigned i = 0; i < std::min<unsigned>(other.count, Most); ++i)
      append(other.types[i]);
    if (other.isTooLong())
      count = Most + 1;
  }
};

/// A value type: what it becomes, and whether it holds something in memory.
struct Value {
  Flat flat;
  bool allocates = false;
};

struct Function {
  Flat params, results;
  bool paramsAllocate = false, resultsAllocate = false;
};

enum class Kind : uint8_t { Value, Function, Instance, Component, Resource };
/// An entry of an index space of types: a kind, and an index into the list of it.
struct Type {
  Kind kind = Kind::Value;
  uint32_t index = 0;
};
/// What an instance exports, or a world imports or exports, by name.
class Interface {
public:
  void add(llvm::StringRef name, Type type) { entries.emplace_back(name, type); }
  /// To be called when all is added. False if a name is there twice.
  bool finish() {
    llvm::sort(entries, [](const Entry &a, const Entry &b) { return a.first < b.first; });
    return std::adjacent_find(entries.begin(), entries.end(),
                              [](const Entry &a, const Entry &b) { return a.first == b.first; }) == entries.end();
  }
  /// Null if there is no such name.
  const Type *find(llvm::StringRef name) const {
    auto found = llvm::lower_bound(entries, name, [](const Entry &entry, llvm::StringRef n) { return entry.first < n; });
    return found != entries.end() && found->first == name ? &found->second : nullptr;
  }
  /// If it is the only one.
  const Type *only() const { return entries.size() == 1 ? &entries.front().second : nullptr; }

private:
  using Entry = std::pair<llvm::StringRef, Type>;
  std::vector<Entry> entries;
};

struct WorldTypes {
  std::vector<Value> values;
  std::vector<Function> functions;
  std::vector<Interface> interfaces;
  Interface imports, exports;
};

/// Reads the payload of a section. Returns what is wrong with it, empty if nothing.
/// Names point into the payload.
std::string readWorld(llvm::ArrayRef<uint8_t> payload, WorldTypes &world);

} // namespace meld::world

#endif // MELD_LIB_BINARY_WORLDREADER_H
