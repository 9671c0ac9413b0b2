//===- FileChecks.h - files that flags name, against each other ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: no file is written by two flags, none that is read is overwritten, and standard
//       input is read once.
// Why:  what a run leaves behind must be what was asked for, and a slip in a build script
//       must not cost the input.
// Never: takes two names of one file for two files.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_FILECHECKS_H
#define MELD_LIB_DRIVER_FILECHECKS_H

#include "Request.h"
#include "meld/Support/Diagnostics.h"

namespace meld {

/// Fails on the first conflict. Only `-o` may name the input module.
Result<void> checkFiles(const Request &request);

} // namespace meld

#endif // MELD_LIB_DRIVER_FILECHECKS_H
