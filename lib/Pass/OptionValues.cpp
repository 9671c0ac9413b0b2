//===- OptionValues.cpp - numbers, bytes, pages ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see OptionValues.h.
// Why:  see OptionValues.h.
// Never: accepts a number with anything after it, a sign, or one that overflows.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/OptionValues.h"
#include "meld/Support/CheckedMath.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

namespace {

std::string quoted(llvm::StringRef text) { return "'" + text.str() + "'"; }

/// A number of units, with what follows it.
OptionValue<uint64_t> parseDigits(llvm::StringRef text, llvm::StringRef &rest, const char *expected) {
  uint64_t number = 0;
  llvm::StringRef digits;
  bool isHex = text.starts_with_insensitive("0x");
  if (isHex)
    digits = text.drop_front(2).take_while(llvm::isHexDigit);
  else
    digits = text.take_while(llvm::isDigit);
  if (digits.empty())
    return OptionValueError{quoted(text) + " is not " + expected, std::string("give ") + expected};
  rest = text.drop_front(digits.size() + (isHex ? 2 : 0));
  if (digits.getAsInteger(isHex ? 16 : 10, number))
    return OptionValueError{text.str() + " is too large", "give at most 18446744073709551615"};
  return number;
}

/// Bytes a suffix stands for.
std::optional<uint64_t> unitOf(llvm::StringRef suffix) {
  if (suffix == "KiB")
    return uint64_t(1) << 10;
  if (suffix == "MiB")
    return uint64_t(1) << 20;
  return std::nullopt;
}

constexpr const char *NumberSyntax = "a number, decimal or hexadecimal after 0x";
constexpr const char *BytesSyntax = "a number of bytes, or one with KiB or MiB right after it";
constexpr const char *PagesSyntax = "a number of pages, bytes with KiB or MiB right after the number, or max";

} // namespace

OptionValue<uint64_t> parseNumber(llvm::StringRef text) {
  llvm::StringRef rest;
  OptionValue<uint64_t> number = parseDigits(text, rest, NumberSyntax);
  if (std::holds_alternative<uint64_t>(number) && !rest.empty())
    return OptionValueError{quoted(text) + " is not " + NumberSyntax, std::string("give ") + NumberSyntax};
  return number;
}

OptionValue<uint64_t> parseBytes(llvm::StringRef text) {
  llvm::StringRef rest;
  OptionValue<uint64_t> number = parseDigits(text, rest, BytesSyntax);
  if (std::holds_alternative<OptionValueError>(number) || rest.empty())
    return number;
  std::optional<uint64_t> unit = unitOf(rest);
  if (!unit)
    return OptionValueError{quoted(text) + " is not " + BytesSyntax, std::string("give ") + BytesSyntax};
  Checked bytes = Checked(std::get<uint64_t>(number)) * *unit;
  if (bytes.overflowed())
    return OptionValueError{text.str() + " is too large", "give at most 18446744073709551615 bytes"};
  return *bytes.value();
}

OptionValue<PageAmount> parsePages(llvm::StringRef text) {
  if (text == "max")
    return PageAmount{0, true};
  llvm::StringRef rest;
  OptionValue<uint64_t> number = parseDigits(text, rest, PagesSyntax);
  if (auto *reason = std::get_if<OptionValueError>(&number))
    return *reason;
  if (rest.empty())
    return PageAmount{std::get<uint64_t>(number), false};
  std::optional<uint64_t> unit = unitOf(rest);
  if (!unit)
    return OptionValueError{quoted(text) + " is not " + PagesSyntax, std::string("give ") + PagesSyntax};
  const Checked bytes = Checked(std::get<uint64_t>(number)) * *unit;
  const Checked pages = bytesToPages(bytes);
  if (pages.overflowed())
    return OptionValueError{text.str() + " is too large", "give a smaller amount, or max"};
  return PageAmount{*pages.value(), false, *pages.value() * PageSize - *bytes.value()};
}

OptionValue<size_t> parseWord(llvm::StringRef text, const std::vector<std::string> &words) {
  for (size_t i = 0; i < words.size(); ++i)
    if (text == words[i])
      return i;
  std::string list;
  for (const std::string &word : words)
    list += (list.empty() ? "" : " or ") + word;
  return OptionValueError{quoted(text) + " is not " + list + (words.size() > 1 ? didYouMean(text, words) : ""),
                          "give " + list};
}

OptionValue<std::string> parseWordOrCall(llvm::StringRef text, std::vector<std::string> words) {
  llvm::StringRef function = text;
  if (function.consume_front("call:") && !function.empty())
    return text.str();
  words.push_back("call:FN");
  OptionValue<size_t> index = parseWord(text, words);
  if (auto *reason = std::get_if<OptionValueError>(&index))
    return *reason;
  return text.str();
}

std::string formatPages(const PageAmount &amount) { return amount.isMaximum ? "max" : std::to_string(amount.pages); }

} // namespace meld
