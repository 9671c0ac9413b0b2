//===- LineTable.cpp - lines and columns of a text ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see LineTable.h.
// Why:  see LineTable.h.
// Never: counts anything but a line feed as a line break, as the parser does.
//
//===----------------------------------------------------------------------===//

#include "LineTable.h"
#include <algorithm>

namespace meld {

LineTable::LineTable(llvm::StringRef text) : text(text) {
  starts.push_back(0);
  for (size_t at = text.find('\n'); at != llvm::StringRef::npos; at = text.find('\n', at + 1))
    starts.push_back(at + 1);
}

std::optional<TextPosition> LineTable::positionOf(uint64_t offset) const {
  if (offset > text.size())
    return std::nullopt;
  auto next = std::upper_bound(starts.begin(), starts.end(), offset);
  auto number = static_cast<uint32_t>(next - starts.begin());
  return TextPosition{number, static_cast<uint32_t>(offset - *std::prev(next)) + 1};
}

std::optional<uint64_t> LineTable::offsetOf(uint64_t number, uint64_t column) const {
  if (number == 0 || number > starts.size() || column == 0)
    return std::nullopt;
  return starts[number - 1] + std::min<uint64_t>(column - 1, line(number).size());
}

llvm::StringRef LineTable::line(uint64_t number) const {
  if (number == 0 || number > starts.size())
    return {};
  uint64_t end = number == starts.size() ? text.size() : starts[number] - 1;
  return text.slice(starts[number - 1], end).rtrim('\r');
}

} // namespace meld
