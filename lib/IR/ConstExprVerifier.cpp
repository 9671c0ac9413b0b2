//===- ConstExprVerifier.cpp - the instructions that are constant -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ConstExprVerifier.h.
// Why:  see ConstExprVerifier.h.
// Never: evaluates anything.
//
//===----------------------------------------------------------------------===//

#include "ConstExprVerifier.h"

namespace meld {

namespace {

constexpr const char *ConstantRule = "Constant Expressions: every instruction must be constant";
constexpr const char *TypeRule = "Constant Expressions: the expression must have the expected type";

} // namespace

bool ConstExprVerifier::fail(const llvm::Twine &fact, const char *rule) {
  problem = {at, fact.str(), rule};
  return false;
}

bool ConstExprVerifier::verify(InstructionCursor &cursor, TypeCode expected, uint32_t visibleGlobals) {
  stack.clear();
  at = cursor.offset();
  Instruction instruction;
  while (cursor.next(instruction)) {
    if (instruction.opcode != Opcode::End) {
      if (!step(instruction, visibleGlobals))
        return false;
      at = cursor.offset();
      continue;
    }
    if (stack.size() != 1)
      return fail("the constant expression yields " + llvm::Twine(stack.size()) + " values instead of one", TypeRule);
    if (!matches(stack.back(), expected))
      return fail("the constant expression is of type " + toString(stack.back()) + " instead of " + toString(expected),
                  TypeRule);
    return true;
  }
  return fail(cursor.failed() ? cursor.describeError() : "the constant expression does not end",
              "Binary Format, Expressions: an expression ends with its end opcode");
}

bool ConstExprVerifier::binary(TypeCode type) {
  size_t count = stack.size();
  if (count < 2 || stack[count - 1] != type || stack[count - 2] != type)
    return fail("constant arithmetic expects two operands of type " + toString(type), TypeRule);
  stack.pop_back();
  return true;
}

bool ConstExprVerifier::step(const Instruction &instruction, uint32_t visibleGlobals) {
  auto push = [&](TypeCode code) {
    stack.push_back(code);
    return true;
  };
  switch (instruction.opcode) {
  case Opcode::I32Const:
    return push(TypeCode::I32);
  case Opcode::I64Const:
    return push(TypeCode::I64);
  case Opcode::F32Const:
    return push(TypeCode::F32);
  case Opcode::F64Const:
    return push(TypeCode::F64);
  case Opcode::V128Const:
    return push(TypeCode::V128);
  case Opcode::I32Add:
  case Opcode::I32Sub:
  case Opcode::I32Mul:
    return binary(TypeCode::I32);
  case Opcode::I64Add:
  case Opcode::I64Sub:
  case Opcode::I64Mul:
    return binary(TypeCode::I64);
  case Opcode::RefNull:
    if (std::optional<TypeCode> reference = context.code(instruction.heapType()))
      return push(refCode(heapOf(*reference), true));
    return fail("ref.null names a type that does not exist", "Reference Instructions: the heap type must be valid");
  case Opcode::RefFunc: {
    uint32_t type = context.functionType(instruction.first);
    if (type == VerifierContext::NoType)
      return fail("unknown function " + llvm::Twine(instruction.first),
                  "Reference Instructions: the function C.funcs[x] must exist");
    return push(refCode(context.canonicalType(type), false));
  }
  case Opcode::GlobalGet: {
    VerifierContext::GlobalFacts global = context.global(instruction.first);
    if (global.type == TypeCode::Bottom || (!global.isImported && instruction.first >= visibleGlobals))
      return fail("unknown global " + llvm::Twine(instruction.first),
                  "Constant Expressions: global.get must name an imported or previously defined global");
    if (global.isMutable)
      return fail("global " + llvm::Twine(instruction.first) + " is mutable",
                  "Constant Expressions: global.get must name an immutable global");
    return push(global.type);
  }
  default: // the specification lists the constant ones; all others are not
    return fail(llvm::Twine(instruction.info().mnemonic) + " is not constant", ConstantRule);
  }
}

} // namespace meld
