//===- standalone-opt.cpp - a tool of one's own ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a tool with one built-in pass and one of its own.
// Why:  whoever ships a tool decides which passes it has.
// Never: more than this: flags, messages, output are the driver's.
//
//===----------------------------------------------------------------------===//

#include "meld/Driver/Driver.h"
#include "passes/Strip.h"

struct CountFunctions : meld::PassInfoMixin<CountFunctions> {
  static constexpr meld::PassInfo info{.name = "count-functions", .summary = "print the number of functions"};
  meld::PassResult run(meld::Module &module, meld::ModuleAnalysisManager &analyses) {
    analyses.out() << module.functions().count() << " functions\n";
    return meld::PreservedAnalyses::all();
  }
};

int main(int argc, char **argv) {
  return meld::runDriver(argc, argv, [](meld::PassBuilder &builder) {
    builder.registry().addPass<CountFunctions>();
    builder.registry().addPass<meld::Strip>();
  });
}
