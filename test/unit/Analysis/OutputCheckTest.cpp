//===- OutputCheckTest.cpp - every postcondition is noticed when it is violated ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: lowered modules, right and wrong in one point each, given to `checkOutput`.
// Why:  the passes leave no such module, so no test of the tool can show that the check
//       would stop one (docs/passes/rebase.md, S9).
// Never: builds the layout with the passes it is to judge.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/Analysis/LoweringCheck.h"
#include "meld/IR/CodeBuilder.h"

using namespace meld;

namespace {

constexpr const char *TwoWindows =
    R"({"version":1,"rebased":true,"windows":[)"
    R"({"name":"a","input":0,"memory":0,"base":0,"initialPages":1,"reservePages":1,"maximumPages":null,)"
    R"("grownGlobal":0,"growFunction":0},)"
    R"({"name":"b","input":1,"memory":0,"base":131072,"initialPages":1,"reservePages":0,"maximumPages":null}],)"
    R"("premises":[])";

struct OutputCheckTest : test::ModuleFixture {
  /// What the check says of a module with two windows: pages 0 and 1 (one of them
  /// reserve), and page 2; `index` is the type of addresses. Empty if nothing.
  std::string check(llvm::StringRef fields, const std::string &more = "", const char *layout = TwoWindows,
                    const std::string &index = "i32") {
    Bytes bytes = encodeText("(module (import \"e\" \"at\" (global $at " + index + ")) (memory " + index +
                             " 3 3)(global $grown (mut " + index + ") (" + index + ".const 0))" + fields.str() + ")");
    Bytes section;
    encode::name(section, "meld.layout");
    // Global 0 is the imported one, so the counter is global 1.
    std::string text = layout + more + "}";
    text.replace(text.find("\"grownGlobal\":0"), 15, "\"grownGlobal\":1");
    encode::bytes(section, {reinterpret_cast<const uint8_t *>(text.data()), text.size()});
    bytes.push_back(0);
    encode::unsignedLeb(bytes, section.size());
    encode::bytes(bytes, section);
    std::unique_ptr<Module> module = read(bytes);
    if (!module)
      return "unread";
    EXPECT_EQ(module->layout().unreadable, "");
    Result<void> checked = checkOutput(*module);
    if (checked)
      return "";
    llvm::StringRef fact = checked.failure().diagnostic().fact;
    EXPECT_TRUE(fact.consume_front("postcondition violated: ")) << fact.str();
    return fact.str();
  }
  static std::string function(const std::string &body) { return "(func (param i32) (result i32) " + body + ")"; }
};

TEST_F(OutputCheckTest, ARightModulePasses) {
  EXPECT_EQ(check(function("(i32.load offset=131068 (local.get 0))") + "(data (i32.const 65532) \"abcd\")" +
                  "(data (i32.const 131072) \"b\") (data \"passive\")"),
            "");
}

TEST_F(OutputCheckTest, SegmentsLieInTheInitialPartOfOneWindow) {
  constexpr const char *outside = "an active segment does not lie in the initial part of a window";
  for (const char *offset : {"65533", "65536", "131070", "196605", "-1"})
    EXPECT_EQ(check(function("(local.get 0)") + "(data (i32.const " + offset + ") \"abcd\")"), outside) << offset;
  EXPECT_EQ(check(function("(local.get 0)") + "(data (i32.const 131070) \"\")"), outside);
  EXPECT_EQ(check(function("(local.get 0)") + "(data (global.get $at) \"a\")"), outside);
}

TEST_F(OutputCheckTest, SegmentsTakenToFitMoveWithTheirWindow) {
  constexpr const char *stays = "an active segment of unknown offset does not move with its window";
  auto inWindow = [&](const std::string &offset, unsigned input) {
    return check(function("(local.get 0)") + "(data " + offset + " \"a\")",
                 ",\"assumedSegments\":[{\"segment\":0,\"input\":" + std::to_string(input) + "}]");
  };
  EXPECT_EQ(inWindow("(global.get $at)", 0), "");
  EXPECT_EQ(inWindow("(global.get $at)", 1), stays);
  EXPECT_EQ(inWindow("(i32.add (global.get $at) (i32.const 131072))", 1), "");
  EXPECT_EQ(inWindow("(i32.add (i32.add (global.get $at) (i32.const 4)) (i32.const 131072))", 1), "");
  EXPECT_EQ(inWindow("(i32.add (global.get $at) (i32.const 131071))", 1), stays);
  EXPECT_EQ(inWindow("(i32.sub (global.get $at) (i32.const 131072))", 1), stays);
  EXPECT_EQ(inWindow("(i32.add (i32.const 131072) (global.get $at))", 1), stays);
  EXPECT_EQ(inWindow("(global.get $at)", 2), stays);
  // What is known is not taken on trust.
  EXPECT_EQ(inWindow("(i32.const 65536)", 0), "an active segment does not lie in the initial part of a window");
}

TEST_F(OutputCheckTest, WindowsAndMemories) {
  EXPECT_EQ(check(function("(i32.load offset=131069 (local.get 0))")),
            "i32.load: the static part of the address lies in no window");
  EXPECT_EQ(check(function("(i32.load offset=196605 (local.get 0))")),
            "i32.load: the static part of the address lies in no window");
  EXPECT_EQ(check(function("(memory.size)")), "memory.size: left on a frozen memory");
  EXPECT_EQ(check(function("(memory.grow (local.get 0))")), "memory.grow: left on a frozen memory");
}

TEST_F(OutputCheckTest, AddressesOf64Bits) {
  auto check64 = [&](const std::string &fields, const std::string &more = "") {
    return check("(func (param i64) (result i32) " + fields, more, TwoWindows, "i64");
  };
  EXPECT_EQ(check64("(i32.load offset=131068 (local.get 0))) (data (i64.const 131072) \"b\")"), "");
  EXPECT_EQ(check64("(i32.load offset=131069 (local.get 0)))"),
            "i32.load: the static part of the address lies in no window");
  EXPECT_EQ(check64("(i32.const 0)) (data (i64.const -2) \"abcd\")"), // ends at 2 if its end wraps
            "an active segment does not lie in the initial part of a window");
  constexpr const char *assumed = ",\"assumedSegments\":[{\"segment\":0,\"input\":1}]";
  EXPECT_EQ(check64("(i32.const 0)) (data (i64.add (global.get $at) (i64.const 131072)) \"a\")", assumed), "");
  EXPECT_EQ(check64("(i32.const 0)) (data (i64.add (global.get $at) (i64.const 0x100020000)) \"a\")", assumed),
            "an active segment of unknown offset does not move with its window");
}

TEST_F(OutputCheckTest, AMemoryThatWasBoundedAloneIsNotGrown) {
  constexpr const char *alone =
      R"({"version":1,"rebased":false,"windows":[{"name":"a","input":0,"memory":0,"base":0,"initialPages":1,)"
      R"("reservePages":2,"maximumPages":null,"grownGlobal":0,"growFunction":0}],"premises":[])";
  EXPECT_EQ(check(function("(i32.load offset=999999 (local.get 0))"), "", alone), "");
  EXPECT_EQ(check(function("(memory.grow (local.get 0))"), "", alone), "memory.grow: left on a frozen memory");
}

} // namespace
