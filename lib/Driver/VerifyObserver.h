//===- VerifyObserver.h - which pass broke the module -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-verify-each`: verifies the module after each pass.
// Why:  input and output are verified anyway; this finds the pass in between.
// Never: blames the input: what a pass leaves behind is the pass' responsibility.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_VERIFYOBSERVER_H
#define MELD_LIB_DRIVER_VERIFYOBSERVER_H

#include "meld/Pass/Instrumentation.h"

namespace meld {

class VerifyObserver final : public PassObserver {
public:
  /// `foundDefect` becomes true when a pass left something invalid.
  VerifyObserver(unsigned threads, bool &foundDefect) : threads(threads), foundDefect(foundDefect) {}
  bool watchesFunctions() const override { return false; }
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved) override;

private:
  const unsigned threads; ///< on which the verifier runs
  bool &foundDefect;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_VERIFYOBSERVER_H
