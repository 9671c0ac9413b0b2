//===- RunningPass.h - what was running, should the process crash -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: while it lives, a crash on this thread names the pass, and the function it is at.
// Why:  passes come from plugins, too; whose defect it is should not need a debugger.
// Never: looks into a module, which may be half edited.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_PASS_RUNNINGPASS_H
#define MELD_LIB_PASS_RUNNINGPASS_H

#include "meld/IR/Ids.h"
#include "meld/Pass/PassInfo.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

class RunningPass : public llvm::PrettyStackTraceEntry {
public:
  explicit RunningPass(const PassInfo &info, std::optional<FunctionId> function = {})
      : name(info.name), function(function) {}

  void print(llvm::raw_ostream &out) const override {
    out << "running pass " << name << " on ";
    if (function)
      out << "function #" << function->value << '\n';
    else
      out << "[module]\n";
  }

private:
  llvm::StringRef name;
  std::optional<FunctionId> function;
};

} // namespace meld

#endif // MELD_LIB_PASS_RUNNINGPASS_H
