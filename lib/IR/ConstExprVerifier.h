//===- ConstExprVerifier.h - validates constant expressions ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the rule of the core specification (Validation, Instructions, Constant
//       Expressions) for one expression after the other. Private to lib/IR.
// Why:  initial values, segment offsets and element items share it.
// Never: accepts an instruction that is not constant, or a global that is
//       mutable or not defined yet.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_CONSTEXPRVERIFIER_H
#define MELD_LIB_IR_CONSTEXPRVERIFIER_H

#include "FunctionVerifier.h"

namespace meld {

/// All globals are visible to an expression.
inline constexpr uint32_t AllGlobals = ~0u;

class ConstExprVerifier {
public:
  explicit ConstExprVerifier(const VerifierContext &context) : context(context) {}

  /// Validates the expression at `cursor`, up to and including its `end`. It may
  /// read imported globals and those defined with an id below `visibleGlobals`.
  bool verify(InstructionCursor &cursor, TypeCode expected, uint32_t visibleGlobals);
  /// `codeByte` counts from the cursor's start.
  const Violation &violation() const { return problem; }

private:
  bool fail(const llvm::Twine &fact, const char *rule);
  bool step(const Instruction &instruction, uint32_t visibleGlobals);
  bool binary(TypeCode type);

  const VerifierContext &context;
  Violation problem;
  uint32_t at = 0;
  std::vector<TypeCode> stack;
};

} // namespace meld

#endif // MELD_LIB_IR_CONSTEXPRVERIFIER_H
