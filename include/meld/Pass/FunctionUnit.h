//===- FunctionUnit.h - what a function pass may touch --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one defined function, a pass' own copy of it, together with a read-only view
//       of its module as it was before the pass began.
// Why:  function passes must not depend on the order in which functions are visited,
//       so that they can run side by side with one result: what one function becomes is
//       put into the module when all have been visited.
// Never: gives write access to anything but this function's body.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_FUNCTIONUNIT_H
#define MELD_PASS_FUNCTIONUNIT_H

#include "meld/IR/Module.h"
#include "meld/Pass/PendingEdits.h"
#include "meld/Pass/UnitLog.h"

namespace meld {

class FunctionUnit {
public:
  /// For whoever looks at a function, or runs passes; a pass is given its unit.
  FunctionUnit(const Module &module, FunctionId id) : owner(module), functionId(id), own(module.functions()[id]) {}
  FunctionUnit(const FunctionUnit &) = delete;
  FunctionUnit &operator=(const FunctionUnit &) = delete;

  FunctionId id() const { return functionId; }
  /// The function as the pass has made it so far.
  const Function &function() const { return own; }
  /// The module as it was before the pass began; what it says of this function, too.
  const Module &module() const { return owner; }
  Location location() const { return owner.locate(functionId); }

  /// Replaces the body. An analysis is given a const unit and cannot.
  void setBody(FunctionBody body) {
    own.body = std::move(body);
    edited = true;
  }
  /// Asks the module for types, globals and functions; see PendingEdits.h.
  PendingEdits &edits() {
    if (!asked)
      asked.emplace(owner);
    return *asked;
  }
  /// What was asked for; null if nothing was.
  const PendingEdits *pendingEdits() const { return asked && !asked->isEmpty() ? &*asked : nullptr; }
  bool isEdited() const { return edited || pendingEdits(); }

  /// Where the pass prints and reports; shown in the order of the functions.
  UnitLog &log() { return messages; }
  DiagnosticEngine &diagnostics() { return messages.diagnostics(); }

private:
  const Module &owner;
  FunctionId functionId;
  Function own;
  bool edited = false;
  std::optional<PendingEdits> asked;
  UnitLog messages;
};

} // namespace meld

#endif // MELD_PASS_FUNCTIONUNIT_H
