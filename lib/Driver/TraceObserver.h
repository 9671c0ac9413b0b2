//===- TraceObserver.h - a timeline of passes and analyses ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-time-trace=FILE`: LLVM's time profiler, fed with passes, analyses and the
//       driver's own steps. Trace viewers open the file.
// Why:  a sum does not show which analysis a pass waited for.
// Never: leaves LLVM's profiler, which is one for the thread, switched on.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_TRACEOBSERVER_H
#define MELD_LIB_DRIVER_TRACEOBSERVER_H

#include "meld/Pass/Instrumentation.h"
#include "llvm/Support/TimeProfiler.h"

namespace meld {

/// The profiler, on from construction to destruction if `file` is not empty.
class TimeTrace {
public:
  explicit TimeTrace(llvm::StringRef file);
  ~TimeTrace();
  TimeTrace(const TimeTrace &) = delete;
  TimeTrace &operator=(const TimeTrace &) = delete;

  bool isOn() const { return !file.empty(); }
  Result<void> write() const;

private:
  const std::string file;
};

class TraceObserver final : public PassObserver {
public:
  bool watchesFunctions() const override { return false; }
  void beforePass(const PassInfo &pass, const PassUnit &) override {
    llvm::timeTraceProfilerBegin("pass " + pass.name.str(), pass.summary);
  }
  Result<void> afterPass(const PassInfo &, const PassUnit &, const PreservedAnalyses &) override {
    llvm::timeTraceProfilerEnd();
    return {};
  }
  void afterFailure(const PassInfo &, const PassUnit &, const Diagnostic &) override { llvm::timeTraceProfilerEnd(); }
  void beforeAnalysis(const AnalysisInfo &analysis, const PassUnit &) override {
    llvm::timeTraceProfilerBegin("analysis " + analysis.name.str(), llvm::StringRef());
  }
  void afterAnalysis(const AnalysisInfo &, const PassUnit &) override { llvm::timeTraceProfilerEnd(); }
};

} // namespace meld

#endif // MELD_LIB_DRIVER_TRACEOBSERVER_H
