//===- MutationTest.cpp - modules cut short and with changed bytes --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: every prefix and every change of a single byte of modules that use every kind of
//       section and immediate: refused with a place and a rule, or read, verified,
//       printed, and lowered to a module that is valid again.
// Why:  a process for each of a hundred thousand modules would take an hour; here they
//       take a second, under sanitizers as well.
// Never: judges whether a mutant is valid: other engines do (see docs/testing.md).
//
//===----------------------------------------------------------------------===//

#include "../ModuleTestSupport.h"
#include "meld/IR/Printer.h"
#include "meld/Pass/PassBuilder.h"
#include "passes/BuiltinPasses.h"

using namespace meld;

namespace {

struct MutationTest : test::ModuleFixture {
  MutationTest() {
    registerBuiltinPasses(registry);
  }

  /// Reads, and if the bytes are a valid module, does everything to it that the tool
  /// can. Adds a test failure if that goes wrong.
  void handle(llvm::ArrayRef<uint8_t> bytes) {
    Result<std::unique_ptr<Module>> module = tryRead(bytes);
    ++handled;
    if (!module)
      return check(module.failure());
    if (Result<void> valid = verifyModule(**module); !valid)
      return check(valid.failure());
    ++accepted;
    printed.clear();
    llvm::raw_string_ostream out(printed);
    printModule(out, **module);
    Result<Bytes> same = writeModule(**module, engine);
    ASSERT_TRUE(same) << show(same.failure());
    EXPECT_EQ(llvm::ArrayRef<uint8_t>(*same), bytes);
    lower(**module);
  }

  void lower(Module &module) {
    ModulePassManager passes;
    ASSERT_TRUE(PassBuilder(registry).parsePassPipeline(passes, pipeline));
    ModuleAnalysisManager analyses(context);
    PassResult result = passes.run(module, analyses);
    if (!result)
      return check(result.failure());
    Result<Bytes> bytes = writeModule(module, engine);
    if (!bytes)
      return check(bytes.failure());
    Result<std::unique_ptr<Module>> back = tryRead(*bytes);
    ASSERT_TRUE(back) << show(back.failure());
    Result<void> valid = verifyModule(**back);
    EXPECT_TRUE(valid) << show(valid.failure());
    ++lowered;
  }

  void check(const Failure &failure) {
    const Diagnostic &diagnostic = failure.diagnostic();
    EXPECT_FALSE(diagnostic.fact.empty());
    EXPECT_TRUE(!diagnostic.rule.empty() || !diagnostic.remedy.empty()) << show(failure);
    if (diagnostic.origin == "reader" && !diagnostic.rule.empty()) {
      EXPECT_TRUE(diagnostic.location.offset.has_value()) << show(failure);
    }
  }

  void handleAllOf(const Bytes &whole) {
    unsigned acceptedWhole = accepted;
    handle(whole);
    ASSERT_EQ(accepted, acceptedWhole + 1) << "the module itself is not valid";
    for (size_t length = 0; length < whole.size() && !HasFailure(); ++length)
      handle(llvm::ArrayRef<uint8_t>(whole).take_front(length));
    Bytes mutant = whole;
    for (size_t at = 0; at < whole.size() && !HasFailure(); ++at) {
      for (unsigned change = 1; change < 256 && !HasFailure(); ++change) {
        mutant[at] = whole[at] ^ change;
        handle(mutant);
        if (HasFailure())
          ADD_FAILURE() << "byte " << at << " was " << unsigned(whole[at]) << ", is " << unsigned(mutant[at]);
      }
      mutant[at] = whole[at];
    }
    EXPECT_EQ(handled, 1 + 256 * whole.size());
    EXPECT_GT(accepted, whole.size()) << "too few mutants are valid to say anything";
    EXPECT_GT(lowered, accepted / 10) << "too few mutants can be lowered to say anything";
  }

  Registry registry;
  PassContext context{llvm::nulls(), engine};
  llvm::StringRef pipeline = "probe,dce,rebase,bump-grow,dce";
  std::string printed;
  unsigned handled = 0, accepted = 0, lowered = 0;
};

TEST_F(MutationTest, SectionsOfEveryKind) {
  handleAllOf(encodeText(R"((module $m
    (type $t (func (param i32) (result i32)))
    (import "env" "f" (func $f (type $t)))
    (import "env" "g" (global $g i32))
    (table $table 4 8 funcref) (table 2 externref)
    (memory $mem 1 3)
    (tag $e (param i32))
    (global $count (mut i32) (i32.const 7))
    (global $next i32 (global.get $g))
    (export "run" (func $run)) (export "memory" (memory $mem)) (export "t" (table $table))
    (start $start)
    (elem (i32.const 1) $f $run) (elem declare func $start) (elem $passive funcref (ref.func $f) (ref.null func))
    (func $run (param $x i32) (result i32) (local $y i64)
      (block $out (result i32)
        (br_table $out $out (local.get $x) (i32.const 1)))
      (memory.grow) (drop)
      (table.init $table $passive (i32.const 0) (i32.const 0) (i32.const 1))
      (call_indirect (type $t) (local.get $x) (i32.const 2)))
    (func $start (memory.init $text (i32.const 0) (i32.const 0) (i32.const 3)) (data.drop $text)
      (i64.store offset=1000 align=4 (memory.size) (i64.const -5)))
    (data $text "abc") (data (i32.const 65530) "\00\01\02"))
  )"));
}

TEST_F(MutationTest, InstructionsOfEveryKind) {
  handleAllOf(encodeText(R"((module
    (memory $a 1) (memory $b 2 4)
    (table $t 3 3 funcref)
    (tag $e (param i32))
    (func $f (export "f") (param i32) (result i32) (local v128 f32 f64)
      (v128.load64_lane $b offset=8 1 (local.get 0) (v128.const i32x4 1 2 3 4))
      (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31 (local.get 1))
      (local.set 1) (i32x4.extract_lane 2 (local.get 1)) (drop)
      (local.set 2 (f32.const 1.5)) (local.set 3 (f64.const -inf))
      (memory.copy $a $b (i32.const 0) (i32.const 4) (i32.const 8))
      (memory.fill $b (i32.const 0) (i32.const 4) (i32.const 8))
      (i32.atomic.rmw.add $b offset=4 (i32.const 0) (i32.const 1)) (drop)
      (atomic.fence)
      (select (result i32) (i32.const 1) (i32.const 2) (local.get 0)) (drop)
      (table.copy (i32.const 0) (i32.const 1) (i32.const 1))
      (drop (ref.is_null (ref.null extern)))
      (drop (i32.trunc_sat_f64_u (local.get 3)))
      (try (do (throw $e (i32.const 1)))
        (catch $e (drop)) (catch_all (rethrow 0)))
      (try (do (nop)) (delegate 0))
      (loop (br_if 0 (i32.extend8_s (local.get 0))))
      (if (result i32) (local.get 0) (then (i32.const 1)) (else (return_call $f (i32.const 2))))))
  )"));
}

using Bytes = std::vector<uint8_t>;

Bytes operator+(Bytes first, const Bytes &second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// `content` with its length in front; of less than 128 bytes, or two bytes of length.
Bytes sized(const Bytes &content) {
  size_t size = content.size();
  Bytes length = size < 0x80 ? Bytes{static_cast<uint8_t>(size)}
                             : Bytes{static_cast<uint8_t>(0x80 | (size & 0x7F)), static_cast<uint8_t>(size >> 7)};
  return length + content;
}
Bytes section(uint8_t number, const Bytes &content) { return Bytes{number} + sized(content); }

/// What wabt does not read: typed references, try_table, a table with an initial value,
/// a table and memories of 64-bit addresses, and pages of one byte.
TEST_F(MutationTest, NewerFeatures) {
  const Bytes types = section(1, {0x04,                                       // types:
                                  0x60, 0x00, 0x00,                           //   0: [] -> []
                                  0x60, 0x01, 0x7F, 0x01, 0x7F,               //   1: [i32] -> [i32]
                                  0x60, 0x01, 0x7F, 0x00,                     //   2: [i32] -> []
                                  0x60, 0x00, 0x02, 0x7F, 0x64, 0x69});       //   3: [] -> [i32 (ref exn)]
  const Bytes functions = section(3, {0x02, 0x01, 0x02});
  const Bytes tables = section(4, {0x02,                                      // tables:
                                   0x40, 0x00, 0x64, 0x01, 0x01, 0x02, 0x04,  //   2 to 4 of (ref 1),
                                   0xD2, 0x00, 0x0B,                          //   at first ref.func 0
                                   0x70, 0x04, 0x0A});                        //   10 of funcref, i64
  const Bytes memories = section(5, {0x02, 0x05, 0x01, 0x03,                  // memories: i64, 1 to 3;
                                     0x08, 0x40, 0x00});                      //   64 pages of one byte
  const Bytes tags = section(13, {0x01, 0x00, 0x02});
  const Bytes globals = section(6, {0x01, 0x64, 0x01, 0x00, 0xD2, 0x00, 0x0B}); // (ref 1), ref.func 0
  const Bytes exports = section(7, {0x02, 0x01, 'f', 0x00, 0x00, 0x01, 'g', 0x00, 0x01});
  const Bytes first = Bytes{0x00} +                                           // [i32] -> [i32]
                      Bytes{0x42, 0x08, 0x28, 0x42, 0x00, 0x04, 0x1A} +       // i32.load 0 offset=4; drop
                      Bytes{0x41, 0x08, 0x2D, 0x40, 0x01, 0x00, 0x1A} +       // i32.load8_u 1; drop
                      Bytes{0x20, 0x00, 0x41, 0x00, 0x25, 0x00, 0x14, 0x01} + // call_ref 1 of table 0
                      Bytes{0x23, 0x00, 0x15, 0x01, 0x0B};                    // return_call_ref 1
  const Bytes second = Bytes{0x01, 0x01, 0x64, 0x01} +                        // (local (ref 1))
                       Bytes{0x02, 0x40, 0x23, 0x00, 0xD5, 0x00, 0x21, 0x01} + // block; br_on_null; local.set
                       Bytes{0x41, 0x01, 0x20, 0x01, 0x14, 0x01, 0x1A, 0x0B} + // call_ref; drop; end
                       Bytes{0x02, 0x03, 0x1F, 0x40, 0x02, 0x01, 0x00, 0x00, 0x02, 0x01} + // block 3; try_table
                       Bytes{0x20, 0x00, 0x08, 0x00, 0x0B, 0x0F, 0x0B} +      // throw 0; end; return; end
                       Bytes{0x0A, 0x0B};                                     // throw_ref
  const Bytes code = section(10, Bytes{0x02} + sized(first) + sized(second));
  pipeline = "probe,dce"; // memories of different address types cannot be merged
  handleAllOf(Bytes{0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00} + types + functions + tables + memories + tags +
              globals + exports + code);
}

} // namespace
