//===- Flags.h - the table of flags -------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: every flag with its syntax, its help and the member of `Request` it sets.
// Why:  parsing and `--help` are made from the same table.
// Never: parses.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_FLAGS_H
#define MELD_LIB_DRIVER_FLAGS_H

#include "Request.h"
#include "llvm/ADT/StringRef.h"
#include <variant>

namespace llvm {
class raw_ostream;
}

namespace meld {

struct Flag {
  llvm::StringRef name;
  llvm::StringRef alias;  ///< another name, or empty
  llvm::StringRef syntax; ///< of the value; the one word that is allowed if it may be left out
  llvm::StringRef help;
  /// A switch, a text, names, texts, a number, or a word that may be left out.
  std::variant<bool Request::*, std::string Request::*, NameList Request::*, TextList Request::*,
               std::optional<int64_t> Request::*, std::optional<std::string> Request::*>
      member;
  int64_t minimum = 0; ///< of a number

  bool isSwitch() const { return member.index() == 0; }
  bool mayRepeat() const { return member.index() == 2 || member.index() == 3; }
  bool hasOptionalValue() const { return member.index() == 5; }
  /// `-print-changed[=diff]`
  std::string written() const;
};

struct FlagCategory {
  llvm::StringRef title;
  std::vector<Flag> flags;
};

std::vector<FlagCategory> allFlags();

/// What `--help` prints.
void printHelp(llvm::raw_ostream &out);

} // namespace meld

#endif // MELD_LIB_DRIVER_FLAGS_H
