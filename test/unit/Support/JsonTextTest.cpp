//===- JsonTextTest.cpp - JSON with places -------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: values, their places, what is refused and where.
// Why:  messages about a file point into it by these.
// Never: tests what LLVM's parser decides beyond that it is asked.
//
//===----------------------------------------------------------------------===//

#include "meld/Support/JsonText.h"
#include "llvm/Support/raw_ostream.h"
#include <gtest/gtest.h>

namespace meld {
namespace {

JsonNode parse(llvm::StringRef text) {
  Result<JsonNode> node = parseJsonText(llvm::MemoryBufferRef(text, "f.json"));
  EXPECT_TRUE(node.succeeded()) << text.str();
  return node ? std::move(*node) : JsonNode();
}

/// The message that refuses a text, as it is printed.
std::string refusal(llvm::StringRef text) {
  Result<JsonNode> node = parseJsonText(llvm::MemoryBufferRef(text, "f.json"));
  if (node)
    return "accepted";
  std::string message;
  llvm::raw_string_ostream out(message);
  printDiagnostic(out, node.failure().diagnostic(), "input.wasm");
  return message;
}

TEST(JsonText, KindsAndPlaces) {
  JsonNode root = parse(" {\"a\" : [1, -2.5e3,null],\n\"b\":{\"c\":true},\"d\":\"x\"}");
  ASSERT_EQ(root.kind, JsonNode::Object);
  EXPECT_EQ(root.offset, 1u);
  ASSERT_EQ(root.members.size(), 3u);
  const JsonNode &a = root.members[0].value;
  EXPECT_EQ(root.members[0].name, "a");
  EXPECT_EQ(root.members[0].offset, 2u);
  ASSERT_EQ(a.kind, JsonNode::Array);
  EXPECT_EQ(a.offset, 8u);
  ASSERT_EQ(a.items.size(), 3u);
  EXPECT_EQ(a.items[0].kind, JsonNode::Number);
  EXPECT_EQ(a.items[1].text, "-2.5e3");
  EXPECT_EQ(a.items[1].offset, 12u);
  EXPECT_EQ(a.items[2].kind, JsonNode::Null);
  EXPECT_EQ(root.find("b")->value.find("c")->value.kind, JsonNode::Boolean);
  EXPECT_EQ(root.find("b")->value.find("c")->value.text, "true");
  EXPECT_EQ(root.find("d")->value.text, "x");
  EXPECT_EQ(root.find("e"), nullptr);
}

TEST(JsonText, EmptyAndNested) {
  EXPECT_TRUE(parse("{}").members.empty());
  EXPECT_TRUE(parse("[ ]").items.empty());
  JsonNode root = parse("[[],[[1],{}],[2,[3]]]");
  ASSERT_EQ(root.items.size(), 3u);
  EXPECT_EQ(root.items[1].items[0].items[0].text, "1");
  EXPECT_EQ(root.items[2].items[1].items[0].text, "3");
  EXPECT_EQ(parse("7").text, "7");
}

TEST(JsonText, Strings) {
  EXPECT_EQ(parse(R"("a\"]}\\\u00e9\n")").text, "a\"]}\\\xc3\xa9\n");
  EXPECT_EQ(parse(R"({"a\"b": 1})").members[0].name, "a\"b");
}

/// LLVM's parser points behind the character that it did not expect.
TEST(JsonText, SyntaxErrorsHaveAPlace) {
  EXPECT_EQ(refusal("{\n  \"a\": 1,\n}"), "f.json:3:2: error: this is not JSON: Expected object key\n"
                                          "    3 | }\n"
                                          "      |  ^\n"
                                          "remedy: correct the file; JSON is described in RFC 8259\n");
  EXPECT_NE(refusal("").find("f.json:1:1: error: this is not JSON: "), std::string::npos);
  EXPECT_NE(refusal("1 2").find("Text after end of document"), std::string::npos);
}

TEST(JsonText, RepeatedMember) {
  EXPECT_NE(refusal("[{\"a\":1,\n \"a\":2}]").find("f.json:2:2: error: \"a\" is given twice"), std::string::npos);
}

TEST(JsonText, DeepNesting) {
  EXPECT_NE(refusal(std::string(100000, '[')).find("nested more than 64 deep"), std::string::npos);
  const std::string deep = std::string(64, '[') + std::string(64, ']');
  EXPECT_EQ(parse(deep).kind, JsonNode::Array);
  EXPECT_EQ(parse("\"" + std::string(100, '[') + "\"").kind, JsonNode::String);
}

TEST(JsonText, LongLinesAreNotShown) {
  const std::string message = refusal("[" + std::string(500, ' ') + "}");
  EXPECT_NE(message.find("f.json:1:503: error: "), std::string::npos);
  EXPECT_EQ(message.find("^"), std::string::npos);
}

} // namespace
} // namespace meld
