//===- DiffTool.h - meld-diff as a function -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `meld-diff BEFORE AFTER`: runs two modules with the same calls and the same host and
//       says whether anybody could tell them apart.
// Why:  a lowered module is right if and only if it behaves as the original did.
// Never: says "equal" without saying how much was compared; confuses "different" with
//       "could not compare".
//
//===----------------------------------------------------------------------===//
#ifndef MELD_EXEC_DIFFTOOL_H
#define MELD_EXEC_DIFFTOOL_H

namespace meld {

/// Exit status: 0 equal, 1 different, 2 nothing was compared.
int runDiffTool(int argc, const char *const *argv);

} // namespace meld

#endif // MELD_EXEC_DIFFTOOL_H
