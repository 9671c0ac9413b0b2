//===- PrintSink.h - where observers print modules, and what of them ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: prints modules and functions to standard error or into the files of a
//       directory, all functions or those of `-filter-print-funcs`.
// Why:  every observer that prints heeds the same flags.
// Never: lets a function that no module had go unnoticed, or a file that could not be
//        written.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_PRINTSINK_H
#define MELD_LIB_DRIVER_PRINTSINK_H

#include "Request.h"
#include "meld/Pass/Instrumentation.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

namespace meld {

class PrintSink {
public:
  PrintSink(llvm::raw_ostream &log, const Request &request) : log(log), request(request) {}

  /// Whether anything of the unit is to be printed.
  bool wants(const PassUnit &unit);
  /// The module, or the function a pass worked on, as text, as far as it is wanted.
  void printUnit(llvm::raw_ostream &out, const PassUnit &unit);
  /// Prints a heading and what `body` prints: to standard error, or into a file of its own.
  void print(llvm::StringRef when, const PassInfo &pass, const PassUnit &unit,
             llvm::function_ref<void(llvm::raw_ostream &)> body);

  /// Fails if a file could not be written.
  Result<void> checkWritten();
  /// Fails if a name of `-filter-print-funcs` was no function's whenever something was
  /// printed.
  Result<void> checkNames() const;

private:
  std::vector<FunctionId> wantedFunctions(const Module &module);

  llvm::raw_ostream &log;
  const Request &request;
  std::set<std::string> namesFound;
  unsigned fileCount = 0;
  std::optional<Failure> failure;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_PRINTSINK_H
