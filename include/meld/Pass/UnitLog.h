//===- UnitLog.h - what a function pass said about one function ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: keeps printed text, messages and counts, and passes them on later, in order.
// Why:  functions are visited on several threads, and what is said of them must come
//       out as if they had been visited one after the other.
// Never: drops or reorders what was said of one function.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_UNITLOG_H
#define MELD_PASS_UNITLOG_H

#include "meld/Support/Diagnostics.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

class UnitLog {
public:
  UnitLog() : engine([this](const Diagnostic &diagnostic) { add(diagnostic); }), stream(text) {}
  UnitLog(const UnitLog &) = delete;
  UnitLog &operator=(const UnitLog &) = delete;

  /// Where to print.
  llvm::raw_ostream &out() { return stream; }
  /// Where to report.
  DiagnosticEngine &diagnostics() { return engine; }
  /// Passes everything on. Call once.
  void flush(llvm::raw_ostream &out, DiagnosticEngine &diagnostics);

private:
  void add(const Diagnostic &diagnostic);

  DiagnosticEngine engine;
  std::string text; ///< printed since the last message
  llvm::raw_string_ostream stream;
  /// Messages, each with what was printed before it.
  std::vector<std::pair<std::string, Diagnostic>> messages;
};

} // namespace meld

#endif // MELD_PASS_UNITLOG_H
