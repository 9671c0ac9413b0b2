//===- Remark.h - what a pass did, did not do, or found ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `RemarkDetails`, what a diagnostic of severity Remark carries for tools: its
//       kind, its name and its text in parts, some of which have a key.
// Why:  the model is LLVM's, so that its tools read what we write: "passed" (done),
//       "missed" (not done, though it was tried) and "analysis" (found).
// Never: is an error or a warning; nobody has to read remarks.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_REMARK_H
#define MELD_SUPPORT_REMARK_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace meld {

enum class RemarkKind : uint8_t { Passed, Missed, Analysis };

/// A part of a remark's text that tools find by its key.
struct RemarkValue {
  std::string key; ///< `UpperCamel`, as in LLVM; empty for plain words
  std::string text;
};

struct RemarkDetails {
  RemarkKind kind = RemarkKind::Passed;
  std::string name; ///< `UpperCamel`; the same for every remark that says the same thing
  std::vector<RemarkValue> parts;

  RemarkDetails &operator<<(llvm::StringRef words) {
    parts.push_back({"", words.str()});
    return *this;
  }
  RemarkDetails &operator<<(RemarkValue value) {
    parts.push_back(std::move(value));
    return *this;
  }
  std::string text() const {
    std::string all;
    for (const RemarkValue &part : parts)
      all += part.text;
    return all;
  }
};

} // namespace meld

#endif // MELD_SUPPORT_REMARK_H
