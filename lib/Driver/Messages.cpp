//===- Messages.cpp - prints diagnostics ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Messages.h.
// Why:  see Messages.h.
// Never: prints an error of a pass without a remedy: a promoted warning says which flag
//        made it one.
//
//===----------------------------------------------------------------------===//

#include "Messages.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

namespace meld {

Messages::Messages(const Request &request, RunState &state) : request(request), state(state) {
  const std::string *patterns[] = {&request.remarksPassed, &request.remarksMissed, &request.remarksAnalysis};
  for (size_t kind = 0; kind < shownRemarks.size(); ++kind)
    if (!patterns[kind]->empty())
      shownRemarks[kind].emplace(*patterns[kind]);
  if (!request.remarksFileFilter.empty())
    storedRemarks.emplace(request.remarksFileFilter);
}

bool Messages::wantsRemarks(llvm::StringRef pass) const {
  return (state.remarks.isOn() && (!storedRemarks || storedRemarks->match(pass))) ||
         llvm::any_of(shownRemarks, [&](const auto &regex) { return regex && regex->match(pass); });
}

void Messages::printRemark(const Diagnostic &diagnostic) {
  if (state.remarks.isOn() && (!storedRemarks || storedRemarks->match(diagnostic.origin)))
    state.remarks.add(diagnostic, inputName, sourceMap ? sourceMap->find(diagnostic.location) : std::nullopt);
  const auto &shown = shownRemarks[static_cast<size_t>(diagnostic.remark->kind)];
  if (shown && shown->match(diagnostic.origin))
    show(diagnostic);
}

void Messages::show(const Diagnostic &diagnostic) {
  if (expected) {
    expected->add(diagnostic, sourceMap);
    return;
  }
  printDiagnostic(state.log, diagnostic, inputName, sourceMap);
  state.log.flush();
}

void Messages::print(Diagnostic diagnostic) {
  if (diagnostic.remark) {
    printRemark(diagnostic);
    return;
  }
  if (diagnostic.severity == Severity::Warning) {
    std::string flag;
    if (!diagnostic.premise.empty() && llvm::is_contained(request.deny, diagnostic.premise))
      flag = "-deny=" + diagnostic.premise;
    else if (request.warningsAreErrors)
      flag = "-Werror";
    if (!flag.empty()) {
      diagnostic.severity = Severity::Error;
      if (!diagnostic.remedy.empty())
        diagnostic.remedy += "; ";
      diagnostic.remedy += "without " + flag + " this is a warning";
    }
  }
  if (!diagnostic.grant.empty())
    state.usedGrants.insert(diagnostic.grant);
  errorCount += diagnostic.severity == Severity::Error;
  show(diagnostic);
}

bool Messages::checkExpected() {
  for (const ExpectedDiagnostics::Mismatch &mismatch : expected->mismatches()) {
    state.log << inputName << ':';
    if (mismatch.line != 0)
      state.log << mismatch.line << ':';
    state.log << " error: " << mismatch.text << '\n';
  }
  return expected->mismatches().empty();
}

} // namespace meld
