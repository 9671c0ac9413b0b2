//===- MeldVerdict.h - our verdict on a module ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: "ok", or "no" and the message of our reader or verifier that refuses it.
// Why:  two programs compare our verifier with others', by the same words.
// Never: keeps anything from one module to the next.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_TEST_CROSSCHECK_MELDVERDICT_H
#define MELD_TEST_CROSSCHECK_MELDVERDICT_H

#include "meld/Binary/Reader.h"
#include "meld/IR/Verifier.h"

/// `look` is shown the failure, if there is one.
inline std::string meldVerdict(llvm::StringRef bytes, llvm::function_ref<void(const meld::Failure &)> look = nullptr) {
  using namespace meld;
  DiagnosticEngine engine;
  Result<std::unique_ptr<Module>> module = readModule(llvm::MemoryBuffer::getMemBufferCopy(bytes), engine);
  Result<void> valid;
  if (!module)
    valid = module.takeFailure();
  else
    valid = verifyModule(**module);
  if (valid)
    return "ok";
  if (look)
    look(valid.failure());
  const Diagnostic &diagnostic = valid.failure().diagnostic();
  return "no " + diagnostic.origin + ": " + diagnostic.fact + " (" + diagnostic.rule + ")";
}

#endif // MELD_TEST_CROSSCHECK_MELDVERDICT_H
