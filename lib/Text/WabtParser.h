//===- WabtParser.h - the text format through wabt ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: parses a text and writes the binary, both with wabt.
// Why:  wabt's parser is well kept and knows what toolchains write. It recurses on
//       nesting, so here it gets a stack that is large enough, or a refusal.
// Never: lets a wabt type out of lib/Text; validates.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_TEXT_WABTPARSER_H
#define MELD_LIB_TEXT_WABTPARSER_H

#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace wabt {
struct Module;
}

namespace meld {

/// Called with the parsed module and its binary encoding; both die afterwards.
using UseWabtModule = llvm::function_ref<void(const wabt::Module &, llvm::ArrayRef<uint8_t> binary)>;

/// Fails with locations that are offsets in `text` if the text is malformed.
Result<void> parseWithWabt(llvm::StringRef text, UseWabtModule use);

} // namespace meld

#endif // MELD_LIB_TEXT_WABTPARSER_H
