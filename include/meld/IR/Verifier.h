//===- Verifier.h - validation of a module ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the validation algorithm of the core specification (appendix A.3),
//       streaming over encoded bodies.
// Why:  input and output are verified on every run, so it has to be fast.
// Never: changes the module; accepts what the specification rejects.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_VERIFIER_H
#define MELD_IR_VERIFIER_H

#include "meld/IR/Module.h"

namespace meld {

/// Validates the whole module, in id space. Fails with the location (function,
/// instruction, offset) and the violated rule of the first invalid thing.
/// memory.size and memory.grow may name the input memory of a window.
Result<void> verifyModule(const Module &module);
/// Validates one defined function's body. Reads all declarations of the module
/// first; for all bodies `verifyModule` does that once.
Result<void> verifyFunction(const Module &module, FunctionId function);

} // namespace meld

#endif // MELD_IR_VERIFIER_H
