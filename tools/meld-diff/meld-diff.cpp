//===- meld-diff.cpp - compares two modules by running them ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `meld-diff`, see include/meld/Exec/DiffTool.h.
// Why:  comparing two modules needs neither a pipeline nor passes.
// Never: has logic of its own.
//
//===----------------------------------------------------------------------===//

#include "meld/Exec/DiffTool.h"

int main(int argc, char **argv) { return meld::runDiffTool(argc, argv); }
