//===- PositionTable.h - where in the text a binary's parts come from ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: positions of entities, by index, and of the bytes of a binary that wabt
//       made from a text, down to single instructions.
// Why:  libraries report entities and offsets; users read lines and columns.
// Never: gives an instruction's position unless the binary's instructions and the
//       parser's expressions agree for the whole expression.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_TEXT_POSITIONTABLE_H
#define MELD_LIB_TEXT_POSITIONTABLE_H

#include "LineTable.h"
#include "llvm/ADT/ArrayRef.h"
#include <array>

namespace wabt {
struct Module;
}

namespace meld {

class PositionTable {
public:
  PositionTable() = default;
  PositionTable(const wabt::Module &module, llvm::ArrayRef<uint8_t> binary, llvm::StringRef text,
                const LineTable &lines);

  /// By offset if there is one, then by instruction, then by entity.
  std::optional<TextPosition> find(const Location &location) const;

private:
  friend class PositionTableBuilder;

  static constexpr size_t EntityCount = static_cast<size_t>(Location::Entity::Element) + 1;

  /// Bytes from `begin` up to the next entry come from `position`; line 0: from
  /// nowhere in the text.
  struct Entry {
    uint64_t begin;
    TextPosition position;
  };
  struct Body {
    size_t firstEntry = 0; ///< of its instructions, one entry each
    size_t count = 0;
  };

  std::array<std::vector<TextPosition>, EntityCount> entities;
  std::vector<Entry> entries;  ///< ascending
  std::vector<Body> functions; ///< by function index
};

} // namespace meld

#endif // MELD_LIB_TEXT_POSITIONTABLE_H
