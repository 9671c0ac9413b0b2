//===- HostAdapterPlan.cpp - what the description means for a module -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see HostAdapterPlan.h.
// Why:  see HostAdapterPlan.h.
// Never: see HostAdapterPlan.h.
//
//===----------------------------------------------------------------------===//

#include "passes/HostAdapterPlan.h"
#include "meld/Analysis/HostInterface.h"
#include "passes/Lowering.h"
#include "llvm/ADT/StringExtras.h"

namespace meld {

namespace {

std::string importName(llvm::StringRef module, llvm::StringRef field) {
  return ("import \"" + module + "\" \"" + field + "\"").str();
}

constexpr llvm::StringLiteral SayMemory = "say which one: \"memory\" in its description, or a function's under "
                                          "\"functions\"; see docs/host-pointers.md#which-memory";

class HostAdapterPlanner {
public:
  HostAdapterPlanner(const Module &module, ModuleAnalysisManager &analyses, const HostDescription &description)
      : module(module), description(description), host(analyses.get<HostInterfaceAnalysis>(module)) {}

  Result<void> run() {
    for (Result<void> (HostAdapterPlanner::*step)() :
         {&HostAdapterPlanner::collectStatements, &HostAdapterPlanner::matchImports, &HostAdapterPlanner::matchExports})
      if (Result<void> done = (this->*step)(); !done)
        return done;
    return {};
  }
  std::vector<PlannedAdapter> plans;

private:
  Result<FunctionId> functionNamed(const HostStatement &name) const;
  Result<void> state(FunctionId function, const std::optional<HostStatement> &memory);
  Result<void> collectStatements();
  Result<void> matchImports();
  Result<void> matchExports();
  Result<void> checkType(FunctionId function, const HostSignature &signature, const std::string &name) const;
  Result<void> planImport(FunctionId function, const HostSignature &signature, const std::string &name);
  Result<void> planExport(size_t position, const HostSignature &signature, const std::string &name);
  Result<void> addPlan(PlannedAdapter plan, const std::string &name);
  /// Nothing but the code around it says which memory pointers mean there (host-pointers S5).
  bool isInferred(FunctionId function) const { return module.memories().count() > 1 && stated.count(function) == 0; }
  Result<void> addQuestions(PlannedAdapter &plan, const std::string &name) const;
  std::optional<MemoryId> onlyOne(const std::map<MemoryId, FunctionId> &found) const;
  Failure ambiguous(FunctionId function, const std::string &name, const std::map<MemoryId, FunctionId> &found) const;

  const Module &module;
  const HostDescription &description;
  const HostInterface &host;
  std::map<FunctionId, MemoryId> stated;
  std::optional<NearestMemories> nearest;
  /// Imports of functions by name, in their order: several may have one.
  std::map<HostDescription::ImportName, std::vector<FunctionId>> functionImports;
};

} // namespace

std::string shortNameOf(const Module &module, MemoryId memory) {
  if (llvm::StringRef name = module.memories()[memory].name; !name.empty())
    return name.str();
  for (const Export &entry : module.exports())
    if (entry.target == ExternalRef{ExternalKind::Memory, memory.value})
      return entry.name.str();
  return std::to_string(memory.value);
}

Result<MemoryId> findNamedMemory(const Module &module, const HostStatement &name) {
  if (std::optional<MemoryId> memory = findMemory(module, name.text))
    return *memory;
  std::vector<std::string> known;
  for (MemoryId id : module.memories().ids())
    known.push_back(shortNameOf(module, id));
  std::string fact = "there is no memory \"" + name.text + "\"";
  if (llvm::StringRef near = nearestName(name.text, known); !near.empty())
    fact += ("; there is \"" + near + "\"").str();
  return error(name.location, fact)
      .remedy("the memories are: " + llvm::join(known, ", ") + "; an index, an export or a debug name will do");
}

/// `#17`, `$name`, or the name of an export, as messages print functions.
Result<FunctionId> HostAdapterPlanner::functionNamed(const HostStatement &name) const {
  llvm::StringRef text = name.text;
  std::vector<FunctionId> found;
  if (text.consume_front("#")) {
    uint32_t index = 0;
    if (!text.getAsInteger(10, index) && module.functions().contains(FunctionId(index)))
      found.push_back(FunctionId(index));
  } else if (text.consume_front("$")) {
    for (FunctionId id : module.functions().ids())
      if (module.functions()[id].name == text)
        found.push_back(id);
  } else {
    for (const Export &entry : module.exports())
      if (entry.target.kind == ExternalKind::Function && entry.name == text)
        found.push_back(FunctionId(entry.target.id));
  }
  if (found.size() == 1)
    return found.front();
  return error(name.location, found.empty()
                                  ? "there is no function \"" + name.text + "\""
                                  : std::to_string(found.size()) + " functions have the name \"" + name.text + "\"")
      .remedy("give $NAME for a debug name, #INDEX, or the name of an export");
}

Result<void> HostAdapterPlanner::state(FunctionId function, const std::optional<HostStatement> &memory) {
  if (!memory)
    return {};
  Result<MemoryId> found = findNamedMemory(module, *memory);
  if (!found)
    return found.takeFailure();
  stated.try_emplace(function, *found); // what "functions" says of the one comes first
  return {};
}

Result<void> HostAdapterPlanner::collectStatements() {
  for (const auto &[function, memory] : description.functions) {
    Result<FunctionId> found = functionNamed(function);
    if (!found)
      return found.takeFailure();
    if (stated.count(*found))
      return error(function.location, "\"" + function.text + "\" is a function that another name stands for already")
          .remedy("keep one of them");
    if (Result<void> done = state(*found, memory); !done)
      return done;
  }
  for (ExternalRef import : module.imports())
    if (import.kind == ExternalKind::Function) {
      const Import from = *module.importOf(import);
      functionImports[{from.module.str(), from.field.str()}].push_back(FunctionId(import.id));
    }
  for (const auto &[name, signature] : description.imports)
    if (auto found = functionImports.find(name); found != functionImports.end())
      for (FunctionId function : found->second)
        if (Result<void> done = state(function, signature.memory); !done)
          return done;
  for (const Export &entry : module.exports())
    if (auto found = description.exports.find(entry.name.str());
        found != description.exports.end() && entry.target.kind == ExternalKind::Function)
      if (Result<void> done = state(FunctionId(entry.target.id), found->second.memory); !done)
        return done;
  nearest.emplace(host, stated);
  return {};
}

Result<void> HostAdapterPlanner::checkType(FunctionId function, const HostSignature &signature,
                                           const std::string &name) const {
  const FunctionType &type = module.typeOf(function);
  const Location where = signature.isBuiltIn ? module.locate(function) : signature.location;
  const std::string remedy = signature.isBuiltIn
                                 ? "rebuild the component for this interface, or describe the import and "
                                   "leave the interface out of \"use\""
                                 : "describe the function as the module declares it";
  auto mismatch = [&](const std::string &what) { return error(where, name + " " + what).remedy(remedy); };
  auto several = [](size_t count, const char *word) {
    return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
  };
  if (type.params.size() != signature.params.size())
    return mismatch("has " + several(type.params.size(), "parameter") + ", not " +
                    std::to_string(signature.params.size()) + " as described");
  if (type.results.size() != signature.results.size())
    return mismatch("has " + several(type.results.size(), "result") + ", not " +
                    std::to_string(signature.results.size()) + " as described");
  for (size_t i = 0; i < type.params.size(); ++i)
    if (signature.params[i]) {
      const HostCount &count = signature.params[i]->count;
      if (type.params[i] != ValueType::I32)
        return mismatch("has no i32 as parameter " + std::to_string(i) + ", so it is no pointer");
      if (count.kind == HostCount::Parameter && type.params[count.value] != ValueType::I32)
        return mismatch("has no i32 as parameter " + std::to_string(count.value) + ", so it is no count");
    }
  for (size_t i = 0; i < type.results.size(); ++i)
    if ((signature.results[i] || signature.success) && type.results[i] != ValueType::I32)
      return mismatch("has no i32 as result " + std::to_string(i) + ", so it is no " +
                      (signature.success ? "success" : "pointer"));
  return {};
}

Result<void> HostAdapterPlanner::matchImports() {
  std::set<HostDescription::ImportName> present;
  for (ExternalRef import : module.imports()) {
    const Import from = *module.importOf(import);
    HostDescription::ImportName name{from.module.str(), from.field.str()};
    present.insert(name);
    const std::string text = importName(from.module, from.field);
    auto found = description.imports.find(name);
    if (found == description.imports.end()) {
      if (import.kind == ExternalKind::Function && description.builtIn.count(name.first))
        return error(module.locate(FunctionId(import.id)), text + " is no function that the built-in interface has")
            .remedy("leave \"" + name.first + "\" out of \"use\" and describe what the module imports of it");
      continue;
    }
    const HostSignature &signature = found->second;
    if (signature.isOpaque)
      continue;
    if (import.kind != ExternalKind::Function)
      return error(signature.location, text + " is no function")
          .remedy("describe it as \"no-pointers\", or leave it out");
    FunctionId function(import.id);
    if (Result<void> fits = checkType(function, signature, text); !fits)
      return fits;
    if (signature.hasPointers())
      if (Result<void> planned = planImport(function, signature, text); !planned)
        return planned;
  }
  for (const auto &[name, signature] : description.imports) {
    if (signature.isBuiltIn || present.count(name))
      continue;
    std::vector<std::string> fields;
    for (const auto &[module, field] : present)
      if (module == name.first)
        fields.push_back(field);
    std::string fact = "there is no " + importName(name.first, name.second);
    if (llvm::StringRef near = nearestName(name.second, fields); !near.empty())
      fact += ("; there is \"" + near + "\"").str();
    return error(signature.location, fact).remedy("leave it out, or correct its name");
  }
  return {};
}

Result<void> HostAdapterPlanner::matchExports() {
  std::vector<llvm::StringRef> names;
  for (size_t i = 0; i < module.exports().size(); ++i) {
    const Export &entry = module.exports()[i];
    names.push_back(entry.name);
    const std::string exported = entry.name.str();
    if (description.exports.count(exported) == 0)
      continue;
    const HostSignature &signature = description.exports.at(exported);
    if (signature.isOpaque)
      continue;
    const std::string text = ("export \"" + entry.name + "\"").str();
    if (entry.target.kind != ExternalKind::Function)
      return error(signature.location, text + " is no function")
          .remedy("describe it as \"no-pointers\", or leave it out");
    FunctionId function(entry.target.id);
    if (Result<void> fits = checkType(function, signature, text); !fits)
      return fits;
    // The host gets its own function back.
    if (signature.hasPointers() && !module.isImported(function))
      if (Result<void> planned = planExport(i, signature, text); !planned)
        return planned;
  }
  for (const auto &[name, signature] : description.exports) {
    if (llvm::is_contained(names, name))
      continue;
    std::string fact = "there is no export \"" + name + "\"";
    if (llvm::StringRef near = nearestName(name, names); !near.empty())
      fact += ("; there is \"" + near + "\"").str();
    return error(signature.location, fact).remedy("leave it out, or correct its name");
  }
  return {};
}

std::optional<MemoryId> HostAdapterPlanner::onlyOne(const std::map<MemoryId, FunctionId> &found) const {
  if (module.memories().count() == 1)
    return *module.memories().ids().begin();
  return found.size() == 1 ? std::optional(found.begin()->first) : std::nullopt;
}

Failure HostAdapterPlanner::ambiguous(FunctionId function, const std::string &name,
                                      const std::map<MemoryId, FunctionId> &found) const {
  FailureBuilder failure = error(
      module.locate(function),
      found.empty() ? name + ": no code around it uses a memory, so which one its pointers mean is not known"
                    : name + ": code around it uses several memories, so which one its pointers mean is not known");
  for (const auto &[memory, user] : found)
    failure = std::move(failure).note(describeMemory(module, memory) + " is used by " + describe(module, user));
  return std::move(failure).remedy(SayMemory);
}

// host-pointers S5: one memory for all, or one for each function that calls.
Result<void> HostAdapterPlanner::planImport(FunctionId function, const HostSignature &signature,
                                            const std::string &name) {
  const std::vector<FunctionId> callers = nearest->callers(function);
  if (callers.empty() && !nearest->isReferenced(function))
    return {};
  const std::map<MemoryId, FunctionId> all = nearest->of(function, NearestMemories::Callers);
  if (std::optional<MemoryId> memory = onlyOne(all)) {
    PlannedAdapter plan{function, *memory, &signature};
    plan.isInferred =
        isInferred(function) && (nearest->isReferenced(function) ||
                                 llvm::any_of(callers, [&](FunctionId caller) { return isInferred(caller); }));
    return addPlan(std::move(plan), name);
  }
  if (all.empty() || nearest->isReferenced(function))
    return ambiguous(function, name, all);
  std::map<MemoryId, PlannedAdapter> plansOf;
  for (FunctionId caller : callers) {
    const std::map<MemoryId, FunctionId> found = nearest->of(caller, NearestMemories::Callers);
    std::optional<MemoryId> memory = onlyOne(found);
    if (!memory)
      return ambiguous(caller, name + ", called by " + describe(module, caller), found);
    PlannedAdapter &plan = plansOf.try_emplace(*memory, PlannedAdapter{function, *memory, &signature}).first->second;
    plan.callers.push_back(caller);
    plan.isInferred |= isInferred(caller);
  }
  for (auto &[memory, plan] : plansOf)
    if (Result<void> added = addPlan(std::move(plan), name); !added)
      return added;
  return {};
}

Result<void> HostAdapterPlanner::planExport(size_t position, const HostSignature &signature, const std::string &name) {
  FunctionId function(module.exports()[position].target.id);
  const std::map<MemoryId, FunctionId> found = nearest->of(function, NearestMemories::Callees);
  std::optional<MemoryId> memory = onlyOne(found);
  if (!memory)
    return ambiguous(function, name, found);
  PlannedAdapter plan{function, *memory, &signature, true};
  plan.exportPosition = position;
  plan.isInferred = isInferred(function);
  return addPlan(std::move(plan), name);
}

Result<void> HostAdapterPlanner::addPlan(PlannedAdapter plan, const std::string &name) {
  if (Result<void> asked = addQuestions(plan, name); !asked)
    return asked;
  plan.name = name;
  plans.push_back(std::move(plan));
  return {};
}

/// The imports that are asked for counts: of the same module, each with cells of four to
/// eight bytes as parameters.
Result<void> HostAdapterPlanner::addQuestions(PlannedAdapter &plan, const std::string &name) const {
  for (const auto &[number, param] : plan.signature->pointerParams()) {
    if (param->count.kind != HostCount::Asked)
      continue;
    const HostStatement field{param->count.function,
                              plan.signature->isBuiltIn ? module.locate(plan.target) : param->location};
    const HostDescription::ImportName key{module.functions()[plan.target].import->module.str(), field.text};
    const std::string asked = importName(key.first, key.second);
    auto described = description.imports.find(key);
    auto isCell = [](const auto &cell) {
      if (cell.second->record || cell.second->count.kind != HostCount::Constant)
        return false;
      const uint64_t bytes = uint64_t(cell.second->count.value) * cell.second->elementBytes;
      return bytes >= 4 && bytes <= 8; // all of the i32 that is read was written
    };
    auto storesCounts = [&](const HostSignature &other) {
      const auto cells = other.pointerParams();
      return cells.size() == other.params.size() && llvm::all_of(cells, isCell);
    };
    if (described == description.imports.end() || !storesCounts(described->second) ||
        param->count.value >= described->second.params.size())
      return error(field.location, name + " asks " + asked +
                                       " for its count, which is not described as storing it where "
                                       "its parameter " +
                                       llvm::Twine(param->count.value) + " points")
          .remedy("describe that import, with pointers to 4 to 8 bytes as its only parameters");
    auto entries = functionImports.find(key);
    if (entries == functionImports.end())
      return error(field.location, name + " needs " + asked +
                                       ", which says how many pointers the host stores, and the "
                                       "module does not import it")
          .remedy("import it as well: whoever calls the one has to know what the other says");
    // The entry of the same component, if each has one.
    std::vector<FunctionId> candidates = entries->second;
    if (candidates.size() > 1)
      llvm::erase_if(candidates, [&](FunctionId candidate) {
        return onlyOne(nearest->of(candidate, NearestMemories::Callers)) != plan.memory;
      });
    if (candidates.size() != 1)
      return error(field.location, name + " asks " + asked + " for its count, and which of its entries belongs to " +
                                       describeMemory(module, plan.memory) + " is not known")
          .remedy(SayMemory);
    plan.questions[field.text] = {candidates.front(), &described->second};
  }
  return {};
}

Result<std::vector<PlannedAdapter>> planHostAdapters(const Module &module, ModuleAnalysisManager &analyses,
                                                     const HostDescription &description) {
  HostAdapterPlanner planner(module, analyses, description);
  if (Result<void> done = planner.run(); !done)
    return done.takeFailure();
  return std::move(planner.plans);
}

} // namespace meld
