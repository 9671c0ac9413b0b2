//===- FunctionUnit.h - what a function pass may touch --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one defined function together with a read-only view of its module.
// Why:  function passes must not depend on the order in which functions are
//       visited, so that they can run side by side with one result.
// Never: gives write access to anything but this function's body.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_FUNCTIONUNIT_H
#define MELD_PASS_FUNCTIONUNIT_H

#include "meld/IR/Module.h"

namespace meld {

class FunctionUnit {
public:
  /// For whoever holds the module itself; a pass is given its unit.
  FunctionUnit(Module &module, FunctionId id) : owner(module), functionId(id) {}
  FunctionUnit(const FunctionUnit &) = delete;
  FunctionUnit &operator=(const FunctionUnit &) = delete;

  FunctionId id() const { return functionId; }
  const Function &function() const { return module().functions()[functionId]; }
  const Module &module() const { return owner; }
  Location location() const { return module().locate(functionId); }
  /// Where warnings go.
  DiagnosticEngine &diagnostics() const { return module().diagnostics(); }

  /// Replaces the body. An analysis is given a const unit and cannot.
  void setBody(FunctionBody body) { owner.setBody(functionId, std::move(body)); }

private:
  Module &owner;
  FunctionId functionId;
};

} // namespace meld

#endif // MELD_PASS_FUNCTIONUNIT_H
