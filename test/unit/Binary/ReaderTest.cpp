//===- ReaderTest.cpp - bad input ends in an error, never in a crash ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: every truncation of a module that has all sections, and every change of one
//       of its bytes to a few values: read, verified and written.
// Why:  inputs come from anywhere.
// Never: accepts "no crash" alone: an error has a place and a rule or a remedy, and
//        what is read at all is written back byte for byte.
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"

using namespace meld;

namespace {

const char *const AllSections = R"((module $m
  (type $t (func (param i32) (result i32)))
  (import "e" "f" (func $i (type $t)))
  (import "e" "g" (global $ig i32))
  (table $tab 2 funcref)
  (memory $mem 1 2)
  (tag $tag (param i32))
  (global $g (mut i64) (i64.const -5))
  (global f64 (f64.const 1))
  (export "run" (func $f))
  (start $s)
  (elem (i32.const 0) $f)
  (elem funcref (ref.func $s) (ref.null func))
  (func $f (type $t) (local $l i64)
    (block $b (br_table $b 0 $b (local.get 0)))
    (drop (v128.load offset=16 (i32.const 0)))
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))
    (drop (select (result f32) (f32.const 1) (f32.const 2) (i32.const 1)))
    (call_indirect (type $t) (local.get 0) (i32.const 0)))
  (func $s)
  (data $d "abc")
  (data (i32.const 8) "defg")))";

struct ReaderTest : test::ModuleFixture {
  /// True if it was read; an error must be complete.
  bool readOrExplain(llvm::ArrayRef<uint8_t> bytes, const std::string &what) {
    Result<std::unique_ptr<Module>> module = tryRead(bytes);
    if (!module) {
      const Diagnostic &diagnostic = module.failure().diagnostic();
      EXPECT_TRUE(!diagnostic.fact.empty() && (!diagnostic.rule.empty() || !diagnostic.remedy.empty())) << what;
      EXPECT_TRUE(diagnostic.location.offset.has_value()) << what << ": " << diagnostic.fact;
      EXPECT_LE(diagnostic.location.offset.value_or(0), bytes.size()) << what;
      return false;
    }
    if (Result<void> valid = verifyModule(**module); !valid) {
      const Diagnostic &diagnostic = valid.failure().diagnostic();
      EXPECT_TRUE(!diagnostic.fact.empty() && (!diagnostic.rule.empty() || !diagnostic.remedy.empty())) << what;
    }
    Result<Bytes> written = writeModule(**module, engine);
    EXPECT_TRUE(written && llvm::ArrayRef<uint8_t>(*written) == bytes) << what;
    return true;
  }
};

TEST_F(ReaderTest, EveryTruncation) {
  Bytes bytes = encodeText(AllSections);
  ASSERT_GT(bytes.size(), 250u);
  ASSERT_TRUE(readOrExplain(bytes, "whole"));
  size_t refused = 0;
  for (size_t length = 0; length < bytes.size(); ++length) {
    // In a block of exactly that size, so that a sanitizer sees a read past it.
    Bytes cut(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(length));
    cut.shrink_to_fit();
    refused += !readOrExplain(cut, "cut to " + std::to_string(length));
  }
  // All but the ends of sections before the function section and after the data
  // section, where a valid prefix ends.
  EXPECT_GT(refused, bytes.size() - 10);
}

TEST_F(ReaderTest, EveryByteChanged) {
  Bytes bytes = encodeText(AllSections);
  size_t refused = 0;
  for (size_t i = 0; i < bytes.size(); ++i)
    for (uint8_t value : {0x00, 0x01, 0x0B, 0x3F, 0x40, 0x7F, 0x80, 0xFE, 0xFF}) {
      Bytes changed = bytes;
      changed[i] = value;
      refused += !readOrExplain(changed, "byte " + std::to_string(i) + " is " + std::to_string(value));
    }
  EXPECT_GT(refused, bytes.size());
}

TEST_F(ReaderTest, CountsAreNotTrusted) {
  // 2^32 - 1 types, functions, ... in a section of five bytes.
  for (unsigned id = 1; id <= 13; ++id) {
    if (id == 8)
      continue; // the start section holds no count
    Bytes bytes{0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00, static_cast<uint8_t>(id), 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F};
    Result<std::unique_ptr<Module>> module = tryRead(bytes);
    EXPECT_FALSE(module) << id;
  }
}

TEST_F(ReaderTest, AMalformedNameSectionIsNoError) {
  // A memory section: one memory of one page.
  Bytes bytes{0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00, 5, 3, 1, 0, 1};
  size_t length = bytes.size();
  for (const Bytes &payload : {Bytes{1, 5, 1}, Bytes{1, 1, 0x80}, Bytes{0x80}, Bytes{2, 3, 1, 0, 9}}) {
    bytes.resize(length);
    bytes.insert(bytes.end(), {0, static_cast<uint8_t>(5 + payload.size()), 4, 'n', 'a', 'm', 'e'});
    bytes.insert(bytes.end(), payload.begin(), payload.end());
    std::unique_ptr<Module> module = read(bytes);
    ASSERT_TRUE(module);
    EXPECT_FALSE(module->names().wasRead);
    EXPECT_EQ(write(*module), bytes);
    // After an edit it is dropped: nobody knows what it says.
    warnings.clear();
    module->edit(MemoryId(0)).limits.minimum = 2;
    std::unique_ptr<Module> after = read(write(*module));
    ASSERT_TRUE(after);
    EXPECT_TRUE(after->customSections().empty());
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].fact.find("name"), std::string::npos);
  }
}

} // namespace
