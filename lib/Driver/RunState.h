//===- RunState.h - what all modules of a run share ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: times, sums, remarks, the trace, side inputs and what was of use, over all modules
//       of an input.
// Why:  `-split-input-file` runs the pipeline many times, and reports once.
// Never: holds anything of one module.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_RUNSTATE_H
#define MELD_LIB_DRIVER_RUNSTATE_H

#include "PrintSink.h"
#include "RemarkFile.h"
#include "TimeObserver.h"
#include "TraceObserver.h"
#include "meld/Driver/Driver.h"
#include "meld/Pass/SideInputs.h"

namespace meld {

struct RunState {
  RunState(llvm::raw_ostream &log, const Request &request, ExecutionObserverFactory makeExecutionObserver)
      : log(log), makeExecutionObserver(makeExecutionObserver), sink(log, request), trace(request.timeTraceFile), remarks(request.remarksFile),
        isTimed(request.timePasses) {}

  /// Runs `step` and takes its time under `name`.
  template <class Step> auto timed(llvm::StringRef name, Step step) {
    llvm::TimeRegion region(isTimed ? &times.timer(name) : nullptr);
    llvm::TimeTraceScope scope(name);
    return step();
  }

  llvm::raw_ostream &log; ///< messages, and what passes and observers print
  const ExecutionObserverFactory makeExecutionObserver; ///< null: there is no engine
  SideInputs inputs;
  std::set<std::string, std::less<>> usedGrants; ///< as `-assume=` gave them
  PrintSink sink;
  StepTimes times;
  TimeTrace trace;
  RemarkFile remarks;
  Statistics statistics;
  int64_t bisectCount = 0;
  /// Whether every module went through all passes: what was of no use until then is of none.
  bool isComplete = true;

private:
  const bool isTimed;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_RUNSTATE_H
