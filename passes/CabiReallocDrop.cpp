//===- CabiReallocDrop.cpp - pass `cabi-realloc-drop` -------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see CabiReallocDrop.h. The numbered paragraphs cited as `cabi-realloc-drop S1`
//       are in docs/passes/cabi-realloc-drop.md.
// Why:  see CabiReallocDrop.h.
// Never: see CabiReallocDrop.h.
//
//===----------------------------------------------------------------------===//

#include "passes/CabiReallocDrop.h"
#include "meld/Analysis/CallGraph.h"
#include "meld/Binary/ComponentTypes.h"
#include "meld/IR/CodeBuilder.h"
#include "meld/Pass/Premise.h"
#include "passes/FunctionDeclarations.h"
#include "passes/Liveness.h"
#include <set>

namespace meld {

namespace {

/// One or more digits at the front of `text`.
bool consumeDigits(llvm::StringRef &text) {
  llvm::StringRef digits = text.take_while(llvm::isDigit);
  text = text.drop_front(digits.size());
  return !digits.empty();
}

/// cabi-realloc-drop S1: `cabi_realloc`, the same with a version of wit-bindgen, and
/// either with the number that a merging tool appends.
bool isReallocName(llvm::StringRef name) {
  if (!name.consume_front("cabi_realloc"))
    return false;
  if (llvm::StringRef rest = name; rest.consume_front("_wit_bindgen_")) {
    if (!consumeDigits(rest) || !rest.consume_front("_") || !consumeDigits(rest) || !rest.consume_front("_") ||
        !consumeDigits(rest))
      return false;
    name = rest;
  }
  if (name.empty())
    return true;
  return (name.consume_front("$") || name.consume_front("_")) && consumeDigits(name) && name.empty();
}

std::string describeImport(const Import &import) {
  return "import \"" + import.module.str() + "\" \"" + import.field.str() + "\"";
}
std::string describeExport(const Export &entry) { return "export \"" + entry.name.str() + "\""; }

class Drop {
public:
  Drop(Module &module, ModuleAnalysisManager &analyses) : module(module), analyses(analyses) {}
  PassResult run();

private:
  bool isCandidate(const Export &entry) const;
  std::string readInterface(ComponentTypes &interface);
  std::string findInteger() const;
  template <class Visitor> std::string firstFunction(Visitor &&problemOf) const;
  PassResult drop(const std::string &evidence);
  std::string settleTables(const std::set<FunctionId> &functions);
  PassResult keep(const std::string &reason, bool canBeGranted) const;
  void remark(const std::string &fact, const std::string &remedy) const;
  std::string names() const;

  Module &module;
  ModuleAnalysisManager &analyses;
  /// Something in the interface needs the allocator.
  std::string needed;
};

bool Drop::isCandidate(const Export &entry) const {
  if (entry.target.kind != ExternalKind::Function || !isReallocName(entry.name))
    return false;
  // (old address, old size, alignment, new size) -> new address
  static constexpr ValueType params[] = {ValueType::I32, ValueType::I32, ValueType::I32, ValueType::I32};
  static constexpr ValueType results[] = {ValueType::I32};
  return module.typeOf(FunctionId(entry.target.id)) == FunctionType{params, results};
}

std::string Drop::names() const {
  std::string list;
  for (const Export &entry : module.exports())
    if (isCandidate(entry))
      list += (list.empty() ? "\"" : ", \"") + entry.name.str() + "\"";
  return list;
}

// Evidence. ----------------------------------------------------------------

/// Asks `problemOf(type, import or null, export or null)` about each function that is
/// imported or exported, but for the candidates. The first problem, if any.
template <class Visitor> std::string Drop::firstFunction(Visitor &&problemOf) const {
  for (const ExternalRef &ref : module.imports()) {
    if (ref.kind != ExternalKind::Function)
      continue;
    const Function &function = module.functions()[FunctionId(ref.id)];
    const Import import = *function.import;
    if (std::string problem = problemOf(module.types()[function.type], &import, nullptr); !problem.empty())
      return problem;
  }
  for (const Export &entry : module.exports()) {
    if (entry.target.kind != ExternalKind::Function || isCandidate(entry))
      continue;
    const FunctionType &type = module.typeOf(FunctionId(entry.target.id));
    if (std::string problem = problemOf(type, nullptr, &entry); !problem.empty())
      return problem;
  }
  return "";
}

/// cabi-realloc-drop S2: what the component-type sections leave open; empty if they
/// describe everything. Fills in `needed`.
std::string Drop::readInterface(ComponentTypes &interface) {
  bool any = false;
  for (const CustomSection &section : module.customSections()) {
    if (!section.name.starts_with("component-type"))
      continue;
    any = true;
    if (std::string problem = interface.add(section.payload); !problem.empty())
      return "section " + section.name.str() + " cannot be used: " + problem;
  }
  if (!any)
    return "there is no component-type section";
  std::string open;
  needed = firstFunction([&](const FunctionType &type, const Import *import, const Export *entry) -> std::string {
    // The initialiser of a module without a start function; it is called before all else.
    if (entry && entry->name == "_initialize" && type == FunctionType{})
      return "";
    std::string subject = import ? describeImport(*import) : describeExport(*entry);
    std::optional<DescribedFunction> described =
        import ? interface.import(import->module, import->field) : interface.exported(entry->name);
    if (!described) {
      if (open.empty())
        open = subject + " is not described by the component-type sections";
      return "";
    }
    bool agrees =
        type.params == llvm::ArrayRef(described->params) && type.results == llvm::ArrayRef(described->results);
    if (!agrees && open.empty())
      open = subject + " has another core type than the component-type sections say";
    if (described->allocates)
      return subject + (import ? " returns" : " takes") +
             (import ? " a string or a list" : " a string, a list, or more than 16 values") + ", for which the host calls it";
    return "";
  });
  return open;
}

/// cabi-realloc-drop S3: what could carry a pointer; empty if nothing can.
std::string Drop::findInteger() const {
  auto carries = [](ValueType type) { return type.isInteger() || type == ValueType::V128; };
  auto carriesAny = [&](const FunctionType &type) {
    return llvm::any_of(type.params, carries) || llvm::any_of(type.results, carries);
  };
  std::string function =
      firstFunction([&](const FunctionType &type, const Import *import, const Export *entry) -> std::string {
        if (!carriesAny(type) || (entry && entry->name.starts_with("cabi_post_")))
          return "";
        return (import ? describeImport(*import) : describeExport(*entry)) + " passes an integer";
      });
  if (!function.empty())
    return function;
  for (const ExternalRef &ref : module.imports()) {
    if (ref.kind == ExternalKind::Global && carries(module.globals()[GlobalId(ref.id)].type))
      return describeImport(*module.globals()[GlobalId(ref.id)].import) + " is an integer";
    if (ref.kind == ExternalKind::Tag && carriesAny(module.types()[module.tags()[TagId(ref.id)].type]))
      return describeImport(*module.tags()[TagId(ref.id)].import) + " carries an integer";
  }
  for (const Export &entry : module.exports()) {
    if (entry.target.kind == ExternalKind::Global && carries(module.globals()[GlobalId(entry.target.id)].type))
      return describeExport(entry) + " is an integer";
    if (entry.target.kind == ExternalKind::Tag &&
        carriesAny(module.types()[module.tags()[TagId(entry.target.id)].type]))
      return describeExport(entry) + " carries an integer";
  }
  return "";
}

// Consequences. ------------------------------------------------------------

void Drop::remark(const std::string &fact, const std::string &remedy) const {
  Diagnostic diagnostic;
  diagnostic.severity = Severity::Remark;
  diagnostic.fact = fact;
  diagnostic.remedy = remedy;
  module.diagnostics().report(std::move(diagnostic));
}

PassResult Drop::keep(const std::string &reason, bool canBeGranted) const {
  remark("kept " + names() + ": " + reason,
         canBeGranted ? "if no import returns and no export takes a string or a list, grant that with "
                        "-assume=scalar-interface; see docs/passes/cabi-realloc-drop.md"
                      : "change the interface so that no import returns and no export takes strings or lists");
  return PreservedAnalyses::all();
}

/// cabi-realloc-drop S4: a dropped function that is left in a table but cannot be called
/// traps; so what it used is dead. Says what was done.
std::string Drop::settleTables(const std::set<FunctionId> &functions) {
  std::vector<FunctionId> named;
  for (const std::string &name : analyses.namedFunctions())
    if (std::optional<FunctionId> function = findFunction(module, name))
      named.push_back(*function);
  Liveness liveness(module, named);
  for (FunctionId function : functions)
    liveness.withhold(function);
  if (!liveness.mark()) // cannot be: all bodies were decoded before
    return "";
  std::string text;
  for (FunctionId function : std::set(liveness.withheldItems().begin(), liveness.withheldItems().end())) {
    if (module.isImported(function))
      continue;
    if (liveness.isLive(function)) {
      text += "; " + meld::describe(module, function) + " stays: it is in a table, and code that runs can reach it";
      continue;
    }
    std::vector<uint8_t> body{0}; // no locals
    CodeBuilder(body).op(Opcode::Unreachable).end();
    module.setBody(function, FunctionBody(std::move(body), 1));
    text += "; " + meld::describe(module, function) +
            " is only in a table, and nothing that runs calls its type: its body is unreachable now";
  }
  return text;
}

PassResult Drop::drop(const std::string &evidence) {
  const std::string dropped = names();
  std::set<FunctionId> functions;
  for (const Export &entry : module.exports())
    if (isCandidate(entry))
      functions.emplace(entry.target.id);
  std::vector<FunctionId> values; // some were declared by the exports only
  const BodyFacts &facts = analyses.get<BodyFactsAnalysis>(module);
  for (FunctionId function : module.functions().ids())
    llvm::append_range(values, facts.functionRefs(function));
  llvm::erase_if(module.editExports(), [&](const Export &entry) { return isCandidate(entry); });
  declareFunctions(module, values);
  remark("dropped " + dropped + ": " + evidence + settleTables(functions), "");
  return PreservedAnalyses::none();
}

PassResult Drop::run() {
  if (llvm::none_of(module.exports(), [&](const Export &entry) { return isCandidate(entry); }))
    return PreservedAnalyses::all();
  const BodyFacts &facts = analyses.get<BodyFactsAnalysis>(module);
  for (FunctionId function : module.functions().ids())
    if (facts.malformed(function))
      return keep(meld::describe(module, function) + " cannot be decoded", false);
  ComponentTypes interface;
  std::string open = readInterface(interface);
  if (!needed.empty())
    return keep(needed, false);
  if (open.empty())
    return drop("the component-type sections describe every import and export, and none needs it");
  std::string integer = findInteger();
  if (integer.empty())
    return drop("nothing that is imported or exported can carry a pointer");
  if (analyses.grants().find(premises::ScalarInterface).empty())
    return keep(open + ", and " + integer, true);
  PremiseUse use;
  use.fact = "no host calls " + names() + " (" + open + ", and " + integer + ")";
  if (Result<void> granted = relyOn(premises::ScalarInterface, module, analyses, std::move(use)); !granted)
    return granted.takeFailure();
  return drop("premise scalar-interface");
}

} // namespace

PassResult CabiReallocDrop::run(Module &module, ModuleAnalysisManager &analyses) {
  return Drop(module, analyses).run();
}

} // namespace meld
