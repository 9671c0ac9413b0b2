//===- meld-opt.cpp - the tool --------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `meld-opt`: the driver with the passes of this project, and an engine that runs
//       modules for `-verify-exec`.
// Why:  a tool with other passes is another file of this length.
// Never: has logic of its own.
//
//===----------------------------------------------------------------------===//

#include "meld/Driver/Driver.h"
#include "meld/Exec/ExecObserver.h"
#include "passes/BuiltinPasses.h"

int main(int argc, char **argv) {
  return meld::runDriver(
      argc, argv, [](meld::PassBuilder &builder) { meld::registerBuiltinPasses(builder.registry()); },
      meld::makeExecObserver);
}
