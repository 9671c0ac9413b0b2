//===- WriterTest.cpp - what an edit changes, and what it does not ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: sections that appear, vanish or stay byte for byte when a module is edited;
//       the data count; names; window instructions that cannot be written.
// Why:  an edit may change only what it must.
// Never: compares a module only with what this reader makes of it, where bytes are
//        promised.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/IR/CodeBuilder.h"

using namespace meld;

namespace {

struct WriterTest : test::ModuleFixture {
  static Bytes rawOf(const Module &module, Section section) {
    llvm::ArrayRef<uint8_t> raw = module.section(section).raw;
    return {raw.begin(), raw.end()};
  }
};

TEST_F(WriterTest, AModuleFromNothing) {
  std::unique_ptr<Module> module = read("(module)");
  ASSERT_TRUE(module);
  TypeId type = module->findOrAddType({ValueType::I32}, {ValueType::I32});
  Bytes body{0};
  CodeBuilder(body).localGet(0).end();
  FunctionId function = module->add(Function{FunctionBody(body, 1), type, {}, module->save("f")});
  Memory memory;
  memory.limits = {1, 2, false, false, std::nullopt};
  module->add(std::move(memory));
  Global global;
  global.type = ValueType::I32;
  global.isMutable = true;
  global.init = ConstExpr::i32(5);
  module->add(std::move(global));
  module->editExports().push_back({"run", {ExternalKind::Function, function.value}});
  DataSegment data;
  data.isActive = true;
  data.offset = ConstExpr::i32(1);
  const Bytes content{1, 2, 3};
  data.bytes = content;
  module->add(std::move(data));
  std::unique_ptr<Module> after = read(write(*module));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->functions().size(), 1u);
  EXPECT_EQ(after->memories()[MemoryId(0)].limits.maximum, 2u);
  EXPECT_EQ(after->dataSegments()[DataId(0)].bytes, llvm::ArrayRef<uint8_t>(content));
  EXPECT_TRUE(after->globals()[GlobalId(0)].isMutable);
  EXPECT_EQ(after->exports().front().name, "run");
}

TEST_F(WriterTest, AnEditedSectionLeavesTheOthersAlone) {
  const char *text = "(module (type (func)) (import \"e\" \"f\" (func)) (func (nop)) (func (nop) (nop)) (table 1 funcref)"
                     "(memory 1) (global i32 (i32.const 1)) (export \"m\" (memory 0)) (start 1) (elem (i32.const 0) 1)"
                     "(data (i32.const 0) \"abc\"))";
  std::unique_ptr<Module> module = read(text);
  ASSERT_TRUE(module);
  module->edit(MemoryId(0)).limits.minimum = 2;
  std::unique_ptr<Module> after = read(write(*module));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->memories()[MemoryId(0)].limits.minimum, 2u);
  for (Section section : SectionOrder)
    if (section == Section::Memory)
      EXPECT_NE(rawOf(*after, section), rawOf(*module, section));
    else
      EXPECT_EQ(rawOf(*after, section), rawOf(*module, section)) << unsigned(section);
}

TEST_F(WriterTest, ErasingTheLastEntityRemovesTheSection) {
  const Bytes preamble{0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00};
  Bytes bytes = preamble;
  for (const Bytes &section : {Bytes{1, 4, 1, 0x60, 0, 0}, Bytes{3, 2, 1, 0}, Bytes{4, 4, 1, 0x70, 0, 1}, Bytes{5, 3, 1, 0, 1},
                               Bytes{6, 6, 1, 0x7F, 0, 0x41, 1, 0x0B}, Bytes{9, 4, 1, 1, 0, 0}, Bytes{10, 4, 1, 2, 0, 0x0B}})
    bytes.insert(bytes.end(), section.begin(), section.end());
  std::unique_ptr<Module> module = read(bytes);
  ASSERT_TRUE(module);
  module->erase(MemoryId(0));
  module->erase(TableId(0));
  module->erase(GlobalId(0));
  module->erase(ElementId(0));
  module->erase(FunctionId(0));
  module->erase(TypeId(0));
  EXPECT_EQ(write(*module), preamble);
}

TEST_F(WriterTest, StartCanGoAndCome) {
  std::unique_ptr<Module> module = read("(module (func) (func) (start 1))");
  ASSERT_TRUE(module);
  module->setStart(std::nullopt);
  std::unique_ptr<Module> without = read(write(*module));
  ASSERT_TRUE(without);
  EXPECT_FALSE(without->start());
  without->setStart(FunctionId(0));
  std::unique_ptr<Module> with = read(write(*without));
  ASSERT_TRUE(with);
  EXPECT_EQ(with->start(), FunctionId(0));
}

TEST_F(WriterTest, DataCountFollows) {
  std::unique_ptr<Module> module = read("(module (memory 1) (data $a \"a\") (data $b \"b\") (func (data.drop $b)))");
  ASSERT_TRUE(module);
  ASSERT_FALSE(rawOf(*module, Section::DataCount).empty());
  module->erase(DataId(0));
  std::unique_ptr<Module> fewer = read(write(*module));
  ASSERT_TRUE(fewer);
  EXPECT_EQ(rawOf(*fewer, Section::DataCount), (Bytes{12, 1, 1}));
  EXPECT_EQ(fewer->dataSegments().size(), 1u);
  // A passive one added to a module without the section makes the section, since code may name it.
  std::unique_ptr<Module> plain = read("(module (memory 1))");
  ASSERT_TRUE(plain);
  plain->add(DataSegment());
  std::unique_ptr<Module> more = read(write(*plain));
  ASSERT_TRUE(more);
  EXPECT_EQ(rawOf(*more, Section::DataCount), (Bytes{12, 1, 1}));
  // An active one does not: the first version of WebAssembly has no such section.
  std::unique_ptr<Module> old = read("(module (memory 1))");
  ASSERT_TRUE(old);
  DataSegment active;
  active.isActive = true;
  active.offset = ConstExpr::i32(0);
  old->add(active);
  std::unique_ptr<Module> still = read(write(*old));
  ASSERT_TRUE(still);
  EXPECT_TRUE(rawOf(*still, Section::DataCount).empty());
  EXPECT_EQ(still->dataSegments().size(), 1u);
  // Where there is one, it counts both.
  fewer->add(active);
  std::unique_ptr<Module> both = read(write(*fewer));
  ASSERT_TRUE(both);
  EXPECT_EQ(rawOf(*both, Section::DataCount), (Bytes{12, 1, 2}));
}

TEST_F(WriterTest, NamesFollowTheirEntities) {
  std::unique_ptr<Module> module =
      read("(module $mod (func $a (param $pa i32) (local $la i32)) (func $b (param $pb i32)) (memory $m 1) (memory $n 1)"
           "(global $g i32 (i32.const 0)) (global $h i32 (i32.const 0)) (table $t 1 funcref) (table $u 1 funcref))");
  ASSERT_TRUE(module);
  module->erase(FunctionId(0));
  module->erase(MemoryId(0));
  module->erase(GlobalId(0));
  module->erase(TableId(0));
  std::unique_ptr<Module> after = read(write(*module));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->names().moduleName, "mod");
  EXPECT_EQ(after->functions()[FunctionId(0)].name, "b");
  EXPECT_EQ(after->memories()[MemoryId(0)].name, "n");
  EXPECT_EQ(after->globals()[GlobalId(0)].name, "h");
  EXPECT_EQ(after->tables()[TableId(0)].name, "u");
  ASSERT_EQ(after->names().locals.size(), 1u);
  llvm::ArrayRef<uint8_t> locals = after->names().locals.of(FunctionId(0));
  EXPECT_EQ(Bytes(locals.begin(), locals.end()), (Bytes{1, 0, 2, 'p', 'b'}));
}

TEST_F(WriterTest, WindowInstructionsCannotBeWritten) {
  for (const char *text : {"(module (memory 1) (func (drop (memory.grow (i32.const 1)))))",
                           "(module (memory 1) (func (drop (memory.size))))"}) {
    std::unique_ptr<Module> module = read(text);
    ASSERT_TRUE(module);
    Window window;
    window.growth.initialPages = 1;
    module->editLayout().mergedMemory = MemoryId(0);
    module->editLayout().windows.push_back(window);
    Result<Bytes> bytes = writeModule(*module, engine);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.failure().diagnostic().remedy, "add bump-grow to the pipeline");
    EXPECT_EQ(bytes.failure().diagnostic().location.index, 0u);
    EXPECT_TRUE(bytes.failure().diagnostic().location.instruction.has_value());
  }
}

TEST_F(WriterTest, DroppedSectionsAreNamedOnce) {
  Bytes bytes = encodeText("(module (memory $m 1))");
  auto custom = [&](llvm::StringRef name) {
    bytes.push_back(0);
    encode::unsignedLeb(bytes, 1 + name.size() + 2);
    encode::name(bytes, name);
    bytes.insert(bytes.end(), {1, 2});
  };
  custom("linking");
  custom("component-type:w");
  custom("mystery");
  std::unique_ptr<Module> module = read(bytes);
  ASSERT_TRUE(module);
  EXPECT_EQ(write(*module), bytes);
  EXPECT_TRUE(warnings.empty());
  module->edit(MemoryId(0)).limits.minimum = 2;
  std::unique_ptr<Module> after = read(write(*module));
  ASSERT_TRUE(after);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].fact.find("linking, mystery"), std::string::npos) << warnings[0].fact;
  EXPECT_EQ(warnings[0].severity, Severity::Warning);
  std::vector<std::string> left;
  for (const CustomSection &section : after->customSections())
    left.push_back(section.name.str());
  EXPECT_EQ(left, (std::vector<std::string>{"name", "component-type:w"}));
}

/// Everything the element section can say survives being written anew.
TEST_F(WriterTest, ElementSegmentsOfEveryKind) {
  const char *text =
      "(module (func $f) (func $g) (table $t 4 funcref) (table $u 4 funcref) (table $x 2 externref) (elem (i32.const 0) $f $g)"
      "(elem func $g) (elem declare func $f) (elem (table $u) (i32.const 1) func $f)"
      "(elem (table $t) (i32.const 0) funcref (ref.func $f) (ref.null func)) (elem funcref (ref.func $g))"
      "(elem (table $u) (i32.const 2) funcref (ref.null func)) (elem declare funcref (ref.func $g))"
      "(elem (table $x) (i32.const 0) externref (ref.null extern)) (elem externref (ref.null extern)))";
  std::unique_ptr<Module> module = read(text);
  ASSERT_TRUE(module);
  for (ElementId id : module->elementSegments().ids())
    module->edit(id);
  std::unique_ptr<Module> after = read(write(*module));
  ASSERT_TRUE(after);
  ASSERT_EQ(after->elementSegments().size(), 10u);
  for (ElementId id : module->elementSegments().ids()) {
    const ElementSegment &old = module->elementSegments()[id], &now = after->elementSegments()[id];
    EXPECT_EQ(now.mode, old.mode) << id.value;
    EXPECT_EQ(now.table, old.table) << id.value;
    EXPECT_EQ(now.type, old.type) << id.value;
    EXPECT_EQ(now.usesExpressions, old.usesExpressions) << id.value;
    EXPECT_EQ(now.itemCount, old.itemCount) << id.value;
    EXPECT_EQ(now.items, old.items) << id.value;
    EXPECT_EQ(now.offset.bytes(), old.offset.bytes()) << id.value;
  }
}

} // namespace
