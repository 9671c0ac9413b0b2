//===- Request.h - what the user asked for ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the command line as plain data.
// Why:  every part of the driver reads its wishes here and nowhere else.
// Never: knows a pass, or whether a name in it exists.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_REQUEST_H
#define MELD_LIB_DRIVER_REQUEST_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace meld {

/// Names separated by commas; the flag may be repeated.
using NameList = std::vector<std::string>;
/// Whole values of a flag that may be repeated.
struct TextList : std::vector<std::string> {};

struct Request {
  std::string input = ""; ///< `-`: standard input
  std::string pipeline;   ///< as given; `@file` names a file that has it
  TextList plugins;       ///< shared objects
  TextList sideInputs;    ///< NAME:FILE
  std::optional<int64_t> threads;

  std::string output = "-"; ///< `-`: standard output
  bool writeText = false;
  bool disableOutput = false;
  TextList reports; ///< ANALYSIS:FORMAT:FILE
  std::string dependencyFile;

  bool disableVerify = false;
  bool verifyEach = false;
  bool verifyAnalyses = false;
  bool verifyExec = false;
  std::optional<int64_t> verifyExecSeeds, verifyExecFuel;
  bool warningsAreErrors = false;
  NameList deny;   ///< names of premises
  NameList assume; ///< premises granted, as NAME or NAME:SUBJECT
  NameList features; ///< names of features and of sets of them; empty: whatever the input uses

  bool printBeforeAll = false, printAfterAll = false;
  NameList printBefore, printAfter;        ///< pass names
  std::optional<std::string> printChanged; ///< empty, or `diff`
  NameList printedFunctions;               ///< empty: all
  std::string printDirectory;
  bool debugPassManager = false;

  bool timePasses = false;
  std::string timeTraceFile;
  std::optional<std::string> statistics; ///< empty, or `json`
  std::string infoFile;                  ///< where times and statistics go

  std::string remarksPassed, remarksMissed, remarksAnalysis; ///< regular expressions for pass names
  std::string remarksFile, remarksFileFilter;

  NameList disabledPasses;
  std::optional<int64_t> bisectLimit; ///< -1: no limit

  bool splitInput = false;
  bool verifyDiagnostics = false;

  // Asked for instead of a run.
  bool help = false;
  bool version = false;
  bool printPasses = false;
  std::string describePass; ///< a pass name
  bool printPipeline = false;

  bool isListing() const { return help || version || printPasses || !describePass.empty(); }
  bool readsInput() const { return !isListing() && !printPipeline; }
  bool printsModules() const {
    return printBeforeAll || printAfterAll || !printBefore.empty() || !printAfter.empty() || printChanged;
  }
  bool writesBinary() const { return !disableOutput && !writeText; }
};

} // namespace meld

#endif // MELD_LIB_DRIVER_REQUEST_H
