//===- Messages.h - prints diagnostics, and decides which are errors ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the one place where diagnostics of a run arrive: prints them, or compares them
//       with what the input expects; turns warnings into errors where `-Werror` or
//       `-deny=` ask for it; shows and stores the remarks that were asked for; remembers
//       which grants were used.
// Why:  libraries report, only the driver prints.
// Never: drops a message.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_MESSAGES_H
#define MELD_LIB_DRIVER_MESSAGES_H

#include "ExpectedDiagnostics.h"
#include "RunState.h"
#include "llvm/Support/Regex.h"
#include <array>

namespace meld {

class Messages {
public:
  Messages(const Request &request, RunState &state);

  /// What locations without an entity of their own refer to.
  void setInput(llvm::StringRef name, const SourceMap *sources) {
    inputName = name.str();
    sourceMap = sources;
  }
  /// From now on messages are compared with the expectations in `text`.
  void expect(llvm::StringRef text) { expected.emplace(text); }

  void print(Diagnostic diagnostic);
  /// Whether remarks of that pass are to be shown or stored.
  bool wantsRemarks(llvm::StringRef pass) const;
  /// Whether there was an error, promoted warnings included.
  bool hasErrors() const { return errorCount != 0; }

  bool areExpected() const { return expected.has_value(); }
  /// Prints what was not as expected; false if there was something.
  bool checkExpected();

private:
  void printRemark(const Diagnostic &diagnostic);
  void show(const Diagnostic &diagnostic);

  const Request &request;
  RunState &state;
  /// By kind; those not given match nothing.
  std::array<std::optional<llvm::Regex>, 3> shownRemarks;
  std::optional<llvm::Regex> storedRemarks; ///< nothing: all
  std::string inputName;
  const SourceMap *sourceMap = nullptr;
  std::optional<ExpectedDiagnostics> expected;
  unsigned errorCount = 0;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_MESSAGES_H
