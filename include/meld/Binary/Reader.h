//===- Reader.h - from bytes to a Module -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads the binary format (core specification 5) into a `Module` whose
//       bodies stay encoded.
// Why:  everything a pass does not touch must leave as it came.
// Never: trusts a count or size in the file; validates (the verifier does); keeps
//       a pointer outside the input it was given.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_BINARY_READER_H
#define MELD_BINARY_READER_H

#include "meld/IR/Module.h"

namespace meld {

/// Reads a core module. Fails with a byte offset and the violated rule of the
/// binary format; what we do not support (components, GC) is refused by name.
/// The module keeps `input` alive. Warnings of later steps go to `diagnostics`.
Result<std::unique_ptr<Module>> readModule(std::unique_ptr<llvm::MemoryBuffer> input, DiagnosticEngine &diagnostics);

} // namespace meld

#endif // MELD_BINARY_READER_H
