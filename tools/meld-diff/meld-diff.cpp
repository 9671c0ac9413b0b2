//===- meld-diff.cpp - compares two modules by running them ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `meld-diff`, see include/meld/Exec/DiffTool.h.
// Why:  an executable of its own, so that the interpreter is no part of meld-opt.
// Never: has logic of its own.
//
//===----------------------------------------------------------------------===//

#include "meld/Exec/DiffTool.h"

int main(int argc, char **argv) { return meld::runDiffTool(argc, argv); }
