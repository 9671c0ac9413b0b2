//===- PendingEditsTest.cpp - types, globals and functions that function passes ask for ---===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a pass that instruments every function, with things of its own and things that all
//       share, on one thread, on several, and watched; the result is verified and printed.
// Why:  ids that are asked for on different threads must come out the same.
// Never: looks at ids while the pass runs: they mean something only in the end.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/IR/BodyRewriter.h"
#include "meld/IR/CodeBuilder.h"
#include "meld/IR/Printer.h"
#include "meld/Pass/PassManager.h"

using namespace meld;

namespace {

/// Puts before each function's code: count its calls in a global of its own, then call a
/// shared helper with its number, which adds to a shared counter and calls an import.
struct CountCalls : PassInfoMixin<CountCalls> {
  static constexpr PassInfo info{.name = "count-calls", .summary = "instruments every other function"};
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &) const {
    if (unit.id().value % 2 != 0)
      return PreservedAnalyses::all();
    PendingEdits &edits = unit.edits();
    TypeId type = edits.findOrAddType({ValueType::I32, ValueType::I64}, {});
    EXPECT_EQ(edits.findOrAddType({ValueType::I32, ValueType::I64}, {}), type);
    GlobalId mine = edits.addGlobal({.name = "calls." + std::to_string(unit.id().value)});
    GlobalId all = edits.addGlobal({.type = ValueType::I64, .initial = 7, .name = "all"}, "all");
    FunctionId log = edits.addFunction({.type = edits.findOrAddType({ValueType::I64}, {}),
                                        .name = "log",
                                        .import = std::pair<std::string, std::string>("env", "log")},
                                       "log");
    std::vector<uint8_t> helper{0}; // no locals
    CodeBuilder(helper).globalGet(all).localGet(1).op(Opcode::I64Add).globalSet(all).globalGet(all).call(log).end();
    FunctionId note =
        edits.addFunction({.type = type, .body = FunctionBody(std::move(helper), 1), .name = "note"}, "note");

    BodyRewriter rewriter(unit.function().body, 0);
    Instruction first;
    EXPECT_TRUE(rewriter.next(first));
    rewriter.insertBefore()
        .globalGet(mine)
        .i32Const(1)
        .op(Opcode::I32Add)
        .globalSet(mine)
        .i32Const(unit.id().value)
        .i64Const(1)
        .call(note);
    while (rewriter.next(first)) {
    }
    unit.setBody(rewriter.finish());
    return PreservedAnalyses::none();
  }
};

/// Asks for different things under one key.
struct Disagree : PassInfoMixin<Disagree> {
  static constexpr PassInfo info{.name = "disagree", .summary = "asks for different things under one key"};
  enum What { Global, Function, Type } what;
  explicit Disagree(What what) : what(what) {}
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &) const {
    const uint32_t id = unit.id().value;
    if (what == Global)
      unit.edits().addGlobal({.initial = id / 3}, "key");
    else if (what == Function)
      unit.edits().addFunction({.type = unit.function().type, .body = codeOf(id / 3)}, "key");
    else
      unit.edits().addFunction({.type = TypeId(unit.module().types().size()), .body = codeOf(0)});
    return PreservedAnalyses::all();
  }
  static FunctionBody codeOf(uint32_t value) {
    std::vector<uint8_t> bytes{0};
    CodeBuilder(bytes).i32Const(value).op(Opcode::Drop).end();
    return FunctionBody(std::move(bytes), 1);
  }
};

class Watcher final : public PassObserver {
  Result<void> afterPass(const PassInfo &, const PassUnit &unit, const PreservedAnalyses &) override {
    // Whatever was asked for is there already.
    EXPECT_TRUE(verifyModule(unit.module).succeeded()) << "after function " << unit.function->value;
    return {};
  }
};

struct PendingEditsTest : test::ModuleFixture {
  static std::string manyFunctions() {
    std::string text = "(module (type (func)) (import \"env\" \"f\" (func)) (global i32 (i32.const 5))\n";
    for (unsigned i = 1; i < 200; ++i)
      text += "(func $f" + std::to_string(i) + " (local i32) block br 0 end call " + std::to_string(i) + ")\n";
    return text + ")";
  }
  /// The module as text after the pass, or the failure.
  template <class Pass> std::string run(Pass pass, unsigned threads, bool isWatched = false) {
    std::unique_ptr<Module> module = read(bytes);
    PassContext context{llvm::nulls(), engine};
    context.threads = threads;
    if (isWatched)
      context.instrumentation.add(std::make_unique<Watcher>());
    ModuleAnalysisManager analyses(context);
    FunctionPassManager passes;
    passes.addPass(pass);
    PassResult result = passes.run(*module, analyses);
    if (!result)
      return show(result.failure());
    Result<void> valid = verifyModule(*module);
    EXPECT_TRUE(valid) << show(valid.failure());
    EXPECT_FALSE(write(*module).empty());
    std::string text;
    llvm::raw_string_ostream stream(text);
    printModule(stream, *module);
    return text;
  }
  Bytes bytes = encodeText(manyFunctions());
};

TEST_F(PendingEditsTest, WhatFunctionsAskForIsAddedInTheirOrder) {
  const std::string text = run(CountCalls(), 1);
  // One of each that is shared, the first one's own things first.
  EXPECT_EQ(llvm::StringRef(text).count("(global $all"), 1u);
  EXPECT_EQ(llvm::StringRef(text).count("(func $note"), 1u);
  EXPECT_EQ(llvm::StringRef(text).count("(import \"env\" \"log\""), 1u);
  EXPECT_EQ(llvm::StringRef(text).count("(global $calls."), 99u);
  EXPECT_LT(text.find("(global $calls.2 (;1;)"), text.find("(global $all (;2;)")) << text;
  EXPECT_LT(text.find("(global $all (;2;)"), text.find("(global $calls.4 (;3;)")) << text;
  EXPECT_NE(text.find("    global.get $calls.198\n    i32.const 1\n    i32.add\n    global.set $calls.198\n"
                      "    i32.const 198\n    i64.const 1\n    call $note\n    block"),
            std::string::npos)
      << text;
}

TEST_F(PendingEditsTest, NeitherThreadsNorObserversShow) {
  const std::string expected = run(CountCalls(), 1);
  for (unsigned threads : {2, 3, 8})
    for (int repetition = 0; repetition < 5; ++repetition)
      EXPECT_TRUE(run(CountCalls(), threads) == expected) << threads << " threads";
  EXPECT_EQ(run(CountCalls(), 8, /*isWatched=*/true), expected);
}

TEST_F(PendingEditsTest, OffsetsIntoTheInputStay) {
  std::unique_ptr<Module> module = read(bytes);
  std::unique_ptr<Module> before = module->clone();
  PassContext context{llvm::nulls(), engine};
  ModuleAnalysisManager analyses(context);
  FunctionPassManager passes;
  passes.addPass(CountCalls());
  ASSERT_TRUE(passes.run(*module, analyses).succeeded());
  const FunctionBody &old = before->functions()[FunctionId(198)].body;
  const FunctionBody &body = module->functions()[FunctionId(198)].body;
  InstructionCursor cursor = body.instructions();
  Instruction instruction;
  while (cursor.next(instruction) && instruction.opcode != Opcode::Block) {
  }
  const auto moved = static_cast<uint32_t>(instruction.begin - body.code().begin());
  EXPECT_EQ(body.inputOffsetOf(moved), old.inputOffsetOf(0));
  EXPECT_EQ(body.inputOffsetOf(moved + 2), old.inputOffsetOf(2));
  EXPECT_FALSE(before->functions()[FunctionId(198)].body.isEdited()) << "a clone stays as it was";
}

TEST_F(PendingEditsTest, OneKeyMeansOneThing) {
  for (unsigned threads : {1, 4}) {
    std::string global = run(Disagree(Disagree::Global), threads);
    EXPECT_NE(global.find("function $f3 (#3)"), std::string::npos) << global;
    EXPECT_NE(global.find("disagree: asks for another global under the key 'key' than a function before it"),
              std::string::npos)
        << global;
    std::string function = run(Disagree(Disagree::Function), threads);
    EXPECT_NE(function.find("asks for another function under the key 'key'"), std::string::npos) << function;
    std::string type = run(Disagree(Disagree::Type), threads);
    EXPECT_NE(type.find("disagree: the new code refers to something that the function did not ask for"),
              std::string::npos)
        << type;
  }
}

TEST_F(PendingEditsTest, AnEqualTypeOfTheModuleIsUsed) {
  std::unique_ptr<Module> module = read(bytes);
  PendingEdits edits(*module);
  EXPECT_EQ(edits.findOrAddType({}, {}), TypeId(0));
  EXPECT_TRUE(edits.isEmpty());
  EXPECT_EQ(edits.findOrAddType({ValueType::F32}, {}).value, module->types().size());
  EXPECT_EQ(edits.addGlobal({}).value, module->globals().size());
  EXPECT_EQ(edits.addGlobal({}).value, module->globals().size() + 1);
  EXPECT_EQ(edits.addFunction({}).value, module->functions().size());
  EXPECT_FALSE(edits.isEmpty());
}

} // namespace
