//===- RequestChecks.cpp - names in flags against what there is ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see RequestChecks.h.
// Why:  see RequestChecks.h.
// Never: accepts a name that nothing will look at.
//
//===----------------------------------------------------------------------===//

#include "RequestChecks.h"
#include "FeatureFlag.h"
#include "llvm/Support/Regex.h"

namespace meld {

Result<void> checkKnown(llvm::StringRef flag, const llvm::Twine &what, llvm::ArrayRef<std::string> names,
                        llvm::ArrayRef<llvm::StringRef> known, llvm::StringRef list) {
  for (const std::string &name : names) {
    if (llvm::is_contained(known, name))
      continue;
    return error(Location::commandLine(flag), "there is no " + what + " '" + name + "'" + didYouMean(name, known))
        .remedy(list);
  }
  return {};
}

std::vector<llvm::StringRef> passNames(const Registry &registry) {
  std::vector<llvm::StringRef> names;
  for (const ModulePassEntry &entry : registry.modulePasses())
    names.push_back(entry.info.name);
  for (const FunctionPassEntry &entry : registry.functionPasses())
    names.push_back(entry.info.name);
  return names;
}

namespace {

/// `-assume=`: the premise exists, takes the subject if there is one, and is not denied.
Result<void> checkGrants(const Request &request, const Registry &registry,
                         const std::vector<llvm::StringRef> &premiseNames) {
  for (llvm::StringRef grant : request.assume) {
    auto [name, subject] = grant.split(':');
    if (Result<void> known = checkKnown("-assume", "premise", {name.str()}, premiseNames); !known)
      return known;
    const Premise &premise = registry.premises()[llvm::find(premiseNames, name) - premiseNames.begin()];
    if (name.size() != grant.size() && (premise.subject.empty() || subject.empty()))
      return error(Location::commandLine("-assume"), "'" + grant + "': " +
                                                         (premise.subject.empty() ? "this premise is granted as a whole"
                                                                                  : "nothing stands after the colon"))
          .remedy("write -assume=" + name +
                  (premise.subject.empty() ? "" : " or -assume=" + name + ":" + premise.subject));
    if (llvm::is_contained(request.deny, name))
      return error(Location::commandLine("-assume"), "premise '" + name + "' is both granted and denied")
          .remedy("keep one of -assume=" + grant + " and -deny=" + name);
  }
  return {};
}

struct NamedFlag {
  llvm::StringRef flag;
  const NameList &names;
};
std::array<NamedFlag, 3> flagsWithPasses(const Request &request) {
  return {{{"-print-before", request.printBefore},
           {"-print-after", request.printAfter},
           {"-disable-pass", request.disabledPasses}}};
}

Result<void> checkPattern(llvm::StringRef flag, llvm::StringRef pattern, const std::vector<PassInfo> &passes) {
  if (pattern.empty())
    return {};
  llvm::Regex regex(pattern);
  if (std::string reason; !regex.isValid(reason))
    return error(Location::commandLine(flag), "'" + pattern + "' is no regular expression: " + reason)
        .remedy("write one that matches names of passes, such as 'rebase|bump'");
  if (llvm::none_of(passes, [&](const PassInfo &pass) { return regex.match(pass.name); }))
    return error(Location::commandLine(flag), "'" + pattern + "' matches no pass of the pipeline")
        .remedy("add a pass to -passes, or leave the flag out");
  return {};
}

} // namespace

Result<void> checkNames(const Request &request, const Registry &registry) {
  for (const auto &[flag, names] : flagsWithPasses(request))
    if (Result<void> known = checkKnown(flag, "pass", names, passNames(registry)); !known)
      return known;
  if (!request.describePass.empty())
    if (Result<void> known = checkKnown("-describe-pass", "pass", {request.describePass}, passNames(registry)); !known)
      return known;
  if (Result<void> known = checkFeatureNames(request); !known)
    return known;
  std::vector<llvm::StringRef> premiseNames;
  for (const Premise &premise : registry.premises())
    premiseNames.push_back(premise.name);
  if (Result<void> known = checkKnown("-deny", "premise", request.deny, premiseNames); !known)
    return known;
  return checkGrants(request, registry, premiseNames);
}

Result<void> checkUse(const Request &request, const ModulePassManager &passes) {
  if (request.printsModules() && passes.isEmpty())
    return error(Location::commandLine("-passes"), "there is no pass to print the module before or after")
        .remedy("add passes, or write text with -S");
  if ((request.bisectLimit || request.debugPassManager) && passes.isEmpty())
    return error(Location::commandLine("-passes"), "there is no pass to count or to watch")
        .remedy(llvm::Twine("add passes, or leave ") +
                (request.bisectLimit ? "-opt-bisect-limit" : "-debug-pass-manager") + " out");
  std::vector<PassInfo> inPipeline;
  passes.forEachPass([&](const PassNode &pass) { inPipeline.push_back(pass.info()); });
  for (const auto &[flag, names] : flagsWithPasses(request))
    for (const std::string &name : names) {
      auto found = llvm::find_if(inPipeline, [&, &name = name](const PassInfo &pass) { return pass.name == name; });
      if (found == inPipeline.end())
        return error(Location::commandLine(flag), "pass '" + name + "' is not in the pipeline")
            .remedy("add it to -passes, or leave the flag out");
      if (found->isRequired && flag == "-disable-pass")
        return error(Location::commandLine(flag), "pass '" + name + "' changes nothing and is never left out")
            .remedy("remove it from -passes");
    }
  for (const auto &[flag, pattern] : {std::pair("-pass-remarks", &request.remarksPassed),
                                      {"-pass-remarks-missed", &request.remarksMissed},
                                      {"-pass-remarks-analysis", &request.remarksAnalysis},
                                      {"-pass-remarks-filter", &request.remarksFileFilter}})
    if (Result<void> used = checkPattern(flag, *pattern, inPipeline); !used)
      return used;
  return {};
}

} // namespace meld
