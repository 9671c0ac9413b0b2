//===- TimeObserver.h - how long passes and steps take ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-time-passes`, and the timers of the driver's own steps.
// Why:  a user who waits wants to know for what.
// Never: measures what other observers do: it is added last.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_TIMEOBSERVER_H
#define MELD_LIB_DRIVER_TIMEOBSERVER_H

#include "meld/Pass/Instrumentation.h"
#include "llvm/Support/Timer.h"
#include <map>

namespace meld {

/// Time of passes and of the driver's own steps.
class StepTimes {
public:
  StepTimes() : group("meld-opt", "time of steps and passes") {}
  llvm::Timer &timer(llvm::StringRef name);
  void print(llvm::raw_ostream &out) { group.print(out, /*ResetAfterPrint=*/true); }

private:
  llvm::TimerGroup group; // outlives its timers
  std::map<std::string, std::unique_ptr<llvm::Timer>, std::less<>> timers;
};

/// Starts and stops the timer of each pass.
class TimeObserver final : public PassObserver {
public:
  explicit TimeObserver(StepTimes &times) : times(times) {}
  bool watchesFunctions() const override { return false; }
  void beforePass(const PassInfo &pass, const PassUnit &) override { times.timer(pass.name).startTimer(); }
  Result<void> afterPass(const PassInfo &pass, const PassUnit &, const PreservedAnalyses &) override {
    times.timer(pass.name).stopTimer();
    return {};
  }
  void afterFailure(const PassInfo &pass, const PassUnit &, const Diagnostic &) override {
    times.timer(pass.name).stopTimer();
  }

private:
  StepTimes &times;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_TIMEOBSERVER_H
