//===- ParallelVerifierTest.cpp - one verdict on any number of threads ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: bodies are validated on several threads; the verdict, and of several invalid
//       bodies the one that is reported, are those of one thread.
// Why:  a message that changes from run to run cannot be tested or searched for.
// Never: uses so few bytes that all bodies go to one thread.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"

using namespace meld;

namespace {

struct ParallelVerifierTest : test::ModuleFixture {
  static constexpr unsigned Functions = 64;

  /// More than a megabyte of code; functions in `invalid` drop what is not there.
  std::unique_ptr<Module> make(std::initializer_list<unsigned> invalid) {
    std::string text = "(module";
    for (unsigned i = 0; i < Functions; ++i) {
      text += " (func";
      for (unsigned k = 0; k < 1700; ++k)
        text += " f64.const 1 drop";
      text += llvm::is_contained(invalid, i) ? " drop)" : ")";
    }
    return read(text + ")");
  }
  std::string verdict(const Module &module, unsigned threads) {
    Result<void> valid = verifyModule(module, threads);
    return valid ? "valid" : show(valid.failure());
  }
};

TEST_F(ParallelVerifierTest, Valid) {
  std::unique_ptr<Module> module = make({});
  ASSERT_TRUE(module);
  for (unsigned threads : {1, 2, 8})
    EXPECT_EQ(verdict(*module, threads), "valid");
}

TEST_F(ParallelVerifierTest, TheFirstInvalidFunctionIsReported) {
  std::unique_ptr<Module> module = make({21, 22, 40, 63});
  ASSERT_TRUE(module);
  const std::string alone = verdict(*module, 1);
  EXPECT_NE(alone.find("function #21,"), std::string::npos) << alone;
  for (int round = 0; round < 10; ++round)
    for (unsigned threads : {2, 8})
      EXPECT_EQ(verdict(*module, threads), alone);
}

} // namespace
