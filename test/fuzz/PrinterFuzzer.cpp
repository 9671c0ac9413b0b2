//===- PrinterFuzzer.cpp - what is printed means what was printed ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a generated module is printed, wabt reads the text, and the result is the same
//       module, names included. One with features that wabt does not know is printed
//       only.
// Why:  text is how people look at modules, and how tests state them.
// Never: compares less than the structural hash does.
//
// Input: whether wabt has to read it; then what to generate.
//
//===----------------------------------------------------------------------===//

#include "Generator.h"
#include "Target.h"
#include "meld/IR/Printer.h"
#include "meld/IR/StructuralHash.h"
#include "meld/IR/Verifier.h"
#include "meld/Text/TextReader.h"

using namespace meld;
using namespace meld::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  const bool isRead = data[0] % 4 != 3;
  GeneratorOptions options;
  options.features = isRead ? featuresOfWabt() : allFeatures();
  if (isRead) // their text is older than their binary format
    llvm::erase(options.features, Feature::RelaxedSIMD);
  options.wideOffsets = !isRead;
  options.canonical = isRead;
  options.runs = data[0] % 2 == 0;
  const Bytes bytes = generateModule({data + 1, size - 1}, options);
  keep("before.wasm", bytes);
  DiagnosticEngine diagnostics;
  Result<std::unique_ptr<Module>> module = read(bytes, diagnostics);
  require(module.succeeded(), "a generated module is not read: " + (module ? "" : show(module.failure())));
  Result<void> valid = verifyModule(**module);
  require(valid.succeeded(), "a generated module is not valid: " + (valid ? "" : show(valid.failure())));
  std::string text;
  {
    llvm::raw_string_ostream out(text);
    printModule(out, **module);
  }
  if (!isRead)
    return 0;
  TextReader reader(llvm::MemoryBuffer::getMemBufferCopy(text, "printed"));
  Result<std::unique_ptr<llvm::MemoryBuffer>> binary = reader.toBinary();
  require(binary.succeeded(), "wabt does not read what is printed: " + (binary ? "" : show(binary.failure())));
  Result<std::unique_ptr<Module>> back = readModule(std::move(*binary), diagnostics);
  require(back.succeeded(), "what wabt makes of the text is not read: " + (back ? "" : show(back.failure())));
  require(structuralHash(**back) == structuralHash(**module), "the text means something else");
  return 0;
}
