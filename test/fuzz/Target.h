//===- Target.h - what fuzz targets share ------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `require` ends the process with a reason; reading and writing modules, with
//       every error checked for what an error has to have.
// Why:  a fuzzer finds what ends the process.
// Never: keeps anything from one input to the next.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_FUZZ_TARGET_H
#define MELD_TEST_FUZZ_TARGET_H

#include "meld/Binary/Reader.h"
#include "meld/Binary/Writer.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>

/// libFuzzer's entry; Replay.cpp calls it where there is no libFuzzer.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace meld::fuzz {

using Bytes = std::vector<uint8_t>;

[[noreturn]] inline void fail(const llvm::Twine &what) {
  llvm::errs() << "fuzz: " << what << '\n';
  std::abort();
}
inline void require(bool condition, const llvm::Twine &what) {
  if (!condition)
    fail(what);
}

inline std::string show(const Failure &failure) {
  std::string text;
  llvm::raw_string_ostream out(text);
  printDiagnostic(out, failure.diagnostic(), "input");
  return text;
}

/// An error says what is the case, and why that is wrong or what to do.
inline void checkFailure(const Failure &failure, size_t inputSize) {
  const Diagnostic &diagnostic = failure.diagnostic();
  require(!diagnostic.fact.empty() && (!diagnostic.rule.empty() || !diagnostic.remedy.empty()),
          "an error without fact, rule or remedy: " + show(failure));
  require(diagnostic.location.offset.value_or(0) <= inputSize, "an error behind the end of the input: " + show(failure));
}

inline Result<std::unique_ptr<Module>> read(llvm::ArrayRef<uint8_t> bytes, DiagnosticEngine &diagnostics) {
  llvm::StringRef content(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  // A copy without anything behind it: reading on is found by the address sanitizer.
  return readModule(llvm::MemoryBuffer::getMemBufferCopy(content), diagnostics);
}

/// Writes a module into the directory that MELD_FUZZ_KEEP names, if it names one: for
/// whoever wants to see what an input became.
void keep(const char *name, llvm::ArrayRef<uint8_t> module);

/// Makes the writer encode every section anew.
void editEverything(Module &module);

} // namespace meld::fuzz

#endif // MELD_TEST_FUZZ_TARGET_H
