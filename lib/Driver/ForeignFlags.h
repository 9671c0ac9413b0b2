//===- ForeignFlags.h - what other tools call our flags -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what flags of `opt` and `mlir-opt` with other names are called here.
// Why:  who comes from there types them first.
// Never: has a flag that docs/driver.md does not list as renamed; a test compares them.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_FOREIGNFLAGS_H
#define MELD_LIB_DRIVER_FOREIGNFLAGS_H

#include "llvm/ADT/StringRef.h"

namespace meld {

/// How to write here what `flag`, without dashes, asks of `opt` or `mlir-opt`; empty if
/// they have no such flag, or it is the same here.
llvm::StringRef ourNameOf(llvm::StringRef flag);

} // namespace meld

#endif // MELD_LIB_DRIVER_FOREIGNFLAGS_H
