//===- VerifierTest.cpp - unit tests of the verifier ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: modules that no text tool at hand writes (typed references, try_table,
//       64-bit offsets, hostile bodies), modules in the middle of a pipeline,
//       and every opcode with a plain signature, right and wrong.
// Why:  the lit tests cover the rules that a text can break.
// Never: states a rejection without a neighbour that is accepted.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/Verifier.h"
#include "meld/Binary/Reader.h"
#include "meld/IR/CodeBuilder.h"
#include <bit>
#include <gtest/gtest.h>

using namespace meld;

namespace {

using Bytes = std::vector<uint8_t>;

Bytes operator+(Bytes a, const Bytes &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Bytes leb(uint64_t value) {
  Bytes out;
  encode::unsignedLeb(out, value);
  return out;
}

Bytes list(const std::vector<Bytes> &items) {
  Bytes out = leb(items.size());
  for (const Bytes &item : items)
    out = out + item;
  return out;
}

constexpr uint8_t I32 = 0x7F, I64 = 0x7E, FuncRef = 0x70, ExnRef = 0x69;

Bytes type(const Bytes &params, const Bytes &results) {
  return Bytes{0x60} + leb(params.size()) + params + leb(results.size()) + results;
}
/// (func (param (ref 0)) (result (ref null 0))), as multi-byte types need their count said.
Bytes typeOf(uint8_t paramCount, const Bytes &params, uint8_t resultCount, const Bytes &results) {
  return Bytes{0x60, paramCount} + params + Bytes{resultCount} + results;
}

/// A module, section by section; the code of each body is given without its end.
struct Source {
  std::vector<Bytes> types{type({}, {})};
  std::vector<Bytes> functions; ///< type indices
  std::vector<Bytes> tables, memories, tags, globals, exports, elements, data;
  bool dataCount = false;
  std::vector<Bytes> bodies; ///< locals and code

  Source &function(uint8_t typeIndex, const Bytes &code, const Bytes &locals = {0}) {
    functions.push_back({typeIndex});
    bodies.push_back(locals + code + Bytes{0x0B});
    return *this;
  }
  Bytes bytes() const {
    Bytes out{0, 'a', 's', 'm', 1, 0, 0, 0};
    auto section = [&](uint8_t id, const std::vector<Bytes> &items) {
      if (items.empty())
        return;
      Bytes payload = list(items);
      out = out + Bytes{id} + leb(payload.size()) + payload;
    };
    section(1, types);
    section(3, functions);
    section(4, tables);
    section(5, memories);
    section(13, tags);
    section(6, globals);
    section(7, exports);
    section(9, elements);
    if (dataCount)
      out = out + Bytes{12, 1, static_cast<uint8_t>(data.size())};
    std::vector<Bytes> sized;
    for (const Bytes &body : bodies)
      sized.push_back(leb(body.size()) + body);
    section(10, sized);
    section(11, data);
    return out;
  }
};

std::unique_ptr<Module> read(const Source &source) {
  static DiagnosticEngine diagnostics;
  Bytes bytes = source.bytes();
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy({reinterpret_cast<const char *>(bytes.data()), bytes.size()});
  Result<std::unique_ptr<Module>> module = readModule(std::move(buffer), diagnostics);
  EXPECT_TRUE(module.succeeded()) << (module ? "" : module.failure().diagnostic().fact);
  return module ? std::move(*module) : nullptr;
}

/// What is wrong, empty if nothing.
std::string problemOf(const Module &module) {
  Result<void> result = verifyModule(module);
  if (result)
    return "";
  const Diagnostic &diagnostic = result.failure().diagnostic();
  EXPECT_EQ(diagnostic.origin, "verifier");
  EXPECT_FALSE(diagnostic.rule.empty());
  return diagnostic.fact;
}

std::string problemOf(const Source &source) {
  std::unique_ptr<Module> module = read(source);
  return module ? problemOf(*module) : "unread";
}

::testing::AssertionResult fails(const std::string &problem, llvm::StringRef expected) {
  if (llvm::StringRef(problem).contains(expected))
    return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << '"' << problem << "\" does not say \"" << expected.str() << '"';
}

// Every plain opcode. ------------------------------------------------------

/// An instruction that pushes the type of a signature's letter; addresses are i32.
Bytes constantOf(char letter) {
  switch (letter) {
  case 'I':
    return {0x42, 0};
  case 'f':
    return {0x43, 0, 0, 0, 0};
  case 'F':
    return {0x44, 0, 0, 0, 0, 0, 0, 0, 0};
  case 'v':
    return Bytes{0xFD, 0x0C} + Bytes(16, 0);
  default:
    return {0x41, 0};
  }
}

Bytes encodedImmediates(const OpcodeInfo &info) {
  auto natural = static_cast<uint8_t>(std::countr_zero(unsigned(info.accessBytes ? info.accessBytes : 1)));
  switch (info.immediates) {
  case Immediates::None:
    return {};
  case Immediates::MemArg:
    return {natural, 0};
  case Immediates::MemArgLane:
    return {natural, 0, 0};
  case Immediates::MemoryInit:
    return {0, 0};
  case Immediates::F32:
    return Bytes(4, 0);
  case Immediates::F64:
    return Bytes(8, 0);
  case Immediates::V128:
  case Immediates::Shuffle:
    return Bytes(16, 0);
  default:
    return {0};
  }
}

Source withEverything(const Bytes &code) {
  Source source;
  source.memories = {{0x00, 1}};
  source.data = {Bytes{1, 0}};
  source.dataCount = true;
  source.elements = {Bytes{1, 0, 0}};
  source.function(0, code);
  return source;
}

TEST(Verifier, PlainOpcodes) {
  unsigned checked = 0;
  for (unsigned i = 0; i < OpcodeCount; ++i) {
    const OpcodeInfo &info = OpcodeTable[i];
    llvm::StringRef signature = info.signature;
    if (signature == "*")
      continue;
    ++checked;
    SCOPED_TRACE(info.mnemonic);
    auto [params, results] = signature.split(':');
    Bytes instruction = info.prefix ? Bytes{info.prefix} + leb(info.code) : Bytes{static_cast<uint8_t>(info.code)};
    instruction = instruction + encodedImmediates(info);
    // Each result is taken by an operation on its type, not just dropped.
    Bytes after;
    if (!results.empty()) {
      std::string constant(1, results[0] == 'a' ? 'i' : results[0]);
      after = constant == "i"   ? Bytes{0x45}
              : constant == "I" ? Bytes{0x50}
              : constant == "f" ? Bytes{0x8B}
              : constant == "F" ? Bytes{0x99}
                                : Bytes{0xFD, 0x53};
      after.push_back(0x1A);
    }
    Bytes operands;
    for (char letter : params)
      operands = operands + constantOf(letter);
    EXPECT_EQ(problemOf(withEverything(operands + instruction + after)), "");
    for (size_t wrong = 0; wrong < params.size(); ++wrong) {
      Bytes others;
      for (size_t k = 0; k < params.size(); ++k)
        others = others + constantOf(k != wrong ? params[k] : params[k] == 'f' ? 'F' : 'f');
      EXPECT_TRUE(
          fails(problemOf(withEverything(others + instruction + after)), std::string(info.mnemonic) + " expects"));
    }
    if (!params.empty()) {
      Bytes fewer;
      for (char letter : params.drop_back())
        fewer = fewer + constantOf(letter);
      EXPECT_NE(problemOf(withEverything(fewer + instruction + after)), "");
    }
    if (!results.empty()) {
      EXPECT_TRUE(fails(problemOf(withEverything(operands + instruction)), "left on the stack"));
    }
  }
  EXPECT_GT(checked, 480u);
}

// Bodies. ------------------------------------------------------------------

TEST(Verifier, BodyEndsWithItsEnd) {
  EXPECT_EQ(problemOf(Source().function(0, {0x01})), "");
  EXPECT_TRUE(fails(problemOf(Source().function(0, {0x0B, 0x01})), "after the function's end"));
  EXPECT_TRUE(fails(problemOf(Source().function(0, {0x02, 0x40})), "ends inside a block"));
}

TEST(Verifier, LocalsAreNeverExpanded) {
  Bytes most = Bytes{2} + leb(0xFFFFFFFE) + Bytes{I32, 1, I64};
  // local.get 4294967294 is the i64.
  Bytes last = Bytes{0x20} + leb(0xFFFFFFFE) + Bytes{0x50, 0x1A};
  EXPECT_EQ(problemOf(Source().function(0, last, most)), "");
  EXPECT_TRUE(fails(problemOf(Source().function(0, Bytes{0x20} + leb(0xFFFFFFFE) + Bytes{0x45, 0x1A}, most)),
                    "i32.eqz expects i32 but the stack holds i64"));
  EXPECT_TRUE(
      fails(problemOf(Source().function(0, Bytes{0x20} + leb(0xFFFFFFFF) + Bytes{0x1A}, most)), "unknown local"));
}

TEST(Verifier, OperandWorkIsBounded) {
  // 900 results, returned by each of many calls.
  Source source;
  source.types.push_back(type({}, Bytes(900, I32)));
  source.function(1, {0x00});
  Bytes calls;
  for (int i = 0; i < 20000; ++i)
    calls = calls + Bytes{0x10, 0};
  source.function(0, calls + Bytes{0x00});
  EXPECT_TRUE(fails(problemOf(source), "for the code's size"));
  source.bodies[1] = Bytes{0, 0x10, 0, 0x00, 0x0B};
  EXPECT_EQ(problemOf(source), "");
}

TEST(Verifier, LabelsOfDeepNesting) {
  Bytes open, close;
  for (int i = 0; i < 100000; ++i) {
    open.insert(open.end(), {0x02, 0x40});
    close.push_back(0x0B);
  }
  EXPECT_EQ(problemOf(Source().function(0, open + Bytes{0x0C} + leb(100000) + close)), "");
  EXPECT_TRUE(fails(problemOf(Source().function(0, open + Bytes{0x0C} + leb(100001) + close)), "unknown label 100001"));
}

// Memories. ----------------------------------------------------------------

TEST(Verifier, OffsetsFitTheAddressType) {
  Bytes load = Bytes{0x28, 0x02} + leb(uint64_t(1) << 32) + Bytes{0x1A};
  Source source;
  source.memories = {{0x04, 1}};
  source.function(0, Bytes{0x42, 0} + load);
  EXPECT_EQ(problemOf(source), "");
  source = Source();
  source.memories = {{0x00, 1}};
  source.function(0, Bytes{0x41, 0} + load);
  EXPECT_TRUE(fails(problemOf(source), "static offset 4294967296"));
}

TEST(Verifier, CopyBetweenAddressTypes) {
  Source source;
  source.memories = {{0x00, 1}, {0x04, 1}};
  // memory.copy 0 1: i32 destination, i64 source, i32 count.
  source.function(0, {0x41, 0, 0x42, 0, 0x41, 0, 0xFC, 0x0A, 0, 1});
  EXPECT_EQ(problemOf(source), "");
  source.bodies[0] = {0, 0x41, 0, 0x42, 0, 0x42, 0, 0xFC, 0x0A, 0, 1, 0x0B};
  EXPECT_TRUE(fails(problemOf(source), "memory.copy expects i32"));
}

TEST(Verifier, MemoryLimits) {
  auto memory = [](Bytes limits) {
    Source source;
    source.memories = {std::move(limits)};
    return problemOf(source);
  };
  EXPECT_EQ(memory(Bytes{0x04} + leb(uint64_t(1) << 48)), "");
  EXPECT_TRUE(fails(memory(Bytes{0x04} + leb((uint64_t(1) << 48) + 1)), "larger than"));
  EXPECT_EQ(memory(Bytes{0x03, 1, 1}), "");
  EXPECT_TRUE(fails(memory(Bytes{0x02, 1}), "no maximum"));
}

TEST(Verifier, DataCountIsRequired) {
  Source source = withEverything({0xFC, 0x09, 0});
  EXPECT_EQ(problemOf(source), "");
  source.dataCount = false;
  EXPECT_TRUE(fails(problemOf(source), "data count"));
  source = withEverything({0xFC, 0x09, 1});
  EXPECT_TRUE(fails(problemOf(source), "unknown data segment 1"));
}

// References. --------------------------------------------------------------

/// Types 0: [] -> [], 1: [i32] -> [i32], 2: the same, 3: [] -> [i32];
/// function 0 of type 1 is declared.
Source withReferences() {
  Source source;
  source.types = {type({}, {}), type({I32}, {I32}), type({I32}, {I32}), type({}, {I32})};
  source.elements = {Bytes{3, 0, 1, 0}};
  source.function(1, {0x20, 0});
  return source;
}

TEST(Verifier, EqualTypesAreOneType) {
  // ref.func 0 ; call_ref x with an i32 below.
  auto callAs = [](uint8_t typeIndex) {
    return problemOf(withReferences().function(3, {0x41, 7, 0xD2, 0, 0x14, typeIndex}));
  };
  EXPECT_EQ(callAs(1), "");
  EXPECT_EQ(callAs(2), "");
  EXPECT_TRUE(fails(callAs(3), "call_ref expects (ref null 3) but the stack holds (ref 1)"));
  EXPECT_TRUE(fails(callAs(9), "unknown type 9"));
}

TEST(Verifier, TypesReferOnlyBack) {
  auto withType = [](uint8_t index) {
    Source source;
    source.types.push_back(typeOf(1, {0x63, index}, 0, {}));
    return problemOf(source);
  };
  EXPECT_EQ(withType(0), "");
  EXPECT_EQ(withType(1), ""); // itself
  EXPECT_TRUE(fails(withType(2), "not defined before it"));
}

TEST(Verifier, RecursiveTypesAreComparedUpToThemselves) {
  // 1 and 2 are alike; 3 names 1, not itself, so it differs from both.
  Source source;
  source.types = {type({}, {}), typeOf(1, {0x63, 1}, 0, {}), typeOf(1, {0x63, 2}, 0, {}), typeOf(1, {0x63, 1}, 0, {})};
  auto passAs = [&](uint8_t typeIndex) {
    Source copy = source;
    // A parameter of type (ref null 1), passed to itself as `typeIndex`.
    copy.function(1, {0x20, 0, 0x20, 0, 0x14, typeIndex});
    return problemOf(copy);
  };
  EXPECT_EQ(passAs(1), "");
  EXPECT_EQ(passAs(2), "");
  EXPECT_TRUE(fails(passAs(3), "call_ref expects (ref null 3)"));
}

TEST(Verifier, NonNullLocalsAreSetFirst) {
  Bytes local{1, 1, 0x64, 1}; // (local (ref 1))
  Bytes get{0x20, 0, 0x1A}, set{0xD2, 0, 0x21, 0};
  EXPECT_EQ(problemOf(withReferences().function(0, set + get, local)), "");
  EXPECT_TRUE(fails(problemOf(withReferences().function(0, get, local)), "local 0 is not set yet"));
  Bytes block{0x02, 0x40}, end{0x0B};
  EXPECT_EQ(problemOf(withReferences().function(0, set + block + get + end, local)), "");
  EXPECT_TRUE(fails(problemOf(withReferences().function(0, block + set + end + get, local)), "local 0 is not set yet"));
  Bytes nullable{1, 1, 0x63, 1};
  EXPECT_EQ(problemOf(withReferences().function(0, get, nullable)), "");
}

TEST(Verifier, BranchesOnNull) {
  // (param (ref null 1)) of a local: block ; local.get 0 ; br_on_null 0 ; drop.
  Bytes local{1, 1, 0x63, 1};
  EXPECT_EQ(problemOf(withReferences().function(0, {0x02, 0x40, 0x20, 0, 0xD5, 0, 0x1A, 0x0B}, local)), "");
  EXPECT_TRUE(fails(problemOf(withReferences().function(0, {0x02, 0x40, 0x41, 0, 0xD5, 0, 0x1A, 0x0B}, local)),
                    "br_on_null expects a reference"));
  // block (result (ref 1)) ; local.get 0 ; br_on_non_null 0 ; unreachable ; end ; drop.
  Bytes body{0x02, 0x64, 1, 0x20, 0, 0xD6, 0, 0x00, 0x0B, 0x1A};
  EXPECT_EQ(problemOf(withReferences().function(0, body, local)), "");
  body[2] = 3;
  EXPECT_TRUE(fails(problemOf(withReferences().function(0, body, local)), "does not match the last operand"));
}

TEST(Verifier, UnreachableReferencesStayReferences) {
  // unreachable ; ref.as_non_null ; then as a reference, and as an i32.
  EXPECT_EQ(problemOf(withReferences().function(3, {0x00, 0xD4, 0x14, 3})), "");
  EXPECT_TRUE(fails(problemOf(withReferences().function(3, {0x00, 0xD4})), "end expects i32"));
}

TEST(Verifier, TablesOfNonNullReferences) {
  Source source = withReferences();
  source.tables = {Bytes{0x40, 0x00, 0x64, 1, 0x00, 2, 0xD2, 0, 0x0B}};
  EXPECT_EQ(problemOf(source), "");
  source.tables = {Bytes{0x64, 1, 0x00, 2}};
  EXPECT_TRUE(fails(problemOf(source), "no initial value"));
  source.tables = {Bytes{0x40, 0x00, 0x64, 1, 0x00, 2, 0xD0, 1, 0x0B}};
  EXPECT_TRUE(fails(problemOf(source), "of type (ref null 1) instead of (ref 1)"));
}

TEST(Verifier, FunctionReferencesMatchFuncref) {
  Source source = withReferences();
  source.globals = {Bytes{FuncRef, 0, 0xD2, 0, 0x0B}};
  EXPECT_EQ(problemOf(source), "");
  source.globals = {Bytes{0x6F, 0, 0xD2, 0, 0x0B}};
  EXPECT_TRUE(fails(problemOf(source), "of type (ref 1) instead of (ref null extern)"));
}

// Exceptions. --------------------------------------------------------------

TEST(Verifier, TryTable) {
  Source source;
  source.types = {type({}, {}), type({I32}, {}), type({}, {I32, ExnRef}), type({}, {I32})};
  source.tags = {Bytes{0, 1}};
  auto clauses = [&](const Bytes &catches) {
    Source copy = source;
    // block (result i32 exnref) ; block (result i32) ; block (result exnref) ; block ; try_table ... end
    copy.function(0, Bytes{0x02, 2, 0x02, I32, 0x02, ExnRef, 0x02, 0x40, 0x1F, 0x40} + catches +
                         Bytes{0x0B, 0x0B, 0x00, 0x0B, 0x0A, 0x0B, 0x1A, 0x00, 0x0B, 0x0A});
    return problemOf(copy);
  };
  // Labels from outside of the try_table: 0 [], 1 [exnref], 2 [i32], 3 [i32 exnref].
  EXPECT_EQ(clauses({4, 0, 0, 2, 1, 0, 3, 2, 0, 3, 1}), "");
  EXPECT_TRUE(fails(clauses({1, 0, 0, 1}), "does not match label 1"));
  EXPECT_TRUE(fails(clauses({1, 1, 0, 2}), "does not match label 2"));
  EXPECT_TRUE(fails(clauses({1, 2, 1}), "does not match label 1"));
  EXPECT_TRUE(fails(clauses({1, 3, 0}), "does not match label 0"));
  EXPECT_TRUE(fails(clauses({1, 0, 5, 2}), "unknown tag 5"));
  EXPECT_TRUE(fails(clauses({1, 2, 9}), "unknown label 9"));
}

// In the middle of a pipeline. ---------------------------------------------

struct Merged : ::testing::Test {
  /// Memory 0 stays, memory 1 became a window of it.
  std::unique_ptr<Module> merge(const Bytes &code) {
    Source source;
    source.memories = {{0x00, 2}, {0x00, 1}};
    source.function(0, code);
    std::unique_ptr<Module> module = read(source);
    module->erase(MemoryId(1));
    Layout &layout = module->editLayout();
    layout.mergedMemory = MemoryId(0);
    layout.windows.resize(1);
    layout.windows[0].input = MemoryId(1);
    layout.windows[0].baseBytes = PageSize;
    return module;
  }
};

TEST_F(Merged, SizeAndGrowMayNameAWindow) {
  EXPECT_EQ(problemOf(*merge({0x3F, 1, 0x1A, 0x41, 0, 0x40, 1, 0x1A})), "");
  EXPECT_TRUE(fails(problemOf(*merge({0x3F, 2, 0x1A})), "unknown memory 2"));
}

TEST_F(Merged, AccessesMayNot) {
  EXPECT_EQ(problemOf(*merge({0x41, 0, 0x28, 0x42, 0, 0, 0x1A})), "");
  EXPECT_TRUE(fails(problemOf(*merge({0x41, 0, 0x28, 0x42, 1, 0, 0x1A})), "unknown memory 1"));
  EXPECT_TRUE(fails(problemOf(*merge({0x41, 0, 0x41, 0, 0x41, 0, 0xFC, 0x0B, 1})), "unknown memory 1"));
}

TEST(Verifier, ErasedEntitiesAreUnknown) {
  Source source;
  source.globals = {Bytes{I32, 0, 0x41, 0, 0x0B}, Bytes{I32, 0, 0x41, 0, 0x0B}};
  source.function(0, {}).function(0, {0x10, 0, 0x23, 1, 0x1A});
  std::unique_ptr<Module> module = read(source);
  EXPECT_EQ(problemOf(*module), "");
  EXPECT_TRUE(verifyFunction(*module, FunctionId(1)).succeeded());
  module->erase(GlobalId(0));
  EXPECT_EQ(problemOf(*module), "");
  module->erase(FunctionId(0));
  EXPECT_TRUE(fails(problemOf(*module), "unknown function 0"));
  Result<void> result = verifyFunction(*module, FunctionId(1));
  ASSERT_FALSE(result.succeeded());
  EXPECT_EQ(result.failure().diagnostic().location.index, 1u);
  EXPECT_EQ(result.failure().diagnostic().location.instruction, 0u);
}

} // namespace
