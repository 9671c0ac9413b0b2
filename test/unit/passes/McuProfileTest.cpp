//===- McuProfileTest.cpp - what a pass may not add for microcontrollers -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: rules of verify<profile=mcu> about what was added to the input: a start
//       function, passive segments, imports, globals that do not start at 0.
// Why:  no pass of this project adds any of these, so no pipeline can show it.
// Never: tests a rule that an input can break; those are in test/passes/verify.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "passes/McuProfile.h"

using namespace meld;

namespace {

struct McuProfileTest : test::ModuleFixture {
  /// The fact of the violation; empty if there is none.
  static std::string violation(const Module &module) {
    Result<void> fits = checkMcuProfile(module);
    return fits ? "" : fits.failure().diagnostic().fact;
  }
  /// Has one of everything that may not be added.
  std::unique_ptr<Module> module =
      read("(module (import \"e\" \"f\" (func)) (func) (global (mut i32) (i32.const 5)) (memory 1 1) (data \"x\")"
           "(table 1 funcref) (elem func 1) (export \"__stack_pointer\" (global 0)))");
};

TEST_F(McuProfileTest, WhatTheInputHasIsNotNew) { EXPECT_EQ(violation(*module), ""); }

TEST_F(McuProfileTest, StartFunction) {
  module->setStart(FunctionId(1));
  EXPECT_EQ(violation(*module), "a pass made this the start function");
  module = read("(module (func) (func) (start 0))");
  module->setStart(FunctionId(1));
  EXPECT_EQ(violation(*module), "");
}

TEST_F(McuProfileTest, PassiveSegments) {
  DataSegment data;
  const Bytes content{1};
  data.bytes = content;
  module->add(std::move(data));
  EXPECT_EQ(violation(*module), "a pass added this passive segment");
  module = read("(module (memory 1 1))");
  DataSegment active;
  active.isActive = true;
  active.memory = MemoryId(0);
  active.offset = ConstExpr::i32(0);
  active.bytes = content;
  module->add(std::move(active));
  EXPECT_EQ(violation(*module), "");
  module = read("(module (func) (table 1 funcref) (elem func 0))");
  module->add(ElementSegment());
  EXPECT_EQ(violation(*module), "a pass added this passive segment");
  module = read("(module (func) (table 1 funcref) (elem func 0))");
  ElementSegment declarative;
  declarative.mode = ElementSegment::Declarative;
  module->add(std::move(declarative));
  EXPECT_EQ(violation(*module), "");
}

TEST_F(McuProfileTest, Imports) {
  TypeId type = module->findOrAddType({}, {});
  Function function;
  function.type = type;
  function.import = module->save(Import{"e", "g"});
  module->add(std::move(function));
  Result<void> fits = checkMcuProfile(*module);
  ASSERT_FALSE(fits);
  EXPECT_EQ(fits.failure().diagnostic().fact, "a pass added this import");
  EXPECT_EQ(fits.failure().diagnostic().location.index, 1u);

  const std::unique_ptr<Module> withTable = read("(module)"), withGlobal = read("(module)"), withTag = read("(module)");
  Table table;
  table.elementType = ValueType::funcref();
  table.import = withTable->save(Import{"e", "t"});
  withTable->add(std::move(table));
  Global global;
  global.type = ValueType::I32;
  global.import = withGlobal->save(Import{"e", "g"});
  withGlobal->add(std::move(global));
  Tag tag;
  tag.type = withTag->findOrAddType({}, {});
  tag.import = withTag->save(Import{"e", "tag"});
  withTag->add(std::move(tag));
  for (const Module *with : {withTable.get(), withGlobal.get(), withTag.get()})
    EXPECT_EQ(violation(*with), "a pass added this import");
}

/// Each step breaks a rule that comes before those that are broken already.
TEST_F(McuProfileTest, TheFirstRuleThatIsBrokenIsTold) {
  module =
      read("(module (func) (memory 1 1) (global (mut i32) (i32.const 5)) (export \"__stack_pointer\" (global 0)))");
  auto addGlobal = [&](ValueType type, ConstExpr init, bool isMutable, ImportRef import) {
    Global global;
    global.type = type;
    global.init = init;
    global.isMutable = isMutable;
    global.import = import;
    module->add(std::move(global));
  };
  addGlobal(ValueType::I32, ConstExpr::i32(1), true, {});
  EXPECT_EQ(violation(*module), "global 1, which a pass added, does not start at 0");
  const std::unique_ptr<Module> other = read("(module (global i32 (i32.add (i32.const 1) (i32.const 2))))");
  addGlobal(ValueType::I32, other->globals()[GlobalId(0)].init, false, {});
  EXPECT_EQ(violation(*module), "the initial value of global 2 needs extended constant expressions");
  addGlobal(ValueType::I32, {}, false, module->save(Import{"e", "g"}));
  EXPECT_EQ(violation(*module), "a pass added this import");
  module->add(DataSegment());
  EXPECT_EQ(violation(*module), "a pass added this passive segment");
  module->setStart(FunctionId(0));
  EXPECT_EQ(violation(*module), "a pass made this the start function");
  addGlobal(ValueType::F32, {}, false, module->save(Import{"e", "f"}));
  EXPECT_EQ(violation(*module), "global 4 is no i32");
}

TEST_F(McuProfileTest, GlobalsThatDoNotStartAtZero) {
  auto add = [&](bool isMutable, uint32_t value) {
    Global global;
    global.type = ValueType::I32;
    global.isMutable = isMutable;
    global.init = ConstExpr::i32(value);
    global.name = module->save("added");
    module->add(std::move(global));
  };
  add(true, 0);
  add(false, 65536);
  EXPECT_EQ(violation(*module), "");
  add(true, 1);
  EXPECT_EQ(violation(*module), "global 3 $added, which a pass added, does not start at 0");
}

} // namespace
