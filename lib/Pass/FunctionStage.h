//===- FunctionStage.h - one function pass over all functions ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs a function pass over every defined function of a module.
// Why:  the rules that make the result independent of threads are kept in one place.
// Never: lets a pass see what it made of another function.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_PASS_FUNCTIONSTAGE_H
#define MELD_LIB_PASS_FUNCTIONSTAGE_H

#include "meld/Pass/Pass.h"

namespace meld {

/// Runs `pass` over all functions, tells the observers, puts the results into the
/// module in the order of the functions. The failure is that of the first function
/// that fails, as if they had been visited in order.
PassResult runOverFunctions(const FunctionPassConcept &pass, Module &module, ModuleAnalysisManager &analyses);

} // namespace meld

#endif // MELD_LIB_PASS_FUNCTIONSTAGE_H
