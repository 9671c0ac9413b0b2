//===- ReaderFuzzer.cpp - any bytes to the reader, the verifier and the writer --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: any bytes are read; what is no valid module is refused with an error that says
//       where and why; a valid one is written as it came, and written anew means the
//       same.
// Why:  an input is the first thing an attacker chooses.
// Never: lets an error pass that does not say what is wrong.
//
//===----------------------------------------------------------------------===//

#include "Target.h"
#include "meld/IR/StructuralHash.h"
#include "meld/IR/Verifier.h"

using namespace meld;
using namespace meld::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const llvm::ArrayRef<uint8_t> input(data, size);
  DiagnosticEngine diagnostics;
  Result<std::unique_ptr<Module>> module = read(input, diagnostics);
  if (!module) {
    checkFailure(module.failure(), size);
    return 0;
  }
  if (Result<void> valid = verifyModule(**module); !valid) {
    checkFailure(valid.failure(), size);
    return 0;
  }
  Result<Bytes> same = writeModule(**module, diagnostics);
  require(same.succeeded() && llvm::ArrayRef<uint8_t>(*same) == input, "an unedited module was not written as it came");

  editEverything(**module);
  bool isWhole = true; // a name section that is not well formed is left out, and that is said
  DiagnosticEngine writing([&](const Diagnostic &) { isWhole = false; });
  Result<Bytes> anew = writeModule(**module, writing);
  if (!anew) {
    checkFailure(anew.failure(), size);
    return 0; // a custom section that cannot be brought along
  }
  Result<std::unique_ptr<Module>> back = read(*anew, diagnostics);
  require(back.succeeded(), "what was written is not read: " + (back ? "" : show(back.failure())));
  Result<void> valid = verifyModule(**back);
  require(valid.succeeded(), "what was written is not valid: " + (valid ? "" : show(valid.failure())));
  const HashedNames names = isWhole ? HashedNames::Yes : HashedNames::No;
  require(structuralHash(**back, names) == structuralHash(**module, names), "what was written means something else");
  return 0;
}
