//===- TextReader.h - modules in the text format -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `TextReader` holds a module in the text format, turns it into the binary
//       format with names, and knows where in the text everything came from.
// Why:  there is one way into the IR, the binary reader; and every diagnostic
//       about a text, whoever reports it, points at a line and a column.
// Never: validates (the verifier does); names a place it is not sure of.
//
// USAGE:
//   TextReader text(std::move(buffer));
//   Result<std::unique_ptr<llvm::MemoryBuffer>> binary = text.toBinary();
//   if (!binary)
//     printDiagnostic(llvm::errs(), binary.failure().diagnostic(), name, &text);
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEXT_TEXTREADER_H
#define MELD_TEXT_TEXTREADER_H

#include "meld/Support/Diagnostics.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>

namespace meld {

/// Whether `bytes` are meant as the text format: by content, not by file name.
bool looksLikeText(llvm::StringRef bytes);

/// A text and the source map of the binary made from it. Keep it as long as
/// diagnostics about the module may be printed.
class TextReader final : public SourceMap {
public:
  explicit TextReader(std::unique_ptr<llvm::MemoryBuffer> text);
  ~TextReader() override;

  /// The module in the binary format (core specification 5), with a name section
  /// for the identifiers of the text. Fails if the text is malformed (core
  /// specification 6): the first error is the fact, further ones are notes, and
  /// their locations are offsets in the text.
  Result<std::unique_ptr<llvm::MemoryBuffer>> toBinary();

  /// After `toBinary` succeeded, offsets count bytes of the binary; after it
  /// failed, bytes of the text. The tables are made at the first call, so calls
  /// must not overlap.
  std::optional<TextPosition> find(const Location &location) const override;
  llvm::StringRef line(uint32_t line) const override;

private:
  struct Tables;
  Tables &tables() const;

  std::unique_ptr<llvm::MemoryBuffer> text;
  bool hasBinary = false;
  mutable std::unique_ptr<Tables> lazyTables;
};

} // namespace meld

#endif // MELD_TEXT_TEXTREADER_H
