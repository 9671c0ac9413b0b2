//===- BodyFactsTest.cpp - facts taken over, and bounds on accesses ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: facts computed with the help of former ones equal those computed from nothing;
//       `plainOffsetBound` is never too small.
// Why:  passes leave a body alone where the bound says so.
// Never: compares with facts of another module.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/Analysis/BodyFacts.h"
#include "meld/IR/BodyRewriter.h"
#include "meld/Pass/AnalysisManager.h"

using namespace meld;

namespace {

struct BodyFactsTest : test::ModuleFixture {
  std::string printed;
  llvm::raw_string_ostream out{printed};
  PassContext context{out, engine};
  ModuleAnalysisManager analyses{context};

  BodyFacts compute(const Module &module, const BodyFacts *former) {
    return BodyFactsAnalysis().run(module, analyses, former);
  }
  static void expectEqual(const Module &module, const BodyFacts &a, const BodyFacts &b) {
    for (FunctionId id : module.functions().ids()) {
      EXPECT_EQ(a.callees(id), b.callees(id));
      EXPECT_EQ(a.functionRefs(id), b.functionRefs(id));
      EXPECT_EQ(a.plainOffsetBound(id), b.plainOffsetBound(id));
    }
    EXPECT_EQ(a.growSites().size(), b.growSites().size());
    EXPECT_EQ(a.sizeSites().size(), b.sizeSites().size());
    EXPECT_EQ(a.usesBulkMemory(), b.usesBulkMemory());
    for (MemoryId id : module.memories().ids())
      EXPECT_EQ(a.accesses(id), b.accesses(id));
  }
};

constexpr llvm::StringLiteral Text =
    "(module (memory 1) (memory 1) (elem declare func $loads)"
    "(func $loads (drop (i32.load offset=5 (i32.const 0))) (drop (i64.load offset=100000 (i32.const 0))) (call $grows)"
    "  (drop (ref.func $loads)) (nop) (nop) (nop) (nop) (nop) (nop) (nop) (nop) (nop) (nop) (nop) (nop))"
    "(func $grows (drop (memory.grow (i32.const 1))) (drop (memory.size 1)) (call $loads))"
    "(func $fills (memory.fill (i32.const 0) (i32.const 0) (i32.const 9)) (i32.store8 (i32.const 0) (i32.const 0)))"
    "(func $other (drop (i32.load 1 offset=7 (i32.const 0)))) (func $nothing))";

TEST_F(BodyFactsTest, BoundsOfPlainAccesses) {
  std::unique_ptr<Module> module = read(Text);
  ASSERT_TRUE(module);
  BodyFacts facts = compute(*module, nullptr);
  std::optional<uint64_t> loads = facts.plainOffsetBound(functionNamed(*module, "loads"));
  ASSERT_TRUE(loads);
  EXPECT_GT(*loads, 100000u);
  EXPECT_EQ(facts.plainOffsetBound(functionNamed(*module, "nothing")), 0u);
  for (const char *name : {"grows", "fills", "other"})
    EXPECT_FALSE(facts.plainOffsetBound(functionNamed(*module, name))) << name;
  EXPECT_EQ(facts.accesses(MemoryId(0)), 4u);
  EXPECT_EQ(facts.accesses(MemoryId(1)), 1u);
}

TEST_F(BodyFactsTest, FormerFactsOfAnUnchangedModule) {
  std::unique_ptr<Module> module = read(Text);
  ASSERT_TRUE(module);
  BodyFacts former = compute(*module, nullptr);
  expectEqual(*module, compute(*module, &former), former);
}

TEST_F(BodyFactsTest, FormerFactsOfAnEditedBodyAreNotUsed) {
  std::unique_ptr<Module> module = read(Text);
  ASSERT_TRUE(module);
  BodyFacts former = compute(*module, nullptr);
  FunctionId loads = functionNamed(*module, "loads"), nothing = functionNamed(*module, "nothing");
  BodyRewriter rewriter(module->functions()[loads].body, 0);
  Instruction instruction;
  while (rewriter.nextIn(OpcodeSet{Opcode::Call}, instruction))
    rewriter.replace().call(nothing);
  module->setBody(loads, rewriter.finish());
  BodyFacts now = compute(*module, &former);
  expectEqual(*module, now, compute(*module, nullptr));
  EXPECT_EQ(now.callees(loads).front(), nothing);
}

TEST_F(BodyFactsTest, TheManagerHandsOverFormerFacts) {
  std::unique_ptr<Module> module = read(Text);
  ASSERT_TRUE(module);
  BodyFacts fresh = compute(*module, nullptr);
  analyses.get<BodyFactsAnalysis>(*module);
  analyses.invalidate(PreservedAnalyses::none());
  EXPECT_FALSE(analyses.getCached<BodyFactsAnalysis>());
  expectEqual(*module, analyses.get<BodyFactsAnalysis>(*module), fresh);
}

} // namespace
