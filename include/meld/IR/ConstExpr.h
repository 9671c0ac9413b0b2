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
#include <array>
#include <cstring>
#include <optional>

namespace meld {

class Module;

class ConstExpr {
public:
  ConstExpr() = default;
  /// Bytes of the input, including the final `end`.
  ConstExpr(llvm::ArrayRef<uint8_t> bytes, uint64_t inputOffset);
  /// Bytes made by a pass, which live as long as the module (`Module::save`).
  explicit ConstExpr(llvm::ArrayRef<uint8_t> savedBytes);
  static ConstExpr i32(uint32_t value);
  static ConstExpr i64(uint64_t value);
  /// Of type i32 or i64.
  static ConstExpr integer(ValueType type, uint64_t value);

  /// The expression `*this + value`, all of type i32 or i64: extended-const, whatever
  /// this one needs. Its bytes are saved in the module.
  ConstExpr plus(Module &module, ValueType type, uint64_t value) const;
  /// What was added last, if the expression ends like one that `plus` made.
  std::optional<uint64_t> lastAdded() const;
  /// More than one instruction before the end: extended-const.
  bool isExtended() const;

  /// Those made from a number are part of the object: the bytes move with it.
  llvm::ArrayRef<uint8_t> bytes() const & {
    if (isInline())
      return {content.data(), origin - InlineSize};
    Span span;
    std::memcpy(&span, content.data(), sizeof(span));
    return {span.data, span.size};
  }
  llvm::ArrayRef<uint8_t> bytes() const && = delete;
  InstructionCursor instructions() const & { return InstructionCursor(bytes()); }
  InstructionCursor instructions() const && = delete;
  /// The value if the expression is an i32.const and nothing else, as most are.
  std::optional<uint32_t> plainI32() const;
  /// The same of an i64.const.
  std::optional<uint64_t> plainI64() const;
  /// Place in the input file; nothing if it was made by a pass.
  std::optional<uint64_t> inputOffset() const {
    return origin < MaxInputOffset ? std::optional<uint64_t>(origin) : std::nullopt;
  }

  /// The reader refuses longer files.
  static constexpr uint32_t MaxInputOffset = 0xFFFFFF00;

private:
  // There may be a million of them: 16 bytes, of either form.
  static constexpr uint32_t NoOrigin = MaxInputOffset;
  static constexpr uint32_t InlineSize = NoOrigin + 1; ///< plus the number of bytes
  struct Span {
    const uint8_t *data;
    uint32_t size;
  } __attribute__((packed));

  explicit ConstExpr(const Span &span, uint32_t origin) : origin(origin) {
    std::memcpy(content.data(), &span, sizeof(span));
  }
  static ConstExpr number(Opcode opcode, int64_t value);
  bool isInline() const { return origin >= InlineSize; }

  /// The bytes, at most i64.const with ten bytes and `end`, or a `Span`.
  alignas(8) std::array<uint8_t, 12> content{};
  uint32_t origin = NoOrigin; ///< offset in the input file, or a form
};

/// The value of an integer expression (zero-extended), folding immutable globals
/// that the module itself defines and extended-const arithmetic. Nothing if it
/// depends on an import or is of another type.
std::optional<uint64_t> evaluateInteger(const ConstExpr &expression, const Module &module);

} // namespace meld

#endif // MELD_IR_CONSTEXPR_H
