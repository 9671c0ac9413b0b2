//===- InstructionPrinter.h - instructions and types as text -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: prints types, one instruction, a constant expression or a body's code, in
//       the plain (not folded) form. Private to lib/IR.
// Why:  modules, single functions and constant expressions print the same way.
// Never: recurses; prints more than a few bytes per byte of the input.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_INSTRUCTIONPRINTER_H
#define MELD_LIB_IR_INSTRUCTIONPRINTER_H

#include "TextNames.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

class InstructionPrinter {
public:
  InstructionPrinter(llvm::raw_ostream &out, const Module &module, const TextNames &names)
      : out(out), module(module), names(names) {}

  /// Identifiers of the locals of the function that is printed next, by index.
  void setLocals(std::vector<std::string> identifiers) { locals = std::move(identifiers); }
  llvm::StringRef local(uint32_t index) const {
    return index < locals.size() ? llvm::StringRef(locals[index]) : llvm::StringRef();
  }

  /// `$name` or the index.
  void printReference(Space space, uint32_t id);
  template <Space S> void printReference(Id<S> id) { printReference(S, id.value); }
  void printType(ValueType type);
  /// ` (param ...)` or ` (result ...)`; nothing if there are none.
  void printTypes(const char *keyword, llvm::ArrayRef<ValueType> types);
  void printInstruction(const Instruction &instruction);
  /// `(i32.const 1)`, or `(keyword a b c)` for several instructions; without a
  /// keyword the several stand alone.
  void printExpression(InstructionCursor cursor, llvm::StringRef keyword = {});
  /// One instruction a line, without the final `end`.
  void printCode(const FunctionBody &body);

private:
  void printHeapType(HeapType type);
  void printBlockType(BlockType type);
  void printMemory(MemoryId memory);
  void printMemArg(const Instruction &instruction);
  void printSize(const Instruction &instruction);
  void printFloat(uint64_t bits, unsigned mantissaBits, unsigned exponentBits);
  void printImmediates(const Instruction &instruction);
  void indent(uint64_t depth) { out.indent(4 + 2 * static_cast<unsigned>(std::min<uint64_t>(depth, MaxIndent))); }

  /// Levels that are shown; deeper ones stay there, so output stays linear.
  static constexpr uint64_t MaxIndent = 8;

  llvm::raw_ostream &out;
  const Module &module;
  const TextNames &names;
  std::vector<std::string> locals;
};

} // namespace meld

#endif // MELD_LIB_IR_INSTRUCTIONPRINTER_H
