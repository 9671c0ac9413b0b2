//===- Verify.cpp - pass verify ----------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Verify.h; the rules are those of IR/Verifier, and of McuProfile.
// Why:  see Verify.h.
// Never: goes on after the first error.
//
//===----------------------------------------------------------------------===//

#include "passes/Verify.h"
#include "meld/IR/Verifier.h"
#include "passes/McuProfile.h"

namespace meld {

PassResult Verify::run(Module &module, ModuleAnalysisManager &analyses) {
  if (Result<void> valid = verifyModule(module, analyses.threads()); !valid)
    return valid.takeFailure();
  if (options.profile == Profile::Mcu)
    if (Result<void> fits = checkMcuProfile(module); !fits)
      return fits.takeFailure();
  return PreservedAnalyses::all();
}

} // namespace meld
