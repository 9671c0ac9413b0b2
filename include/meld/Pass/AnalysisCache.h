//===- AnalysisCache.h - results of one unit, by name ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the untyped store under the analysis managers: results by name, version and
//       size, each with the names of the analyses it was computed from.
// Why:  names hold across shared objects where addresses do not; version and size
//       keep two different analyses of one name from being taken for one another.
// Never: computes anything; lets an entry outlive what it depends on.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_ANALYSISCACHE_H
#define MELD_PASS_ANALYSISCACHE_H

#include "meld/Pass/PassInfo.h"
#include "meld/Pass/PreservedAnalyses.h"
#include "meld/Support/Diagnostics.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace meld {

class FunctionAnalysisManager;
class FunctionUnit;
class Module;
class ModuleAnalysisManager;

/// An analysis' result with its type hidden.
class AnalysisResultConcept {
public:
  virtual ~AnalysisResultConcept();
  /// Computes it again, asking the manager for what it rests on, and compares. The one
  /// for results of modules, and the one for results of functions.
  virtual bool isCurrent(const Module &module, ModuleAnalysisManager &analyses) const = 0;
  virtual bool isCurrent(const FunctionUnit &unit, FunctionAnalysisManager &analyses) const = 0;
};

class AnalysisCache {
public:
  /// What a cached result is found by.
  struct Key {
    std::string name;
    unsigned version;
    size_t size; ///< of the result, in bytes
    friend auto operator<=>(const Key &, const Key &) = default;
  };
  template <class A> static Key keyOf() { return {A::info.name.str(), A::info.version, sizeof(typename A::Result)}; }

  /// The cached result, or null.
  const AnalysisResultConcept *find(const Key &key) const;
  /// `keepsFormer`: once dropped, the result waits for `takeFormer`.
  const AnalysisResultConcept &insert(const Key &key, std::unique_ptr<AnalysisResultConcept> result,
                                      std::set<std::string> dependencies, bool keepsFormer = false);
  /// What was dropped last under that key, if it was to be kept; null otherwise.
  std::unique_ptr<AnalysisResultConcept> takeFormer(const Key &key);
  /// Adds entries that `preserved` does not name, or something they depend on.
  void collectUnpreserved(const PreservedAnalyses &preserved, std::set<std::string> &drop) const;
  /// Adds entries that depend, directly or not, on one that `drop` names.
  void collectDependents(std::set<std::string> &drop) const;
  /// Calls `dropped` with the name of each entry that is erased.
  void erase(const std::set<std::string> &drop, llvm::function_ref<void(llvm::StringRef)> dropped);

  template <class Visit> void forEach(Visit visit) const {
    for (const auto &[key, entry] : entries)
      visit(key, *entry.result);
  }

private:
  struct Entry {
    std::unique_ptr<AnalysisResultConcept> result;
    std::set<std::string> dependencies;
    bool keepsFormer = false;
  };
  std::map<Key, Entry> entries;
  std::map<Key, std::unique_ptr<AnalysisResultConcept>> former;
};

/// Which analyses are being computed, innermost last, and what each asked for.
class AnalysisStack {
public:
  /// Notes that the innermost running analysis uses `name`.
  void use(llvm::StringRef name);
  bool isRunning(llvm::StringRef name) const;
  /// Counts for the innermost one, or whoever speaks if there is none.
  void count(DiagnosticEngine &diagnostics, llvm::StringRef name, uint64_t amount) const {
    if (frames.empty())
      diagnostics.count(name, amount);
    else
      diagnostics.countFor(frames.back().name, name, amount);
  }
  void enter(llvm::StringRef name);
  /// Ends the innermost one and gives what it asked for.
  std::set<std::string> leave();

private:
  struct Frame {
    std::string name;
    std::set<std::string> dependencies;
  };
  std::vector<Frame> frames;
};

} // namespace meld

#endif // MELD_PASS_ANALYSISCACHE_H
