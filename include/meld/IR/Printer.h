//===- Printer.h - a module as flat text ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: prints a module in the text format, one instruction a line, flat, over
//       the opcode table; instructions that still name a window are marked.
// Why:  `-S`, `-print-after-all` and tests need text that is linear in the input
//       in time and space, and that other tools read back to the same module.
// Never: nests indentation without bound; needs a decoded body.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_PRINTER_H
#define MELD_IR_PRINTER_H

#include "meld/IR/Module.h"

namespace llvm {
class raw_ostream;
}

namespace meld {

/// Prints the whole module. `memory.size` and `memory.grow` of a window are shown
/// as `memory.grow (;window $name;)`, which other tools cannot read; see
/// `hasUnloweredWindowOps` in Analysis for whether there are any.
void printModule(llvm::raw_ostream &out, const Module &module);
/// Prints one function.
void printFunction(llvm::raw_ostream &out, const Module &module, FunctionId function);

} // namespace meld

#endif // MELD_IR_PRINTER_H
