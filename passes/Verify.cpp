//===- Verify.cpp - pass verify ----------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Verify.h; the rules are those of IR/Verifier.
// Why:  see Verify.h.
// Never: goes on after the first error.
//
//===----------------------------------------------------------------------===//

#include "passes/Verify.h"
#include "meld/IR/Verifier.h"

namespace meld {

PassResult Verify::run(Module &module, ModuleAnalysisManager &) {
  if (Result<void> valid = verifyModule(module); !valid)
    return valid.takeFailure();
  return PreservedAnalyses::all();
}

} // namespace meld
