//===- Pipeline.h - the grammar of pipeline strings ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: turns the text of a pipeline into a tree of elements and splits the text of
//       options. docs/pipeline.md has the grammar.
// Why:  structure is one thing, names another: every element keeps its column, so
//       whoever looks a name or an option up can point at it.
// Never: knows a pass; recurses on the depth of the text.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PIPELINE_H
#define MELD_PASS_PIPELINE_H

#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

/// How deep parentheses and angle brackets may nest.
inline constexpr unsigned PipelineDepthLimit = 64;

/// The text between `<` and `>`: bytes [begin, end) of the pipeline.
struct PipelineArguments {
  llvm::StringRef pipeline;
  size_t begin = 0;
  size_t end = 0;
  llvm::StringRef text() const { return pipeline.slice(begin, end).trim(); }
  /// Column of the first byte that is no blank.
  size_t column() const { return begin + pipeline.slice(begin, end).take_while(llvm::isSpace).size(); }
};

/// `name`, `name<arguments>`, `name(inner)` or `name<arguments>(inner)`. Refers to
/// the parsed text, which has to stay alive.
struct PipelineElement {
  llvm::StringRef pipeline; ///< the whole text
  llvm::StringRef name;
  size_t column = 0; ///< of the name, from 0, in bytes
  std::optional<PipelineArguments> arguments;
  bool hasInner = false;
  std::vector<PipelineElement> inner; ///< not empty if `hasInner`

  Location location() const { return Location::pipeline(pipeline, column); }
};

/// Parses a comma-separated list of elements. Blank text is the empty pipeline.
/// Errors point into `text`.
Result<std::vector<PipelineElement>> parsePipeline(llvm::StringRef text);

/// One of `a;b=c;d.key=e`.
struct OptionArgument {
  llvm::StringRef name;
  size_t column = 0;
  std::optional<std::string> key; ///< what follows the first dot, without quotes
  std::optional<std::string> value;
  size_t valueColumn = 0;
};

/// Splits the text between `<` and `>` at `;`, and each part at `=`; removes quotes.
Result<std::vector<OptionArgument>> splitOptions(const PipelineArguments &arguments);

/// Prints `text` as a key or value, quoted where the grammar asks for it.
void printOptionText(llvm::raw_ostream &out, llvm::StringRef text);

} // namespace meld

#endif // MELD_PASS_PIPELINE_H
