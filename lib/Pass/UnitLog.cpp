//===- UnitLog.cpp - what a function pass said about one function --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see UnitLog.h.
// Why:  see UnitLog.h.
// Never: see UnitLog.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/UnitLog.h"

namespace meld {

void UnitLog::add(const Diagnostic &diagnostic) {
  messages.emplace_back(std::move(text), diagnostic);
  text.clear();
}

void UnitLog::flush(llvm::raw_ostream &out, DiagnosticEngine &diagnostics) {
  for (auto &[printed, message] : messages) {
    out << printed;
    diagnostics.report(std::move(message));
  }
  out << text;
  diagnostics.add(engine.statistics());
}

} // namespace meld
