//===- Registry.cpp - keeping names unique ------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: adds entries and remembers names that came twice.
// Why:  registration is a plain list of calls; its one possible error is asked for once,
//       by the pass builder, and so cannot be overlooked.
// Never: replaces an entry.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/Registry.h"

namespace meld {

void Registry::claim(llvm::StringRef kind, llvm::StringRef name) {
  if (!claimed.insert({kind.str(), name.str()}).second)
    duplicates.push_back({kind.str(), name.str()});
}

void Registry::add(ModulePassEntry entry) {
  claim("module pass", entry.info.name);
  modulePassList.push_back(std::move(entry));
}

void Registry::add(FunctionPassEntry entry) {
  claim("function pass", entry.info.name);
  functionPassList.push_back(std::move(entry));
}

// Module and function analyses share one name space: dependencies go by name.
void Registry::add(ModuleAnalysisEntry entry) {
  claim("analysis", entry.info.name);
  moduleAnalysisList.push_back(std::move(entry));
}

void Registry::add(FunctionAnalysisEntry entry) {
  claim("analysis", entry.info.name);
  functionAnalysisList.push_back(std::move(entry));
}

void Registry::addPipeline(llvm::StringRef name, llvm::StringRef text, llvm::StringRef summary) {
  claim("pipeline", name);
  pipelineList.push_back({name.str(), text.str(), summary.str()});
}

void Registry::addPremise(const Premise &premise) {
  claim("premise", premise.name);
  premiseList.push_back(premise);
}

Result<void> Registry::check() const {
  if (duplicates.empty())
    return {};
  const auto &[kind, name] = duplicates.front();
  return error(Location::commandLine(""), "there are two of " + kind + " '" + name + "'")
      .remedy("rename one of them, or register it only once");
}

Failure Registry::takesNoOptions(const PipelineArguments &arguments, llvm::StringRef pass) {
  return error(Location::pipeline(arguments.pipeline, arguments.column()), pass + " has no options")
      .remedy("write just " + pass);
}

} // namespace meld
