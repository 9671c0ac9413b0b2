//===- DependencyFile.h - what a build has to watch ---------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-dependency-file=FILE`: a rule in make's syntax, with every file written as a
//       target and every file read as a prerequisite.
// Why:  a build system repeats the step exactly when something it read has changed.
// Never: names what is not a file.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_DEPENDENCYFILE_H
#define MELD_LIB_DRIVER_DEPENDENCYFILE_H

#include "Request.h"

namespace meld {

/// What the file says.
std::string dependencyText(const Request &request);

} // namespace meld

#endif // MELD_LIB_DRIVER_DEPENDENCYFILE_H
