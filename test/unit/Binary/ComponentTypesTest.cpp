//===- ComponentTypesTest.cpp - decoding component-type sections --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one section that wasm-tools wrote, whole, cut off at each byte and with each byte
//       changed; and what no tool writes: other versions, names, nesting, types.
// Why:  what decides whether an export may go must not be taken in by a bad section.
// Never: repeats the cases that test/passes/cabi-realloc-drop compares with wasm-tools.
//
//===----------------------------------------------------------------------===//

#include "meld/Binary/ComponentTypes.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace meld;

namespace {

using Bytes = std::vector<uint8_t>;

Bytes fromHex(llvm::StringRef text) {
  std::string bytes = llvm::fromHex(text);
  return {bytes.begin(), bytes.end()};
}

/// Of this world, as written by wit-component 0.259:
///   package test:demo@0.1.0;
///   interface math { record pair { x: f32, y: u64 } add: func(a: s32, b: s32) -> s32; swap: func(p: pair) -> pair; }
///   interface things { use math.{pair}; resource thing { constructor(n: u32); rename: func(name: string); }
///                      look: func(t: borrow<thing>, p: pair) -> option<thing>; }
///   world w { import math; import things; import read: func(n: u8) -> list<u8>; export things;
///             export run: func() -> result<_, string>; }
const char *const World =
    "0061736d0d0001000019167769742d636f6d706f6e656e742d656e636f64696e67040007d80301410201410d01420601"
    "72020178760179770400047061697203000001400201617a01627a007a04000361646401020140010170010001040004"
    "737761700103030014746573743a64656d6f2f6d61746840302e312e30050002030000047061697201420c0203020101"
    "040004706169720300000400057468696e670301016902014001016e7900030400125b636f6e7374727563746f725d74"
    "68696e6701040168020140020473656c6605046e616d657301000400145b6d6574686f645d7468696e672e72656e616d"
    "650106016b0301400201740501700100070400046c6f6f6b0108030016746573743a64656d6f2f7468696e677340302e"
    "312e30050201707d014001016e7d0003030004726561640104016a000173014000000504000372756e010601420c0203"
    "020101040004706169720300000400057468696e670301016902014001016e7900030400125b636f6e7374727563746f"
    "725d7468696e6701040168020140020473656c6605046e616d657301000400145b6d6574686f645d7468696e672e7265"
    "6e616d650106016b0301400201740501700100070400046c6f6f6b0108040016746573743a64656d6f2f7468696e6773"
    "40302e312e300507040011746573743a64656d6f2f7740302e312e3004000b0701000177030000002f0970726f647563"
    "657273010c70726f6365737365642d6279010d7769742d636f6d706f6e656e7407302e3235392e30";

std::string show(const std::optional<DescribedFunction> &function) {
  if (!function)
    return "none";
  std::string text;
  auto append = [&](const std::vector<ValueType> &types) {
    for (ValueType type : types)
      text += type == ValueType::I32 ? "i" : type == ValueType::I64 ? "l" : type == ValueType::F32 ? "f" : "d";
  };
  append(function->params);
  text += ":";
  append(function->results);
  return text + (function->allocates ? "!" : "");
}

TEST(ComponentTypes, AnswersByNameAndSignature) {
  Bytes bytes = fromHex(World);
  ComponentTypes types;
  ASSERT_EQ(types.add(bytes), "");
  llvm::StringRef math = "test:demo/math@0.1.0", things = "test:demo/things@0.1.0";
  EXPECT_EQ(show(types.import(math, "add")), "ii:i");
  EXPECT_EQ(show(types.import(math, "swap")), "fli:");
  EXPECT_EQ(show(types.import(math, "pair")), "none");
  EXPECT_EQ(show(types.import("test:demo/math", "add")), "none");
  EXPECT_EQ(show(types.import("$root", "read")), "ii:!");
  EXPECT_EQ(show(types.import("$root", "run")), "none");
  EXPECT_EQ(show(types.import(things, "[constructor]thing")), "i:i");
  EXPECT_EQ(show(types.import(things, "[method]thing.rename")), "iii:");
  EXPECT_EQ(show(types.import(things, "[resource-drop]thing")), "i:");
  EXPECT_EQ(show(types.import(things, "[resource-drop]pair")), "none");
  EXPECT_EQ(show(types.import(things, "[resource-new]thing")), "none");
  EXPECT_EQ(show(types.import(things, "look")), "ifli:");
  EXPECT_EQ(show(types.import(("[export]" + things).str(), "[resource-new]thing")), "i:i");
  EXPECT_EQ(show(types.import(("[export]" + things).str(), "[resource-rep]thing")), "i:i");
  EXPECT_EQ(show(types.import(("[export]" + things).str(), "[resource-drop]thing")), "i:");
  EXPECT_EQ(show(types.import(("[export]" + things).str(), "look")), "none");
  EXPECT_EQ(show(types.import("[export]test:demo/math@0.1.0", "add")), "none");
  EXPECT_EQ(show(types.exported("run")), ":i");
  EXPECT_EQ(show(types.exported("cabi_post_run")), "i:");
  EXPECT_EQ(show(types.exported("read")), "none");
  EXPECT_EQ(show(types.exported((things + "#look").str())), "ifl:i");
  EXPECT_EQ(show(types.exported((things + "#[method]thing.rename").str())), "iii:!");
  EXPECT_EQ(show(types.exported((things + "#[dtor]thing").str())), "i:");
  EXPECT_EQ(show(types.exported((things + "#[dtor]pair").str())), "none");
  EXPECT_EQ(show(types.exported((math + "#add").str())), "none");
  EXPECT_EQ(show(types.exported("#run")), "none");
  EXPECT_EQ(show(types.exported("")), "none");
}

TEST(ComponentTypes, SeveralSections) {
  Bytes bytes = fromHex(World);
  ComponentTypes types;
  EXPECT_EQ(types.add(bytes), "");
  EXPECT_EQ(types.add(bytes), "");
  EXPECT_EQ(show(types.exported("run")), ":i");
  // The same, but `run` returns nothing: described differently, so not at all.
  std::string other = World;
  other.replace(other.find("014000000504000372756e0106"), 26, "014000010004000372756e0106");
  Bytes changed = fromHex(other);
  EXPECT_EQ(types.add(changed), "");
  EXPECT_EQ(show(types.exported("run")), "none");
  EXPECT_EQ(show(types.exported("test:demo/things@0.1.0#look")), "ifl:i");
  for (unsigned i = 3; i < 64; ++i)
    EXPECT_EQ(types.add(bytes), "");
  EXPECT_EQ(types.add(bytes), "there are more than 64 such sections");
}

TEST(ComponentTypes, CutOffAtEachByte) {
  Bytes bytes = fromHex(World);
  size_t accepted = 0;
  for (size_t size = 0; size < bytes.size(); ++size) {
    Bytes part(bytes.begin(), bytes.begin() + static_cast<long>(size)); // a buffer of that size
    ComponentTypes types;
    accepted += types.add(part).empty();
  }
  EXPECT_EQ(accepted, 1u); // without the last custom section, `producers`
}

TEST(ComponentTypes, EachByteChanged) {
  Bytes bytes = fromHex(World);
  for (size_t at = 0; at < bytes.size(); ++at)
    for (unsigned change : {0x01, 0x40, 0x80, 0xFF}) {
      Bytes other = bytes;
      other[at] ^= static_cast<uint8_t>(change);
      ComponentTypes types;
      if (types.add(other).empty()) {
        (void)types.exported("test:demo/things@0.1.0#look");
        (void)types.import("test:demo/math@0.1.0", "swap");
      }
    }
}

// What no tool writes. -------------------------------------------------------

const std::string Preamble = "0061736d0d000100";
const std::string Encoding = "0019167769742d636f6d706f6e656e742d656e636f64696e670400";
const std::string Export = "0b0701000177030000";

std::string hexByte(size_t value) {
  const auto byte = static_cast<uint8_t>(value);
  return llvm::toHex(llvm::ArrayRef(byte), /*LowerCase=*/true);
}

/// A component with one world of these declarations.
std::string worldOf(unsigned count, const std::string &declarations) {
  std::string world = "41" + hexByte(count) + declarations;
  std::string package = "4102" + ("01" + world) + "0400" "0177" "0400";
  std::string section = "01" + package;
  size_t size = section.size() / 2;
  return Preamble + Encoding + "07" + hexByte((size & 0x7F) | 0x80) + hexByte(size >> 7) + section + Export;
}
std::string problem(const std::string &hex) {
  Bytes bytes = fromHex(hex);
  return ComponentTypes().add(bytes);
}

TEST(ComponentTypes, WhatIsNotKnownIsRefused) {
  EXPECT_EQ(problem(worldOf(0, "")), "");
  EXPECT_EQ(problem(""), "it is not a component of the version this tool knows");
  EXPECT_EQ(problem("0061736d01000000"), "it is not a component of the version this tool knows");
  EXPECT_EQ(problem(Preamble), "it does not say how it is encoded");
  EXPECT_EQ(problem(Preamble + Encoding), "it does not export one type");
  EXPECT_EQ(problem(Preamble + Encoding.substr(0, 50) + "0500"), "its encoding has another version than 4");
  EXPECT_EQ(problem(Preamble + Encoding + "010100"), "it has a section 1, which this tool does not know");
  EXPECT_EQ(problem(Preamble + Encoding + Export), "it is malformed: type 0 is no component type");
  EXPECT_EQ(problem(Preamble + Encoding + "070401410000" + Export), "it is malformed: a section has bytes after its contents");
  EXPECT_EQ(problem(Preamble + Encoding + "0703014100" + Export), "it does not describe one world");
  EXPECT_EQ(problem(Preamble + Encoding + "0703014100" + Export + Export), "it does not export one type");

  EXPECT_EQ(problem(worldOf(1, "01430000")), "it has an asynchronous function");
  EXPECT_EQ(problem(worldOf(1, "016600")), "it has a type 66 (hexadecimal), which this tool does not know"); // stream
  EXPECT_EQ(problem(worldOf(1, "016500")), "it has a type 65 (hexadecimal), which this tool does not know"); // future
  EXPECT_EQ(problem(worldOf(1, "016373" "73")), "it has a type 63 (hexadecimal), which this tool does not know"); // map
  EXPECT_EQ(problem(worldOf(1, "017064")), "it has a value of a type that this tool does not know"); // list<error-context>
  EXPECT_EQ(problem(worldOf(1, "013f7f00")), "it has a type 3f (hexadecimal), which this tool does not know"); // resource
  EXPECT_EQ(problem(worldOf(1, "0171010161000100")), "it has a case that refines another");
  EXPECT_EQ(problem(worldOf(1, "00")), "it has a declaration 0, which this tool does not know");
  EXPECT_EQ(problem(worldOf(1, "030101610300")), "it has a name of a form that this tool does not know");
  EXPECT_EQ(problem(worldOf(1, "0300016102017f")), "it imports or exports something of a sort that this tool does not know");
  EXPECT_EQ(problem(worldOf(1, "03000161030201")), "it bounds a type in a way that this tool does not know");
  EXPECT_EQ(problem(worldOf(1, "020102000000")), "it has an alias of something else than a type");
  EXPECT_EQ(problem(worldOf(1, "020301000161")), "it has an alias of a form that this tool does not know");
  EXPECT_EQ(problem(worldOf(1, "01400002")), "it has results of a form that this tool does not know");
}

TEST(ComponentTypes, WhatIsMalformedIsRefused) {
  EXPECT_EQ(problem(worldOf(1, "016b05")), "it is malformed: type 5 is no value type");
  EXPECT_EQ(problem(worldOf(1, "016905")), "it is malformed: type 5 is no resource");
  EXPECT_EQ(problem(Preamble + Encoding + "0703017201" + Export), "it is malformed: unexpected end");
  EXPECT_EQ(problem(worldOf(1, "0300016101" "00")), "it is malformed: type 0 is no function");
  EXPECT_EQ(problem(worldOf(1, "03000161" "0300" "05")), "it is malformed: there is no type 5");
  EXPECT_EQ(problem(worldOf(1, "03000161" "0500")), "it is malformed: type 0 is no instance type");
  EXPECT_EQ(problem(worldOf(1, "0203" "00" "000161")), "it is malformed: there is no instance 0");
  EXPECT_EQ(problem(worldOf(1, "0203" "02" "0900")), "it is malformed: an alias names no type");
  EXPECT_EQ(problem(worldOf(1, "0203" "02" "0009")), "it is malformed: an alias names no type");
  EXPECT_EQ(problem(worldOf(2, "03000161" "0301" "03000161" "0301")), "it is malformed: a name is there twice");
  EXPECT_EQ(problem(worldOf(1, "0142" "01" "03000161" "0301")), "it is malformed: an interface imports something");
  EXPECT_EQ(problem(worldOf(3, "0142" "00" "0300016105" "00" "0203" "00" "000162")),
            "it is malformed: instance 0 exports no type b");
  EXPECT_EQ(problem(worldOf(1, "016a0200")), "it is malformed: neither there nor not there");
}

TEST(ComponentTypes, DepthAndSizeAreBounded) {
  // Instance types in instance types, deeper than any interface.
  std::string deep;
  for (unsigned i = 0; i < 8; ++i)
    deep += "4201" "01";
  EXPECT_EQ(problem(worldOf(1, "01" + deep + "4200")), "it nests deeper than package, world, interface");

  // A type that doubles with every definition: 2^40 values, in 40 lines.
  std::string doubling = "017f";
  for (unsigned i = 0; i < 40; ++i)
    doubling += "016f02" + hexByte(i) + hexByte(i);
  doubling += "0140010161" + hexByte(40) + "0028" + "0400016601" + hexByte(41);
  Bytes bytes = fromHex(worldOf(43, doubling));
  ComponentTypes types;
  ASSERT_EQ(types.add(bytes), "");
  EXPECT_EQ(show(types.exported("f")), "i:i!"); // both by pointer
}

} // namespace
