//===- PassListing.cpp - what -print-passes prints -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see PassListing.h.
// Why:  see PassListing.h.
// Never: sorts: the order of registration is the order in which passes are used.
//
//===----------------------------------------------------------------------===//

#include "PassListing.h"
#include "llvm/Support/Format.h"

namespace meld {

namespace {

void printRow(llvm::raw_ostream &out, const char *indent, const std::string &left, llvm::StringRef right) {
  out << indent << llvm::format("%-22s ", left.c_str()) << right << '\n';
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
    if (entry.print)
      uses += ", print<" + name + ">";
    if (entry.printJson)
      uses += ", print<" + name + ";json>";
    printRow(out, "  ", name, uses);
  }
}

} // namespace

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
