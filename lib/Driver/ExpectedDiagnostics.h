//===- ExpectedDiagnostics.h - messages that a test's text asks for ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-verify-diagnostics`: reads `;; expected-error@+1 {{...}}` from a text and
//       compares with the messages that come.
// Why:  a test says what is refused where it is refused, many to a file.
// Never: lets a message pass that nobody expected, or an expectation that nothing met.
//
// SYNTAX, as in mlir-opt:
//   ;; expected-KIND[-re][@PLACE] {{TEXT}}
// KIND is error, warning, remark, note or remedy. PLACE is +N or -N lines, `above`,
// `below`, or `unknown` for a message without a line; without it, the same line. TEXT is
// part of the message; after `-re`, `{{` and `}}` inside it enclose a regular expression.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_EXPECTEDDIAGNOSTICS_H
#define MELD_LIB_DRIVER_EXPECTEDDIAGNOSTICS_H

#include "meld/Support/Diagnostics.h"

namespace meld {

class ExpectedDiagnostics {
public:
  /// Reads the expectations of a text. What is wrong with them is a mismatch.
  explicit ExpectedDiagnostics(llvm::StringRef text);

  /// A message, with the lines of its place and of its notes' places.
  void add(const Diagnostic &diagnostic, const SourceMap *sources);

  /// What was not as expected, in order: a line (0: none) and what is wrong.
  struct Mismatch {
    uint32_t line;
    std::string text;
  };
  std::vector<Mismatch> mismatches() const;

private:
  enum class Kind : uint8_t { Error, Warning, Remark, Note, Remedy };
  struct Expectation {
    Kind kind;
    std::string word;              ///< as written, `expected-error-re`
    uint32_t line = 0;             ///< it stands on
    std::optional<uint32_t> place; ///< line of the message; nothing: without a line
    std::string text;
    bool isPattern = false;
    bool isMet = false;
  };

  void parseLine(llvm::StringRef text, uint32_t line);
  /// Whether an expectation is met by such a message; marks it.
  bool meet(Kind kind, std::optional<uint32_t> place, llvm::StringRef text);
  static bool matches(const Expectation &expectation, llvm::StringRef text);

  std::vector<Expectation> expectations;
  std::vector<Mismatch> wrong;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_EXPECTEDDIAGNOSTICS_H
