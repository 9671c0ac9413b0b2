//===- Body.h - the code of a generated function -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes instructions by type: `value` leaves one value on the stack, `statement`
//       leaves the stack as it was. Values and memory are in Values.cpp, blocks, calls and
//       what leaves them in Control.cpp, the whole body in Body.cpp.
// Why:  code that is valid by construction needs no repair afterwards.
// Never: leaves an access out of bounds, a loop or a recursion without limit, where the
//       options say so.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_FUZZ_BODY_H
#define MELD_TEST_FUZZ_BODY_H

#include "Plan.h"
#include "meld/IR/CodeBuilder.h"
#include "llvm/ADT/SmallVector.h"

namespace meld::fuzz {

class Body {
public:
  Body(const Plan &plan, uint32_t function, Choices &choices)
      : plan(plan), type(plan.typeOf(function)), choices(choices), locals(type.params) {}

  Bytes generate();

private:
  struct Label {
    Types types;
    bool isCatch = false;
  };
  struct Nested {
    explicit Nested(unsigned &depth) : depth(depth) { ++depth; }
    ~Nested() { --depth; }
    unsigned &depth;
  };

  /// Only what ends the code is still written.
  bool isEnough() const { return left == 0 || depth > 9 || choices.exhausted(); }

  // Encoding. --------------------------------------------------------------
  void op(Opcode opcode) { encode::opcode(code, opcode); }
  void number(uint64_t value) { encode::unsignedLeb(code, value); }
  void op(Opcode opcode, uint64_t immediate) {
    op(opcode);
    number(immediate);
  }
  void i32(uint32_t value) { CodeBuilder(code).i32Const(value); }
  void constant(ValueType type, uint64_t value) {
    if (type == ValueType::I64)
      CodeBuilder(code).i64Const(value);
    else
      i32(static_cast<uint32_t>(value));
  }

  // Values. ----------------------------------------------------------------
  void value(ValueType type);
  void values(const Types &types) {
    for (ValueType each : types)
      value(each);
  }
  void leaf(ValueType type);
  void computed(ValueType type);
  void plain(Opcode opcode, bool operands);
  bool loaded(ValueType type);
  bool called(ValueType type);
  void measured(ValueType type);
  void referred(ValueType type);
  /// Takes values of these types from the stack.
  void consume(const Types &types);
  uint32_t local(ValueType type);

  // Memory. ----------------------------------------------------------------
  bool access(Opcode opcode);
  void address(const Plan::Memory &memory, uint64_t alignment, uint64_t &offset);
  std::optional<uint32_t> anyMemory();
  void grow(uint32_t memory);
  void bulk();

  // Control. ---------------------------------------------------------------
  void statement();
  void statements(unsigned count) {
    for (unsigned i = choices.below(count + 1); i > 0 && left > 0; --i)
      statement();
  }
  void burnFuel();
  void blockType(const Plan::Type &type, std::optional<uint32_t> id);
  void block();
  void blockValue(ValueType type);
  void sequence(const Types &params, const Types &results, Types labelTypes, bool isLoop = false);
  void branchIf();
  void guarded();
  void leaves();
  void call(uint32_t function, Opcode opcode = Opcode::Call);
  void callIndirect();
  void tryTable();
  void tryLegacy();
  void throwTag();
  void tableStatement();
  uint32_t labelDepth(size_t index) const { return static_cast<uint32_t>(labels.size() - 1 - index); }

  const Plan &plan;
  const Plan::Type &type;
  Choices &choices;
  Bytes code;
  Types locals;
  std::vector<Label> labels;
  unsigned left = 120; ///< instructions, about
  unsigned depth = 0;
};

} // namespace meld::fuzz

#endif // MELD_TEST_FUZZ_BODY_H
