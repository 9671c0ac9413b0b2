//===- Observers.cpp - printing, timing and verifying between passes -----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Observers.h.
// Why:  see Observers.h.
// Never: changes what a pass sees.
//
//===----------------------------------------------------------------------===//

#include "Observers.h"
#include "meld/IR/Printer.h"
#include "meld/IR/Verifier.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

void PrintObserver::print(llvm::StringRef when, const PassInfo &pass, const PassUnit &unit) {
  out << ";; *** " << when << ' ' << pass.name;
  if (unit.function) {
    out << " on function ";
    if (llvm::StringRef name = unit.module.functions()[*unit.function].name; !name.empty())
      out << '$' << name << ' ';
    out << "(#" << unit.function->value << ") ***\n";
    printFunction(out, unit.module, *unit.function);
    return;
  }
  out << " ***\n";
  printModule(out, unit.module);
}

void PrintObserver::beforePass(const PassInfo &pass, const PassUnit &unit) {
  if (request.printBeforeAll || llvm::is_contained(request.printBefore, pass.name))
    print("before", pass, unit);
}

Result<void> PrintObserver::afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) {
  if (request.printAfterAll || llvm::is_contained(request.printAfter, pass.name))
    print("after", pass, unit);
  return {};
}

Result<void> VerifyObserver::afterPass(const PassInfo &pass, const PassUnit &unit, const PreservedAnalyses &) {
  Result<void> valid = unit.function ? verifyFunction(unit.module, *unit.function) : verifyModule(unit.module);
  if (valid)
    return {};
  foundDefect = true;
  const Diagnostic &why = valid.failure().diagnostic();
  return error(why.location, "pass '" + pass.name + "' left an invalid module: " + why.fact +
                                 (why.rule.empty() ? "" : " (" + why.rule + ")"))
      .remedy("this is a defect of the pass; report it with the input, and leave the pass out until it is repaired")
      .from("verify-each");
}

llvm::Timer &StepTimes::timer(llvm::StringRef name) {
  auto found = timers.find(name);
  if (found == timers.end())
    found = timers.emplace(name.str(), std::make_unique<llvm::Timer>(name, name, group)).first;
  return *found->second;
}

void StepTimes::print(llvm::raw_ostream &out) { group.print(out, /*ResetAfterPrint=*/true); }

void TimeObserver::beforePass(const PassInfo &pass, const PassUnit &) { times.timer(pass.name).startTimer(); }

Result<void> TimeObserver::afterPass(const PassInfo &pass, const PassUnit &, const PreservedAnalyses &) {
  times.timer(pass.name).stopTimer();
  return {};
}

void TimeObserver::afterFailure(const PassInfo &pass, const PassUnit &, const Diagnostic &) {
  times.timer(pass.name).stopTimer();
}

} // namespace meld
