//===- Diagnostics.cpp - the one shape of every message ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: renders a `Diagnostic` as text.
// Why:  one place decides how a location, a caret and a remedy look.
// Never: decides where the text goes; the caller gives the stream.
//
//===----------------------------------------------------------------------===//

#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

SourceMap::~SourceMap() = default;

Location Location::text(llvm::StringRef path, llvm::StringRef content, size_t offset) {
  Location location = of(Entity::Text, 0, path);
  llvm::StringRef before = content.take_front(offset);
  const size_t begin = before.rfind('\n') + 1; // npos + 1 is 0
  location.position.line = static_cast<uint32_t>(before.count('\n') + 1);
  location.position.column = static_cast<uint32_t>(before.size() - begin + 1);
  constexpr size_t ShownLength = 200; // machines write longer lines, for nobody to look at
  if (llvm::StringRef line = content.drop_front(begin).split('\n').first.rtrim('\r'); line.size() <= ShownLength)
    location.line = line.str();
  return location;
}

namespace {

llvm::StringRef entityWord(Location::Entity entity) {
  switch (entity) {
  case Location::Entity::Module:
  case Location::Entity::Pipeline:
  case Location::Entity::CommandLine:
  case Location::Entity::File:
  case Location::Entity::Text:
    return "";
  case Location::Entity::Type:
    return "type";
  case Location::Entity::Function:
    return "function";
  case Location::Entity::Table:
    return "table";
  case Location::Entity::Memory:
    return "memory";
  case Location::Entity::Global:
    return "global";
  case Location::Entity::Tag:
    return "tag";
  case Location::Entity::Import:
    return "import";
  case Location::Entity::Export:
    return "export";
  case Location::Entity::Data:
    return "data segment";
  case Location::Entity::Element:
    return "element segment";
  case Location::Entity::CustomSection:
    return "custom section";
  }
  return "";
}

/// `function $f (#3), instruction 7, offset 0x21f`, after `separator` if there is anything.
void printParts(llvm::raw_ostream &out, const Location &location, const char *separator) {
  if (llvm::StringRef word = entityWord(location.entity); !word.empty()) {
    out << separator << word << ' ';
    if (location.name.empty()) {
      out << '#' << location.index;
    } else if (location.entity == Location::Entity::CustomSection || location.entity == Location::Entity::Export ||
               location.entity == Location::Entity::Import) {
      out << '"';
      llvm::printEscapedString(location.name, out);
      out << '"';
    } else {
      out << '$';
      llvm::printEscapedString(location.name, out);
      out << " (#" << location.index << ')';
    }
    separator = ", ";
  }
  if (location.instruction) {
    out << separator << "instruction " << *location.instruction;
    separator = ", ";
  }
  if (location.offset)
    out << separator << "offset " << llvm::format_hex(*location.offset, 1);
}

/// `file: function $f (#3), instruction 7, offset 0x21f`
void printPlace(llvm::raw_ostream &out, const Location &location, llvm::StringRef inputName) {
  out << inputName;
  printParts(out, location, ": ");
}

void printCaret(llvm::raw_ostream &out, llvm::StringRef line, uint32_t column, std::optional<uint32_t> number) {
  std::string margin = number ? llvm::formatv("{0,5}", *number).str() : "     ";
  out << margin << " | " << line << '\n' << std::string(margin.size(), ' ') << " | ";
  // Columns count bytes. Tabs are repeated, and of a character of several bytes one counts,
  // so that the caret stands under its place.
  for (uint32_t i = 1; i < column; ++i) {
    const char c = i <= line.size() ? line[i - 1] : ' ';
    if ((c & 0xC0) != 0x80)
      out << (c == '\t' ? '\t' : ' ');
  }
  out << "^\n";
}

void printLine(llvm::raw_ostream &out, const Location &location, llvm::StringRef kind, llvm::StringRef text,
               llvm::StringRef inputName, const SourceMap *sources) {
  switch (location.entity) {
  case Location::Entity::Pipeline:
    out << "-passes: " << kind << ": " << text << '\n';
    printCaret(out, location.name, static_cast<uint32_t>(location.offset.value_or(0)) + 1, std::nullopt);
    return;
  case Location::Entity::CommandLine:
    out << "meld-opt" << (location.name.empty() ? "" : ": ") << location.name << ": " << kind << ": " << text << '\n';
    return;
  case Location::Entity::File:
    out << location.name;
    if (location.offset)
      out << ": offset " << llvm::format_hex(*location.offset, 1);
    out << ": " << kind << ": " << text << '\n';
    return;
  case Location::Entity::Text:
    out << location.name << ':' << location.position.line << ':' << location.position.column << ": " << kind << ": "
        << text << '\n';
    if (!location.line.empty())
      printCaret(out, location.line, location.position.column, location.position.line);
    return;
  default:
    break;
  }
  if (sources) {
    if (std::optional<TextPosition> position = sources->find(location)) {
      out << inputName << ':' << position->line << ':' << position->column << ": " << kind << ": " << text << '\n';
      printCaret(out, sources->line(position->line), position->column, position->line);
      return;
    }
    // Offsets speak of the bytes made from the text; without a position they
    // would mislead.
    Location stripped = location;
    stripped.offset.reset();
    printPlace(out, stripped, inputName);
  } else {
    printPlace(out, location, inputName);
  }
  out << ": " << kind << ": " << text << '\n';
}

} // namespace

void printDiagnostic(llvm::raw_ostream &out, const Diagnostic &diagnostic, llvm::StringRef inputName,
                     const SourceMap *sources) {
  llvm::StringRef kind = "error";
  if (diagnostic.severity == Severity::Warning)
    kind = "warning";
  else if (diagnostic.severity == Severity::Remark)
    kind = "remark";
  std::string text = diagnostic.origin.empty() ? diagnostic.fact : diagnostic.origin + ": " + diagnostic.fact;
  if (!diagnostic.rule.empty())
    text += " (" + diagnostic.rule + ")";
  printLine(out, diagnostic.location, kind, text, inputName, sources);
  for (const Note &note : diagnostic.notes) {
    if (note.location.entity == Location::Entity::Module && !note.location.offset)
      out << "note: " << note.text << '\n';
    else
      printLine(out, note.location, "note", note.text, inputName, sources);
  }
  if (!diagnostic.remedy.empty())
    out << "remedy: " << diagnostic.remedy << '\n';
}

void printLocation(llvm::raw_ostream &out, const Location &location) { printParts(out, location, ""); }

} // namespace meld
