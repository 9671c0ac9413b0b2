//===- ExecObserver.h - which pass changed what the module does ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-verify-exec`: after each pass that changed the module, runs it against what it
//       was before, and names the pass if anybody could tell them apart.
// Why:  a valid module may still do something else.
// Never: changes the module; takes what could not be compared for equal.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_EXEC_EXECOBSERVER_H
#define MELD_EXEC_EXECOBSERVER_H

#include "meld/Driver/Driver.h"

namespace meld {

/// Runs modules in wabt's interpreter, for `runDriver`.
std::unique_ptr<PassObserver> makeExecObserver(const ExecutionRequest &request);

} // namespace meld

#endif // MELD_EXEC_EXECOBSERVER_H
