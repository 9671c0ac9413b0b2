//===- InputFiles.h - what a run reads ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads the input, the pipeline's text and side inputs; splits an input that holds
//       several modules.
// Why:  these are all the files that a run reads.
// Never: looks at what a module says.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_INPUTFILES_H
#define MELD_LIB_DRIVER_INPUTFILES_H

#include "Request.h"
#include "meld/Pass/SideInputs.h"

namespace meld {

/// The pipeline, or the content of the file that `@FILE` names, on one line.
Result<std::string> readPipeline(const Request &request);

/// What messages call the input.
llvm::StringRef inputName(const Request &request);
Result<std::unique_ptr<llvm::MemoryBuffer>> readInput(const Request &request);

/// Reads the files of `-input=NAME:FILE`.
Result<void> readSideInputs(const Request &request, SideInputs &inputs);

/// The line that separates modules of a `-split-input-file`, as input and output.
inline constexpr llvm::StringLiteral SplitMarker = ";; -----";

/// Splits a text at lines that are the marker. Each part has as many empty lines in
/// front as make its line numbers those of the whole. Fails if `input` is no text.
Result<std::vector<std::unique_ptr<llvm::MemoryBuffer>>> splitInput(const llvm::MemoryBuffer &input);

} // namespace meld

#endif // MELD_LIB_DRIVER_INPUTFILES_H
