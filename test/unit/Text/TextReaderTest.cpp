//===- TextReaderTest.cpp - modules in the text format -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: tests TextReader: what it makes of a text, and the places it knows.
// Why:  every diagnostic about a text points at a line and a column.
// Never: tests wabt's parser itself.
//
//===----------------------------------------------------------------------===//

#include "meld/Text/TextReader.h"
#include "meld/Binary/Reader.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

using Entity = Location::Entity;

/// `line:column`, or `?`.
std::string show(std::optional<TextPosition> position) {
  return position ? std::to_string(position->line) + ":" + std::to_string(position->column) : "?";
}

/// A text, and the module read from it.
struct Fixture {
  explicit Fixture(llvm::StringRef source) : text(llvm::MemoryBuffer::getMemBufferCopy(source, "test.wat")) {
    Result<std::unique_ptr<llvm::MemoryBuffer>> binary = text.toBinary();
    if (!binary) {
      failure = binary.takeFailure();
      return;
    }
    Result<std::unique_ptr<Module>> read = readModule(std::move(*binary), engine);
    if (read)
      module = std::move(*read);
  }
  std::string at(Entity entity, uint32_t index) const { return show(text.find(Location::of(entity, index))); }
  /// Places of a function's instructions, by offset; `!` if by index they differ.
  std::string instructions(uint32_t index) const {
    std::string places;
    InstructionCursor cursor = module->functions()[FunctionId(index)].body.instructions();
    Instruction instruction;
    uint32_t offset = 0;
    for (uint32_t number = 0; cursor.next(instruction); ++number, offset = cursor.offset()) {
      std::string place = show(text.find(module->locate(FunctionId(index), offset)));
      Location byIndex = Location::of(Entity::Function, index);
      byIndex.instruction = number;
      places += (places.empty() ? "" : " ") + place + (show(text.find(byIndex)) == place ? "" : "!");
    }
    return places;
  }
  std::string diagnostic() const {
    std::string printed;
    llvm::raw_string_ostream out(printed);
    if (failure)
      printDiagnostic(out, failure->diagnostic(), "test.wat", &text);
    return printed;
  }

  DiagnosticEngine engine;
  TextReader text;
  std::unique_ptr<Module> module;
  std::optional<Failure> failure;
};

TEST(TextReader, RecognisesTextByContent) {
  EXPECT_TRUE(looksLikeText("(module)"));
  EXPECT_TRUE(looksLikeText("\n\t ;; comment\n(module)"));
  EXPECT_TRUE(looksLikeText("(; comment ;)"));
  EXPECT_FALSE(looksLikeText(llvm::StringRef("\0asm\1\0\0\0", 8)));
  EXPECT_FALSE(looksLikeText("; not a comment"));
  EXPECT_FALSE(looksLikeText(""));
}

TEST(TextReader, KeepsNamesOfEverything) {
  Fixture f(R"((module $m
  (import "e" "f" (func $imported (param $p i32)))
  (table $table 1 funcref)
  (memory $first 1) (memory $second 1)
  (tag $tag)
  (global $global i32 (i32.const 0))
  (elem $elem func $imported)
  (func $f (param $a i32) (local $b i64))
  (data $data "x")))");
  ASSERT_TRUE(f.module);
  const Module &m = *f.module;
  EXPECT_EQ(m.names().moduleName, "m");
  EXPECT_EQ(m.functions()[FunctionId(0)].name, "imported");
  EXPECT_EQ(m.functions()[FunctionId(1)].name, "f");
  EXPECT_EQ(m.tables()[TableId(0)].name, "table");
  EXPECT_EQ(m.memories()[MemoryId(0)].name, "first");
  EXPECT_EQ(m.memories()[MemoryId(1)].name, "second");
  EXPECT_EQ(m.tags()[TagId(0)].name, "tag");
  EXPECT_EQ(m.globals()[GlobalId(0)].name, "global");
  EXPECT_EQ(m.elementSegments()[ElementId(0)].name, "elem");
  EXPECT_EQ(m.dataSegments()[DataId(0)].name, "data");
  llvm::ArrayRef<uint8_t> locals = m.names().locals.of(FunctionId(1));
  EXPECT_EQ(llvm::StringRef(reinterpret_cast<const char *>(locals.data()), locals.size()),
            llvm::StringRef("\2\0\1a\1\1b", 7));
}

TEST(TextReader, LocatesFields) {
  Fixture f("(module\n"
            "  (import \"env\" \"f\" (func (param i32)))\n" // 2
            "  (func $g (import \"env\" \"g\"))\n"
            "  (memory (import \"env\" \"memory\") 1)\n" // 4
            "  (type $t (func (result i64)))\n"
            "  (memory (export \"m\") 1)\n" // 6
            "  (table 1 funcref)\n"
            "  (tag $e)\n" // 8
            "  (global i32 (i32.const 1))\n"
            "  (func)\n" // 10
            "  (export \"f\" (func 0))\n"
            "  (elem (i32.const 0) func 0)\n" // 12
            "  (data (i32.const 0) \"a\")\n"
            "  (data \"b\"))\n");
  ASSERT_TRUE(f.module);
  EXPECT_EQ(f.at(Entity::Module, 0), "1:2");
  EXPECT_EQ(f.at(Entity::Import, 0), "2:4");
  EXPECT_EQ(f.at(Entity::Function, 0), "2:4");
  EXPECT_EQ(f.at(Entity::Import, 1), "3:4");
  EXPECT_EQ(f.at(Entity::Function, 1), "3:4");
  EXPECT_EQ(f.at(Entity::Import, 2), "4:4");
  EXPECT_EQ(f.at(Entity::Memory, 0), "4:4");
  EXPECT_EQ(f.at(Entity::Type, 0), "5:4");
  EXPECT_EQ(f.at(Entity::Type, 1), "2:4") << "the type that the import implies";
  EXPECT_EQ(f.at(Entity::Memory, 1), "6:4");
  EXPECT_EQ(f.at(Entity::Export, 0), "6:12");
  EXPECT_EQ(f.at(Entity::Table, 0), "7:4");
  EXPECT_EQ(f.at(Entity::Tag, 0), "8:4");
  EXPECT_EQ(f.at(Entity::Global, 0), "9:4");
  EXPECT_EQ(f.at(Entity::Function, 2), "10:4");
  EXPECT_EQ(f.at(Entity::Export, 1), "11:4");
  EXPECT_EQ(f.at(Entity::Element, 0), "12:4");
  EXPECT_EQ(f.at(Entity::Data, 0), "13:4");
  EXPECT_EQ(f.at(Entity::Data, 1), "14:4");
  EXPECT_EQ(f.at(Entity::Data, 2), "?");
  EXPECT_EQ(show(f.text.find(Location::pipeline("probe", 1))), "?");
  EXPECT_EQ(show(f.text.find(Location::file("other.wasm"))), "?");
}

TEST(TextReader, LocatesFlatInstructions) {
  Fixture f("(module (tag $e) (func\n"
            "  i32.const 1\n" // 2
            "  if\n"
            "    nop\n" // 4
            "  else\n"
            "    nop\n" // 6
            "  end\n"
            "  try\n" // 8
            "  catch $e\n"
            "    nop\n" // 10
            "  catch_all\n"
            "  end\n" // 12
            "  try\n"
            "  delegate 0\n" // 14
            "  loop\n"
            "  end\n" // 16
            ")\n)");
  ASSERT_TRUE(f.module);
  EXPECT_EQ(f.instructions(0), "2:3 3:3 4:5 5:3 6:5 7:3 8:3 9:3 10:5 11:3 12:3 13:3 14:12 15:3 16:3 17:1");
}

TEST(TextReader, LocatesFoldedInstructions) {
  Fixture f("(module (func\n"
            "  (drop (i32.add (i32.const 1)\n" // 2
            "                 (i32.const 2)))\n"
            "  (block (nop))\n" // 4
            "  (if (i32.const 0)\n"
            "    (then (nop))\n" // 6
            "    (else (nop)))))");
  ASSERT_TRUE(f.module);
  EXPECT_EQ(f.instructions(0), "2:19 3:19 2:10 2:4 4:4 4:11 4:15 5:8 5:4 6:12 6:16 7:12 7:17 7:18");
}

TEST(TextReader, LocatesConstantExpressions) {
  Fixture f("(module\n"
            "  (global (import \"e\" \"g\") i32)\n" // 2
            "  (global i32 (i32.add (global.get 0)\n"
            "                       (i32.const 4)))\n" // 4
            "  (data (offset (global.get 0)\n"
            "                (i32.const 9)\n" // 6
            "                (i32.add)) \"abc\")\n"
            "  (memory 1))");
  ASSERT_TRUE(f.module);
  auto places = [&](const ConstExpr &expression) {
    std::string result;
    InstructionCursor cursor = expression.instructions();
    Instruction instruction;
    uint32_t offset = 0;
    for (; cursor.next(instruction); offset = cursor.offset())
      result += show(f.text.find(Location::at(*expression.inputOffset() + offset))) + " ";
    return result;
  };
  EXPECT_EQ(places(f.module->globals()[GlobalId(1)].init), "3:25 4:25 3:16 3:4 ");
  EXPECT_EQ(places(f.module->dataSegments()[DataId(0)].offset), "5:18 6:18 7:18 5:4 ");
}

TEST(TextReader, MalformedTextIsReportedWithItsPlace) {
  Fixture f("(module (func $f)\r\n"
            "  (func $f)\r\n"
            "\t(func (call $g)))");
  EXPECT_EQ(f.diagnostic(), "test.wat:2:4: error: text: redefinition of function \"$f\" (text format, core "
                            "specification 6)\n"
                            "    2 |   (func $f)\n"
                            "      |    ^\n"
                            "test.wat:3:14: note: undefined function variable \"$g\"\n"
                            "    3 | \t(func (call $g)))\n"
                            "      | \t            ^\n");
}

TEST(TextReader, RefusesWhatWabtWouldEncodeWrongly) {
  EXPECT_NE(Fixture("(module (func (block (type 5))))").diagnostic().find("1:28: error: text: unknown type 5"),
            std::string::npos);
  EXPECT_NE(Fixture("(module binary \"\\00asm\\01\\00\\00\\00\")").diagnostic().find("remedy: write the module"),
            std::string::npos);
  EXPECT_NE(Fixture("(module (@custom \"a\" \"b\"))").diagnostic().find("1:9: error: text: annotations not enabled"),
            std::string::npos);
}

TEST(TextReader, RefusesElementListsThatWabtAbortsOn) {
  for (const char *text : {"(module (func $f) (elem funcref ($f)))", "(module (elem funcref (item) (table)))",
                           "(module (table funcref (elem (foo))))", "(module (table funcref (elem ((",
                           "(module (table funcref (elem (\"a\"", "(module (func (block (elem funcref (foo)))))"})
    EXPECT_NE(Fixture(text).diagnostic().find("error: text: an element expression starts with"), std::string::npos)
        << text;
  EXPECT_TRUE(Fixture("(module (func $f) (table $t funcref (elem (ref.func $f) (item (ref.func $f))))"
                      " (elem (table $t) (offset (i32.const 0)) funcref (ref.func $f) (ref.null func))"
                      " (elem (table $t) (i32.const 0) func $f) (elem declare func $f))")
                  .module);
}

std::string nested(unsigned levels) {
  std::string text = "(module (func ";
  for (unsigned i = 0; i < levels; ++i)
    text += "(block\n";
  return text + std::string(levels, ')') + "))";
}

TEST(TextReader, ReadsDeepNestingAndRefusesDeeper) {
  Fixture deep(nested(50000));
  ASSERT_TRUE(deep.module);
  EXPECT_EQ(deep.module->functions()[FunctionId(0)].body.code().size(), 50000u * 3 + 1);
  EXPECT_EQ(show(deep.text.find(deep.module->locate(FunctionId(0), 49999 * 2))), "50000:2");
  EXPECT_NE(Fixture(nested(200000)).diagnostic().find("error: text: the text nests 200002 deep, more than 100000"),
            std::string::npos);
}

TEST(TextReader, NestingInCommentsAndStringsDoesNotCount) {
  std::string open(200000, '(');
  EXPECT_TRUE(Fixture("(module ;;" + open + "\n(; " + open + " ;) (data \"" + open + "\\\"(\"))").failure ==
              std::nullopt);
}

} // namespace
