//===- VerifyAnalysesObserver.cpp - which pass claimed too much --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see VerifyAnalysesObserver.h.
// Why:  see VerifyAnalysesObserver.h.
// Never: see VerifyAnalysesObserver.h.
//
//===----------------------------------------------------------------------===//

#include "VerifyAnalysesObserver.h"

namespace meld {

Result<void> VerifyAnalysesObserver::afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) {
  std::optional<ModuleAnalysisManager::Stale> stale = analyses.findStale(unit.module);
  if (!stale)
    return {};
  foundDefect = true;
  const bool hasPlace = stale->function && unit.module.functions().contains(*stale->function);
  return error(hasPlace ? unit.module.locate(*stale->function) : Location::module(),
               "pass '" + pass.name + "' said that it preserves analysis '" + stale->analysis +
                   "', whose result is another now")
      .remedy("this is a defect of the pass; report it with the input, and leave the pass out until it is repaired")
      .from("verify-analyses");
}

} // namespace meld
