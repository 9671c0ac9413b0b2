//===- TextReader.cpp - modules in the text format -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see TextReader.h.
// Why:  see TextReader.h. Positions cost a second parse, but only when there is
//       something to say.
// Never: keeps wabt's tree; it is many times larger than the text.
//
//===----------------------------------------------------------------------===//

#include "meld/Text/TextReader.h"
#include "LineTable.h"
#include "PositionTable.h"
#include "WabtParser.h"

namespace meld {

struct TextReader::Tables {
  explicit Tables(llvm::StringRef text) : lines(text) {}
  LineTable lines;
  std::optional<PositionTable> positions; ///< only if there is a binary
};

bool looksLikeText(llvm::StringRef bytes) {
  // A binary starts with a zero byte; a text with a parenthesis or a comment.
  llvm::StringRef start = bytes.ltrim(" \t\r\n");
  return start.starts_with("(") || start.starts_with(";;");
}

TextReader::TextReader(std::unique_ptr<llvm::MemoryBuffer> text) : text(std::move(text)) {}
TextReader::~TextReader() = default;

Result<std::unique_ptr<llvm::MemoryBuffer>> TextReader::toBinary() {
  std::unique_ptr<llvm::MemoryBuffer> result;
  Result<void> parsed = parseWithWabt(text->getBuffer(), [&](const wabt::Module &, llvm::ArrayRef<uint8_t> binary) {
    result = llvm::MemoryBuffer::getMemBufferCopy(
        llvm::StringRef(reinterpret_cast<const char *>(binary.data()), binary.size()), text->getBufferIdentifier());
  });
  hasBinary = parsed.succeeded();
  lazyTables.reset();
  if (!parsed)
    return std::move(parsed.takeFailure()).from("text");
  return result;
}

TextReader::Tables &TextReader::tables() const {
  if (lazyTables)
    return *lazyTables;
  lazyTables = std::make_unique<Tables>(text->getBuffer());
  if (!hasBinary)
    return *lazyTables;
  // Parsing what was parsed before cannot fail but for want of memory for a
  // stack; then there are no positions.
  Result<void> parsed =
      parseWithWabt(text->getBuffer(), [&](const wabt::Module &module, llvm::ArrayRef<uint8_t> binary) {
        lazyTables->positions.emplace(module, binary, text->getBuffer(), lazyTables->lines);
      });
  if (!parsed)
    lazyTables->positions.reset();
  return *lazyTables;
}

std::optional<TextPosition> TextReader::find(const Location &location) const {
  switch (location.entity) {
  case Location::Entity::Pipeline:
  case Location::Entity::CommandLine:
  case Location::Entity::File:
  case Location::Entity::Text:
    return std::nullopt;
  default:
    break;
  }
  Tables &known = tables();
  if (hasBinary)
    return known.positions ? known.positions->find(location) : std::nullopt;
  return location.offset ? known.lines.positionOf(*location.offset) : std::nullopt;
}

llvm::StringRef TextReader::line(uint32_t line) const { return tables().lines.line(line); }

} // namespace meld
