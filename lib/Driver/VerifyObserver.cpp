//===- VerifyObserver.cpp - which pass broke the module ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see VerifyObserver.h.
// Why:  see VerifyObserver.h.
// Never: see VerifyObserver.h.
//
//===----------------------------------------------------------------------===//

#include "VerifyObserver.h"
#include "meld/IR/Verifier.h"

namespace meld {

Result<void> VerifyObserver::afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) {
  Result<void> valid = verifyModule(unit.module, threads);
  if (valid)
    return {};
  foundDefect = true;
  const Diagnostic &why = valid.failure().diagnostic();
  return error(why.location, "pass '" + pass.name + "' left an invalid module: " + why.fact +
                                 (why.rule.empty() ? "" : " (" + why.rule + ")"))
      .remedy("this is a defect of the pass; report it with the input, and leave the pass out until it is repaired")
      .from("verify-each");
}

} // namespace meld
