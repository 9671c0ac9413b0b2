//===- StructuralHash.cpp - the structural hash, to print --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see StructuralHash.h.
// Why:  see StructuralHash.h.
// Never: see StructuralHash.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Analysis/StructuralHash.h"

namespace meld {

StructuralHashAnalysis::Result StructuralHashAnalysis::run(const Module &module, ModuleAnalysisManager &) {
  return {structuralHash(module), structuralHash(module, HashedNames::No)};
}

void StructuralHashAnalysis::Result::print(llvm::raw_ostream &out, const Module &) const {
  out << withNames << " with names\n" << withoutNames << " without names\n";
}

} // namespace meld
