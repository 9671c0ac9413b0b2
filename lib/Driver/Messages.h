//===- Messages.h - prints diagnostics, and decides which are errors ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the one place that prints diagnostics; turns warnings into errors where
//       `-Werror` or `-deny=` ask for it, and remembers which grants were used.
// Why:  libraries report, only the driver prints.
// Never: drops a message.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_MESSAGES_H
#define MELD_LIB_DRIVER_MESSAGES_H

#include "CommandLine.h"
#include <set>

namespace meld {

class Messages {
public:
  Messages(llvm::raw_ostream &out, const Request &request);

  /// What locations without an entity of their own refer to.
  void setInput(llvm::StringRef name, const SourceMap *sources) {
    inputName = name.str();
    sourceMap = sources;
  }
  void print(Diagnostic diagnostic);
  /// Whether an error was printed, promoted warnings included.
  bool hasErrors() const { return errorCount != 0; }
  /// Whether a message named this grant (as `-assume=` gave it) as why it was allowed.
  bool usedGrant(llvm::StringRef grant) const { return usedGrants.count(grant) != 0; }

private:
  llvm::raw_ostream &out;
  const Request &request;
  std::string inputName;
  const SourceMap *sourceMap = nullptr;
  unsigned errorCount = 0;
  std::set<std::string, std::less<>> usedGrants;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_MESSAGES_H
