//===- AnalysisManager.cpp - storing and dropping results -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the cache, the stack of running analyses, and invalidation.
// Why:  a dropped analysis takes with it whatever was computed from it, at the level of
//       the module and of each function, however long the chain.
// Never: drops a result that is preserved together with all it depends on.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/AnalysisManager.h"

namespace meld {

AnalysisResultConcept::~AnalysisResultConcept() = default;

const AnalysisResultConcept *AnalysisCache::find(const Key &key) const {
  auto found = entries.find(key);
  return found == entries.end() ? nullptr : found->second.result.get();
}

const AnalysisResultConcept &AnalysisCache::insert(const Key &key, std::unique_ptr<AnalysisResultConcept> result,
                                                   std::set<std::string> dependencies, bool keepsFormer) {
  Entry &entry = entries[key];
  entry = {std::move(result), std::move(dependencies), keepsFormer};
  return *entry.result;
}

std::unique_ptr<AnalysisResultConcept> AnalysisCache::takeFormer(const Key &key) {
  auto found = former.find(key);
  if (found == former.end())
    return nullptr;
  std::unique_ptr<AnalysisResultConcept> result = std::move(found->second);
  former.erase(found);
  return result;
}

void AnalysisCache::collectUnpreserved(const PreservedAnalyses &preserved, std::set<std::string> &drop) const {
  for (const auto &[key, entry] : entries) {
    bool holds = preserved.isPreserved(key.name);
    for (const std::string &dependency : entry.dependencies)
      holds = holds && preserved.isPreserved(dependency);
    if (!holds)
      drop.insert(key.name);
  }
}

void AnalysisCache::collectDependents(std::set<std::string> &drop) const {
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto &[key, entry] : entries)
      for (const std::string &dependency : entry.dependencies)
        if (drop.count(dependency) && drop.insert(key.name).second)
          changed = true;
  }
}

void AnalysisCache::erase(const std::set<std::string> &drop, llvm::function_ref<void(llvm::StringRef)> dropped) {
  for (auto at = entries.begin(); at != entries.end();) {
    auto &[key, entry] = *at;
    if (drop.count(key.name) == 0) {
      ++at;
      continue;
    }
    dropped(key.name);
    if (entry.keepsFormer)
      former[key] = std::move(entry.result);
    at = entries.erase(at);
  }
}

void AnalysisStack::use(llvm::StringRef name) {
  if (!frames.empty())
    frames.back().dependencies.insert(name.str());
}

bool AnalysisStack::isRunning(llvm::StringRef name) const {
  for (const Frame &frame : frames)
    if (frame.name == name)
      return true;
  return false;
}

void AnalysisStack::enter(llvm::StringRef name) { frames.push_back({name.str(), {}}); }

std::set<std::string> AnalysisStack::leave() {
  std::set<std::string> dependencies = std::move(frames.back().dependencies);
  frames.pop_back();
  return dependencies;
}

void ModuleAnalysisManager::invalidate(const PreservedAnalyses &preserved) {
  if (preserved.areAllPreserved())
    return;
  std::set<std::string> names;
  cache.collectUnpreserved(preserved, names);
  for (const auto &[function, results] : functionCaches)
    results.collectUnpreserved(preserved, names);
  drop(std::move(names));
}

void ModuleAnalysisManager::invalidate(llvm::StringRef name) { drop({name.str()}); }

void ModuleAnalysisManager::invalidateModuleAnalyses(const PreservedAnalyses &preserved) {
  std::set<std::string> names;
  cache.collectUnpreserved(preserved, names);
  drop(std::move(names));
}

void ModuleAnalysisManager::drop(std::set<std::string> names) {
  // Module analyses may use function analyses and the other way round: go on until
  // nothing is added. Each round adds a name, and names are few.
  for (size_t before = ~size_t(0); before != names.size();) {
    before = names.size();
    cache.collectDependents(names);
    for (const auto &[function, results] : functionCaches)
      results.collectDependents(names);
  }
  const PassInstrumentation &observers = instrumentation();
  cache.erase(names, [&](llvm::StringRef name) { observers.analysisInvalidated(name, std::nullopt); });
  for (auto &[function, results] : functionCaches)
    results.erase(names, [&, id = function](llvm::StringRef name) { observers.analysisInvalidated(name, id); });
}

std::optional<ModuleAnalysisManager::Stale> ModuleAnalysisManager::findStale(const Module &module) const {
  ModuleAnalysisManager fresh(context);
  fresh.isSilent = true;
  std::optional<Stale> stale;
  cache.forEach([&](const AnalysisCache::Key &key, const AnalysisResultConcept &result) {
    if (!stale && !result.isCurrent(module, fresh))
      stale = Stale{key.name, std::nullopt};
  });
  for (const auto &[id, results] : functionCaches)
    results.forEach([&, id = id](const AnalysisCache::Key &key, const AnalysisResultConcept &result) {
      if (stale)
        return;
      bool isCurrent = module.functions().contains(id);
      if (isCurrent) {
        FunctionUnit unit(module, id);
        FunctionAnalysisManager ofFunction(fresh, id);
        isCurrent = result.isCurrent(unit, ofFunction);
      }
      if (!isCurrent)
        stale = Stale{key.name, id};
    });
  return stale;
}

void ModuleAnalysisManager::prepareForFunctions(llvm::ArrayRef<FunctionId> functions) {
  for (FunctionId function : functions)
    functionCaches.try_emplace(function);
}

void FunctionAnalysisManager::invalidate(const PreservedAnalyses &preserved) {
  if (preserved.areAllPreserved())
    return;
  // Module analyses stay cached, other functions go on using them; what rests on them
  // goes.
  std::set<std::string> names;
  manager.cache.collectUnpreserved(preserved, names);
  manager.cache.collectDependents(names);
  cache.collectUnpreserved(preserved, names);
  drop(std::move(names));
}

void FunctionAnalysisManager::drop(std::set<std::string> names) {
  cache.collectDependents(names);
  cache.erase(names, [&](llvm::StringRef name) { instrumentation().analysisInvalidated(name, function); });
}

} // namespace meld
