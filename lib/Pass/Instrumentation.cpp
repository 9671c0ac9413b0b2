//===- Instrumentation.cpp - tells the observers -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the list of observers, and an observer's default of doing nothing.
// Why:  see Instrumentation.h.
// Never: hides a failure of an observer.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/Instrumentation.h"
#include "llvm/ADT/STLExtras.h"

namespace meld {

PassObserver::~PassObserver() = default;
bool PassObserver::shouldRun(const PassInfo &, const PassUnit &) { return true; }
void PassObserver::passSkipped(const PassInfo &, const PassUnit &) {}
void PassObserver::beforePass(const PassInfo &, const PassUnit &) {}
Result<void> PassObserver::afterPass(const PassInfo &, const PassUnit &, const PreservedAnalyses &) { return {}; }
void PassObserver::afterFailure(const PassInfo &, const PassUnit &, const Diagnostic &) {}
void PassObserver::beforeAnalysis(const AnalysisInfo &, const PassUnit &) {}
void PassObserver::afterAnalysis(const AnalysisInfo &, const PassUnit &) {}
void PassObserver::analysisInvalidated(llvm::StringRef, std::optional<FunctionId>) {}

bool PassInstrumentation::anyWatchesFunctions() const {
  return llvm::any_of(observers, [](const auto &observer) { return observer->watchesFunctions(); });
}

bool PassInstrumentation::startPass(const PassInfo &pass, const PassUnit &unit, Audience audience) const {
  bool isRun = pass.isRequired || llvm::all_of(observers, [&](const auto &observer) {
                 return !isTold(*observer, audience) || observer->shouldRun(pass, unit);
               });
  for (const std::unique_ptr<PassObserver> &observer : observers) {
    if (!isRun)
      observer->passSkipped(pass, unit);
    else if (isTold(*observer, audience))
      observer->beforePass(pass, unit);
  }
  return isRun;
}

Result<void> PassInstrumentation::afterPass(const PassInfo &pass, const PassUnit &unit,
                                            const PreservedAnalyses &preserved, Audience audience) const {
  Result<void> first;
  for (const std::unique_ptr<PassObserver> &observer : llvm::reverse(observers)) {
    if (!isTold(*observer, audience))
      continue;
    Result<void> result = observer->afterPass(pass, unit, preserved);
    if (first && !result)
      first = std::move(result);
  }
  return first;
}

void PassInstrumentation::afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &diagnostic,
                                       Audience audience) const {
  for (const std::unique_ptr<PassObserver> &observer : llvm::reverse(observers))
    if (isTold(*observer, audience))
      observer->afterFailure(pass, unit, diagnostic);
}

void PassInstrumentation::beforeAnalysis(const AnalysisInfo &analysis, const PassUnit &unit) const {
  for (const std::unique_ptr<PassObserver> &observer : observers)
    if (!unit.function || observer->watchesFunctions())
      observer->beforeAnalysis(analysis, unit);
}

void PassInstrumentation::afterAnalysis(const AnalysisInfo &analysis, const PassUnit &unit) const {
  for (const std::unique_ptr<PassObserver> &observer : llvm::reverse(observers))
    if (!unit.function || observer->watchesFunctions())
      observer->afterAnalysis(analysis, unit);
}

void PassInstrumentation::analysisInvalidated(llvm::StringRef analysis, std::optional<FunctionId> function) const {
  for (const std::unique_ptr<PassObserver> &observer : observers)
    if (!function || observer->watchesFunctions())
      observer->analysisInvalidated(analysis, function);
}

} // namespace meld
