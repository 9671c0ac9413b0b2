//===- TextScan.h - what a text's parentheses say ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one pass over the tokens of a text: how deep it nests, where its module
//       fields begin and end.
// Why:  the parser recurses on nesting, so it needs a stack that is large enough;
//       it aborts on some malformed element segments (wabt 1.0.32); and for
//       abbreviated imports it does not say where they are.
// Never: judges the text; that is the parser's task.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_TEXT_TEXTSCAN_H
#define MELD_LIB_TEXT_TEXTSCAN_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <vector>

namespace meld {

/// A module field. Offsets in the text, in bytes.
struct TextField {
  uint64_t keyword; ///< of the word after the opening parenthesis
  uint64_t close;   ///< of the closing parenthesis, or the text's end
};

struct TextScan {
  /// An upper bound of nesting: open parentheses plus open plain blocks.
  uint64_t nesting = 0;
  uint64_t deepest = 0; ///< offset of the token that nests so deep
  /// Offset of the keyword of `(module binary ...)` or `(module quote ...)`.
  std::optional<uint64_t> scriptForm;
  /// Offset of a parenthesis in a list of element expressions that opens none:
  /// neither `item` nor an instruction that may make a reference.
  std::optional<uint64_t> badElement;
  /// Offset of the keyword `module`.
  std::optional<uint64_t> module;
  std::vector<TextField> fields; ///< in order; only if asked for
};

TextScan scanText(llvm::StringRef text, bool wantFields);

} // namespace meld

#endif // MELD_LIB_TEXT_TEXTSCAN_H
