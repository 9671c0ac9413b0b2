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

Messages::Messages(llvm::raw_ostream &out, const Request &request) : out(out), request(request) {}

void Messages::print(Diagnostic diagnostic) {
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
    usedGrants.insert(diagnostic.grant);
  errorCount += diagnostic.severity == Severity::Error;
  printDiagnostic(out, diagnostic, inputName, sourceMap);
  out.flush();
}

} // namespace meld
