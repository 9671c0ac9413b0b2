//===- FunctionDeclarations.h - keeping ref.func valid ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: declares functions that bodies make values of by `ref.func`.
// Why:  `ref.func` in a body is valid only if something outside of bodies names the
//       function too (core specification, Validation, Instructions, ref.func). What
//       removes an export, global, table or segment may remove the only such place.
// Never: makes a function reachable: a declarative segment has no effect at run time.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_FUNCTIONDECLARATIONS_H
#define MELD_PASSES_FUNCTIONDECLARATIONS_H

#include "meld/IR/Module.h"

namespace meld {

/// Adds a declarative element segment for those of `functions`, if any, that no export,
/// global, table or element segment names. The module must be as it will be written.
void declareFunctions(Module &module, llvm::ArrayRef<FunctionId> functions);

} // namespace meld

#endif // MELD_PASSES_FUNCTIONDECLARATIONS_H
