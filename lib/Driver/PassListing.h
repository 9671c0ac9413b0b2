//===- PassListing.h - what -print-passes prints ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: lists what a registry holds, options included.
// Why:  users and docs see the schema that the parser uses.
// Never: knows a pass.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_PASSLISTING_H
#define MELD_LIB_DRIVER_PASSLISTING_H

#include "meld/Pass/Registry.h"

namespace meld {

void printPassListing(llvm::raw_ostream &out, const Registry &registry);

} // namespace meld

#endif // MELD_LIB_DRIVER_PASSLISTING_H
