//===- Statistics.h - how much of what was done ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Statistics`, sums by group (a pass, `reader`, ...) and name.
// Why:  users ask how much was checked, left out or visited. Whoever counts is given
//       the object to count in: two runs in one process never share a counter.
// Never: is a global, or missing in a release build.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_SUPPORT_STATISTICS_H
#define MELD_SUPPORT_STATISTICS_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace llvm {
class raw_ostream;
}

namespace meld {

class Statistics {
public:
  /// Adds to the sum called `name` (kebab-case) of `group`. A sum of 0 is shown as well.
  void add(llvm::StringRef group, llvm::StringRef name, uint64_t amount) { sums[{group.str(), name.str()}] += amount; }
  void add(const Statistics &other) {
    for (const auto &[key, amount] : other.sums)
      sums[key] += amount;
  }
  bool isEmpty() const { return sums.empty(); }
  /// 0 if nothing was counted.
  uint64_t sum(llvm::StringRef group, llvm::StringRef name) const {
    auto found = sums.find({group.str(), name.str()});
    return found == sums.end() ? 0 : found->second;
  }

  /// A line for each sum, `  12 rebase - checks-kept`, in alphabetical order.
  void print(llvm::raw_ostream &out) const;
  /// `{"rebase.checks-kept": 12, ...}`, in alphabetical order.
  void printJson(llvm::raw_ostream &out) const;

private:
  std::map<std::pair<std::string, std::string>, uint64_t> sums;
};

} // namespace meld

#endif // MELD_SUPPORT_STATISTICS_H
