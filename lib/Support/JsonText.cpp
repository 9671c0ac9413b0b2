//===- JsonText.cpp - JSON that knows where it stands ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see JsonText.h.
// Why:  see JsonText.h.
// Never: see JsonText.h.
//
//===----------------------------------------------------------------------===//

#include "meld/Support/JsonText.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"

namespace meld {

const JsonMember *JsonNode::find(llvm::StringRef name) const {
  for (const JsonMember &member : members)
    if (member.name == name)
      return &member;
  return nullptr;
}

namespace {

constexpr unsigned MaxDepth = 64;

/// Where brackets first nest deeper than `MaxDepth`, if they do: LLVM's parser recurses.
std::optional<size_t> findTooDeep(llvm::StringRef text) {
  unsigned depth = 0;
  bool inString = false;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (inString) {
      at += c == '\\';
      inString = c != '"';
      continue;
    }
    inString = c == '"';
    if ((c == '[' || c == '{') && ++depth > MaxDepth)
      return at;
    if ((c == ']' || c == '}') && depth != 0)
      --depth;
  }
  return std::nullopt;
}

/// Walks a text that is known to be JSON.
class Walker {
public:
  explicit Walker(llvm::StringRef text) : text(text) {}

  JsonNode value() {
    JsonNode node;
    skipBlanks();
    node.offset = at;
    switch (text[at]) {
    case '{':
      node.kind = JsonNode::Object;
      while (isMore('}'))
        node.members.push_back(member());
      break;
    case '[':
      node.kind = JsonNode::Array;
      while (isMore(']'))
        node.items.push_back(value());
      break;
    case '"':
      node.kind = JsonNode::String;
      node.text = string();
      break;
    default:
      node.text =
          text.drop_front(at).take_until([](char c) { return isBlank(c) || c == ',' || c == ']' || c == '}'; }).str();
      at += node.text.size();
      node.kind = node.text == "null"                           ? JsonNode::Null
                  : node.text == "true" || node.text == "false" ? JsonNode::Boolean
                                                                : JsonNode::Number;
    }
    return node;
  }

private:
  static bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  void skipBlanks() {
    while (at < text.size() && isBlank(text[at]))
      ++at;
  }
  /// Past an opening bracket, a comma or the closing bracket; false for the last.
  bool isMore(char closing) {
    skipBlanks();
    const bool isFirst = text[at] == '{' || text[at] == '[';
    if (text[at] != closing && (isFirst || text[at] == ','))
      ++at;
    skipBlanks();
    if (text[at] != closing)
      return true;
    ++at;
    return false;
  }
  JsonMember member() {
    JsonMember result;
    skipBlanks();
    result.offset = at;
    result.name = string();
    skipBlanks();
    ++at; // the colon
    result.value = value();
    return result;
  }
  std::string string() {
    const size_t begin = at++;
    while (text[at] != '"')
      at += text[at] == '\\' ? 2 : 1;
    ++at;
    llvm::Expected<llvm::json::Value> parsed = llvm::json::parse(text.slice(begin, at));
    if (!parsed) { // it was valid as a part of the whole
      llvm::consumeError(parsed.takeError());
      return "";
    }
    return parsed->getAsString().value_or("").str();
  }

  llvm::StringRef text;
  size_t at = 0;
};

std::optional<Failure> findRepeated(const JsonNode &node, llvm::MemoryBufferRef buffer) {
  llvm::StringSet<> names;
  for (const JsonMember &member : node.members) {
    if (!names.insert(member.name).second)
      return error(Location::text(buffer.getBufferIdentifier(), buffer.getBuffer(), member.offset),
                   "\"" + member.name + "\" is given twice")
          .remedy("keep one of them");
    if (std::optional<Failure> inner = findRepeated(member.value, buffer))
      return inner;
  }
  for (const JsonNode &item : node.items)
    if (std::optional<Failure> inner = findRepeated(item, buffer))
      return inner;
  return std::nullopt;
}

} // namespace

Result<JsonNode> parseJsonText(llvm::MemoryBufferRef buffer) {
  const llvm::StringRef text = buffer.getBuffer();
  auto fail = [&](size_t offset, const llvm::Twine &fact) {
    return error(Location::text(buffer.getBufferIdentifier(), text, std::min(offset, text.size())), fact)
        .remedy("correct the file; JSON is described in RFC 8259");
  };
  if (std::optional<size_t> deep = findTooDeep(text))
    return fail(*deep, "this is nested more than " + llvm::Twine(MaxDepth) + " deep");
  if (llvm::Expected<llvm::json::Value> parsed = llvm::json::parse(text); !parsed) {
    // "[LINE:COLUMN, byte=OFFSET]: REASON"
    const std::string message = llvm::toString(parsed.takeError());
    llvm::StringRef rest = llvm::StringRef(message).split("byte=").second;
    size_t offset = 0;
    rest.consumeInteger(10, offset);
    rest.consume_front("]: ");
    return fail(offset, "this is not JSON: " + (rest.empty() ? llvm::StringRef(message) : rest));
  }
  JsonNode root = Walker(text).value();
  if (std::optional<Failure> repeated = findRepeated(root, buffer))
    return std::move(*repeated);
  return root;
}

} // namespace meld
