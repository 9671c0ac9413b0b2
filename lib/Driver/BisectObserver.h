//===- BisectObserver.h - the first so many runs of passes -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-opt-bisect-limit=N`: counts runs of passes, each function's apart, lets the
//       first N happen and lists them all.
// Why:  halving N finds the run that made a program go wrong.
// Never: counts or leaves out a pass that is required.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_BISECTOBSERVER_H
#define MELD_LIB_DRIVER_BISECTOBSERVER_H

#include "UnitName.h"

namespace meld {

class BisectObserver final : public PassObserver {
public:
  /// `limit` -1: all run. `count` goes on from one module to the next.
  BisectObserver(llvm::raw_ostream &out, int64_t limit, int64_t &count) : out(out), limit(limit), count(count) {}
  bool shouldRun(const PassInfo &pass, const PassUnit &unit) override {
    bool runs = limit < 0 || count < limit;
    out << "BISECT: " << (runs ? "" : "NOT ") << "running pass (" << ++count << ") " << pass.name << " on "
        << nameOf(unit) << '\n';
    return runs;
  }

private:
  llvm::raw_ostream &out;
  const int64_t limit;
  int64_t &count;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_BISECTOBSERVER_H
