//===- ModuleTestSupport.h - modules from text, for tests -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a fixture that reads modules from text or bytes, writes them, and collects
//       the warnings.
// Why:  tests of entities, indices and sections start from whole modules.
// Never: hides a failure to read or to validate: it fails the test.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_UNIT_MODULETESTSUPPORT_H
#define MELD_TEST_UNIT_MODULETESTSUPPORT_H

#include "meld/Binary/Reader.h"
#include "meld/Binary/Writer.h"
#include "meld/IR/Verifier.h"
#include "meld/Text/TextReader.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

namespace meld::test {

struct ModuleFixture : testing::Test {
  using Bytes = std::vector<uint8_t>;

  static std::string show(const Failure &failure) {
    std::string text;
    llvm::raw_string_ostream out(text);
    printDiagnostic(out, failure.diagnostic(), "test");
    return text;
  }
  static Bytes encodeText(llvm::StringRef text) {
    TextReader reader(llvm::MemoryBuffer::getMemBufferCopy(text, "test.wat"));
    Result<std::unique_ptr<llvm::MemoryBuffer>> binary = reader.toBinary();
    if (!binary) {
      ADD_FAILURE() << show(binary.failure());
      return {};
    }
    llvm::StringRef bytes = (*binary)->getBuffer();
    return {bytes.bytes_begin(), bytes.bytes_end()};
  }
  Result<std::unique_ptr<Module>> tryRead(llvm::ArrayRef<uint8_t> bytes) {
    llvm::StringRef content(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    return readModule(llvm::MemoryBuffer::getMemBufferCopy(content), engine);
  }
  std::unique_ptr<Module> read(llvm::ArrayRef<uint8_t> bytes) {
    Result<std::unique_ptr<Module>> module = tryRead(bytes);
    if (module)
      return std::move(*module);
    ADD_FAILURE() << show(module.failure());
    return nullptr;
  }
  std::unique_ptr<Module> read(llvm::StringRef text) { return read(encodeText(text)); }
  /// Writes, and verifies what was written.
  Bytes write(const Module &module) {
    Result<Bytes> bytes = writeModule(module, engine);
    if (!bytes) {
      ADD_FAILURE() << show(bytes.failure());
      return {};
    }
    if (std::unique_ptr<Module> back = read(*bytes))
      if (Result<void> valid = verifyModule(*back); !valid)
        ADD_FAILURE() << show(valid.failure());
    return *bytes;
  }
  FunctionId functionNamed(const Module &module, llvm::StringRef name) {
    for (FunctionId id : module.functions().ids())
      if (module.functions()[id].name == name)
        return id;
    ADD_FAILURE() << "no function $" << name.str();
    return FunctionId(0);
  }

  std::vector<Diagnostic> warnings;
  DiagnosticEngine engine{[this](const Diagnostic &diagnostic) { warnings.push_back(diagnostic); }};
};

} // namespace meld::test

#endif // MELD_TEST_UNIT_MODULETESTSUPPORT_H
