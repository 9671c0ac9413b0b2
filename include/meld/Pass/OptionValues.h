//===- OptionValues.h - the values options can have --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: parses and prints numbers, sizes in bytes and amounts of pages.
// Why:  one spelling of each for every pass, and each prints as what it parses from.
// Never: rounds or clips silently: only an amount of pages given in bytes is rounded,
//        up, as documented.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_OPTIONVALUES_H
#define MELD_PASS_OPTIONVALUES_H

#include "meld/Support/Diagnostics.h"

namespace meld {

/// An amount of memory pages (65536 bytes): `5`, `320KiB`, `1MiB` or `max`.
struct PageAmount {
  uint64_t pages = 0; ///< 0 if `isMaximum`
  bool isMaximum = false;
  uint64_t roundingBytes = 0; ///< what the pages have beyond the bytes that were given
  friend bool operator==(const PageAmount &, const PageAmount &) = default;
};

/// Why a value cannot be taken.
struct OptionValueError {
  std::string fact;
  std::string remedy;
};

/// A value, or why there is none.
template <class T> using OptionValue = std::variant<T, OptionValueError>;

/// Decimal, or hexadecimal after `0x`.
OptionValue<uint64_t> parseNumber(llvm::StringRef text);
/// As a number of bytes, or with suffix `KiB` or `MiB`.
OptionValue<uint64_t> parseBytes(llvm::StringRef text);
/// As a number of pages, or bytes with suffix `KiB` or `MiB`, rounded up to pages, or `max`.
OptionValue<PageAmount> parsePages(llvm::StringRef text);
/// The index of `text` in `words`.
OptionValue<size_t> parseWord(llvm::StringRef text, const std::vector<std::string> &words);

/// One of `words`, or `call:` and a name.
OptionValue<std::string> parseWordOrCall(llvm::StringRef text, std::vector<std::string> words);

std::string formatPages(const PageAmount &amount);

} // namespace meld

#endif // MELD_PASS_OPTIONVALUES_H
