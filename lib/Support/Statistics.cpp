//===- Statistics.cpp - printing sums ---------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Statistics.h.
// Why:  the text is laid out as LLVM's -stats, the JSON as its -stats-json.
// Never: leaves a sum out.
//
//===----------------------------------------------------------------------===//

#include "meld/Support/Statistics.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include <algorithm>

namespace meld {

void Statistics::print(llvm::raw_ostream &out) const {
  size_t amountWidth = 0, groupWidth = 0;
  for (const auto &[key, amount] : sums) {
    amountWidth = std::max(amountWidth, std::to_string(amount).size());
    groupWidth = std::max(groupWidth, key.first.size());
  }
  for (const auto &[key, amount] : sums)
    out << "  " << llvm::right_justify(std::to_string(amount), static_cast<unsigned>(amountWidth)) << ' '
        << llvm::left_justify(key.first, static_cast<unsigned>(groupWidth)) << " - " << key.second << '\n';
}

void Statistics::printJson(llvm::raw_ostream &out) const {
  llvm::json::OStream json(out, 2);
  json.object([&] {
    for (const auto &[key, amount] : sums)
      json.attribute(key.first + "." + key.second, amount);
  });
  out << '\n';
}

} // namespace meld
