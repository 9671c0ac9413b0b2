//===- PassContext.h - what the driver gives to whatever runs passes ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `PassContext`: where to print and report, observers, grants, side inputs.
// Why:  passes, analyses and managers share it by reference instead of through globals.
// Never: holds anything of one module.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PASSCONTEXT_H
#define MELD_PASS_PASSCONTEXT_H

#include "meld/IR/Features.h"
#include "meld/Pass/Instrumentation.h"
#include "meld/Pass/Premise.h"
#include "meld/Pass/SideInputs.h"

namespace meld {

/// It outlives the managers.
struct PassContext {
  /// Where passes print what they were asked to print; never the module's output.
  llvm::raw_ostream &out;
  /// The one that the module has as well.
  DiagnosticEngine &diagnostics;
  PassInstrumentation instrumentation = {};
  /// Premises that passes may use because the user said so.
  PremiseGrants grants = {};
  /// Null: there are none.
  const SideInputs *inputs = nullptr;
  /// Features that the output may use; nothing: those that the module uses anyway.
  std::optional<FeatureSet> features = {};
  /// On how many threads functions may be visited; at least 1. Nothing but time depends
  /// on it.
  unsigned threads = 1;
  /// Functions, by export or debug name, that options of passes in the pipeline speak
  /// of: they can run although nothing in the module refers to them yet.
  std::vector<std::string> namedFunctions = {};
};

} // namespace meld

#endif // MELD_PASS_PASSCONTEXT_H
