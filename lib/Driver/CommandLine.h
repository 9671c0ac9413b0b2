//===- CommandLine.h - arguments to a request ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `parseCommandLine`.
// Why:  a small table of flags (Flags.h) instead of LLVM's `cl::opt`, which keeps its
//       options in globals, prints some errors by itself in a shape of its own, may end
//       the process, and would accept the options of LLVM's Support library as ours.
// Never: opens a file, knows a pass, prints, or reads the environment.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_COMMANDLINE_H
#define MELD_LIB_DRIVER_COMMANDLINE_H

#include "Request.h"
#include "meld/Pass/Registry.h"
#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"

namespace meld {

/// Reads the arguments (without the program's name). Fails on the first that is
/// unknown, incomplete, repeated, or excluded by another. Who gives a pass as a flag is
/// told how to write it.
Result<Request> parseCommandLine(llvm::ArrayRef<const char *> arguments, const Registry &registry);

} // namespace meld

#endif // MELD_LIB_DRIVER_COMMANDLINE_H
