//===- ConstExpr.cpp - constant expressions ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ConstExpr.h.
// Why:  see ConstExpr.h.
// Never: recurses without bound, or works longer than the expression is long by
//        more than a constant.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/ConstExpr.h"
#include "meld/IR/CodeBuilder.h"
#include "meld/IR/Module.h"
#include "meld/Support/Leb.h"
#include "llvm/Support/LEB128.h"

namespace meld {

ConstExpr::ConstExpr(llvm::ArrayRef<uint8_t> bytes, uint64_t inputOffset)
    : ConstExpr({bytes.data(), static_cast<uint32_t>(bytes.size())}, static_cast<uint32_t>(inputOffset)) {
  assert(bytes.size() <= UINT32_MAX && inputOffset < MaxInputOffset && "the reader refuses such a file");
}

ConstExpr::ConstExpr(llvm::ArrayRef<uint8_t> savedBytes)
    : ConstExpr({savedBytes.data(), static_cast<uint32_t>(savedBytes.size())}, NoOrigin) {}

ConstExpr ConstExpr::number(Opcode opcode, int64_t value) {
  ConstExpr result;
  uint8_t *end = result.content.data();
  *end++ = static_cast<uint8_t>(infoOf(opcode).code);
  end += llvm::encodeSLEB128(value, end);
  *end++ = static_cast<uint8_t>(infoOf(Opcode::End).code);
  result.origin = InlineSize + static_cast<uint32_t>(end - result.content.data());
  return result;
}

ConstExpr ConstExpr::i32(uint32_t value) { return number(Opcode::I32Const, static_cast<int32_t>(value)); }

ConstExpr ConstExpr::i64(uint64_t value) { return number(Opcode::I64Const, static_cast<int64_t>(value)); }

ConstExpr ConstExpr::integer(ValueType type, uint64_t value) {
  return type == ValueType::I64 ? i64(value) : i32(static_cast<uint32_t>(value));
}

ConstExpr ConstExpr::plus(Module &module, ValueType type, uint64_t value) const {
  std::vector<uint8_t> sum = bytes().drop_back().vec(); // without the final `end`
  CodeBuilder code(sum);
  if (type == ValueType::I64)
    code.i64Const(value).op(Opcode::I64Add).end();
  else
    code.i32Const(static_cast<uint32_t>(value)).op(Opcode::I32Add).end();
  return ConstExpr(module.save(llvm::ArrayRef<uint8_t>(sum)));
}

std::optional<uint64_t> ConstExpr::lastAdded() const {
  std::optional<uint64_t> constant, added;
  InstructionCursor cursor = instructions();
  Instruction instruction;
  while (cursor.next(instruction)) {
    if (instruction.opcode == Opcode::End)
      return added;
    added = instruction.opcode == Opcode::I32Add || instruction.opcode == Opcode::I64Add ? constant : std::nullopt;
    constant.reset();
    if (instruction.opcode == Opcode::I32Const)
      constant = static_cast<uint32_t>(instruction.value);
    else if (instruction.opcode == Opcode::I64Const)
      constant = instruction.value;
  }
  return std::nullopt;
}

bool ConstExpr::isExtended() const {
  unsigned count = 0;
  InstructionCursor cursor = instructions();
  Instruction instruction;
  while (cursor.next(instruction))
    ++count;
  return count > 2;
}

/// The value of `opcode` VALUE `end`.
template <unsigned Bits> static std::optional<int64_t> plainConstant(llvm::ArrayRef<uint8_t> whole, Opcode opcode) {
  const uint8_t *position = whole.begin();
  if (whole.empty() || *position != infoOf(opcode).code)
    return std::nullopt;
  int64_t value = 0;
  const char *reason = nullptr;
  if (!leb::readSigned<Bits>(++position, whole.end(), value, reason))
    return std::nullopt;
  if (position + 1 != whole.end() || *position != infoOf(Opcode::End).code)
    return std::nullopt;
  return value;
}

std::optional<uint32_t> ConstExpr::plainI32() const {
  std::optional<int64_t> value = plainConstant<32>(bytes(), Opcode::I32Const);
  return value ? std::optional(static_cast<uint32_t>(*value)) : std::nullopt;
}

std::optional<uint64_t> ConstExpr::plainI64() const {
  std::optional<int64_t> value = plainConstant<64>(bytes(), Opcode::I64Const);
  return value ? std::optional(static_cast<uint64_t>(*value)) : std::nullopt;
}

namespace {

/// Globals deep and instructions in them that are followed: each global may read
/// another one twice, so that the work would double with each.
constexpr unsigned MaxDepth = 64, MaxSteps = 256;

std::optional<uint64_t> evaluate(const ConstExpr &expression, const Module &module, unsigned depth, unsigned &steps) {
  if (depth > MaxDepth)
    return std::nullopt;
  std::vector<uint64_t> stack;
  InstructionCursor cursor = expression.instructions();
  Instruction instruction;
  auto binary = [&](auto operation, bool is32) {
    if (stack.size() < 2)
      return false;
    uint64_t right = stack.back();
    stack.pop_back();
    uint64_t value = operation(stack.back(), right);
    stack.back() = is32 ? static_cast<uint32_t>(value) : value;
    return true;
  };
  while (cursor.next(instruction)) {
    bool known = true;
    if (depth != 0 && steps++ == MaxSteps)
      return std::nullopt;
    switch (instruction.opcode) {
    case Opcode::I32Const:
      stack.push_back(static_cast<uint32_t>(instruction.value));
      break;
    case Opcode::I64Const:
      stack.push_back(instruction.value);
      break;
    case Opcode::GlobalGet: {
      if (!module.globals().contains(instruction.global()))
        return std::nullopt;
      const Global &global = module.globals()[instruction.global()];
      if (global.isMutable || global.import)
        return std::nullopt;
      std::optional<uint64_t> value = evaluate(global.init, module, depth + 1, steps);
      if (!value)
        return std::nullopt;
      stack.push_back(*value);
      break;
    }
    case Opcode::I32Add:
    case Opcode::I64Add:
      known = binary([](uint64_t a, uint64_t b) { return a + b; }, instruction.opcode == Opcode::I32Add);
      break;
    case Opcode::I32Sub:
    case Opcode::I64Sub:
      known = binary([](uint64_t a, uint64_t b) { return a - b; }, instruction.opcode == Opcode::I32Sub);
      break;
    case Opcode::I32Mul:
    case Opcode::I64Mul:
      known = binary([](uint64_t a, uint64_t b) { return a * b; }, instruction.opcode == Opcode::I32Mul);
      break;
    case Opcode::End:
      break;
    default: // not integer arithmetic: not known
      return std::nullopt;
    }
    if (!known)
      return std::nullopt;
  }
  if (cursor.failed() || stack.size() != 1)
    return std::nullopt;
  return stack.back();
}

} // namespace

std::optional<uint64_t> evaluateInteger(const ConstExpr &expression, const Module &module) {
  if (std::optional<uint32_t> plain = expression.plainI32())
    return *plain;
  unsigned steps = 0;
  return evaluate(expression, module, 0, steps);
}

} // namespace meld
