//===- Instrumentation.h - observers around passes -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `PassObserver`, told before and after every pass and analysis, and
//       `PassInstrumentation`, the list of them.
// Why:  printing, timing, verifying and skipping belong neither into passes nor into
//       the pass manager. A plugin adds its observers the way the driver does, see
//       `PassBuilder::registerObserverCallback`.
// Never: changes the module, or what a pass sees of it.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_INSTRUMENTATION_H
#define MELD_PASS_INSTRUMENTATION_H

#include "meld/IR/Module.h"
#include "meld/Pass/PassInfo.h"
#include "meld/Pass/PreservedAnalyses.h"
#include <memory>
#include <vector>

namespace meld {

/// What a pass works on: the module, or one function of it.
struct PassUnit {
  const Module &module;
  std::optional<FunctionId> function;
};

class PassObserver {
public:
  virtual ~PassObserver();

  /// Whether a function pass is reported for each function, or once, with the module as
  /// the unit. Where one observer watches functions they are visited one after the
  /// other, on one thread. Must not change.
  virtual bool watchesFunctions() const { return true; }

  /// False to leave the pass out. Not asked for passes that are required. If one
  /// observer says no, the others are not asked.
  virtual bool shouldRun(const PassInfo &pass, const PassUnit &unit);
  /// Some observer had the pass left out, for this unit.
  virtual void passSkipped(const PassInfo &pass, const PassUnit &unit);

  virtual void beforePass(const PassInfo &pass, const PassUnit &unit);
  /// Called when the pass succeeded. A failure stops the pipeline.
  virtual Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved);
  /// Called when the pass failed.
  virtual void afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &diagnostic);

  /// An analysis is computed, for a pass or for another analysis. Of functions only if
  /// the observer watches them.
  virtual void beforeAnalysis(const AnalysisInfo &analysis, const PassUnit &unit);
  virtual void afterAnalysis(const AnalysisInfo &analysis, const PassUnit &unit);
  /// A cached result was dropped; of a function's analysis, whose.
  virtual void analysisInvalidated(llvm::StringRef analysis, std::optional<FunctionId> function);
};

/// Tells each observer, in the order in which they were added; after a pass in the
/// reverse order, so that observers nest.
class PassInstrumentation {
public:
  /// Who is told of a function pass: those who watch functions are told of each
  /// function, the others of the pass as a whole.
  enum Audience : uint8_t { All, Watchers, Others };

  void add(std::unique_ptr<PassObserver> observer) { observers.push_back(std::move(observer)); }
  bool anyWatchesFunctions() const;

  /// Asks whether to run the pass, unless it is required, and tells who has to know.
  bool startPass(const PassInfo &pass, const PassUnit &unit, Audience audience = All) const;
  /// All observers are told; the first failure is returned.
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved,
                         Audience audience = All) const;
  void afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &diagnostic,
                    Audience audience = All) const;

  void beforeAnalysis(const AnalysisInfo &analysis, const PassUnit &unit) const;
  void afterAnalysis(const AnalysisInfo &analysis, const PassUnit &unit) const;
  void analysisInvalidated(llvm::StringRef analysis, std::optional<FunctionId> function) const;

private:
  static bool isTold(const PassObserver &observer, Audience audience) {
    return audience == All || observer.watchesFunctions() == (audience == Watchers);
  }

  std::vector<std::unique_ptr<PassObserver>> observers;
};

} // namespace meld

#endif // MELD_PASS_INSTRUMENTATION_H
