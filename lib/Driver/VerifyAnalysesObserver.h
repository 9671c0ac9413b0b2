//===- VerifyAnalysesObserver.h - which pass claimed too much ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-verify-analyses`: after each pass, computes what is still cached again and
//       compares.
// Why:  a pass that wrongly claims to preserve an analysis makes a later one go wrong.
// Never: blames an analysis that the pass did not claim to preserve: it is dropped before.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_VERIFYANALYSESOBSERVER_H
#define MELD_LIB_DRIVER_VERIFYANALYSESOBSERVER_H

#include "meld/Pass/AnalysisManager.h"

namespace meld {

class VerifyAnalysesObserver final : public PassObserver {
public:
  /// `foundDefect` becomes true when a pass claimed too much.
  VerifyAnalysesObserver(const ModuleAnalysisManager &analyses, bool &foundDefect)
      : analyses(analyses), foundDefect(foundDefect) {}
  bool watchesFunctions() const override { return false; }
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved) override;

private:
  const ModuleAnalysisManager &analyses;
  bool &foundDefect;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_VERIFYANALYSESOBSERVER_H
