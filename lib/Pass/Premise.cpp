//===- Premise.cpp - using a premise, in one place ------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Premise.h.
// Why:  see Premise.h.
// Never: turns a use into an error because of -deny or -Werror: the driver does that to
//        every message alike.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/Premise.h"
#include "meld/Pass/AnalysisManager.h"

namespace meld {

llvm::StringRef wordOf(PremiseClass kind) { return kind == PremiseClass::Stated ? "stated" : "granted"; }

llvm::ArrayRef<Premise> builtinPremises() {
  static constexpr Premise all[] = {
#define MELD_PREMISE(Identifier, Name, Class, Subject, Summary) premises::Identifier,
#include "meld/Pass/Premises.def"
  };
  return all;
}

llvm::StringRef PremiseGrants::find(const Premise &premise, llvm::ArrayRef<std::string> subjects) const {
  llvm::StringRef forAll;
  for (llvm::StringRef grant : grants) {
    auto [name, subject] = grant.split(':');
    if (name != premise.name)
      continue;
    if (name.size() == grant.size())
      forAll = grant;
    else if (llvm::is_contained(subjects, subject))
      return grant;
  }
  return forAll;
}

Result<void> relyOn(const Premise &premise, Module &module, const ModuleAnalysisManager &analyses, PremiseUse use) {
  const std::string name = premise.name.str();
  const llvm::StringRef grant = analyses.grants().find(premise, use.subjects);
  const std::string see = premise.documentation.empty() ? "" : "see " + premise.documentation.str();
  if (premise.kind == PremiseClass::Granted && grant.empty() && use.option.empty()) {
    std::string assume = "-assume=" + name + (use.subjects.empty() ? "" : ":" + use.subjects.front());
    FailureBuilder failure = error(std::move(use.location), use.fact + " (premise " + name + " is not granted)");
    for (Note &note : use.notes)
      failure = std::move(failure).note(std::move(note.location), note.text);
    return std::move(failure).remedy(use.remedy + (use.remedy.empty() ? "if " : "; or, if ") + premise.summary +
                                     ", grant that with " + assume + (see.empty() ? "" : "; " + see));
  }
  Diagnostic diagnostic;
  diagnostic.severity = grant.empty() ? Severity::Warning : Severity::Remark;
  diagnostic.location = std::move(use.location);
  diagnostic.premise = name;
  diagnostic.grant = grant.str();
  diagnostic.notes = std::move(use.notes);
  if (grant.empty()) {
    diagnostic.fact = "premise " + name + ": " + use.fact;
    diagnostic.remedy = "-deny=" + name + " refuses instead" + (see.empty() ? "" : "; " + see);
  } else {
    diagnostic.fact = "premise " + name + ", granted by -assume=" + grant.str() + ": " + use.fact;
    diagnostic.remedy = see;
  }
  module.diagnostics().report(std::move(diagnostic));
  module.editLayout().recordPremise(name, !grant.empty() || !use.option.empty());
  return {};
}

} // namespace meld
