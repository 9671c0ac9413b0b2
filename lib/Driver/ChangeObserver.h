//===- ChangeObserver.h - what passes changed -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-print-changed` and `-print-changed=diff`: the module after each pass that
//       changed it, or the lines that differ.
// Why:  in a long pipeline most passes change little.
// Never: believes what a pass says of itself: the text before and after decides.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_CHANGEOBSERVER_H
#define MELD_LIB_DRIVER_CHANGEOBSERVER_H

#include "PrintSink.h"

namespace meld {

class ChangeObserver final : public PassObserver {
public:
  ChangeObserver(PrintSink &sink, bool asDiff) : sink(sink), asDiff(asDiff) {}

  void beforePass(const PassInfo &pass, const PassUnit &unit) override;
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved) override;

private:
  PrintSink &sink;
  const bool asDiff;
  std::string before; ///< of the unit that a pass works on
};

} // namespace meld

#endif // MELD_LIB_DRIVER_CHANGEOBSERVER_H
