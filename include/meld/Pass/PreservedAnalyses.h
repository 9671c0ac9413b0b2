//===- PreservedAnalyses.h - what a pass kept valid ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the set of analyses whose cached results still hold after a pass.
// Why:  a pass knows what it did not disturb; everything else is recomputed.
// Never: keeps an analysis alive whose dependency was dropped (the analysis
//        manager sees to that).
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PRESERVEDANALYSES_H
#define MELD_PASS_PRESERVEDANALYSES_H

#include "llvm/ADT/StringRef.h"
#include <set>
#include <string>

namespace meld {

class PreservedAnalyses {
public:
  /// Nothing was changed.
  static PreservedAnalyses all() {
    PreservedAnalyses set;
    set.isAll = true;
    return set;
  }
  /// Anything may have changed.
  static PreservedAnalyses none() { return {}; }

  /// Adds analysis `A`: `return PreservedAnalyses::none().preserve<CallGraphAnalysis>()`.
  template <class A> PreservedAnalyses &preserve() { return preserve(A::info.name); }
  PreservedAnalyses &preserve(llvm::StringRef name) {
    if (!isAll)
      names.insert(name.str());
    return *this;
  }

  bool areAllPreserved() const { return isAll; }
  bool isPreserved(llvm::StringRef name) const { return isAll || names.count(name.str()) != 0; }
  /// Keeps what both keep: the effect of one pass after another.
  void intersect(const PreservedAnalyses &other) {
    if (other.isAll)
      return;
    if (isAll) {
      *this = other;
      return;
    }
    std::erase_if(names, [&](const std::string &name) { return !other.isPreserved(name); });
  }

private:
  bool isAll = false;
  std::set<std::string> names;
};

} // namespace meld

#endif // MELD_PASS_PRESERVEDANALYSES_H
