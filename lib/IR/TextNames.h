//===- TextNames.h - how the text format speaks of entities --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the index the writer will give each entity, and an identifier made from
//       its debug name. Private to lib/IR.
// Why:  debug names may hold any character and may repeat; identifiers of the text
//       format may not (core specification 6.3.5 and 6.6.13).
// Never: gives two entities of one index space the same identifier.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_TEXTNAMES_H
#define MELD_LIB_IR_TEXTNAMES_H

#include "meld/IR/Module.h"
#include "llvm/ADT/StringSet.h"

namespace meld {

/// `$` and `name`, with `\hh` for bytes that identifiers may not hold. Empty for
/// an empty name.
std::string textIdentifier(llvm::StringRef name);

/// Identifiers of one index space, each given once. Name the entities in order,
/// first all that can keep their name, then the others.
class IdentifierSet {
public:
  /// True if `identifier` was free; it is taken then.
  bool take(llvm::StringRef identifier) { return taken.insert(identifier).second; }
  /// `identifier`, or with a suffix that makes it free.
  std::string takeVariant(llvm::StringRef identifier, uint32_t number);

private:
  llvm::StringSet<> taken;
};

class TextNames {
public:
  static constexpr uint32_t None = 0xFFFFFFFF;
  explicit TextNames(const Module &module);

  /// `None` if the entity does not exist.
  uint32_t index(Space space, uint32_t id) const {
    const Names &names = spaces[static_cast<unsigned>(space)];
    return id < names.indices.size() ? names.indices[id] : None;
  }
  /// With `$`; empty if the entity has no name.
  llvm::StringRef identifier(Space space, uint32_t id) const {
    const Names &names = spaces[static_cast<unsigned>(space)];
    return id < names.identifiers.size() ? llvm::StringRef(names.identifiers[id]) : llvm::StringRef();
  }

private:
  struct Names {
    std::vector<uint32_t> indices;
    std::vector<std::string> identifiers;
  };
  template <class Entities> void number(const Entities &entities, Names &names);
  template <class Entities> void name(const Entities &entities, Names &names);
  Names &of(Space space) { return spaces[static_cast<unsigned>(space)]; }

  std::array<Names, SpaceCount> spaces;
};

/// Identifiers of a function's locals, by index, of the first `count`; empty for a
/// local without a name. May be shorter.
std::vector<std::string> localIdentifiers(const Module &module, FunctionId function, uint64_t count);

} // namespace meld

#endif // MELD_LIB_IR_TEXTNAMES_H
