//===- ConstExpr.cpp - constant expressions ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ConstExpr.h.
// Why:  see ConstExpr.h.
// Never: recurses without bound; a chain of globals is followed at most 64 deep.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/ConstExpr.h"
#include "meld/IR/CodeBuilder.h"
#include "meld/IR/Module.h"
#include "meld/Support/Leb.h"

namespace meld {

ConstExpr::ConstExpr(std::vector<uint8_t> bytes)
    : storage(std::make_shared<const std::vector<uint8_t>>(std::move(bytes))) {
  content = *storage;
}

ConstExpr ConstExpr::i32(uint32_t value) {
  std::vector<uint8_t> bytes;
  CodeBuilder(bytes).i32Const(value).end();
  return ConstExpr(std::move(bytes));
}

ConstExpr ConstExpr::i64(uint64_t value) {
  std::vector<uint8_t> bytes;
  CodeBuilder(bytes).i64Const(value).end();
  return ConstExpr(std::move(bytes));
}

ConstExpr ConstExpr::plusI32(uint32_t value) const {
  std::vector<uint8_t> bytes = content.drop_back().vec(); // without the final `end`
  CodeBuilder(bytes).i32Const(value).op(Opcode::I32Add).end();
  return ConstExpr(std::move(bytes));
}

std::optional<uint32_t> ConstExpr::lastI32Added() const {
  std::optional<uint32_t> constant, added;
  InstructionCursor cursor = instructions();
  Instruction instruction;
  while (cursor.next(instruction)) {
    if (instruction.opcode == Opcode::End)
      return added;
    added = instruction.opcode == Opcode::I32Add ? constant : std::nullopt;
    constant.reset();
    if (instruction.opcode == Opcode::I32Const)
      constant = static_cast<uint32_t>(instruction.value);
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

std::optional<uint32_t> ConstExpr::plainI32() const {
  const uint8_t *position = content.begin();
  if (position == content.end() || *position != infoOf(Opcode::I32Const).code)
    return std::nullopt;
  int64_t value = 0;
  const char *reason = nullptr;
  if (!leb::readSigned<32>(++position, content.end(), value, reason))
    return std::nullopt;
  if (position + 1 != content.end() || *position != infoOf(Opcode::End).code)
    return std::nullopt;
  return static_cast<uint32_t>(value);
}

namespace {

std::optional<uint64_t> evaluate(const ConstExpr &expression, const Module &module, unsigned depth) {
  if (depth > 64)
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
      std::optional<uint64_t> value = evaluate(global.init, module, depth + 1);
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
  return evaluate(expression, module, 0);
}

} // namespace meld
