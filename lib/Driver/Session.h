//===- Session.h - one module through the pipeline -------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads one module, verifies it, runs the pipeline, checks and encodes the result.
// Why:  each step either succeeds or ends the session with a message and a status.
// Never: writes the output file; makes an output that was not checked, unless told not to
//        check.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_SESSION_H
#define MELD_LIB_DRIVER_SESSION_H

#include "Messages.h"
#include "Reports.h"
#include "RunState.h"
#include "meld/Driver/Driver.h"
#include "meld/IR/Verifier.h"
#include "meld/Text/TextReader.h"

namespace meld {

class Session {
public:
  Session(const Request &request, const PassBuilder &builder, const Reports &reports, RunState &state);

  /// `pipeline` was parsed before, so it can be. Messages are printed meanwhile.
  ExitStatus run(std::unique_ptr<llvm::MemoryBuffer> input, llvm::StringRef pipeline);
  /// The module as it is to be written, binary or text. Nothing if there is none.
  std::optional<llvm::StringRef> output() const { return result; }
  /// As they are to be written.
  llvm::ArrayRef<Reports::Text> reportTexts() const { return printedReports; }

private:
  ExitStatus fail(Failure failure, ExitStatus status) {
    messages.print(failure.diagnostic());
    return status;
  }
  ExitStatus runPipeline(std::unique_ptr<llvm::MemoryBuffer> input, llvm::StringRef pipeline);
  Result<std::unique_ptr<Module>> read(std::unique_ptr<llvm::MemoryBuffer> input);
  void report(const Diagnostic &diagnostic);
  void addObservers(const ModuleAnalysisManager &analyses);
  Result<void> boundFeatures(const Module &input);
  ExitStatus encode(Module &module, ModuleAnalysisManager &analyses);
  Result<std::unique_ptr<Module>> readBack(llvm::ArrayRef<uint8_t> bytes);
  Result<void> checkResult(const Module &output) const;

  const Request &request;
  const PassBuilder &builder;
  const Reports &reports;
  RunState &state;
  Messages messages;
  DiagnosticEngine diagnostics;
  PassContext context;
  std::unique_ptr<TextReader> text; ///< if the input is text
  bool passLeftDefect = false;
  std::unique_ptr<Module> owner; ///< the module; an output that nobody edited refers to it
  VerifiedBodies verified;       ///< of the input
  std::optional<FeatureSet> outputFeatures; ///< those that the output may use, if that is to be checked
  std::vector<uint8_t> binary;
  std::string printed;
  std::optional<llvm::StringRef> result; ///< one of the two
  std::vector<Reports::Text> printedReports;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_SESSION_H
