//===- McuProfile.h - what native compilers for microcontrollers ask for ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: checks the rules of `verify<profile=mcu>`, in the order of the table in
//       docs/passes/verify.md.
// Why:  a module can be valid and still not be one that such a compiler can place into
//       a fixed memory map; better to hear that here, with a remedy.
// Never: repairs anything; goes on after the first violation.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_MCUPROFILE_H
#define MELD_PASSES_MCUPROFILE_H

#include "meld/IR/Module.h"

namespace meld {

/// Fails with the first violation.
Result<void> checkMcuProfile(const Module &module);

} // namespace meld

#endif // MELD_PASSES_MCUPROFILE_H
