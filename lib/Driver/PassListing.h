//===- PassListing.h - what there is, in words -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-print-passes`, a list of what a registry holds, and `-describe-pass`, all about
//       one pass.
// Why:  users and docs see the schema that the parser uses.
// Never: knows a pass.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_PASSLISTING_H
#define MELD_LIB_DRIVER_PASSLISTING_H

#include "meld/Pass/Registry.h"

namespace meld {

void printPassListing(llvm::raw_ostream &out, const Registry &registry);

/// Prints summary and options of the passes called `name`: there may be one of modules
/// and one of functions. False if there is none.
bool printPassDescription(llvm::raw_ostream &out, const Registry &registry, llvm::StringRef name);

} // namespace meld

#endif // MELD_LIB_DRIVER_PASSLISTING_H
