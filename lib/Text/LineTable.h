//===- LineTable.h - lines and columns of a text --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: turns offsets of a text into lines and columns and back.
// Why:  only diagnostics need it, so it is made when the first one is printed.
// Never: yields a place outside the text.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_TEXT_LINETABLE_H
#define MELD_LIB_TEXT_LINETABLE_H

#include "meld/Support/SourceLocation.h"
#include <vector>

namespace meld {

class LineTable {
public:
  /// The text has to outlive the table.
  explicit LineTable(llvm::StringRef text);

  /// Nothing if `offset` is past the end of the text (its end is a place).
  std::optional<TextPosition> positionOf(uint64_t offset) const;
  /// The offset of a line and column, both from 1. Nothing if there is no such
  /// line; a column past the line's end is taken as its end.
  std::optional<uint64_t> offsetOf(uint64_t line, uint64_t column) const;
  /// Without the line break; empty if there is no such line.
  llvm::StringRef line(uint64_t line) const;

private:
  llvm::StringRef text;
  std::vector<uint64_t> starts; ///< offset of each line's first byte
};

} // namespace meld

#endif // MELD_LIB_TEXT_LINETABLE_H
