//===- DebugObserver.h - what the pass manager does ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-debug-pass-manager`: a line for each pass and analysis that runs, is left out
//       or is forgotten.
// Why:  to see whether analyses are computed as often as one thinks.
// Never: explains why.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_DEBUGOBSERVER_H
#define MELD_LIB_DRIVER_DEBUGOBSERVER_H

#include "UnitName.h"

namespace meld {

class DebugObserver final : public PassObserver {
public:
  explicit DebugObserver(llvm::raw_ostream &out) : out(out) {}
  void passSkipped(const PassInfo &pass, const PassUnit &unit) override {
    out << "Skipping pass: " << pass.name << " on " << nameOf(unit) << '\n';
  }
  void beforePass(const PassInfo &pass, const PassUnit &unit) override {
    out << "Running pass: " << pass.name << " on " << nameOf(unit) << '\n';
  }
  void beforeAnalysis(const AnalysisInfo &analysis, const PassUnit &unit) override {
    out << "Running analysis: " << analysis.name << " on " << nameOf(unit) << '\n';
  }
  void analysisInvalidated(llvm::StringRef analysis, std::optional<FunctionId> function) override {
    out << "Invalidating analysis: " << analysis << " on ";
    if (function)
      out << "function #" << function->value << '\n';
    else
      out << "[module]\n";
  }

private:
  llvm::raw_ostream &out;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_DEBUGOBSERVER_H
