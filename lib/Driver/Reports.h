//===- Reports.h - results of analyses as files --------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `-report=ANALYSIS:FORMAT:FILE`: the result of any analysis that prints, of the
//       final module, in any format it has.
// Why:  builds want the memory map beside the module, not in the middle of messages.
// Never: knows an analysis or a format; the registry does.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_DRIVER_REPORTS_H
#define MELD_LIB_DRIVER_REPORTS_H

#include "Request.h"
#include "meld/Pass/Registry.h"

namespace meld {

class Reports {
public:
  /// Reads the flags. Fails on unknown analyses and formats.
  static Result<Reports> parse(const Request &request, const Registry &registry);

  /// What is to be written.
  struct Text {
    std::string file, content;
  };
  Result<std::vector<Text>> print(const Module &module, ModuleAnalysisManager &analyses) const;

private:
  struct Report {
    const ModuleAnalysisEntry::Format *format;
    std::string file;
  };
  std::vector<Report> reports;
};

} // namespace meld

#endif // MELD_LIB_DRIVER_REPORTS_H
