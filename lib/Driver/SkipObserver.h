//===- SkipObserver.h - passes that are not to run ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-disable-pass=`.
// Why:  to see what a pipeline does without a pass, with the pipeline left as it is.
// Never: leaves out a pass that is required.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_SKIPOBSERVER_H
#define MELD_LIB_DRIVER_SKIPOBSERVER_H

#include "Request.h"
#include "meld/Pass/Instrumentation.h"
#include "llvm/ADT/STLExtras.h"

namespace meld {

class SkipObserver final : public PassObserver {
public:
  explicit SkipObserver(const NameList &disabled) : disabled(disabled) {}
  bool watchesFunctions() const override { return false; }
  bool shouldRun(const PassInfo &pass, const PassUnit &) override { return !llvm::is_contained(disabled, pass.name); }

private:
  const NameList &disabled;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_SKIPOBSERVER_H
