//===- TextScan.cpp - what a text's parentheses say ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see TextScan.h.
// Why:  see TextScan.h.
// Never: recurses; looks at a byte more than once.
//
//===----------------------------------------------------------------------===//

#include "TextScan.h"
#include <algorithm>

namespace meld {

namespace {

/// Ends a word: white space, parentheses, `;`, `"` (core specification 6.3.1).
bool endsWord(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == '(' || c == ')' || c == ';' || c == '"';
}

class Scanner {
public:
  Scanner(llvm::StringRef text, bool wantFields) : text(text), wantFields(wantFields) {}

  TextScan run() {
    while (at < text.size()) {
      char c = text[at];
      if (c == '(' && next() == ';')
        skipBlockComment();
      else if (c == ';' && next() == ';')
        at = std::min(text.find('\n', at), text.size());
      else if (c == '"')
        skipString();
      else if (c == '(')
        open();
      else if (c == ')')
        close();
      else if (endsWord(c))
        ++at;
      else
        word();
    }
    rejectElement();
    if (wantFields && inField)
      scan.fields.back().close = text.size();
    return std::move(scan);
  }

private:
  char next() const { return at + 1 < text.size() ? text[at + 1] : '\0'; }

  void skipBlockComment() {
    uint64_t depth = 0;
    while (at < text.size()) {
      if (text[at] == '(' && next() == ';') {
        ++depth;
        at += 2;
      } else if (text[at] == ';' && next() == ')') {
        at += 2;
        if (--depth == 0)
          return;
      } else {
        ++at;
      }
    }
    at = text.size();
  }

  /// A line feed in a string is an error to the parser, but not the string's end.
  void skipString() {
    rejectElement();
    for (++at; at < text.size() && text[at] != '"'; ++at)
      if (text[at] == '\\')
        ++at;
    at = std::min<size_t>(at + 1, text.size());
  }

  void open() {
    rejectElement();
    if (inElementList && parentheses == elementDepth)
      pendingElement = at;
    ++parentheses;
    afterOpen = true;
    deepen(at);
    ++at;
  }

  void close() {
    rejectElement();
    if (parentheses == elementDepth)
      inElementList = false;
    if (inField && parentheses == fieldDepth) {
      inField = false;
      blocks = 0;
      if (wantFields)
        scan.fields.back().close = at;
    }
    if (parentheses != 0)
      --parentheses;
    afterOpen = false;
    ++at;
  }

  void word() {
    size_t begin = at;
    while (at < text.size() && !endsWord(text[at]))
      ++at;
    llvm::StringRef word = text.slice(begin, at);
    bool opened = afterOpen;
    afterOpen = false;
    element(word, opened);
    if (!inField)
      outside(word, begin, opened);
    else if (word == "end")
      blocks -= blocks != 0;
    else if (!opened && (word == "block" || word == "loop" || word == "if" || word == "try")) {
      ++blocks;
      deepen(begin);
    }
  }

  void deepen(size_t offset) {
    if (parentheses + blocks <= scan.nesting)
      return;
    scan.nesting = parentheses + blocks;
    scan.deepest = offset;
  }

  /// Follows element segments: after a reference type, and in a table's
  /// abbreviation, all that is in parentheses is an element expression. wabt may
  /// take up parsing anywhere after an error, so this looks at no context.
  void element(llvm::StringRef word, bool opened) {
    if (pendingElement && (word == "item" || word == "ref.func" || word == "ref.null" || word == "global.get"))
      pendingElement.reset();
    rejectElement();
    if (opened && word == "table") {
      tableDepth = parentheses;
    } else if (opened && word == "elem") {
      elementDepth = parentheses;
      inElementList = tableDepth != 0 && tableDepth + 1 == parentheses;
    } else if (!opened && parentheses == elementDepth && word.ends_with("ref") && word.front() != '$') {
      inElementList = true;
    }
  }

  void rejectElement() {
    if (pendingElement && !scan.badElement)
      scan.badElement = pendingElement;
    pendingElement.reset();
  }

  /// A word that is not inside a field.
  void outside(llvm::StringRef word, size_t begin, bool opened) {
    if (!opened) {
      if (scan.module && !scan.scriptForm && parentheses == 1 && (word == "binary" || word == "quote"))
        scan.scriptForm = begin;
      return;
    }
    if (parentheses == 1 && word == "module" && !scan.module) {
      scan.module = begin;
      return;
    }
    inField = true;
    fieldDepth = parentheses;
    if (wantFields)
      scan.fields.push_back({begin, begin});
  }

  llvm::StringRef text;
  bool wantFields;
  size_t at = 0;
  uint64_t parentheses = 0, blocks = 0, fieldDepth = 0;
  bool afterOpen = false, inField = false;
  // Of the innermost `(table` and `(elem` so far, whether the latter holds a list of
  // expressions now, and the parenthesis in it that is still without a word.
  uint64_t tableDepth = 0, elementDepth = 0;
  bool inElementList = false;
  std::optional<uint64_t> pendingElement;
  TextScan scan;
};

} // namespace

TextScan scanText(llvm::StringRef text, bool wantFields) { return Scanner(text, wantFields).run(); }

} // namespace meld
