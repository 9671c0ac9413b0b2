//===- LoweringCheck.h - what must hold before and after writing -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the checks at the end of a pipeline: no instruction names a window any more,
//       and the encoded output keeps what the layout promises.
// Why:  "rebase without bump-grow on a module that grows" must end in a refusal that
//       explains itself, and our own bugs must end in one too.
// Never: repairs anything.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_ANALYSIS_LOWERINGCHECK_H
#define MELD_ANALYSIS_LOWERINGCHECK_H

#include "meld/Pass/AnalysisManager.h"

namespace meld {

/// Fails if memory.size or memory.grow of a window is left, with the call chain
/// that reaches it and the remedy.
Result<void> checkLowered(const Module &module, ModuleAnalysisManager &analyses);

/// The postcondition of a lowered module, on the module read back from the encoded
/// output: windows and active segments of different windows do not overlap, frozen
/// memories are frozen, nothing grows them, memory immediates are canonical, and
/// the static part of every access lies in a window (docs/passes/rebase.md, S9).
/// A failure is a defect of the passes, not of the input.
Result<void> checkOutput(const Module &output);

} // namespace meld

#endif // MELD_ANALYSIS_LOWERINGCHECK_H
