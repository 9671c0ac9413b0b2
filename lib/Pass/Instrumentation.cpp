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
void PassObserver::beforePass(const PassInfo &, const PassUnit &) {}
Result<void> PassObserver::afterPass(const PassInfo &, const PassUnit &, const PreservedAnalyses &) { return {}; }
void PassObserver::afterFailure(const PassInfo &, const PassUnit &, const Diagnostic &) {}

void PassInstrumentation::beforePass(const PassInfo &pass, const PassUnit &unit) const {
  for (const std::unique_ptr<PassObserver> &observer : observers)
    observer->beforePass(pass, unit);
}

Result<void> PassInstrumentation::afterPass(const PassInfo &pass, const PassUnit &unit,
                                            const PreservedAnalyses &preserved) const {
  Result<void> first;
  for (const std::unique_ptr<PassObserver> &observer : llvm::reverse(observers)) {
    Result<void> result = observer->afterPass(pass, unit, preserved);
    if (first && !result)
      first = std::move(result);
  }
  return first;
}

void PassInstrumentation::afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &diagnostic) const {
  for (const std::unique_ptr<PassObserver> &observer : llvm::reverse(observers))
    observer->afterFailure(pass, unit, diagnostic);
}

} // namespace meld
