//===- ConstExpr.h - constant expressions ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: an encoded constant expression (core specification 3.4.10), in id space
//       like a body, and how to make and evaluate simple ones.
// Why:  segment offsets must be moved, and only what is fully known may be folded.
// Never: guesses a value that depends on an import.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_CONSTEXPR_H
#define MELD_IR_CONSTEXPR_H

#include "meld/IR/Instruction.h"
#include <memory>
#include <vector>

namespace meld {

class Module;

class ConstExpr {
public:
  ConstExpr() = default;
  /// Bytes of the input, including the final `end`.
  ConstExpr(llvm::ArrayRef<uint8_t> bytes, uint64_t inputOffset) : content(bytes), origin(inputOffset) {}
  static ConstExpr i32(uint32_t value);
  static ConstExpr i64(uint64_t value);

  /// The i32 expression `*this + value`: extended-const, whatever this one needs.
  ConstExpr plusI32(uint32_t value) const;
  /// What was added last, if the expression ends like one that `plusI32` made.
  std::optional<uint32_t> lastI32Added() const;
  /// More than one instruction before the end: extended-const.
  bool isExtended() const;

  llvm::ArrayRef<uint8_t> bytes() const { return content; }
  InstructionCursor instructions() const { return InstructionCursor(content); }
  /// The value if the expression is an i32.const and nothing else, as most are.
  std::optional<uint32_t> plainI32() const;
  /// Place in the input file; nothing if it was made by a pass.
  std::optional<uint64_t> inputOffset() const { return origin; }

private:
  explicit ConstExpr(std::vector<uint8_t> bytes);
  llvm::ArrayRef<uint8_t> content;
  std::optional<uint64_t> origin;
  std::shared_ptr<const std::vector<uint8_t>> storage;
};

/// The value of an integer expression (zero-extended), folding immutable globals
/// that the module itself defines and extended-const arithmetic. Nothing if it
/// depends on an import or is of another type.
std::optional<uint64_t> evaluateInteger(const ConstExpr &expression, const Module &module);

} // namespace meld

#endif // MELD_IR_CONSTEXPR_H
