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

class VerifierContext;

/// The bodies of a module that were found valid, and what the module declared then.
/// A body of the same bytes, in a module that declares at least as much, is valid
/// too: whether a body is valid depends on nothing else.
class VerifiedBodies {
public:
  VerifiedBodies();
  ~VerifiedBodies();
  VerifiedBodies(VerifiedBodies &&) noexcept;
  VerifiedBodies &operator=(VerifiedBodies &&) noexcept;

private:
  friend class ModuleVerifier;
  std::unique_ptr<VerifierContext> context;
  uint32_t firstDefined = 0;       ///< id of the first function that has a body
  llvm::ArrayRef<uint8_t> section; ///< their bodies: the code section of the input
};

/// Validates the whole module, in id space. Fails with the location (function,
/// instruction, offset) and the violated rule of the first invalid thing.
/// memory.size and memory.grow may name the input memory of a window. Bodies are
/// validated on at most `threads` threads; the verdict does not depend on how many.
Result<void> verifyModule(const Module &module, unsigned threads = 1);
/// The same, and remembers what was valid. `verified` must not outlive the module.
Result<void> verifyModule(const Module &module, unsigned threads, VerifiedBodies &verified);
/// The same for what `known` became after an edit and was read back: bodies that are
/// in it, byte for byte, are not validated again.
Result<void> verifyEditedModule(const Module &module, unsigned threads, const VerifiedBodies &known);
/// Validates one defined function's body. Reads all declarations of the module
/// first; for all bodies `verifyModule` does that once.
Result<void> verifyFunction(const Module &module, FunctionId function);

} // namespace meld

#endif // MELD_IR_VERIFIER_H
