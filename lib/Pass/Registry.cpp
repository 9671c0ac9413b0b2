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
#include "llvm/Support/FormatVariadic.h"

namespace meld {

bool Registry::claim(llvm::StringRef kind, llvm::StringRef name, std::string version) {
  std::pair<std::string, std::string> key(kind.str(), name.str());
  auto [first, isNew] = claimed.insert({key, {owner, version}});
  if (isNew)
    return true;
  const bool isSameAnalysis = !version.empty() && version == first->second.version;
  const bool areTwoPlugins = !owner.isTool() && !first->second.owner.isTool() && owner != first->second.owner;
  if (!isSameAnalysis || !areTwoPlugins)
    duplicates.push_back({std::move(key), {owner, std::move(version)}});
  return false;
}

// Module and function analyses share one name space: dependencies go by name.
template <class Entry> bool Registry::claimAnalysis(const Entry &entry) {
  constexpr const char *level = std::is_same_v<Entry, FunctionAnalysisEntry> ? ", of functions" : "";
  return claim("analysis", entry.info.name,
               llvm::formatv("version {0}, {1} bytes{2}", entry.info.version, entry.resultSize, level).str());
}

void Registry::add(ModulePassEntry entry) {
  if (claim("module pass", entry.info.name))
    modulePassList.push_back(std::move(entry));
}

void Registry::add(FunctionPassEntry entry) {
  if (claim("function pass", entry.info.name))
    functionPassList.push_back(std::move(entry));
}

void Registry::add(ModuleAnalysisEntry entry) {
  if (claimAnalysis(entry))
    moduleAnalysisList.push_back(std::move(entry));
}

void Registry::add(FunctionAnalysisEntry entry) {
  if (claimAnalysis(entry))
    functionAnalysisList.push_back(std::move(entry));
}

void Registry::addPipeline(llvm::StringRef name, llvm::StringRef text, llvm::StringRef summary) {
  if (claim("pipeline", name))
    pipelineList.push_back({name.str(), text.str(), summary.str()});
}

void Registry::addPremise(const Premise &premise) {
  if (claim("premise", premise.name))
    premiseList.push_back(premise);
}

Result<void> Registry::check() const {
  if (duplicates.empty())
    return {};
  const auto &[key, second] = duplicates.front();
  const auto &[kind, name] = key;
  const Claim &first = claimed.at(key);
  Location place = second.owner.isTool() ? Location::commandLine("") : Location::file(second.owner.path);
  if (first.owner == second.owner)
    return error(std::move(place), "there are two of " + kind + " '" + name + "'")
        .remedy("rename one of them, or register it only once");
  auto versionOf = [](const Claim &claim) { return claim.version.empty() ? "" : " (" + claim.version + ")"; };
  std::string fact =
      kind + " '" + name + "' of plugin '" + second.owner.plugin + "'" + versionOf(second) + " exists already, by " +
      (first.owner.isTool() ? "the tool itself" : "plugin '" + first.owner.plugin + "' of " + first.owner.path) +
      versionOf(first);
  return error(std::move(place), fact)
      .remedy(second.version.empty() || first.owner.isTool()
                  ? "rename it in the plugin"
                  : "build both plugins with one header of the analysis, or rename one of the two");
}

Failure Registry::takesNoOptions(const PipelineArguments &arguments, llvm::StringRef pass) {
  return error(Location::pipeline(arguments.pipeline, arguments.column()), pass + " has no options")
      .remedy("write just " + pass);
}

} // namespace meld
