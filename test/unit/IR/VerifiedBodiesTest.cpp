//===- VerifiedBodiesTest.cpp - what need not be validated twice ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `verifyEditedModule` skips bodies that were valid before; it must find what an
//       edit broke all the same, in changed bodies and in unchanged ones.
// Why:  the verification of every output rests on it.
// Never: states a rejection without the neighbour that is accepted.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"

using namespace meld;

namespace {

constexpr unsigned Threads = 2;

struct VerifiedBodiesTest : test::ModuleFixture {
  /// Remembers the bodies of `before` and validates `after` against them.
  bool accepts(llvm::StringRef before, llvm::StringRef after) {
    std::unique_ptr<Module> first = read(before), second = read(after);
    VerifiedBodies known;
    if (!first || !second || !verifyModule(*first, Threads, known)) {
      ADD_FAILURE() << "the first module is invalid";
      return false;
    }
    Result<void> alone = verifyModule(*second), remembering = verifyEditedModule(*second, Threads, known);
    EXPECT_EQ(bool(alone), bool(remembering)) << "what is remembered changed the verdict";
    if (!alone && !remembering) {
      EXPECT_EQ(show(alone.failure()), show(remembering.failure()));
    }
    return bool(remembering);
  }
};

constexpr llvm::StringLiteral Before =
    "(module (memory 1) (memory 1) (global $g (mut i32) (i32.const 0)) (func $callee (param i32))"
    "(func $user (call $callee (i32.const 1)) (global.set $g (i32.load 1 (i32.const 0)))))";

TEST_F(VerifiedBodiesTest, TheSameModule) { EXPECT_TRUE(accepts(Before, Before)); }

TEST_F(VerifiedBodiesTest, MoreDeclarations) {
  EXPECT_TRUE(accepts(Before, "(module (memory 1) (memory 1) (global $g (mut i32) (i32.const 0)) (global (mut i64) (i64.const 0))"
                              "(func $callee (param i32)) (func $user (call $callee (i32.const 1))"
                              "(global.set $g (i32.load 1 (i32.const 0)))) (func $more (global.set 1 (i64.const 2))))"));
}

TEST_F(VerifiedBodiesTest, AChangedBody) {
  EXPECT_FALSE(accepts(Before, "(module (memory 1) (memory 1) (global $g (mut i32) (i32.const 0)) (func $callee (param i32))"
                               "(func $user (call $callee (i64.const 1)) (global.set $g (i32.load 1 (i32.const 0)))))"));
}

TEST_F(VerifiedBodiesTest, AnUnchangedBodyThatCallsAnotherType) {
  EXPECT_FALSE(accepts(Before, "(module (memory 1) (memory 1) (global $g (mut i32) (i32.const 0)) (func $callee (param i64))"
                               "(func $user (call $callee (i32.const 1)) (global.set $g (i32.load 1 (i32.const 0)))))"));
}

TEST_F(VerifiedBodiesTest, AnUnchangedBodyThatSetsAnImmutableGlobal) {
  EXPECT_FALSE(accepts(Before, "(module (memory 1) (memory 1) (global $g i32 (i32.const 0)) (func $callee (param i32))"
                               "(func $user (call $callee (i32.const 1)) (global.set $g (i32.load 1 (i32.const 0)))))"));
}

TEST_F(VerifiedBodiesTest, AnUnchangedBodyThatAccessesAMergedMemory) {
  EXPECT_FALSE(accepts(Before, "(module (memory 2) (global $g (mut i32) (i32.const 0)) (func $callee (param i32))"
                               "(func $user (call $callee (i32.const 1)) (global.set $g (i32.load 1 (i32.const 0)))))"));
}

TEST_F(VerifiedBodiesTest, AnUnchangedBodyWhoseReferenceIsNoLongerDeclared) {
  constexpr llvm::StringLiteral Declared = "(module (elem declare func $f) (func $f (drop (ref.func $f))))";
  EXPECT_TRUE(accepts(Declared, Declared));
  EXPECT_FALSE(accepts(Declared, "(module (func $f (drop (ref.func $f))))"));
}

TEST_F(VerifiedBodiesTest, AnUnchangedBodyThatDropsAnErasedSegment) {
  constexpr llvm::StringLiteral Two = "(module (memory 1) (data \"a\") (data \"b\") (func (data.drop 1)))";
  EXPECT_TRUE(accepts(Two, Two));
  EXPECT_FALSE(accepts(Two, "(module (memory 1) (data \"a\") (func (data.drop 1)))"));
}

} // namespace
