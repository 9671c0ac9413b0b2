//===- Calls.h - what a run calls ----------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the calls of a run: from a calls file, or generated from signatures and a seed.
// Why:  a calls file says what a program is for; generated calls reach what nobody thought of.
// Never: calls what the module does not export, or with arguments of another type.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_EXEC_CALLS_H
#define MELD_LIB_EXEC_CALLS_H

#include "Interpreter/Interpreter.h"
#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/ArrayRef.h"

namespace meld::exec {

struct Call {
  std::string name;
  std::vector<Value> arguments;
  /// What the calls file states: `returned ...`, `trapped: ...` or `exited with code ...`.
  std::optional<std::string> stated = std::nullopt;
};
/// As `name(i32:1, f64:0.5)`.
std::string show(const Call &call);
std::string show(llvm::ArrayRef<Call> calls);

using Functions = std::map<std::string, Signature>;

/// Three for each function that is not ignored (at least 8, at most 96), in an order drawn
/// from the seed. An initializer comes first, once.
std::vector<Call> generateCalls(const Functions &functions, llvm::ArrayRef<std::string> ignored, uint64_t seed);

/// Reads [{"call": NAME, "args": [...], "returns"|"traps"|"exits": ...}, ...].
Result<std::vector<Call>> parseCalls(llvm::StringRef text, llvm::StringRef file, const Functions &functions);

} // namespace meld::exec

#endif // MELD_LIB_EXEC_CALLS_H
