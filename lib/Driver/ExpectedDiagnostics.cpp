//===- ExpectedDiagnostics.cpp - messages that a test's text asks for --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ExpectedDiagnostics.h.
// Why:  see ExpectedDiagnostics.h.
// Never: see ExpectedDiagnostics.h.
//
//===----------------------------------------------------------------------===//

#include "ExpectedDiagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Regex.h"

namespace meld {

namespace {

constexpr llvm::StringLiteral Prefix = "expected-";

std::optional<uint32_t> lineOf(const Location &location, const SourceMap *sources) {
  if (std::optional<TextPosition> position = sources ? sources->find(location) : std::nullopt)
    return position->line;
  return std::nullopt;
}

} // namespace

ExpectedDiagnostics::ExpectedDiagnostics(llvm::StringRef text) {
  uint32_t line = 0;
  for (llvm::StringRef rest = text; !rest.empty();) {
    auto [first, tail] = rest.split('\n');
    rest = tail;
    parseLine(first, ++line);
  }
}

void ExpectedDiagnostics::parseLine(llvm::StringRef text, uint32_t line) {
  for (size_t at = text.find(Prefix); at != llvm::StringRef::npos; at = text.find(Prefix)) {
    llvm::StringRef rest = text.drop_front(at + Prefix.size());
    llvm::StringRef word = rest.take_while([](char c) { return llvm::isAlpha(c) || c == '-'; });
    rest = rest.drop_front(word.size());
    Expectation expectation;
    expectation.word = (Prefix + word).str();
    expectation.line = line;
    expectation.place = line;
    llvm::StringRef kind = word;
    expectation.isPattern = kind.consume_back("-re");
    auto fail = [&](const llvm::Twine &why) { wrong.push_back({line, ("'" + expectation.word + "': " + why).str()}); };

    constexpr std::pair<llvm::StringLiteral, Kind> kinds[] = {{"error", Kind::Error},
                                                              {"warning", Kind::Warning},
                                                              {"remark", Kind::Remark},
                                                              {"note", Kind::Note},
                                                              {"remedy", Kind::Remedy}};
    const auto *known = llvm::find_if(kinds, [&](const auto &entry) { return entry.first == kind; });
    if (known == std::end(kinds)) {
      fail("only error, warning, remark, note and remedy can be expected");
      return;
    }
    expectation.kind = known->second;

    if (rest.consume_front("@")) {
      llvm::StringRef place = rest.take_while([](char c) { return llvm::isAlnum(c) || c == '+' || c == '-'; });
      rest = rest.drop_front(place.size());
      int32_t offset = 0;
      if (place == "unknown") {
        expectation.place.reset();
      } else if (place == "above") {
        expectation.place = line - 1;
      } else if (place == "below") {
        expectation.place = line + 1;
      } else if (llvm::StringRef number = place;
                 (number.consume_front("+") || place.starts_with("-")) && !number.getAsInteger(10, offset)) {
        expectation.place = line + static_cast<uint32_t>(offset);
      } else {
        fail("the place '" + place + "' is not +N, -N, above, below or unknown");
        return;
      }
    }
    rest = rest.ltrim();
    // The last "}}" that closes; with -re, pairs inside belong to the text.
    size_t end = llvm::StringRef::npos;
    if (rest.consume_front("{{")) {
      unsigned depth = 1;
      for (size_t i = 0; i + 1 < rest.size() && end == llvm::StringRef::npos; ++i) {
        if (expectation.isPattern && rest.substr(i, 2) == "{{") {
          ++depth;
          ++i;
        } else if (rest.substr(i, 2) == "}}") {
          if (--depth == 0)
            end = i;
          else
            ++i;
        }
      }
    }
    if (end == llvm::StringRef::npos) {
      fail("no {{text}} follows on this line");
      return;
    }
    expectation.text = rest.take_front(end).str();
    if (expectation.text.empty())
      fail("its {{}} is empty and would match everything");
    expectations.push_back(std::move(expectation));
    text = rest.drop_front(end + 2);
  }
}

bool ExpectedDiagnostics::matches(const Expectation &expectation, llvm::StringRef text) {
  if (!expectation.isPattern)
    return text.contains(expectation.text);
  std::string pattern;
  for (llvm::StringRef rest = expectation.text; !rest.empty();) {
    auto [plain, tail] = rest.split("{{");
    pattern += llvm::Regex::escape(plain);
    auto [inside, after] = tail.split("}}");
    if (!inside.empty())
      pattern += "(" + inside.str() + ")";
    rest = after;
  }
  llvm::Regex regex(pattern);
  return regex.isValid() && regex.match(text);
}

bool ExpectedDiagnostics::meet(Kind kind, std::optional<uint32_t> place, llvm::StringRef text) {
  for (Expectation &expectation : expectations) {
    if (expectation.isMet || expectation.kind != kind || expectation.place != place || !matches(expectation, text))
      continue;
    expectation.isMet = true;
    return true;
  }
  return false;
}

void ExpectedDiagnostics::add(const Diagnostic &diagnostic, const SourceMap *sources) {
  auto expect = [&](Kind kind, const char *word, std::optional<uint32_t> line, const std::string &text) {
    if (!meet(kind, line, text))
      wrong.push_back({line.value_or(0), std::string("unexpected ") + word + ": " + text});
  };
  std::string text = (diagnostic.origin.empty() ? "" : diagnostic.origin + ": ") + diagnostic.fact;
  if (!diagnostic.rule.empty())
    text += " (" + diagnostic.rule + ")";
  const std::optional<uint32_t> line = lineOf(diagnostic.location, sources);
  switch (diagnostic.severity) {
  case Severity::Error:
    expect(Kind::Error, "error", line, text);
    break;
  case Severity::Warning:
    expect(Kind::Warning, "warning", line, text);
    break;
  case Severity::Remark:
    expect(Kind::Remark, "remark", line, text);
    break;
  }
  for (const Note &note : diagnostic.notes)
    expect(Kind::Note, "note", lineOf(note.location, sources), note.text);
  // A remedy belongs to its message; it may be expected, but need not.
  meet(Kind::Remedy, line, diagnostic.remedy);
}

std::vector<ExpectedDiagnostics::Mismatch> ExpectedDiagnostics::mismatches() const {
  std::vector<Mismatch> all = wrong;
  for (const Expectation &expectation : expectations)
    if (!expectation.isMet)
      all.push_back({expectation.line, expectation.word + " was not met: {{" + expectation.text + "}}"});
  return all;
}

} // namespace meld
