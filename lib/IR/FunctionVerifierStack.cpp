//===- FunctionVerifierStack.cpp - the operand stack ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: popping and pushing beyond the common case of one operand of the very
//       type that is wanted.
// Why:  below the operands of the innermost frame there is nothing, or, in
//       unreachable code, whatever is asked for; that is decided here.
// Never: moves a list of operands without charging the budget for it.
//
//===----------------------------------------------------------------------===//

#include "FunctionVerifier.h"
#include <algorithm>

namespace meld {

namespace {

constexpr const char *OperandRule = "Instruction Sequences: the operands on the stack must match the instruction's "
                                    "parameter types";
constexpr const char *LimitRule = "Implementation Limitations: the number of parameters and results may be limited";

} // namespace

bool FunctionVerifier::popUnequal(TypeCode expected) {
  const char *mnemonic = instruction.info().mnemonic;
  if (height == base) {
    if (polymorphic)
      return true;
    return fail(llvm::Twine(mnemonic) + " expects " + toString(expected) + " but the stack is empty", OperandRule);
  }
  TypeCode actual = stack[--height];
  if (matches(actual, expected))
    return true;
  return fail(llvm::Twine(mnemonic) + " expects " + toString(expected) + " but the stack holds " + toString(actual),
              OperandRule);
}

bool FunctionVerifier::popAny(TypeCode &code) {
  if (height > base) {
    code = stack[--height];
    return true;
  }
  code = TypeCode::Bottom;
  if (polymorphic)
    return true;
  return fail(llvm::Twine(instruction.info().mnemonic) + " expects an operand but the stack is empty", OperandRule);
}

bool FunctionVerifier::popReference(TypeCode &code) {
  if (!popAny(code))
    return false;
  if (code == TypeCode::Bottom || isRef(code))
    return true;
  return fail(llvm::Twine(instruction.info().mnemonic) + " expects a reference but the stack holds " + toString(code),
              OperandRule);
}

bool FunctionVerifier::charge(uint64_t operands) {
  if (operands > budget.operands)
    return fail("the module moves too many operands for its size", LimitRule);
  budget.operands -= operands;
  return true;
}

bool FunctionVerifier::popList(TypeList list) {
  if (!charge(std::min<uint64_t>(list.size(), height - base)))
    return false;
  for (uint32_t i = list.size(); i-- > 0;) {
    if (height == base && polymorphic)
      return true; // so are all the others
    if (!pop(list[i]))
      return false;
  }
  return true;
}

bool FunctionVerifier::pushList(TypeList list) {
  if (!charge(list.size()))
    return false;
  // Room for these and one operand for each byte to come.
  size_t needed = height + list.size() + (codeBytes - cursor.offset()) + 1;
  if (needed > stackCapacity) {
    if (height + list.size() > (size_t(1) << 20) + 2 * codeBytes)
      return fail("the operand stack is too high for the code's size", LimitRule);
    size_t capacity = std::max(needed, 2 * height);
    auto larger = std::make_unique_for_overwrite<TypeCode[]>(capacity);
    std::copy_n(stack.get(), height, larger.get());
    stack = std::move(larger);
    stackCapacity = capacity;
  }
  for (uint32_t i = 0; i < list.size(); ++i)
    push(list[i]);
  return true;
}

/// As popping the list and pushing what was popped.
bool FunctionVerifier::checkTop(TypeList list) {
  size_t available = height - base;
  if (!charge(std::min<uint64_t>(list.size(), available)))
    return false;
  for (uint32_t i = 0; i < list.size(); ++i) {
    TypeCode expected = list[list.size() - 1 - i];
    if (i >= available) {
      if (polymorphic)
        return true;
      return fail(llvm::Twine(instruction.info().mnemonic) + " expects " + toString(expected) +
                      " but the stack is empty",
                  OperandRule);
    }
    if (TypeCode actual = stack[height - 1 - i]; !matches(actual, expected))
      return fail(llvm::Twine(instruction.info().mnemonic) + " expects " + toString(expected) +
                      " but the stack holds " + toString(actual),
                  OperandRule);
  }
  return true;
}

void FunctionVerifier::setUnreachable() {
  height = base;
  polymorphic = true;
  frames[depth - 1].unreachable = 1;
}

} // namespace meld
