//===- Observers.h - printing, timing and verifying between passes -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the observers behind `-print-before*`, `-print-after*`, `-verify-each` and
//       `-time-passes`.
// Why:  see Pass/Instrumentation.h.
// Never: knows a pass, except by the name the user gave.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_OBSERVERS_H
#define MELD_LIB_DRIVER_OBSERVERS_H

#include "CommandLine.h"
#include "meld/Pass/Instrumentation.h"
#include "llvm/Support/Timer.h"
#include <map>
#include <set>

namespace meld {

/// Prints the module (or the function a pass worked on) under a heading.
class PrintObserver final : public PassObserver {
public:
  PrintObserver(llvm::raw_ostream &out, const Request &request) : out(out), request(request) {}
  void beforePass(const PassInfo &pass, const PassUnit &unit) override;
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved) override;

private:
  void print(llvm::StringRef when, const PassInfo &pass, const PassUnit &unit);

  llvm::raw_ostream &out;
  const Request &request;
};

/// Verifies what a pass left behind.
class VerifyObserver final : public PassObserver {
public:
  /// `foundDefect` becomes true when a pass left something invalid.
  explicit VerifyObserver(bool &foundDefect) : foundDefect(foundDefect) {}
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved) override;

private:
  bool &foundDefect;
};

/// Remembers which passes were run.
class RunObserver final : public PassObserver {
public:
  explicit RunObserver(std::set<std::string> &names) : names(names) {}
  void beforePass(const PassInfo &pass, const PassUnit &) override { names.insert(pass.name.str()); }

private:
  std::set<std::string> &names;
};

/// Time of passes and of the driver's own steps.
class StepTimes {
public:
  StepTimes() : group("meld-opt", "time of steps and passes") {}
  llvm::Timer &timer(llvm::StringRef name);
  void print(llvm::raw_ostream &out);

private:
  llvm::TimerGroup group; // outlives its timers
  std::map<std::string, std::unique_ptr<llvm::Timer>, std::less<>> timers;
};

/// Starts and stops the timer of each pass. Add it last: it then measures nothing of
/// the other observers.
class TimeObserver final : public PassObserver {
public:
  explicit TimeObserver(StepTimes &times) : times(times) {}
  void beforePass(const PassInfo &pass, const PassUnit &unit) override;
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved) override;
  void afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &diagnostic) override;

private:
  StepTimes &times;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_OBSERVERS_H
