//===- Print.cpp - passes print and function(print) ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Print.h; the text is that of IR/Printer.
// Why:  see Print.h.
// Never: changes anything.
//
//===----------------------------------------------------------------------===//

#include "passes/Print.h"
#include "meld/IR/Printer.h"

namespace meld {

PassResult Print::run(Module &module, ModuleAnalysisManager &analyses) {
  printModule(analyses.out(), module);
  return PreservedAnalyses::all();
}

PassResult PrintFunction::run(FunctionUnit &unit, FunctionAnalysisManager &analyses) const {
  printFunction(analyses.out(), unit.module(), unit.id());
  return PreservedAnalyses::all();
}

} // namespace meld
