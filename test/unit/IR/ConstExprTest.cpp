//===- ConstExprTest.cpp - what is known before instantiation -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: evaluation of constant expressions: constants, immutable globals, extended
//       arithmetic; and everything of which nothing may be concluded.
// Why:  segment offsets are folded by it; a wrong value moves data.
// Never: accepts a guess where the value depends on an import.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"

using namespace meld;

namespace {

struct ConstExprTest : test::ModuleFixture {
  /// The value of the initialiser of the last global.
  std::optional<uint64_t> evaluate(llvm::StringRef globals) {
    std::unique_ptr<Module> module = read(("(module " + globals + ")").str());
    if (!module)
      return std::nullopt;
    GlobalId last(module->globals().size() - 1);
    return evaluateInteger(module->globals()[last].init, *module);
  }
};

TEST_F(ConstExprTest, Constants) {
  EXPECT_EQ(evaluate("(global i32 (i32.const 7))"), 7u);
  EXPECT_EQ(evaluate("(global i32 (i32.const -1))"), 0xFFFFFFFFu); // not sign-extended: an address
  EXPECT_EQ(evaluate("(global i32 (i32.const 0x80000000))"), 0x80000000u);
  EXPECT_EQ(evaluate("(global i64 (i64.const -1))"), ~uint64_t(0));
}

TEST_F(ConstExprTest, ImmutableGlobalsAreFollowed) {
  EXPECT_EQ(evaluate("(global $a i32 (i32.const 5)) (global $b i32 (global.get $a)) (global i32 (global.get $b))"), 5u);
}

TEST_F(ConstExprTest, ArithmeticWrapsInItsType) {
  EXPECT_EQ(evaluate("(global i32 (i32.add (i32.const -1) (i32.const 3)))"), 2u);
  EXPECT_EQ(evaluate("(global i32 (i32.sub (i32.const 1) (i32.const 2)))"), 0xFFFFFFFFu);
  EXPECT_EQ(evaluate("(global i32 (i32.mul (i32.const 0x10001) (i32.const 0x10000)))"), 0x10000u);
  EXPECT_EQ(evaluate("(global i64 (i64.sub (i64.const 1) (i64.const 2)))"), ~uint64_t(0));
  EXPECT_EQ(evaluate("(global i64 (i64.add (i64.mul (i64.const 3) (i64.const 4)) (i64.const 1)))"), 13u);
  // Operands in their order.
  EXPECT_EQ(evaluate("(global $a i32 (i32.const 10)) (global i32 (i32.sub (global.get $a) (i32.const 3)))"), 7u);
}

TEST_F(ConstExprTest, NothingIsKnownOfImportsAndMutableGlobals) {
  EXPECT_EQ(evaluate("(import \"e\" \"g\" (global $a i32)) (global i32 (global.get $a))"), std::nullopt);
  EXPECT_EQ(evaluate("(import \"e\" \"g\" (global $a i32)) (global i32 (i32.add (i32.const 1) (global.get $a)))"),
            std::nullopt);
  EXPECT_EQ(evaluate("(import \"e\" \"g\" (global $a i32)) (global $b i32 (global.get $a)) (global i32 (global.get $b))"),
            std::nullopt);
  EXPECT_EQ(evaluate("(global $a (mut i32) (i32.const 1)) (global i32 (global.get $a))"), std::nullopt);
}

TEST_F(ConstExprTest, OtherTypesHaveNoInteger) {
  EXPECT_EQ(evaluate("(global f32 (f32.const 1))"), std::nullopt);
  EXPECT_EQ(evaluate("(global v128 (v128.const i32x4 1 2 3 4))"), std::nullopt);
  EXPECT_EQ(evaluate("(global funcref (ref.null func))"), std::nullopt);
}

TEST_F(ConstExprTest, ALongChainOfGlobalsIsNotFollowedForEver) {
  std::string globals = "(global $g0 i32 (i32.const 9))";
  for (int i = 1; i < 5000; ++i)
    globals += "(global $g" + std::to_string(i) + " i32 (global.get $g" + std::to_string(i - 1) + "))";
  EXPECT_EQ(evaluate(globals), std::nullopt);
}

TEST_F(ConstExprTest, MadeExpressionsEvaluateToThemselves) {
  std::unique_ptr<Module> module = read("(module)");
  for (uint32_t value : {0u, 63u, 64u, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu}) {
    EXPECT_EQ(evaluateInteger(ConstExpr::i32(value), *module), value);
    EXPECT_EQ(evaluateInteger(ConstExpr::i64(uint64_t(value) << 32), *module), uint64_t(value) << 32);
    EXPECT_EQ(ConstExpr::i32(value).inputOffset(), std::nullopt);
  }
}

TEST_F(ConstExprTest, MalformedOrUnbalancedIsUnknown) {
  std::unique_ptr<Module> module = read("(module)");
  const Bytes empty{0x0B}, two{0x41, 0x01, 0x41, 0x02, 0x0B}, short1{0x41, 0x01, 0x6A, 0x0B}, bad{0x41, 0x01, 0x27},
      unknownGlobal{0x23, 0x05, 0x0B};
  for (const Bytes &bytes : {empty, two, short1, bad, unknownGlobal})
    EXPECT_EQ(evaluateInteger(ConstExpr(bytes, 0), *module), std::nullopt);
}

TEST_F(ConstExprTest, AddingWrapsTheWholeExpression) {
  std::unique_ptr<Module> module =
      read("(module (import \"e\" \"g\" (global $a i32)) (global i32 (global.get $a)) (global i32 (i32.const 7))"
           "(global i32 (i32.mul (i32.add (i32.const 1) (i32.const 2)) (i32.const 3))))");
  ASSERT_TRUE(module);
  auto init = [&](uint32_t global) { return module->globals()[GlobalId(global)].init; };
  EXPECT_EQ(evaluateInteger(init(2).plus(*module, ValueType::I32, 65536), *module), 65543u);
  EXPECT_EQ(evaluateInteger(init(3).plus(*module, ValueType::I32, 0xFFFFFFFF), *module), 8u);
  EXPECT_EQ(evaluateInteger(init(1).plus(*module, ValueType::I32, 65536), *module), std::nullopt);
  for (uint32_t global : {1, 2, 3}) {
    EXPECT_EQ(init(global).lastAdded(), std::nullopt);
    EXPECT_EQ(init(global).plus(*module, ValueType::I32, 5).lastAdded(), 5u);
    EXPECT_EQ(init(global).plus(*module, ValueType::I32, 5).plus(*module, ValueType::I32, 0x80000000).lastAdded(),
              0x80000000u);
    EXPECT_TRUE(init(global).plus(*module, ValueType::I32, 5).isExtended());
  }
  EXPECT_FALSE(init(1).isExtended());
  EXPECT_TRUE(init(3).isExtended());
}

TEST_F(ConstExprTest, AddingIn64BitsKeepsAll64) {
  std::unique_ptr<Module> module =
      read("(module (import \"e\" \"g\" (global $a i64)) (global i64 (global.get $a)) (global i64 (i64.const 7)))");
  ASSERT_TRUE(module);
  const uint64_t far = (uint64_t(1) << 63) + 5;
  auto init = [&](uint32_t global) { return module->globals()[GlobalId(global)].init; };
  EXPECT_EQ(evaluateInteger(init(2).plus(*module, ValueType::I64, far), *module), far + 7);
  EXPECT_EQ(init(1).plus(*module, ValueType::I64, far).lastAdded(), far);
  EXPECT_EQ(init(2).plainI64(), 7u);
  EXPECT_EQ(init(2).plainI32(), std::nullopt);
  EXPECT_EQ(init(1).plainI64(), std::nullopt);
  EXPECT_EQ(ConstExpr::integer(ValueType::I64, far).plainI64(), far);
  EXPECT_EQ(ConstExpr::integer(ValueType::I32, 7).plainI32(), 7u);
  EXPECT_EQ(ConstExpr::integer(ValueType::I32, 7).plainI64(), std::nullopt);
}

} // namespace
