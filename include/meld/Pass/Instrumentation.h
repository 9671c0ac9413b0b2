//===- Instrumentation.h - observers around passes -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `PassObserver`, told before and after every pass, and `PassInstrumentation`,
//       the list of them.
// Why:  printing, timing and verifying between passes belong neither into passes nor
//       into the pass manager.
// Never: changes the module, or what a pass sees of it.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_INSTRUMENTATION_H
#define MELD_PASS_INSTRUMENTATION_H

#include "meld/IR/Module.h"
#include "meld/Pass/PassInfo.h"
#include "meld/Pass/Premise.h"
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
  virtual void beforePass(const PassInfo &pass, const PassUnit &unit);
  /// Called when the pass succeeded. A failure stops the pipeline.
  virtual Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved);
  /// Called when the pass failed.
  virtual void afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &diagnostic);
};

/// Tells each observer, in the order in which they were added; after a pass in the
/// reverse order, so that observers nest.
class PassInstrumentation {
public:
  void add(std::unique_ptr<PassObserver> observer) { observers.push_back(std::move(observer)); }

  void beforePass(const PassInfo &pass, const PassUnit &unit) const;
  /// All observers are told; the first failure is returned.
  Result<void> afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &preserved) const;
  void afterFailure(const PassInfo &pass, const PassUnit &unit, const Diagnostic &diagnostic) const;

private:
  std::vector<std::unique_ptr<PassObserver>> observers;
};

/// What the driver gives to everything that runs passes. It outlives the managers.
struct PassContext {
  /// Where passes print what they were asked to print; never the module's output.
  llvm::raw_ostream &out;
  PassInstrumentation instrumentation = {};
  /// Premises that passes may use because the user said so.
  PremiseGrants grants = {};
  /// Functions, by export or debug name, that options of passes in the pipeline speak
  /// of: they can run although nothing in the module refers to them yet.
  std::vector<std::string> namedFunctions = {};
};

} // namespace meld

#endif // MELD_PASS_INSTRUMENTATION_H
