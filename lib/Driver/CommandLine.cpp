//===- CommandLine.cpp - arguments to a request -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: reads arguments by the table of flags. Syntax as in LLVM's tools: one or two
//       dashes, `-name=value` or `-name value`.
// Why:  see CommandLine.h.
// Never: ignores an argument.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "Flags.h"
#include "ForeignFlags.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace meld {

namespace {

constexpr llvm::StringLiteral SeeHelp = "meld-opt --help lists all options";

FailureBuilder usageError(const llvm::Twine &fact) { return error(Location::commandLine(""), fact); }

/// How to write what opt and mlir-opt call so, or to run the pass of that name; empty if
/// it is neither.
std::string otherwiseWritten(llvm::StringRef name, const Registry &registry) {
  if (llvm::StringRef ours = ourNameOf(name); !ours.empty())
    return ours.str();
  for (const ModulePassEntry &entry : registry.modulePasses())
    if (entry.info.name == name)
      return "-passes=" + name.str();
  for (const FunctionPassEntry &entry : registry.functionPasses())
    if (entry.info.name == name)
      return "-passes='function(" + name.str() + ")'";
  return "";
}

Failure unknownFlag(llvm::StringRef argument, llvm::StringRef name, llvm::ArrayRef<Flag> flags,
                    const Registry &registry) {
  if (std::string written = otherwiseWritten(name, registry); !written.empty())
    return usageError("unknown option '" + argument.split('=').first + "'").remedy("write " + written);
  std::vector<llvm::StringRef> names;
  for (const Flag &flag : flags)
    names.push_back(flag.name);
  return usageError("unknown option '" + argument.split('=').first + "'" + didYouMean(name, names, "-"))
      .remedy(SeeHelp);
}

/// Stores values in the members that flags name.
class Store {
public:
  Store(Request &request, const Flag &flag, std::optional<llvm::StringRef> value)
      : request(request), flag(flag), value(value) {}

  Result<void> operator()(bool Request::*member) const {
    request.*member = true;
    return {};
  }
  Result<void> operator()(std::string Request::*member) const {
    if (value->empty() && member != &Request::pipeline)
      return usageError("'-" + flag.name + "' has an empty value").remedy("write " + flag.written());
    request.*member = value->str();
    return {};
  }
  Result<void> operator()(NameList Request::*member) const {
    llvm::SmallVector<llvm::StringRef> parts;
    value->split(parts, ',');
    for (llvm::StringRef part : parts) {
      part = part.trim();
      if (part.empty())
        return usageError("'-" + flag.name + "' has an empty name in its list").remedy("write " + flag.written());
      if (llvm::is_contained(request.*member, part))
        return usageError("'-" + flag.name + "' names '" + part + "' twice").remedy("name it once");
      (request.*member).push_back(part.str());
    }
    return {};
  }
  Result<void> operator()(TextList Request::*member) const {
    if (value->empty())
      return usageError("'-" + flag.name + "' has an empty value").remedy("write " + flag.written());
    (request.*member).push_back(value->str());
    return {};
  }
  Result<void> operator()(std::optional<int64_t> Request::*member) const {
    int64_t number = 0;
    if (value->getAsInteger(10, number) || number < flag.minimum)
      return usageError("'-" + flag.name + "': '" + *value + "' is not a number of at least " +
                        llvm::Twine(flag.minimum))
          .remedy("write " + flag.written());
    request.*member = number;
    return {};
  }
  Result<void> operator()(std::optional<std::string> Request::*member) const {
    if (value && *value != flag.syntax)
      return usageError("'-" + flag.name + "': '" + *value + "' is not " + flag.syntax)
          .remedy("write " + flag.written());
    request.*member = value.value_or("").str();
    return {};
  }

private:
  Request &request;
  const Flag &flag;
  std::optional<llvm::StringRef> value;
};

/// What was on the command line, besides values.
struct Given {
  std::set<llvm::StringRef> flags;
  bool hasInput = false;
  /// The last argument that was not written behind a '=' but taken as a flag's value.
  llvm::StringRef taken, takenBy;
};

/// A listing runs nothing: whatever belongs to a run would be ignored. `-help` is for
/// those who want to know what to write, so it stands beside anything.
Result<void> checkListing(const Request &request, const Given &given) {
  if (request.help)
    return {};
  constexpr llvm::StringLiteral listings[] = {"version", "print-passes", "describe-pass", "print-pipeline-passes"};
  const llvm::StringRef listing = *llvm::find_if(listings, [&](llvm::StringRef flag) { return given.flags.count(flag); });
  for (llvm::StringRef flag : given.flags)
    if (flag != listing && flag != "load-pass-plugin" && !(request.printPipeline && flag == "passes"))
      return usageError("'-" + listing + "' only prints a list, so '-" + flag + "' means nothing")
          .remedy("leave one of them out");
  if (given.hasInput)
    return usageError("'-" + listing + "' only prints a list, so '" + request.input + "' would not be read")
        .remedy("leave one of them out");
  return {};
}

/// Whatever two arguments exclude each other, or one that is missing.
Result<void> checkCombination(const Request &request, const Given &given) {
  if (!request.readsInput())
    return checkListing(request, given);
  if (!given.hasInput && !given.taken.empty())
    return usageError("no input is given: '" + given.taken + "' is taken as the value of '-" + given.takenBy + "'")
        .remedy("name a file, or - for standard input, besides");
  if (!given.hasInput)
    return usageError("no input is given").remedy("name a file, or - for standard input");
  if (request.disableOutput && (request.writeText || given.flags.count("o")))
    return usageError("'-disable-output' writes nothing, so it excludes '-o' and '-S'").remedy("leave one of them out");
  if (request.disableVerify && !request.features.empty())
    return usageError("'-features' speaks of valid modules, '-disable-verify' does not make sure of them")
        .remedy("leave one of them out");
  if (request.splitInput && request.writesBinary())
    return usageError("'-split-input-file' can write several modules only as text")
        .remedy("add -S, or -disable-output");
  if (request.splitInput && !request.reports.empty())
    return usageError("'-report' writes about one module, '-split-input-file' reads several")
        .remedy("leave one of them out");
  if (!request.printsModules() && !request.printedFunctions.empty())
    return usageError("'-filter-print-funcs' has nothing to filter")
        .remedy("add -print-after-all, or another flag that prints");
  if (!request.printsModules() && !request.printDirectory.empty())
    return usageError("'-print-module-to-dir' has nothing to print")
        .remedy("add -print-after-all, or another flag that prints");
  if (!request.verifyExec && (request.verifyExecSeeds || request.verifyExecFuel))
    return usageError("'-verify-exec-" + llvm::StringRef(request.verifyExecSeeds ? "seeds" : "fuel") +
                      "' has nothing to run")
        .remedy("add -verify-exec, or leave it out");
  if (!request.infoFile.empty() && !request.timePasses && !request.statistics)
    return usageError("'-info-output-file' has nothing to write").remedy("add -time-passes or -stats");
  if (!request.remarksFileFilter.empty() && request.remarksFile.empty())
    return usageError("'-pass-remarks-filter' has nothing to filter").remedy("add -pass-remarks-output=FILE");
  return {};
}

} // namespace

Result<Request> parseCommandLine(llvm::ArrayRef<const char *> arguments, const Registry &registry) {
  std::vector<Flag> flags;
  for (FlagCategory &category : allFlags())
    llvm::append_range(flags, std::move(category.flags));

  Request request;
  Given given;
  bool areFlagsOver = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    llvm::StringRef argument = arguments[i];
    if (argument == "--" && !areFlagsOver) {
      areFlagsOver = true;
      continue;
    }
    if (areFlagsOver || argument == "-" || !argument.starts_with("-")) {
      if (given.hasInput)
        return usageError("there are two inputs, '" + request.input + "' and '" + argument + "'")
            .remedy("give one; merge modules before");
      given.hasInput = true;
      request.input = argument.str();
      continue;
    }

    llvm::StringRef rest = argument.drop_front(argument.starts_with("--") ? 2 : 1);
    auto [name, text] = rest.split('=');
    std::optional<llvm::StringRef> value;
    if (rest.contains('='))
      value = text;
    const Flag *flag = llvm::find_if(llvm::ArrayRef(flags), [&, name = name](const Flag &flag) {
      return flag.name == name || (!flag.alias.empty() && flag.alias == name);
    });
    if (flag == llvm::ArrayRef(flags).end())
      return unknownFlag(argument, name, flags, registry);
    if (flag->isSwitch() && value)
      return usageError("'-" + flag->name + "' takes no value").remedy("write just -" + flag->name);
    if (!flag->isSwitch() && !flag->hasOptionalValue() && !value) {
      if (++i == arguments.size())
        return usageError("'-" + flag->name + "' needs a value").remedy("write " + flag->written());
      value = arguments[i];
      given.taken = arguments[i];
      given.takenBy = flag->name;
    }
    if (!given.flags.insert(flag->name).second && !flag->mayRepeat())
      return usageError("'-" + flag->name + "' is given twice").remedy("keep one of them");
    if (Result<void> stored = std::visit(Store(request, *flag, value), flag->member); !stored)
      return stored.takeFailure();
  }
  if (Result<void> checked = checkCombination(request, given); !checked)
    return checked.takeFailure();
  return request;
}

} // namespace meld
