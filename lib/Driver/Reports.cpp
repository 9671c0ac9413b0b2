//===- Reports.cpp - results of analyses as files --------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Reports.h.
// Why:  see Reports.h.
// Never: see Reports.h.
//
//===----------------------------------------------------------------------===//

#include "Reports.h"
#include "RequestChecks.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

Result<Reports> Reports::parse(const Request &request, const Registry &registry) {
  constexpr llvm::StringLiteral Flag = "-report";
  Reports result;
  for (llvm::StringRef text : request.reports) {
    auto [name, rest] = text.split(':');
    auto [format, file] = rest.split(':');
    if (name.empty() || format.empty() || file.empty())
      return error(Location::commandLine(Flag), "'" + text + "' is not ANALYSIS:FORMAT:FILE")
          .remedy("write -report=memory-layout:json:map.json, for example");
    std::vector<llvm::StringRef> names;
    const ModuleAnalysisEntry *analysis = nullptr;
    for (const ModuleAnalysisEntry &entry : registry.moduleAnalyses()) {
      names.push_back(entry.info.name);
      if (entry.info.name == name)
        analysis = &entry;
    }
    if (Result<void> known = checkKnown(Flag, "analysis of modules", name.str(), names); !known)
      return known.takeFailure();
    const ModuleAnalysisEntry::Format *found = analysis->findFormat(format);
    if (!found)
      return error(Location::commandLine(Flag), "there is no format of " + name + " '" + format + "'" +
                                                    didYouMean(format, analysis->formatNames()))
          .remedy("its formats are " + llvm::join(analysis->formatNames(), ", "));
    result.reports.push_back({found, file.str()});
  }
  return result;
}

Result<std::vector<Reports::Text>> Reports::print(const Module &module, ModuleAnalysisManager &analyses) const {
  std::vector<Text> texts;
  for (const Report &report : reports) {
    texts.push_back({report.file, ""});
    llvm::raw_string_ostream stream(texts.back().content);
    if (Result<void> printed = report.format->print(stream, module, analyses); !printed)
      return printed.takeFailure();
  }
  return texts;
}

} // namespace meld
