//===- IndexMapTest.cpp - erased entities leave holes, indices close them --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: erases one entity of each space from a module that refers to the later ones
//       in every way there is, writes it, reads it back and compares what each
//       reference means.
// Why:  ids are stable, indices are not; a reference that is not renumbered turns into
//       one to a neighbour, and the module stays valid.
// Never: looks at indices only: what they stand for is compared by name.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/Binary/IndexMap.h"
#include "meld/IR/CodeBuilder.h"

using namespace meld;

namespace {

/// Each space has a first entity that nothing refers to, named `unused`.
const char *const Text = R"((module
  (type $unusedT (func (param f64)))
  (type $t (func (param i32) (result i32)))
  (type $p (func))
  (type $thrown (func (param i32)))
  (import "e" "unused" (func $unusedImport (type $p)))
  (import "e" "f" (func $import (type $t)))
  (import "e" "g" (global $unusedImportedG i32))
  (import "e" "h" (global $importedG i32))
  (func $unused (type $p))
  (table $unusedTable 1 funcref)
  (table $tab 8 funcref)
  (memory $unusedMemory 1)
  (memory $mem 2)
  (memory $mem2 3)
  (tag $unusedTag (type $p))
  (tag $tag (type $thrown))
  (global $unusedG (mut i32) (i32.const 1))
  (global $g (mut i32) (i32.const 2))
  (global $r funcref (ref.func $callee))
  (data $unusedData "zz")
  (data $data "abc")
  (data $active (memory $mem) (i32.const 4) "xyz")
  (elem $unusedElem func $import)
  (elem $elem func $callee $main)
  (elem $expressions funcref (ref.func $callee) (ref.null func))
  (elem $activeElem (table $tab) (i32.const 1) func $main)
  (func $callee (type $t) (local.get 0))
  (func $main (type $t) (local i32)
    (block (result i32) (try (result i32) (do (i32.const 1)) (catch $tag)))
    (call $callee) (call $import)
    (call_indirect $tab (type $t) (i32.const 1))
    (drop (loop (type $t) (br_if 0 (i32.const 0))) (i32.const 1))
    (global.set $g (i32.add (global.get $g) (global.get $importedG)))
    (i32.store $mem offset=4 (i32.const 0) (i32.load16_u $mem2 align=1 (i32.const 8)))
    (v128.store8_lane $mem 3 (i32.const 0) (v128.const i32x4 1 2 3 4))
    (memory.copy $mem $mem2 (i32.const 0) (i32.const 0) (i32.const 1))
    (memory.fill $mem2 (i32.const 0) (i32.const 0) (i32.const 1))
    (memory.init $mem $data (i32.const 0) (i32.const 0) (i32.const 1))
    (data.drop $data)
    (drop (memory.grow $mem (memory.size $mem2)))
    (table.set $tab (i32.const 0) (ref.func $callee))
    (drop (table.get $tab (i32.const 0)))
    (table.copy $tab $tab (i32.const 0) (i32.const 0) (i32.const 0))
    (table.init $tab $elem (i32.const 0) (i32.const 0) (i32.const 1))
    (elem.drop $elem)
    (drop (table.grow $tab (ref.null func) (table.size $tab)))
    (drop (select (result funcref) (ref.null func) (ref.func $main) (i32.const 1))))
  (export "run" (func $main)) (export "mem" (memory $mem2)) (export "tab" (table $tab))
  (export "g" (global $g)) (export "tag" (tag $tag))
  (start $start)
  (func $start (type $p) (drop (call $main (i32.const 1)))))
)";

struct IndexMapTest : test::ModuleFixture {
  /// What a reference stands for: the entity's name, and for types the type itself.
  static std::string meaning(const Module &module, Space space, uint32_t id) {
    switch (space) {
    case Space::Type: {
      const FunctionType &type = module.types()[TypeId(id)];
      std::string text = "type";
      for (ValueType param : type.params)
        text += " " + std::to_string(param.kind());
      text += " ->";
      for (ValueType result : type.results)
        text += " " + std::to_string(result.kind());
      return text;
    }
    case Space::Function:
      return "func $" + module.functions()[FunctionId(id)].name.str();
    case Space::Table:
      return "table $" + module.tables()[TableId(id)].name.str();
    case Space::Memory:
      return "memory $" + module.memories()[MemoryId(id)].name.str() + " " +
             std::to_string(module.memories()[MemoryId(id)].limits.minimum);
    case Space::Global:
      return "global $" + module.globals()[GlobalId(id)].name.str();
    case Space::Tag:
      return "tag $" + module.tags()[TagId(id)].name.str();
    case Space::Data:
      return "data " + module.dataSegments()[DataId(id)].name.str() + " " +
             std::to_string(module.dataSegments()[DataId(id)].bytes.size());
    case Space::Element:
      return "elem " + module.elementSegments()[ElementId(id)].name.str();
    }
    return "";
  }

  /// Every reference of the module, by what it means.
  static std::vector<std::string> references(const Module &module) {
    std::vector<std::string> all;
    auto visit = [&](const Reference &reference) { all.push_back(meaning(module, reference.space, reference.id)); };
    for (FunctionId id : module.functions().ids()) {
      const Function &function = module.functions()[id];
      if (function.name.text().starts_with("unused"))
        continue;
      all.push_back("-- " + function.name.str() + ": " + meaning(module, Space::Type, function.type.value));
      if (!function.import) {
        EXPECT_TRUE(visitReferences(function.body, visit));
      }
    }
    for (GlobalId id : module.globals().ids())
      visitReferences(module.globals()[id].init, visit);
    for (TagId id : module.tags().ids())
      if (!module.tags()[id].name.text().starts_with("unused"))
        all.push_back(meaning(module, Space::Type, module.tags()[id].type.value));
    for (ElementId id : module.elementSegments().ids()) {
      const ElementSegment &segment = module.elementSegments()[id];
      if (segment.name.text().starts_with("unused"))
        continue;
      all.push_back("-- elem " + segment.name.str());
      if (segment.mode == ElementSegment::Active)
        all.push_back(meaning(module, Space::Table, segment.table.value));
      visitItems(segment, visit);
    }
    for (DataId id : module.dataSegments().ids())
      if (module.dataSegments()[id].isActive)
        all.push_back(meaning(module, Space::Memory, module.dataSegments()[id].memory.value));
    constexpr Space spaces[] = {Space::Function, Space::Table, Space::Memory, Space::Global, Space::Tag};
    for (const Export &entry : module.exports())
      all.push_back(entry.name.str() + " = " + meaning(module, spaces[static_cast<unsigned>(entry.target.kind)], entry.target.id));
    if (module.start())
      all.push_back("start = " + meaning(module, Space::Function, module.start()->value));
    return all;
  }

  /// Erases with `erase`, writes, reads back; every reference must mean the same.
  template <class Erase> void check(Erase erase) {
    std::unique_ptr<Module> module = read(Text);
    ASSERT_TRUE(module);
    std::vector<std::string> before = references(*module);
    erase(*module);
    ASSERT_TRUE(module->isEdited());
    Bytes bytes = write(*module);
    std::unique_ptr<Module> after = read(bytes);
    ASSERT_TRUE(after);
    EXPECT_EQ(references(*after), before);
    EXPECT_FALSE(IndexMap(*module).isIdentity());
    // Reading and writing again changes nothing.
    EXPECT_EQ(write(*after), bytes);
  }
};

TEST_F(IndexMapTest, NothingErasedIsTheIdentity) {
  std::unique_ptr<Module> module = read(Text);
  ASSERT_TRUE(module);
  IndexMap map(*module);
  EXPECT_TRUE(map.isIdentity());
  EXPECT_EQ(map.index(Space::Function, 4000), IndexMap::None);
  EXPECT_EQ(write(*module), encodeText(Text));
}

TEST_F(IndexMapTest, ErasedImportedFunction) {
  check([](Module &module) { module.erase(FunctionId(0)); });
}
TEST_F(IndexMapTest, ErasedDefinedFunction) {
  check([&](Module &module) { module.erase(functionNamed(module, "unused")); });
}
TEST_F(IndexMapTest, ErasedType) {
  check([](Module &module) { module.erase(TypeId(0)); });
}
TEST_F(IndexMapTest, ErasedTable) {
  check([](Module &module) { module.erase(TableId(0)); });
}
TEST_F(IndexMapTest, ErasedMemory) {
  check([](Module &module) { module.erase(MemoryId(0)); });
}
TEST_F(IndexMapTest, ErasedImportedGlobal) {
  check([](Module &module) { module.erase(GlobalId(0)); });
}
TEST_F(IndexMapTest, ErasedDefinedGlobal) {
  check([](Module &module) { module.erase(GlobalId(2)); });
}
TEST_F(IndexMapTest, ErasedTag) {
  check([](Module &module) { module.erase(TagId(0)); });
}
TEST_F(IndexMapTest, ErasedDataSegment) {
  check([](Module &module) { module.erase(DataId(0)); });
}
TEST_F(IndexMapTest, ErasedElementSegment) {
  check([](Module &module) { module.erase(ElementId(0)); });
}
TEST_F(IndexMapTest, ErasedOfEverySpaceAtOnce) {
  check([&](Module &module) {
    module.erase(FunctionId(0));
    module.erase(functionNamed(module, "unused"));
    module.erase(TypeId(0));
    module.erase(TableId(0));
    module.erase(MemoryId(0));
    module.erase(GlobalId(0));
    module.erase(GlobalId(2));
    module.erase(TagId(0));
    module.erase(DataId(0));
    module.erase(ElementId(0));
  });
}

TEST_F(IndexMapTest, ImportsAddedLateComeFirst) {
  std::unique_ptr<Module> module = read("(module (import \"e\" \"a\" (func $a)) (func $f (call $a) (call $g)) (func $g))");
  ASSERT_TRUE(module);
  FunctionId late = module->add(Function{{}, TypeId(0), module->save(Import{"e", "late"}), module->save("late")});
  IndexMap map(*module);
  EXPECT_EQ(map[late], 1u);
  EXPECT_EQ(map[functionNamed(*module, "f")], 2u);
  std::unique_ptr<Module> after = read(write(*module));
  ASSERT_TRUE(after);
  std::vector<std::string> called;
  visitReferences(after->functions()[functionNamed(*after, "f")].body,
                  [&](const Reference &reference) { called.push_back(after->functions()[FunctionId(reference.id)].name.str()); });
  EXPECT_EQ(called, (std::vector<std::string>{"a", "g"}));
}

TEST_F(IndexMapTest, OnlyWhatMovedIsReencoded) {
  // Index 1 padded to five bytes stays index 1: its bytes stay. Index 3 becomes 2.
  std::unique_ptr<Module> module = read("(module (func $a) (func $b) (func $unused) (func $c) (func $f (call $b) (call $c)))");
  ASSERT_TRUE(module);
  FunctionId f = functionNamed(*module, "f");
  module->setBody(f, FunctionBody(Bytes{0, 0x10, 0x81, 0x80, 0x80, 0x80, 0x00, 0x10, 0x83, 0x80, 0x00, 0x0B}, 1));
  module->erase(FunctionId(2));
  std::unique_ptr<Module> after = read(write(*module));
  ASSERT_TRUE(after);
  llvm::ArrayRef<uint8_t> code = after->functions()[FunctionId(3)].body.code();
  EXPECT_EQ(Bytes(code.begin(), code.end()), (Bytes{0x10, 0x81, 0x80, 0x80, 0x80, 0x00, 0x10, 0x02, 0x0B}));
}

TEST_F(IndexMapTest, AMemoryIndexThatBecomesZeroLosesItsFlag) {
  std::unique_ptr<Module> module =
      read("(module (memory $a 1) (memory $b 1) (memory $c 1) (func $f (drop (i32.load $b (i32.const 0))) (drop (i32.load $c align=1 (i32.const 0)))))");
  ASSERT_TRUE(module);
  module->erase(MemoryId(0));
  std::unique_ptr<Module> after = read(write(*module));
  ASSERT_TRUE(after);
  llvm::ArrayRef<uint8_t> code = after->functions()[FunctionId(0)].body.code();
  EXPECT_EQ(Bytes(code.begin(), code.end()),
            (Bytes{0x41, 0, 0x28, 0x02, 0x00, 0x1A, 0x41, 0, 0x28, 0x40, 0x01, 0x00, 0x1A, 0x0B}));
}

} // namespace
