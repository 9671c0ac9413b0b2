//===- WabtParser.cpp - the text format through wabt ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see WabtParser.h.
// Why:  see WabtParser.h.
// Never: runs wabt on a stack that the text's nesting could overflow.
//
//===----------------------------------------------------------------------===//

#include "WabtParser.h"
#include "ExprWalker.h"
#include "LineTable.h"
#include "TextScan.h"
#include "meld/Support/Leb.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <pthread.h>
#include "wabt/binary-writer.h"
#include "wabt/cast.h"
#include "wabt/stream.h"
#include "wabt/wast-parser.h"

namespace meld {

namespace {

/// Stack wabt needs for a level of nesting, at most (measured: about 850 bytes
/// with 1.0.32 for the worst construct, counted by `TextScan::nesting`).
constexpr size_t BytesPerLevel = 2048;
/// Levels for which any thread's stack is large enough.
constexpr uint64_t SafeNesting = 500;
/// Levels for which we make a larger one: 200 MiB of address space.
constexpr uint64_t MaxNesting = 100000;
constexpr size_t MaxNotes = 10;

const char *const Rule = "text format, core specification 6";

/// Runs `work` on a stack of that size. False if there is no such thread.
bool runWithStack(size_t bytes, llvm::function_ref<void()> work) {
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0)
    return false;
  pthread_t thread{};
  auto entry = [](void *argument) -> void * {
    (*static_cast<llvm::function_ref<void()> *>(argument))();
    return nullptr;
  };
  bool started = pthread_attr_setstacksize(&attributes, bytes) == 0 &&
                 pthread_create(&thread, &attributes, entry, &work) == 0;
  pthread_attr_destroy(&attributes);
  return started && pthread_join(thread, nullptr) == 0;
}

wabt::Features features() {
  wabt::Features features;
  // Not typed function references: wabt 1.0.32 encodes call_ref without its type.
  // Not annotations: it would drop `(@custom ...)` silently.
  features.enable_exceptions();
  features.enable_threads();
  features.enable_tail_call();
  features.enable_memory64();
  features.enable_multi_memory();
  features.enable_extended_const();
  features.enable_relaxed_simd();
  return features;
}

/// wabt's errors as one failure, the first one being the fact.
Failure failureOf(const wabt::Errors &errors, llvm::StringRef text) {
  LineTable lines(text);
  auto place = [&](const wabt::Location &location) {
    std::optional<uint64_t> offset;
    if (location.line > 0 && location.first_column > 0)
      offset = lines.offsetOf(static_cast<uint64_t>(location.line), static_cast<uint64_t>(location.first_column));
    return Location::at(offset.value_or(0));
  };
  auto message = [](const wabt::Error &error) {
    std::string message;
    llvm::raw_string_ostream out(message);
    // wabt quotes the text, which may hold line breaks.
    for (char c : llvm::StringRef(error.message).rtrim(". \n")) {
      if (static_cast<unsigned char>(c) >= ' ')
        out << c;
      else
        llvm::printEscapedString(llvm::StringRef(&c, 1), out);
    }
    return message;
  };
  if (errors.empty())
    return error(Location::at(0), "the text cannot be parsed").violates(Rule);
  FailureBuilder failure = error(place(errors[0].loc), message(errors[0]));
  for (size_t i = 1; i < errors.size() && i <= MaxNotes; ++i)
    failure = std::move(failure).note(place(errors[i].loc), message(errors[i]));
  if (errors.size() > MaxNotes + 1)
    failure = std::move(failure).note(llvm::utostr(errors.size() - MaxNotes - 1) + " more errors");
  return std::move(failure).violates(Rule);
}

/// wabt encodes a block whose type does not exist as one without a type.
void checkBlockTypes(const wabt::Module &module, wabt::Errors &errors) {
  ExprStep step;
  for (const wabt::Func *function : module.funcs)
    for (ExprWalker walker(function->exprs); walker.next(step);)
      if (step.blockType && step.blockType->has_func_type && step.blockType->type_var.is_index() &&
          step.blockType->type_var.index() >= module.types.size())
        errors.emplace_back(wabt::ErrorLevel::Error, step.blockType->type_var.loc,
                            "unknown type " + std::to_string(step.blockType->type_var.index()));
}

/// wabt 1.0.32 writes the names of tags as name subsection 10, which by now means
/// field names; tags are 11. It writes no field names itself.
void renumberTagNames(std::vector<uint8_t> &binary) {
  constexpr uint8_t FieldNames = 10, TagNames = 11;
  static constexpr char Name[] = "\4name";
  const uint8_t *at = binary.data() + 8, *limit = binary.data() + binary.size();
  uint64_t size = 0;
  const char *reason = nullptr;
  while (at < limit) {
    bool isCustom = *at++ == 0;
    if (!leb::readUnsigned<32>(at, limit, size, reason) || size > static_cast<uint64_t>(limit - at))
      return;
    const uint8_t *end = at + size;
    if (isCustom && size >= 5 && std::equal(at, at + 5, Name)) {
      for (at += 5; at < end; at += size) {
        uint8_t &id = binary[static_cast<size_t>(at++ - binary.data())];
        if (!leb::readUnsigned<32>(at, end, size, reason) || size > static_cast<uint64_t>(end - at))
          return;
        if (id == FieldNames)
          id = TagNames;
      }
    }
    at = end;
  }
}

Result<void> parse(llvm::StringRef text, UseWabtModule use) {
  wabt::Errors errors;
  // The name marks locations as lines and columns; locations in a binary have none.
  std::unique_ptr<wabt::WastLexer> lexer =
      wabt::WastLexer::CreateBufferLexer("text", text.data(), text.size(), &errors);
  wabt::WastParseOptions options(features());
  wabt::WastParser parser(lexer.get(), &errors, &options);
  std::unique_ptr<wabt::Module> module;
  wabt::Result result = parser.ParseModule(&module);
  if (wabt::Succeeded(result) && errors.empty() && module)
    checkBlockTypes(*module, errors);
  if (wabt::Failed(result) || !errors.empty() || !module)
    return failureOf(errors, text);
  wabt::MemoryStream stream;
  wabt::WriteBinaryOptions writing(features(), /*canonicalize_lebs=*/true, /*relocatable=*/false,
                                   /*write_debug_names=*/true);
  if (wabt::Failed(wabt::WriteBinaryModule(&stream, module.get(), writing)))
    return error(Location::at(0), "the text cannot be encoded").violates(Rule);
  renumberTagNames(stream.output_buffer().data);
  use(*module, stream.output_buffer().data);
  return {};
}

} // namespace

Result<void> parseWithWabt(llvm::StringRef text, UseWabtModule use) {
  TextScan scan = scanText(text, /*wantFields=*/false);
  if (scan.scriptForm)
    return error(Location::at(*scan.scriptForm), "`(module binary ...)` and `(module quote ...)` belong to test scripts")
        .remedy("write the module itself, as text or as a binary file");
  if (scan.badElement)
    return error(Location::at(*scan.badElement), "an element expression starts with item, ref.func, ref.null or global.get")
        .violates(Rule);
  if (scan.nesting <= SafeNesting)
    return parse(text, use);
  if (scan.nesting > MaxNesting)
    return error(Location::at(scan.deepest), "the text nests " + llvm::utostr(scan.nesting) + " deep, more than " +
                                                 llvm::utostr(MaxNesting))
        .remedy("convert it to the binary format with another tool");
  Result<void> result;
  if (!runWithStack(static_cast<size_t>(scan.nesting + SafeNesting) * BytesPerLevel,
                    [&] { result = parse(text, use); }))
    return error(Location::at(scan.deepest), "the text nests " + llvm::utostr(scan.nesting) +
                                                 " deep, and there is no memory for a stack to parse it")
        .remedy("convert it to the binary format with another tool");
  return result;
}

} // namespace meld
