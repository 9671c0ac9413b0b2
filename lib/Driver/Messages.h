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
#include "RemarkFile.h"
#include "Request.h"
#include "llvm/Support/Regex.h"
#include <array>
#include <set>

namespace meld {

class Messages {
public:
  Messages(llvm::raw_ostream &out, const Request &request, RemarkFile &remarkFile);

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
  /// Whether a message named this grant (as `-assume=` gave it) as why it was allowed.
  bool usedGrant(llvm::StringRef grant) const { return usedGrants.count(grant) != 0; }

  bool areExpected() const { return expected.has_value(); }
  /// Prints what was not as expected; false if there was something.
  bool checkExpected();

private:
  void printRemark(const Diagnostic &diagnostic);
  void show(const Diagnostic &diagnostic);

  llvm::raw_ostream &out;
  const Request &request;
  RemarkFile &remarkFile;
  /// By kind; those not given match nothing.
  std::array<std::optional<llvm::Regex>, 3> shownRemarks;
  std::optional<llvm::Regex> storedRemarks; ///< nothing: all
  std::string inputName;
  const SourceMap *sourceMap = nullptr;
  std::optional<ExpectedDiagnostics> expected;
  unsigned errorCount = 0;
  std::set<std::string, std::less<>> usedGrants;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_MESSAGES_H
