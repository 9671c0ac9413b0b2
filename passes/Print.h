//===- Print.h - passes print and function(print) ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: prints the module, or each function, as flat text.
// Why:  to see what the passes before made of it, at one place of a pipeline.
// Never: prints to standard output, which carries the module.
//
// USAGE: meld-opt -passes=rebase,print -disable-output in.wasm
//        meld-opt '-passes=function(print)' -disable-output in.wasm
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_PRINT_H
#define MELD_PASSES_PRINT_H

#include "meld/Pass/PassManager.h"

namespace meld {

class Print : public PassInfoMixin<Print> {
public:
  static constexpr PassInfo info{.name = "print", .summary = "print the module as text", .isRequired = true};
  PassResult run(Module &module, ModuleAnalysisManager &analyses);
};

class PrintFunction : public PassInfoMixin<PrintFunction> {
public:
  static constexpr PassInfo info{.name = "print", .summary = "print the function as text", .isRequired = true};
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &analyses) const;
};

} // namespace meld

#endif // MELD_PASSES_PRINT_H
