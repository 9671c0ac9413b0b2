//===- SourceLocation.h - what a diagnostic points at ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Location` names an entity of a module, an instruction in it, a byte of
//       a file, or a column of a pipeline string. `SourceMap` turns such a
//       location into a line and column of a text.
// Why:  every error says where; libraries know entities and offsets, only the
//       text reader knows lines and columns.
// Never: depends on the IR (indices are plain numbers here), or prints.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_SOURCELOCATION_H
#define MELD_SUPPORT_SOURCELOCATION_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace meld {

/// A place in a text; both count from 1, the column in bytes.
struct TextPosition {
  uint32_t line = 0;
  uint32_t column = 0;

  friend bool operator==(const TextPosition &, const TextPosition &) = default;
};

/// Where something is. The most precise parts known are filled in.
struct Location {
  enum class Entity : uint8_t {
    Module, ///< the module as a whole
    Type,
    Function,
    Table,
    Memory,
    Global,
    Tag,
    Import, ///< index counts imports of all kinds, in order
    Export,
    Data,
    Element,
    CustomSection,
    Pipeline,    ///< `offset` is a column (0-based, bytes) of `name`, the pipeline string
    CommandLine, ///< `name` is the argument spoken of
    File,        ///< `name` is a path other than the input
    Text,        ///< `position` and `line` in a text file, whose path is `name`
  };

  Entity entity = Entity::Module;
  uint32_t index = 0;                  ///< index in the input's index space
  std::string name;                    ///< debug name without `$`, or as said at the entity
  std::optional<uint32_t> instruction; ///< 0-based, in the function's body
  std::optional<uint64_t> offset;      ///< bytes from the start of the input file
  TextPosition position;               ///< of `Text`
  std::string line;                    ///< of `Text`: the line itself

  static Location module() { return {}; }
  static Location of(Entity entity, uint32_t index, llvm::StringRef name = {}) {
    Location location;
    location.entity = entity;
    location.index = index;
    location.name = name.str();
    return location;
  }
  /// A byte of the input file.
  static Location at(uint64_t offset) {
    Location location;
    location.offset = offset;
    return location;
  }
  static Location pipeline(llvm::StringRef text, size_t column) {
    Location location;
    location.entity = Entity::Pipeline;
    location.name = text.str();
    location.offset = column;
    return location;
  }
  static Location commandLine(llvm::StringRef argument) { return of(Entity::CommandLine, 0, argument); }
  static Location file(llvm::StringRef path) { return of(Entity::File, 0, path); }
  /// Byte `offset` of the text file `path`, whose content is `content`.
  static Location text(llvm::StringRef path, llvm::StringRef content, size_t offset);

  friend bool operator==(const Location &, const Location &) = default;
};

/// Knows the text a module was read from. Implemented by the text reader.
class SourceMap {
public:
  virtual ~SourceMap();
  /// The position of the entity, instruction or offset, if the text has it.
  virtual std::optional<TextPosition> find(const Location &location) const = 0;
  /// Line `line` (from 1) without its line break; empty if there is none.
  virtual llvm::StringRef line(uint32_t line) const = 0;
};

} // namespace meld

#endif // MELD_SUPPORT_SOURCELOCATION_H
