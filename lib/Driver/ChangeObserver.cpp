//===- ChangeObserver.cpp - what passes changed ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ChangeObserver.h.
// Why:  see ChangeObserver.h.
// Never: see ChangeObserver.h.
//
//===----------------------------------------------------------------------===//

#include "ChangeObserver.h"
#include "LineDiff.h"

namespace meld {

void ChangeObserver::beforePass(const PassInfo &, const PassUnit &unit) {
  before.clear();
  llvm::raw_string_ostream stream(before);
  if (sink.wants(unit))
    sink.printUnit(stream, unit);
}

Result<void> ChangeObserver::afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) {
  std::string after;
  llvm::raw_string_ostream stream(after);
  if (sink.wants(unit))
    sink.printUnit(stream, unit);
  if (before != after)
    sink.print("after", pass, unit, [&](llvm::raw_ostream &out) {
      if (asDiff)
        printLineDiff(out, before, after);
      else
        out << after;
    });
  return sink.checkWritten();
}

} // namespace meld
