//===- MemoryGrowTest.cpp - verdicts and chains ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: what the call graph reaches and what is concluded about growth, where a test
//       of the printed table could not look: paths, bodies that cannot be decoded,
//       facts that the passes rely on.
// Why:  "dead" is a promise that a site never runs.
// Never: repeats the tests of `probe`.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/Analysis/MemoryGrow.h"
#include "meld/Analysis/MemoryLayout.h"
#include "meld/Pass/AnalysisManager.h"

using namespace meld;

namespace {

struct MemoryGrowTest : test::ModuleFixture {
  std::string printed;
  llvm::raw_string_ostream out{printed};
  PassContext context{out, engine};
  ModuleAnalysisManager analyses{context};
};

TEST_F(MemoryGrowTest, TheShortestChainWins) {
  std::unique_ptr<Module> module =
      read("(module (memory 1) (func $long (export \"a\") (call $mid)) (func $mid (call $low)) (func $low (call $grow))"
           "(func $grow (drop (memory.grow (i32.const 1)))) (func $short (export \"b\") (call $low)))");
  ASSERT_TRUE(module);
  const CallGraph &graph = analyses.get<CallGraphAnalysis>(*module);
  EXPECT_EQ(graph.chain(*module, functionNamed(*module, "grow")), "export \"b\" -> $short -> $low -> $grow");
  EXPECT_EQ(graph.path(functionNamed(*module, "grow")).size(), 3u);
}

TEST_F(MemoryGrowTest, CyclesEnd) {
  std::unique_ptr<Module> module = read(
      "(module (func $a (export \"a\") (call $b)) (func $b (call $a) (call $b)) (func $c (call $d)) (func $d (call $c)))");
  ASSERT_TRUE(module);
  const CallGraph &graph = analyses.get<CallGraphAnalysis>(*module);
  EXPECT_TRUE(graph.isReachable(functionNamed(*module, "b")));
  EXPECT_FALSE(graph.isReachable(functionNamed(*module, "c")));
  EXPECT_FALSE(graph.isReachable(functionNamed(*module, "d")));
}

TEST_F(MemoryGrowTest, AVeryLongChainIsNoRecursion) {
  std::string text = "(module (memory 1) (export \"run\" (func $f0))";
  constexpr int Length = 20000;
  for (int i = 0; i < Length; ++i)
    text += "(func $f" + std::to_string(i) + " (call $f" + std::to_string(i + 1) + "))";
  text += "(func $f" + std::to_string(Length) + " (drop (memory.grow (i32.const 1)))))";
  std::unique_ptr<Module> module = read(text);
  ASSERT_TRUE(module);
  const MemoryGrow &grow = analyses.get<MemoryGrowAnalysis>(*module);
  EXPECT_EQ(grow.of(MemoryId(0)).verdict, GrowVerdict::Live);
}

TEST_F(MemoryGrowTest, AReachableBodyThatCannotBeDecodedMakesEverythingUnknown) {
  std::unique_ptr<Module> module =
      read("(module (memory 1) (memory 1) (func $bad (export \"a\")) (func $dead (drop (memory.grow (i32.const 1)))))");
  ASSERT_TRUE(module);
  module->setBody(functionNamed(*module, "bad"), FunctionBody(Bytes{0, 0x27, 0x0B}, 1));
  const MemoryGrow &grow = analyses.get<MemoryGrowAnalysis>(*module);
  EXPECT_EQ(grow.undecodable(), functionNamed(*module, "bad"));
  EXPECT_EQ(grow.of(MemoryId(0)).verdict, GrowVerdict::Unknown);
  EXPECT_EQ(grow.of(MemoryId(1)).verdict, GrowVerdict::Unknown); // it could grow any
  EXPECT_TRUE(mayGrow(GrowVerdict::Unknown));
  EXPECT_EQ(grow.of(MemoryId(0)).growSites.at(0).verdict, GrowVerdict::Unknown);
}

TEST_F(MemoryGrowTest, ADeadBodyThatCannotBeDecodedIsNoReason) {
  std::unique_ptr<Module> module = read("(module (memory 1) (func $bad) (func $run (export \"a\")))");
  ASSERT_TRUE(module);
  module->setBody(functionNamed(*module, "bad"), FunctionBody(Bytes{0, 0x27, 0x0B}, 1));
  const MemoryGrow &grow = analyses.get<MemoryGrowAnalysis>(*module);
  EXPECT_EQ(grow.undecodable(), std::nullopt);
  EXPECT_EQ(grow.of(MemoryId(0)).verdict, GrowVerdict::None);
}

TEST_F(MemoryGrowTest, OffsetBoundsOfPlainAccesses) {
  std::unique_ptr<Module> module = read(
      "(module (memory 1) (memory 1) (func $none) (func $plain (drop (i32.load offset=40 (i32.const 0))))"
      "(func $far (drop (i32.load offset=1000000 (i32.const 0)))) (func $other (drop (i32.load 1 (i32.const 0))))"
      "(func $size (drop (memory.size))) (func $fill (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)))"
      "(func $lane (drop (v128.load8_lane offset=70000 3 (i32.const 0) (v128.const i32x4 0 0 0 0))))"
      "(func $atomic (drop (i32.atomic.load offset=80000 (i32.const 0)))))");
  ASSERT_TRUE(module);
  const BodyFacts &facts = analyses.get<BodyFactsAnalysis>(*module);
  auto bound = [&](llvm::StringRef name) { return facts.plainOffsetBound(functionNamed(*module, name)); };
  EXPECT_EQ(bound("none"), 0u);
  EXPECT_GT(bound("plain").value_or(0), 40u);
  EXPECT_GT(bound("far").value_or(0), 1000000u);
  EXPECT_EQ(bound("other"), std::nullopt);
  EXPECT_EQ(bound("size"), std::nullopt);
  EXPECT_EQ(bound("fill"), std::nullopt);
  // Either unknown or above the real offset, never below.
  EXPECT_GT(bound("lane").value_or(~uint64_t(0)), 70000u);
  EXPECT_GT(bound("atomic").value_or(~uint64_t(0)), 80000u);
  EXPECT_EQ(facts.accesses(MemoryId(0)), 5u);
  EXPECT_EQ(facts.accesses(MemoryId(1)), 1u);
}

TEST_F(MemoryGrowTest, EndOfActiveData) {
  std::unique_ptr<Module> module =
      read("(module (import \"e\" \"g\" (global $i i32)) (memory 1) (memory 1) (global $g i32 (i32.const 100))"
           "(data (i32.const 8) \"abcd\") (data (global.get $g) \"\") (data \"passive\") (data (memory 1) (global.get $i) \"x\"))");
  ASSERT_TRUE(module);
  EXPECT_EQ(endOfActiveData(*module, MemoryId(0)), 100u);
  EXPECT_EQ(endOfActiveData(*module, MemoryId(1)), std::nullopt);
}

} // namespace
