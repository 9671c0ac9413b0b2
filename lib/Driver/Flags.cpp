//===- Flags.cpp - the table of flags -----------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Flags.h.
// Why:  names and meanings are those of LLVM's `opt` and of `mlir-opt` wherever they have
//       the flag: docs/driver.md compares them.
// Never: has a flag without help.
//
//===----------------------------------------------------------------------===//

#include "Flags.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

std::vector<FlagCategory> allFlags() {
  return {
      {"Pipeline",
       {{"passes", "p", "PIPELINE", "run these passes; @FILE reads them from a file", &Request::pipeline},
        {"load-pass-plugin", "", "FILE", "load more passes from a shared object; may be repeated", &Request::plugins},
        {"input", "", "NAME:FILE", "FILE is the side input that a pass asks for as NAME", &Request::sideInputs},
        {"threads", "", "N", "verify and visit functions on N threads; 0, the default, means all there are", &Request::threads}}},
      {"Output",
       {{"o", "", "FILE", "write to FILE, which may be INPUT; '-' is standard output (default)", &Request::output},
        {"S", "", "", "write text", &Request::writeText},
        {"disable-output", "", "", "write no module", &Request::disableOutput},
        {"report", "", "ANALYSIS:FORMAT:FILE", "write the result of an analysis of the final module to FILE",
         &Request::reports},
        {"dependency-file", "", "FILE", "write to FILE which files the output depends on, in make's syntax",
         &Request::dependencyFile}}},
      {"Checks",
       {{"verify-each", "", "", "verify the module after each pass", &Request::verifyEach},
        {"verify-analyses", "", "", "compute what a pass said it preserves again after each pass, and compare",
         &Request::verifyAnalyses},
        {"verify-exec", "", "", "run the module after each pass, and compare with what it did before",
         &Request::verifyExec},
        {"verify-exec-seeds", "", "N", "with N sequences of calls; 2 by default", &Request::verifyExecSeeds, 1},
        {"verify-exec-fuel", "", "N", "with N instructions for a call; 200000 by default", &Request::verifyExecFuel, 1},
        {"disable-verify", "", "", "check neither input nor output", &Request::disableVerify},
        {"assume", "", "NAME[:WHAT],...", "grant premise NAME, or grant it for WHAT only", &Request::assume},
        {"deny", "", "NAME,...", "refuse what rests on premise NAME", &Request::deny},
        {"features", "", "FEATURE,...", "refuse other features, in input and output; 'input': those that the input uses",
         &Request::features},
        {"Werror", "", "", "every warning is an error", &Request::warningsAreErrors}}},
      {"Watching passes (on standard error)",
       {{"print-before", "", "PASS,...", "print the module before these passes", &Request::printBefore},
        {"print-after", "", "PASS,...", "print the module after these passes", &Request::printAfter},
        {"print-before-all", "", "", "print the module before each pass", &Request::printBeforeAll},
        {"print-after-all", "", "", "print the module after each pass", &Request::printAfterAll},
        {"print-changed", "", "diff", "print the module after passes that changed it; diff: what they changed",
         &Request::printChanged},
        {"filter-print-funcs", "", "FUNCTION,...", "print only these functions, by debug name, export or index",
         &Request::printedFunctions},
        {"print-module-to-dir", "", "DIR", "print into files in DIR, one each time", &Request::printDirectory},
        {"debug-pass-manager", "", "", "print what runs, is left out, is computed and is forgotten",
         &Request::debugPassManager}}},
      {"Measuring",
       {{"time-passes", "", "", "print how long each pass took", &Request::timePasses},
        {"time-trace", "", "FILE", "write a trace of passes and analyses for a trace viewer", &Request::timeTraceFile},
        {"stats", "", "json", "print what passes counted; json: as JSON", &Request::statistics},
        {"info-output-file", "", "FILE", "append times and statistics to FILE instead", &Request::infoFile}}},
      {"Remarks",
       {{"pass-remarks", "", "REGEX", "print what the passes whose names match did", &Request::remarksPassed},
        {"pass-remarks-missed", "", "REGEX", "print what they could not do", &Request::remarksMissed},
        {"pass-remarks-analysis", "", "REGEX", "print what they found", &Request::remarksAnalysis},
        {"pass-remarks-output", "", "FILE", "write all remarks to FILE, as YAML", &Request::remarksFile},
        {"pass-remarks-filter", "", "REGEX", "write only remarks of the passes whose names match",
         &Request::remarksFileFilter}}},
      {"Leaving passes out",
       {{"disable-pass", "", "PASS,...", "do not run these passes", &Request::disabledPasses},
        {"opt-bisect-limit", "", "N", "run only the first N of all runs of passes, and list them; -1: all",
         &Request::bisectLimit, -1}}},
      {"Test suites",
       {{"split-input-file", "", "", "INPUT holds several modules as text, between lines ';; -----'",
         &Request::splitInput},
        {"verify-diagnostics", "", "", "check messages against ';; expected-error {{...}}' in INPUT",
         &Request::verifyDiagnostics}}},
      {"Listings (no input is read)",
       {{"print-passes", "", "", "list passes with their options, analyses, premises", &Request::printPasses},
        {"describe-pass", "", "NAME", "print all about one pass: options, their types and defaults",
         &Request::describePass},
        {"print-pipeline-passes", "", "", "print the pipeline as it is understood", &Request::printPipeline},
        {"help", "h", "", "print this", &Request::help},
        {"version", "", "", "print the version", &Request::version}}},
  };
}

std::string Flag::written() const {
  std::string text = ("-" + name).str();
  if (hasOptionalValue())
    text += ("[=" + syntax + "]").str();
  else if (!isSwitch())
    text += ("=" + syntax).str();
  return text;
}

void printHelp(llvm::raw_ostream &out) {
  out << "meld-opt [-passes=PIPELINE] [options] INPUT [-o OUTPUT]\n\n"
         "Lowers WebAssembly modules whose memories grow into modules with one frozen memory.\n"
         "INPUT is a core module, binary or text, recognised by content; '-' is standard input.\n"
         "Passes run in order and stop at the first error; without passes the output is the input.\n"
         "Messages, and what passes print, go to standard error.\n";
  for (const FlagCategory &category : allFlags()) {
    out << '\n' << category.title << ":\n";
    for (const Flag &flag : category.flags) {
      std::string syntax = flag.written() + (flag.alias.empty() ? "" : ", -" + flag.alias.str());
      out << llvm::format("  %-30s ", syntax.c_str()) << flag.help << '\n';
    }
  }
  out << "\nExit status: 0 done; 1 the input was refused or a pass failed; 2 wrong usage;\n"
         "70 a defect of a pass or of the tool.\n";
}

} // namespace meld
