//===- CommandLine.cpp - the flags ----------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one table of flags, from which parsing and help are made. Syntax as in LLVM's
//       tools: one or two dashes, `-name=value` or `-name value`.
// Why:  see CommandLine.h.
// Never: ignores an argument.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

namespace meld {

namespace {

struct Flag {
  llvm::StringRef name;
  llvm::StringRef alias;  ///< another name, or empty
  llvm::StringRef syntax; ///< of the value; empty if it takes none
  llvm::StringRef help;
  std::variant<bool Request::*, std::string Request::*, std::vector<std::string> Request::*> member;

  bool takesValue() const { return !syntax.empty(); }
  bool isList() const { return member.index() == 2; }
};

struct Category {
  llvm::StringRef title;
  std::vector<Flag> flags;
};

std::vector<Category> allFlags() {
  return {
      {"Pipeline", {{"passes", "p", "PIPELINE", "run these passes; @FILE reads them from a file", &Request::pipeline}}},
      {"Output",
       {{"o", "", "FILE", "write to FILE, which may be INPUT; '-' is standard output (default)", &Request::output},
        {"S", "", "", "write text", &Request::writeText},
        {"disable-output", "", "", "write nothing", &Request::disableOutput}}},
      {"Checks",
       {{"verify-each", "", "", "verify the module after each pass", &Request::verifyEach},
        {"disable-verify", "", "", "check neither input nor output", &Request::disableVerify},
        {"assume", "", "NAME[:WHAT],...", "grant premise NAME, or grant it for WHAT only", &Request::assume},
        {"deny", "", "NAME,...", "refuse what rests on premise NAME", &Request::deny},
        {"Werror", "", "", "every warning is an error", &Request::warningsAreErrors}}},
      {"Watching passes (on standard error)",
       {{"print-before", "", "PASS,...", "print the module before these passes", &Request::printBefore},
        {"print-after", "", "PASS,...", "print the module after these passes", &Request::printAfter},
        {"print-before-all", "", "", "print the module before each pass", &Request::printBeforeAll},
        {"print-after-all", "", "", "print the module after each pass", &Request::printAfterAll},
        {"time-passes", "", "", "print how long each pass took", &Request::timePasses}}},
      {"Listings (no input is read)",
       {{"print-passes", "", "", "list passes with their options, analyses, premises", &Request::printPasses},
        {"describe-pass", "", "NAME", "print all about one pass: options, their types and defaults",
         &Request::describePass},
        {"print-pipeline-passes", "", "", "print the pipeline as it is understood", &Request::printPipeline},
        {"help", "h", "", "print this", &Request::help},
        {"version", "", "", "print the version", &Request::version}}},
  };
}

constexpr llvm::StringLiteral SeeHelp = "meld-opt --help lists all options";

FailureBuilder usageError(const llvm::Twine &fact) { return error(Location::commandLine(""), fact); }

Failure unknownFlag(llvm::StringRef argument, llvm::StringRef name, llvm::ArrayRef<Flag> flags) {
  std::vector<llvm::StringRef> names;
  for (const Flag &flag : flags)
    names.push_back(flag.name);
  std::string fact = ("unknown option '" + argument.split('=').first + "'").str();
  if (llvm::StringRef near = nearestName(name, names); !near.empty())
    fact += ("; did you mean '-" + near + "'?").str();
  return usageError(fact).remedy(SeeHelp);
}

Result<void> store(Request &request, const Flag &flag, llvm::StringRef value) {
  if (auto *member = std::get_if<bool Request::*>(&flag.member)) {
    request.**member = true;
  } else if (auto *member = std::get_if<std::string Request::*>(&flag.member)) {
    request.**member = value.str();
  } else {
    llvm::SmallVector<llvm::StringRef> parts;
    value.split(parts, ',');
    for (llvm::StringRef part : parts) {
      if (part.trim().empty())
        return usageError("'-" + flag.name + "' has an empty name in its list").remedy("write -" + flag.name + "=" + flag.syntax);
      (request.*std::get<std::vector<std::string> Request::*>(flag.member)).push_back(part.trim().str());
    }
  }
  return {};
}

/// Whatever two arguments exclude each other, or one that is missing.
Result<void> checkCombination(const Request &request, bool hasInput, bool hasOutput) {
  if (!request.readsInput())
    return {};
  if (!hasInput)
    return usageError("no input is given").remedy("name a file, or - for standard input");
  if (request.disableOutput && (request.writeText || hasOutput))
    return usageError("'-disable-output' writes nothing, so it excludes '-o' and '-S'").remedy("leave one of them out");
  return {};
}

} // namespace

Result<Request> parseCommandLine(llvm::ArrayRef<const char *> arguments) {
  std::vector<Flag> flags;
  for (const Category &category : allFlags())
    llvm::append_range(flags, category.flags);

  Request request;
  std::set<llvm::StringRef> seen;
  bool hasInput = false, areFlagsOver = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    llvm::StringRef argument = arguments[i];
    if (argument == "--" && !areFlagsOver) {
      areFlagsOver = true;
      continue;
    }
    if (areFlagsOver || argument == "-" || !argument.starts_with("-")) {
      if (hasInput)
        return usageError("there are two inputs, '" + request.input + "' and '" + argument + "'")
            .remedy("give one; merge modules before");
      hasInput = true;
      request.input = argument.str();
      continue;
    }

    llvm::StringRef rest = argument.drop_front(argument.starts_with("--") ? 2 : 1);
    auto [name, value] = rest.split('=');
    bool hasValue = rest.contains('=');
    const Flag *flag = llvm::find_if(llvm::ArrayRef(flags), [&, name = name](const Flag &flag) {
      return flag.name == name || (!flag.alias.empty() && flag.alias == name);
    });
    if (flag == llvm::ArrayRef(flags).end())
      return unknownFlag(argument, name, flags);
    if (!flag->takesValue() && hasValue)
      return usageError("'-" + flag->name + "' takes no value").remedy("write just -" + flag->name);
    if (flag->takesValue() && !hasValue) {
      if (++i == arguments.size())
        return usageError("'-" + flag->name + "' needs a value").remedy("write -" + flag->name + "=" + flag->syntax);
      value = arguments[i];
    }
    if (!seen.insert(flag->name).second && flag->takesValue() && !flag->isList())
      return usageError("'-" + flag->name + "' is given twice").remedy("keep one of them");
    if (Result<void> stored = store(request, *flag, value); !stored)
      return stored.takeFailure();
  }
  if (Result<void> checked = checkCombination(request, hasInput, seen.count("o") != 0); !checked)
    return checked.takeFailure();
  return request;
}

void printHelp(llvm::raw_ostream &out) {
  out << "meld-opt [-passes=PIPELINE] [options] INPUT [-o OUTPUT]\n\n"
         "Lowers WebAssembly modules whose memories grow into modules with one frozen memory.\n"
         "INPUT is a core module, binary or text, recognised by content; '-' is standard input.\n"
         "Passes run in order and stop at the first error; without passes the output is the input.\n"
         "Messages, and what passes print, go to standard error.\n";
  for (const Category &category : allFlags()) {
    out << '\n' << category.title << ":\n";
    for (const Flag &flag : category.flags) {
      std::string syntax = ("-" + flag.name + (flag.takesValue() ? "=" : "") + flag.syntax).str();
      if (!flag.alias.empty())
        syntax += (", -" + flag.alias).str();
      out << llvm::format("  %-26s ", syntax.c_str()) << flag.help << '\n';
    }
  }
  out << "\nExit status: 0 done; 1 the input was refused or a pass failed; 2 wrong usage;\n"
         "70 a defect of a pass or of the tool.\n";
}

} // namespace meld
