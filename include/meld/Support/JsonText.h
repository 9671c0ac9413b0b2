//===- JsonText.h - JSON that knows where it stands -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: parses a JSON text into nodes that know their place in it.
// Why:  files that people write for a pass are wrong at some line and column, and LLVM's
//       parser keeps none. It still decides what is JSON; this only finds places again.
// Never: accepts what RFC 8259 does not, an object with two members of one name, or
//        nesting deeper than 64.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_JSONTEXT_H
#define MELD_SUPPORT_JSONTEXT_H

#include "meld/Support/Diagnostics.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <vector>

namespace meld {

struct JsonMember;

struct JsonNode {
  enum Kind : uint8_t { Null, Boolean, Number, String, Array, Object };
  Kind kind = Null;
  size_t offset = 0; ///< of its first byte
  std::string text;  ///< a string's contents; a number or boolean as written
  std::vector<JsonNode> items;
  std::vector<JsonMember> members; ///< in their order
  const JsonMember *find(llvm::StringRef name) const;
};

struct JsonMember {
  std::string name;
  size_t offset = 0; ///< of the name
  JsonNode value;
};

/// The text's value. Errors are located in the text, by the buffer's identifier.
Result<JsonNode> parseJsonText(llvm::MemoryBufferRef buffer);

} // namespace meld

#endif // MELD_SUPPORT_JSONTEXT_H
