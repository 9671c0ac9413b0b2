//===- Name.h - names as the binary format has them ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Name`, an entity's debug name, and `ImportRef`, the two names of an
//       import: pointers to the encoded bytes, a length and UTF-8 each.
// Why:  there may be a million entities, most of them without a name; eight bytes
//       each, and none for the text.
// Never: outlives the input or the arena that holds the bytes; points at bytes that
//       are not a well-formed name.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_NAME_H
#define MELD_IR_NAME_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace meld {

/// A debug name. Made by `Module::save`, or by the reader from the input.
class Name {
public:
  constexpr Name() = default;
  /// At a name that was read once already.
  constexpr explicit Name(const uint8_t *encoded) : encoded(encoded) {}

  llvm::StringRef text() const { return encoded ? textAt(encoded) : llvm::StringRef(); }
  operator llvm::StringRef() const { return text(); }
  bool empty() const { return !encoded || *encoded == 0; }
  std::string str() const { return text().str(); }
  friend bool operator==(const Name &a, llvm::StringRef b) { return a.text() == b; }

  /// The name at `position`, which is moved past it.
  static llvm::StringRef read(const uint8_t *&position);

private:
  static llvm::StringRef textAt(const uint8_t *position) { return read(position); }
  const uint8_t *encoded = nullptr;
};

/// Where an imported entity comes from.
struct Import {
  llvm::StringRef module;
  llvm::StringRef field;
};

/// An `Import`, or nothing if the entity is defined in the module. Reads like an
/// optional; made by `Module::save`, or by the reader from the input.
class ImportRef {
public:
  constexpr ImportRef() = default;
  constexpr ImportRef(std::nullopt_t) {}
  /// At two names, one after the other, that were read once already.
  constexpr explicit ImportRef(const uint8_t *encoded) : encoded(encoded) {}

  explicit operator bool() const { return encoded != nullptr; }
  bool has_value() const { return encoded != nullptr; }
  void reset() { encoded = nullptr; }
  Import operator*() const {
    const uint8_t *position = encoded;
    llvm::StringRef module = Name::read(position);
    return {module, Name::read(position)};
  }

  class Arrow {
  public:
    explicit Arrow(Import value) : value(value) {}
    const Import *operator->() const { return &value; }

  private:
    Import value;
  };
  Arrow operator->() const { return Arrow(**this); }

private:
  const uint8_t *encoded = nullptr;
};

} // namespace meld

#endif // MELD_IR_NAME_H
