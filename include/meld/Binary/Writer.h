//===- Writer.h - from a Module to bytes ------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: assigns indices and writes the binary format. Sections and bodies that
//       nobody edited, and whose indices did not move, are copied byte for byte.
// Why:  an empty pipeline is the identity, and an edit changes only what it must.
// Never: writes memory.size or memory.grow of a window; carries a custom section
//        that has become stale.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_BINARY_WRITER_H
#define MELD_BINARY_WRITER_H

#include "meld/IR/Module.h"

namespace meld {

/// The bytes of the module. Sections that had to be dropped are named in a
/// warning. Fails if a body still has memory.size or
/// memory.grow of a window, which no binary can express.
Result<std::vector<uint8_t>> writeModule(const Module &module, DiagnosticEngine &diagnostics);

} // namespace meld

#endif // MELD_BINARY_WRITER_H
