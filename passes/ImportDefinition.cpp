//===- ImportDefinition.cpp - imported memories become the module's own -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ImportDefinition.h. The paragraph cited as `rebase S16` is in
//       docs/passes/rebase.md.
// Why:  see ImportDefinition.h.
// Never: see ImportDefinition.h.
//
//===----------------------------------------------------------------------===//

#include "passes/ImportDefinition.h"
#include "meld/Analysis/MemoryLayout.h"
#include "passes/Lowering.h"

namespace meld {

namespace {

class ImportDefinition {
public:
  ImportDefinition(Module &module, ModuleAnalysisManager &analyses, const ImportPages &pages)
      : module(module), analyses(analyses), pages(pages) {
    for (MemoryFacts facts : analyses.get<MemoryGrowAnalysis>(module).memories())
      if (facts.isImported) {
        facts.exports.push_back(importOf(facts.memory)->field.str()); // a name it goes by
        imported.push_back(std::move(facts));
      }
  }

  Result<void> run();

private:
  const ImportRef &importOf(MemoryId memory) const { return module.memories()[memory].import; }
  /// `"env" "memory"`
  std::string importText(MemoryId memory) const {
    return ("\"" + importOf(memory)->module + "\" \"" + importOf(memory)->field + "\"").str();
  }
  std::string optionFor(MemoryId memory, uint64_t value) const;
  Result<void> requireDistinct();
  Result<uint64_t> choosePages(const MemoryFacts &facts, std::optional<PageAmount> named);
  Result<void> requireExport(MemoryId memory, std::string &name);
  PremiseUse useOf(MemoryId memory) const;
  bool isExported(MemoryId memory) const {
    return llvm::any_of(module.exports(), [&](const Export &entry) {
      return entry.target == ExternalRef{ExternalKind::Memory, memory.value};
    });
  }

  Module &module;
  ModuleAnalysisManager &analyses;
  const ImportPages &pages;
  std::vector<MemoryFacts> imported;
};

std::string ImportDefinition::optionFor(MemoryId memory, uint64_t value) const {
  std::string text = "import-pages.";
  llvm::raw_string_ostream stream(text);
  printOptionText(stream, importOf(memory)->field);
  stream << '=' << value;
  return text;
}

PremiseUse ImportDefinition::useOf(MemoryId memory) const {
  PremiseUse use{module.locate(memory)};
  use.subjects = {importOf(memory)->field.str(), std::to_string(memory.value)};
  if (!module.memories()[memory].name.empty())
    use.subjects.push_back(module.memories()[memory].name.str());
  return use;
}

/// Two imports of one name are one memory, unless the host makes a new one for each.
Result<void> ImportDefinition::requireDistinct() {
  for (size_t i = 0; i < imported.size(); ++i)
    for (size_t j = 0; j < i; ++j) {
      const MemoryId first = imported[j].memory, second = imported[i].memory;
      if (importOf(first)->module != importOf(second)->module || importOf(first)->field != importOf(second)->field)
        continue;
      PremiseUse use = useOf(second);
      use.fact = describeMemory(module, first) + " and " + describeMemory(module, second) + " both import " +
                 importText(second) + "; if that is one memory, import=define would split it";
      use.remedy = "import it once";
      if (Result<void> relied = relyOn(premises::PrivateImport, module, analyses, std::move(use)); !relied)
        return relied;
    }
  return {};
}

/// The size it gets: what was asked for, or the minimum.
Result<uint64_t> ImportDefinition::choosePages(const MemoryFacts &facts, std::optional<PageAmount> named) {
  const Limits &limits = facts.limits;
  const std::string name = describeMemory(module, facts.memory);
  PageAmount wanted = named ? *named : pages.all.value_or(PageAmount{limits.minimum, false});
  if (wanted.isMaximum && !limits.maximum)
    return error(module.locate(facts.memory), "import-pages=max: " + name + " has no maximum")
        .remedy("give a number of pages");
  const uint64_t count = wanted.isMaximum ? *limits.maximum : wanted.pages;
  const uint64_t most = limits.maximum.value_or(limits.is64 ? MaxPages64 : MaxPages32);
  if (count < limits.minimum || count > most)
    return error(module.locate(facts.memory), name + " is imported with at least " + llvm::Twine(limits.minimum) +
                                                  " and at most " + llvm::Twine(most) + " pages, import-pages gives " +
                                                  llvm::Twine(count))
        .remedy("give " + optionFor(facts.memory, std::clamp(count, limits.minimum, most)));
  // Of an offset that is not known, requireSegmentsFit says so.
  const Checked needed = bytesToPages(facts.dataEndBytes.value_or(0));
  if (!needed.fits(count)) {
    FailureBuilder failure = error(module.locate(facts.memory),
                                   "active data of " + name + " ends at byte " + llvm::Twine(*facts.dataEndBytes) +
                                       ", past the " + llvm::Twine(count) + " pages that import=define gives it");
    if (needed.fits(most))
      return std::move(failure).remedy("give " + optionFor(facts.memory, *needed.value()));
    return std::move(failure).remedy("raise the maximum that the module imports it with, or move the data");
  }
  return count;
}

/// The name under which the host finds what it brought before; empty if the module
/// exports the memory already.
Result<void> ImportDefinition::requireExport(MemoryId memory, std::string &name) {
  if (isExported(memory))
    return {};
  name = importOf(memory)->field.str();
  for (const Export &entry : module.exports())
    if (entry.name == name)
      return error(module.locate(memory), "the export name \"" + name + "\" is taken; " +
                                              describeMemory(module, memory) + ", imported under that name, needs it")
          .remedy("rename the export \"" + name + "\", or export the memory under another name");
  return {};
}

// rebase S16
Result<void> ImportDefinition::run() {
  auto named = amountsByMemory(module, "import-pages", pages.named, imported, "imported memory", "imported memories");
  if (!named)
    return named.takeFailure();
  if (imported.empty()) {
    if (pages.isGiven())
      module.diagnostics().warn(Location::module(), "import-pages has no effect: no memory is imported", "leave it out");
    return {};
  }
  if (Result<void> distinct = requireDistinct(); !distinct)
    return distinct;
  for (const MemoryFacts &facts : imported) {
    const MemoryId memory = facts.memory;
    if (Result<void> lowerable = requireLowerableKind(module, memory); !lowerable)
      return lowerable;
    auto given = named->find(memory);
    Result<uint64_t> count =
        choosePages(facts, given == named->end() ? std::nullopt : std::optional(given->second));
    if (!count)
      return count.takeFailure();
    std::string name;
    if (Result<void> free = requireExport(memory, name); !free)
      return free;
    PremiseUse use = useOf(memory);
    use.fact = describeMemory(module, memory) + ", imported as " + importText(memory) + ", becomes " +
               std::to_string(*count) + " pages of the module's own, all zero: what its host had put there and who else "
               "imports it do not count";
    use.option = "import=define";
    if (Result<void> relied = relyOn(premises::PrivateImport, module, analyses, std::move(use)); !relied)
      return relied;
    Limits limits = facts.limits;
    limits.minimum = *count;
    module.defineImported(memory, limits);
    if (!name.empty())
      module.editExports().push_back({module.save(name), {ExternalKind::Memory, memory.value}});
  }
  analyses.invalidate(PreservedAnalyses::none().preserve<BodyFactsAnalysis>().preserve<CallGraphAnalysis>());
  return {};
}

} // namespace

Result<void> defineImportedMemories(Module &module, ModuleAnalysisManager &analyses, const ImportPages &pages) {
  return ImportDefinition(module, analyses, pages).run();
}

} // namespace meld
