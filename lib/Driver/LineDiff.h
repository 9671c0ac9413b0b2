//===- LineDiff.h - the lines in which two texts differ --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: prints a unified diff.
// Why:  a module's text has millions of lines; what a pass did is a few of them.
// Never: needs a program of the system; takes time or memory beyond a small multiple of
//        the texts, however much they differ. It may then show more lines than needed.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_LINEDIFF_H
#define MELD_LIB_DRIVER_LINEDIFF_H

#include "llvm/ADT/StringRef.h"

namespace llvm {
class raw_ostream;
}

namespace meld {

/// Prints hunks `@@ -first,count +first,count @@`, each with up to `context` equal lines
/// around it; nothing if the texts are equal.
void printLineDiff(llvm::raw_ostream &out, llvm::StringRef before, llvm::StringRef after, unsigned context = 3);

} // namespace meld

#endif // MELD_LIB_DRIVER_LINEDIFF_H
