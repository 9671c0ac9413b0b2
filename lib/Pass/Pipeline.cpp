//===- Pipeline.cpp - parsing pipeline strings ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a parser with a stack of its own for nested lists, and the splitter of options.
// Why:  see Pipeline.h; the depth limit keeps whoever walks the tree safe as well.
// Never: looks at what a name means.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/Pipeline.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

namespace {

bool isNameCharacter(char c) { return llvm::isAlnum(c) || c == '-' || c == '_' || c == '.'; }

/// A position in a text.
class Scanner {
public:
  Scanner(llvm::StringRef text, size_t begin, size_t end) : text(text), position(begin), end(end) {}

  void skipBlanks() {
    while (position < end && llvm::isSpace(text[position]))
      ++position;
  }
  bool atEnd() const { return position == end; }
  char peek() const { return atEnd() ? '\0' : text[position]; }
  bool consume(char c) {
    if (peek() != c || atEnd())
      return false;
    ++position;
    return true;
  }
  size_t column() const { return position; }
  void advance() { ++position; }

  llvm::StringRef takeName() {
    size_t begin = position;
    while (position < end && isNameCharacter(text[position]))
      ++position;
    return text.slice(begin, position);
  }

  FailureBuilder errorAt(size_t column, const llvm::Twine &fact) const {
    return error(Location::pipeline(text, column), fact);
  }
  FailureBuilder errorHere(const llvm::Twine &fact) const { return errorAt(position, fact); }

  /// What stands here, for messages.
  std::string found() const {
    if (atEnd())
      return "the end";
    // A character may have several bytes.
    size_t last = position + 1;
    while (last < end && (text[last] & 0xC0) == 0x80)
      ++last;
    return "'" + text.slice(position, last).str() + "'";
  }

  /// At `"`: steps behind the closing quote and gives what is between.
  Result<std::string> takeQuoted() {
    size_t open = position++;
    std::string content;
    while (position < end && text[position] != '"') {
      if (text[position] == '\\' && position + 1 < end)
        ++position;
      content += text[position++];
    }
    if (atEnd())
      return errorAt(open, "this quote is not closed").remedy("add a '\"'");
    ++position;
    return content;
  }

  /// At `<`: steps behind the matching `>`.
  Result<PipelineArguments> takeArguments() {
    size_t open = position++;
    PipelineArguments arguments{text, position, position};
    for (unsigned depth = 1; depth != 0;) {
      if (atEnd())
        return errorAt(open, "this '<' is not closed").remedy("add a '>'");
      char c = text[position];
      if (c == '"') {
        Result<std::string> quoted = takeQuoted();
        if (!quoted)
          return quoted.takeFailure();
        continue;
      }
      depth += c == '<';
      depth -= c == '>';
      if (depth > PipelineDepthLimit)
        return errorHere("nesting is deeper than " + llvm::Twine(PipelineDepthLimit)).remedy("nest less");
      arguments.end = position++;
    }
    return arguments;
  }

private:
  llvm::StringRef text;
  size_t position;
  size_t end;
};

} // namespace

Result<std::vector<PipelineElement>> parsePipeline(llvm::StringRef text) {
  Scanner scanner(text, 0, text.size());
  // The innermost list is the last one; `open` has the column of its parenthesis.
  std::vector<std::vector<PipelineElement>> lists(1);
  std::vector<size_t> open;

  scanner.skipBlanks();
  if (scanner.atEnd())
    return std::move(lists.front());

  while (true) {
    scanner.skipBlanks();
    PipelineElement element;
    element.pipeline = text;
    element.column = scanner.column();
    element.name = scanner.takeName();
    if (element.name.empty())
      return scanner.errorHere("a pass name is expected here, not " + scanner.found())
          .remedy("write a name, or remove the comma or parenthesis that calls for one");
    scanner.skipBlanks();
    if (scanner.peek() == '<') {
      Result<PipelineArguments> arguments = scanner.takeArguments();
      if (!arguments)
        return arguments.takeFailure();
      element.arguments = *arguments;
      scanner.skipBlanks();
    }
    lists.back().push_back(std::move(element));
    if (size_t column = scanner.column(); scanner.consume('(')) {
      if (open.size() == PipelineDepthLimit)
        return scanner.errorAt(column, "nesting is deeper than " + llvm::Twine(PipelineDepthLimit)).remedy("nest less");
      open.push_back(column);
      lists.emplace_back();
      continue;
    }
    while (true) {
      scanner.skipBlanks();
      if (open.empty() || !scanner.consume(')'))
        break;
      std::vector<PipelineElement> inner = std::move(lists.back());
      lists.pop_back();
      open.pop_back();
      lists.back().back().hasInner = true;
      lists.back().back().inner = std::move(inner);
    }
    if (scanner.consume(','))
      continue;
    if (!scanner.atEnd())
      return scanner.errorHere("',' is expected here, not " + scanner.found())
          .remedy("separate passes by commas; options stand in '<' and '>' right after the name");
    if (!open.empty())
      return scanner.errorAt(open.back(), "this '(' is not closed").remedy("add a ')'");
    return std::move(lists.front());
  }
}

namespace {

/// A name, key or value up to one of `stops`; quoted parts lose their quotes.
Result<std::string> takeText(Scanner &scanner, llvm::StringRef stops) {
  std::string content;
  size_t lastQuoted = 0;
  unsigned depth = 0;
  while (!scanner.atEnd() && (depth != 0 || !stops.contains(scanner.peek()))) {
    char c = scanner.peek();
    if (c == '"') {
      Result<std::string> quoted = scanner.takeQuoted();
      if (!quoted)
        return quoted.takeFailure();
      content += *quoted;
      lastQuoted = content.size();
      continue;
    }
    depth += c == '<';
    depth -= c == '>' && depth != 0;
    content += c;
    scanner.advance();
  }
  // Blanks before a stop do not count, quoted ones do.
  while (content.size() > lastQuoted && llvm::isSpace(content.back()))
    content.pop_back();
  return content;
}

} // namespace

Result<std::vector<OptionArgument>> splitOptions(const PipelineArguments &arguments) {
  Scanner scanner(arguments.pipeline, arguments.begin, arguments.end);
  std::vector<OptionArgument> options;
  while (true) {
    scanner.skipBlanks();
    OptionArgument option;
    option.column = scanner.column();
    size_t begin = scanner.column();
    while (!scanner.atEnd() && (llvm::isAlnum(scanner.peek()) || scanner.peek() == '-' || scanner.peek() == '_'))
      scanner.advance();
    option.name = arguments.pipeline.slice(begin, scanner.column());
    if (option.name.empty())
      return scanner.errorHere("an option is expected here, not " + (scanner.atEnd() ? "'>'" : scanner.found()))
          .remedy("write name=value, or remove the ';' or the empty '<>'");
    if (size_t dot = scanner.column(); scanner.consume('.')) {
      Result<std::string> key = takeText(scanner, "=;");
      if (!key)
        return key.takeFailure();
      if (key->empty())
        return scanner.errorAt(dot, "a name is expected after the '.'").remedy("write " + option.name + ".NAME=value");
      option.key = std::move(*key);
    }
    scanner.skipBlanks();
    if (scanner.consume('=')) {
      scanner.skipBlanks();
      option.valueColumn = scanner.column();
      Result<std::string> value = takeText(scanner, ";");
      if (!value)
        return value.takeFailure();
      if (scanner.column() == option.valueColumn)
        return scanner.errorHere("a value is expected after the '='").remedy("give one, or \"\" for an empty one");
      option.value = std::move(*value);
    }
    scanner.skipBlanks();
    options.push_back(std::move(option));
    if (scanner.atEnd())
      return options;
    if (!scanner.consume(';'))
      return scanner.errorHere("'=' or ';' is expected here, not " + scanner.found())
          .remedy("write name=value and separate options by ';'");
  }
}

void printOptionText(llvm::raw_ostream &out, llvm::StringRef text) {
  bool isPlain = !text.empty() && llvm::all_of(text, isNameCharacter);
  if (isPlain) {
    out << text;
    return;
  }
  out << '"';
  for (char c : text) {
    if (c == '"' || c == '\\')
      out << '\\';
    out << c;
  }
  out << '"';
}

} // namespace meld
