//===- CommandLine.h - what the user asked for ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Request`, the command line as plain data, and `parseCommandLine`.
// Why:  a small table of flags instead of LLVM's `cl::opt`, which keeps its options in
//       globals, prints some errors by itself in a shape of its own, may end the
//       process, and would accept the options of LLVM's Support library as ours.
// Never: opens a file, knows a pass, prints, or reads the environment.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_COMMANDLINE_H
#define MELD_LIB_DRIVER_COMMANDLINE_H

#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"

namespace meld {

struct Request {
  std::string input = "";   ///< `-`: standard input
  std::string output = "-"; ///< `-`: standard output
  std::string pipeline;     ///< as given; `@file` names a file that has it
  bool writeText = false;
  bool disableOutput = false;

  bool disableVerify = false;
  bool verifyEach = false;
  bool warningsAreErrors = false;
  std::vector<std::string> deny;   ///< names of premises
  std::vector<std::string> assume; ///< premises granted, as NAME or NAME:SUBJECT

  bool printBeforeAll = false;
  bool printAfterAll = false;
  std::vector<std::string> printBefore, printAfter; ///< pass names
  bool timePasses = false;

  // Asked for instead of a run.
  bool help = false;
  bool version = false;
  bool printPasses = false;
  std::string describePass; ///< a pass name
  bool printPipeline = false;
  bool readsInput() const { return !help && !version && !printPasses && describePass.empty() && !printPipeline; }
};

/// Reads the arguments (without the program's name). Fails on the first that is
/// unknown, incomplete, repeated, or excluded by another.
Result<Request> parseCommandLine(llvm::ArrayRef<const char *> arguments);

/// What `--help` prints.
void printHelp(llvm::raw_ostream &out);

} // namespace meld

#endif // MELD_LIB_DRIVER_COMMANDLINE_H
