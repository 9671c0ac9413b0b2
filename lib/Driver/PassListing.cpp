//===- PassListing.cpp - what there is, in words ---------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see PassListing.h.
// Why:  see PassListing.h.
// Never: sorts: the order of registration is the order in which passes are used.
//
//===----------------------------------------------------------------------===//

#include "PassListing.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

namespace {

/// Two columns; what is too long for the first has a line to itself.
void printRow(llvm::raw_ostream &out, const char *indent, const std::string &left, llvm::StringRef right) {
  constexpr size_t Width = 24;
  out << indent << left;
  if (left.size() >= Width)
    (out << '\n' << indent).indent(Width);
  else
    out.indent(Width - left.size());
  out << right << '\n';
}

template <class Entries>
void printPasses(llvm::raw_ostream &out, const char *title, const char *prefix, const char *suffix,
                 const Entries &entries) {
  if (entries.empty())
    return;
  out << title << ":\n";
  for (const auto &entry : entries) {
    printRow(out, "  ", prefix + entry.info.name.str() + suffix, entry.info.summary);
    for (const OptionDescription &option : entry.options)
      printRow(out, "    ", option.syntax(), option.doc);
  }
}

template <class Entries>
void printAnalyses(llvm::raw_ostream &out, const char *title, const Entries &entries) {
  if (entries.empty())
    return;
  out << title << ":\n";
  for (const auto &entry : entries) {
    std::string name = entry.info.name.str();
    std::string uses = "require<" + name + ">, invalidate<" + name + ">";
    for (size_t i = 0; i < entry.formats.size(); ++i)
      uses += ", print<" + name + (i == 0 ? "" : ";" + entry.formats[i].name.str()) + ">";
    printRow(out, "  ", name, uses);
  }
}

/// One pass, whole. `utils/check-docs` reads this and compares it with the pass' page.
template <class Entry>
void describe(llvm::raw_ostream &out, const Entry &entry, const char *kind, const char *prefix, const char *suffix) {
  out << entry.info.name << ": " << entry.info.summary << '\n'
      << kind << ", written " << prefix << entry.info.name << (entry.options.empty() ? "" : "<option;option>") << suffix
      << '\n';
  out << (entry.options.empty() ? "no options\n" : "options:\n");
  for (const OptionDescription &option : entry.options) {
    out << "  " << option.syntax() << " (" << wordOf(option.kind);
    if (!option.defaultText.empty())
      out << ", default " << option.defaultText;
    out << ")\n      " << option.doc << '\n';
  }
  if (!entry.premises.empty())
    out << "may rely on premises: " << llvm::join(entry.premises, ", ") << '\n';
}

} // namespace

bool printPassDescription(llvm::raw_ostream &out, const Registry &registry, llvm::StringRef name) {
  bool isFound = false;
  for (const ModulePassEntry &entry : registry.modulePasses())
    if (entry.info.name == name) {
      describe(out, entry, "a module pass", "", "");
      isFound = true;
    }
  for (const FunctionPassEntry &entry : registry.functionPasses())
    if (entry.info.name == name) {
      out << (isFound ? "\n" : "");
      describe(out, entry, "a function pass", "function(", ")");
      isFound = true;
    }
  return isFound;
}

void printPassListing(llvm::raw_ostream &out, const Registry &registry) {
  printPasses(out, "Module passes", "", "", registry.modulePasses());
  printPasses(out, "Function passes", "function(", ")", registry.functionPasses());
  printAnalyses(out, "Analyses of modules", registry.moduleAnalyses());
  printAnalyses(out, "Analyses of functions, inside function(...)", registry.functionAnalyses());
  if (!registry.pipelines().empty())
    out << "Named pipelines:\n";
  for (const NamedPipeline &pipeline : registry.pipelines()) {
    printRow(out, "  ", pipeline.name, pipeline.summary);
    out << "    = " << pipeline.text << '\n';
  }
  out << "Containers:\n";
  printRow(out, "  ", "function(a,b)", "run function passes over every defined function");
  printRow(out, "  ", "repeat<n>(a,b)", "run passes n times");
  if (!registry.premises().empty())
    out << "Premises: -deny=NAME refuses one; one that is not stated has to be granted with -assume=NAME:\n";
  for (const Premise &premise : registry.premises())
    printRow(out, "  ", (premise.name + (premise.subject.empty() ? "" : ":" + premise.subject)).str(),
             (wordOf(premise.kind) + ": " + premise.summary).str());
}

} // namespace meld
