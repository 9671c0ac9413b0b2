//===- OutputFile.h - all of the output or none -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes bytes to a file, a device or standard output.
// Why:  a failed run leaves no file and never touches an older one.
// Never: leaves a half-written file under the name asked for.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_OUTPUTFILE_H
#define MELD_LIB_DRIVER_OUTPUTFILE_H

#include "meld/Support/Diagnostics.h"

namespace meld {

/// Whether `path` is standard output (`-` or `/dev/stdout`).
bool isStandardOutput(llvm::StringRef path);

/// Writes `bytes`. A regular file is written aside and renamed, keeping its
/// permissions; a link is followed; pipes and devices are written directly.
Result<void> writeOutputFile(llvm::StringRef path, llvm::StringRef bytes);

/// Appends `text` to a file, which is made if there is none.
Result<void> appendToFile(llvm::StringRef path, llvm::StringRef text);

} // namespace meld

#endif // MELD_LIB_DRIVER_OUTPUTFILE_H
