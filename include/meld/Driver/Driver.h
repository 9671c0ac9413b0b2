//===- Driver.h - the command-line tool as a function -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `runDriver`, all of `meld-opt` but the list of passes.
// Why:  anyone can make a tool with passes of their own in a few lines.
// Never: ends the process; writes anything but the module (or a listing asked for) to
//        standard output.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_DRIVER_DRIVER_H
#define MELD_DRIVER_DRIVER_H

#include "meld/Pass/PassBuilder.h"

namespace meld {

/// What `main` returns.
enum ExitStatus : int {
  ExitDone = 0,
  ExitFailed = 1, ///< the input was refused, or a pass failed
  ExitUsage = 2,  ///< the command line or the pipeline is wrong
  ExitBug = 70,   ///< a pass or the tool itself made an invalid module
};

/// What `-verify-exec` asks for.
struct ExecutionRequest {
  /// Knows the passes that a module needs before it can run.
  const PassBuilder &builder;
  /// For what could not be compared, and sums.
  DiagnosticEngine &diagnostics;
  std::optional<uint64_t> seeds, fuel;
  bool &foundDefect; ///< becomes true when a pass changed what the module does
};
/// Makes the observer that runs the module after every pass. The engine is the tool's: the
/// driver has none.
using ExecutionObserverFactory = std::unique_ptr<PassObserver> (*)(const ExecutionRequest &request);

/// Runs the tool: reads the module, verifies it, runs the pipeline, checks and writes
/// the result. `extend` says which passes there are, and may add observers and more.
/// Without `makeExecutionObserver`, `-verify-exec` is refused.
int runDriver(int argc, const char *const *argv, llvm::function_ref<void(PassBuilder &)> extend,
              ExecutionObserverFactory makeExecutionObserver = nullptr);

} // namespace meld

#endif // MELD_DRIVER_DRIVER_H
