//===- Strip.cpp - pass `strip` --------------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Strip.h.
// Why:  see Strip.h.
// Never: see Strip.h.
//
//===----------------------------------------------------------------------===//

#include "passes/Strip.h"
#include "llvm/Support/GlobPattern.h"

namespace meld {

namespace {

constexpr llvm::StringRef LayoutName = "meld.layout";

/// strip S2: sections that say what the module's parts mean to others.
bool isProtected(llvm::StringRef name) {
  return name == LayoutName || name == "dylink.0" || name == "linking" || name.starts_with("reloc.") ||
         name.starts_with("component-type");
}

/// One `name=`: a section's own name, or a pattern.
struct Wanted {
  llvm::StringRef text;
  std::optional<llvm::GlobPattern> pattern;

  bool matches(llvm::StringRef name) const { return pattern ? pattern->match(name) : name == text; }
  bool drops(llvm::StringRef name) const { return matches(name) && !(pattern && isProtected(name)); }
};

Result<std::vector<Wanted>> parseNames(const std::vector<std::string> &names) {
  std::vector<Wanted> all;
  for (llvm::StringRef name : names) {
    Wanted wanted{name, std::nullopt};
    if (name.find_first_of("*?[\\") != llvm::StringRef::npos) {
      llvm::Expected<llvm::GlobPattern> pattern = llvm::GlobPattern::create(name);
      if (!pattern)
        return error(Location::module(), "name=" + name + " is no pattern: " + llvm::toString(pattern.takeError()))
            .remedy("write * for any characters, ? for one, [abc] for one of some, and \\ before one of these");
      wanted.pattern = std::move(*pattern);
    }
    all.push_back(std::move(wanted));
  }
  return all;
}

} // namespace

PassResult Strip::run(Module &module, ModuleAnalysisManager &) {
  if (options.names.empty())
    return error(Location::module(), "nothing is named to be dropped")
        .remedy("name sections: strip<name=name;name=\".debug_*\">");
  Result<std::vector<Wanted>> wanted = parseNames(options.names);
  if (!wanted)
    return wanted.takeFailure();

  std::vector<std::string> present;
  for (const CustomSection &section : module.customSections())
    present.push_back(section.name.str());
  // What this run decided about memory has no section yet.
  bool willHaveLayout = module.isLayoutEdited() && !llvm::is_contained(present, LayoutName);
  if (willHaveLayout)
    present.push_back(LayoutName.str());

  bool dropsAny = false, dropsLayout = false;
  for (const Wanted &each : *wanted) {
    bool found = false;
    std::string kept;
    for (llvm::StringRef name : present) {
      if (!each.matches(name))
        continue;
      found = true;
      if (each.drops(name)) {
        dropsAny = true;
        dropsLayout |= name == LayoutName;
      } else if (llvm::none_of(*wanted, [&](const Wanted &other) { return other.drops(name); })) {
        kept += (kept.empty() ? "" : ", ") + name.str();
      }
    }
    if (!kept.empty())
      module.diagnostics().warn(Location::module(), "name=" + each.text + " does not drop " + kept +
                                                        ": other tools need it to use the module",
                                "to drop it, give its own name; see docs/passes/strip.md");
    if (!found)
      module.diagnostics().warn(Location::module(), "name=" + each.text + " drops nothing: no custom section matches",
                                "leave it out, or correct the name");
  }
  if (!dropsAny)
    return PreservedAnalyses::all();
  llvm::erase_if(module.editCustomSections(), [&](const CustomSection &section) {
    return llvm::any_of(*wanted, [&](const Wanted &each) { return each.drops(section.name); });
  });
  if (dropsLayout)
    module.leaveOutLayout();
  return PreservedAnalyses::all();
}

} // namespace meld
