//===- Registry.h - the passes, analyses and premises there are --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: an explicit list of passes, analyses, named pipelines and premises.
// Why:  what exists is what somebody registered, in code one can read; the same class
//       registers in tree and from a plugin.
// Never: is a global; fills itself from static constructors; lets a second thing of one
//        name replace the first.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_REGISTRY_H
#define MELD_PASS_REGISTRY_H

#include "meld/Pass/PassManager.h"

namespace meld {

/// How to make a pass of a pipeline element.
template <class Concept> struct PassEntry {
  PassInfo info;
  std::vector<OptionDescription> options;
  std::vector<llvm::StringRef> premises; ///< names of those it may rely on
  /// `arguments` is empty if the element has none.
  std::function<Result<std::unique_ptr<Concept>>(const std::optional<PipelineArguments> &arguments)> make;
};
using ModulePassEntry = PassEntry<ModulePassConcept>;
using FunctionPassEntry = PassEntry<FunctionPassConcept>;

/// A way to print results of an analysis: `print<A;NAME>`, `-report=A:NAME:FILE`. It
/// fails where the result cannot be shown that way.
template <class R, class Unit> struct AnalysisFormat {
  llvm::StringRef name; ///< a literal
  Result<void> (R::*print)(llvm::raw_ostream &out, const Unit &unit) const;
};

/// What `require<A>`, `print<A>` and `-report=A:...` do.
template <class Unit, class Manager> struct AnalysisEntry {
  struct Format {
    llvm::StringRef name;
    std::function<Result<void>(llvm::raw_ostream &, const Unit &, Manager &)> print;
  };
  AnalysisInfo info;
  size_t resultSize = 0;
  std::function<void(const Unit &, Manager &)> require;
  std::vector<Format> formats; ///< the first is what `print<A>` means; may be empty

  const Format *findFormat(llvm::StringRef name) const {
    for (const Format &format : formats)
      if (format.name == name)
        return &format;
    return nullptr;
  }
  std::vector<llvm::StringRef> formatNames() const {
    std::vector<llvm::StringRef> names;
    for (const Format &format : formats)
      names.push_back(format.name);
    return names;
  }
};
using ModuleAnalysisEntry = AnalysisEntry<Module, ModuleAnalysisManager>;
using FunctionAnalysisEntry = AnalysisEntry<FunctionUnit, FunctionAnalysisManager>;

/// A pipeline with a name, such as `default<mcu>`.
struct NamedPipeline {
  std::string name;
  std::string text;
  std::string summary;
};

class Registry {
public:
  /// A module pass or a function pass, with or without options. A module pass and a
  /// function pass may share a name.
  template <class P> void addPass() {
    static_assert(ModulePass<P> || FunctionPass<P>, "run does not have the signature of a pass, see Pass.h");
    if constexpr (ModulePass<P>)
      add(makeEntry<P, Module, ModuleAnalysisManager>());
    else
      add(makeEntry<P, FunctionUnit, FunctionAnalysisManager>());
  }
  /// An analysis. If `Result` has `print(raw_ostream &, const Module &) const` (of a
  /// function analysis: `const FunctionUnit &`), that is its format `table`; `printJson`
  /// is its format `json`; `static ... formats()` lists more, as a range of
  /// `AnalysisFormat<Result, Module>`.
  template <class A> void addAnalysis() {
    static_assert(ModuleAnalysis<A> || FunctionAnalysis<A>, "run does not have the signature of an analysis");
    if constexpr (ModuleAnalysis<A>)
      add(makeAnalysisEntry<A, Module, ModuleAnalysisManager>());
    else
      add(makeAnalysisEntry<A, FunctionUnit, FunctionAnalysisManager>());
  }
  void addPipeline(llvm::StringRef name, llvm::StringRef text, llvm::StringRef summary);
  /// A premise that some pass uses: what `-deny=NAME` and `-assume=NAME` may name.
  void addPremise(const Premise &premise);

  /// Who registers from now on, for messages: a plugin, or the tool itself.
  struct Owner {
    std::string plugin, path;
    bool isTool() const { return path.empty(); }
    friend bool operator==(const Owner &, const Owner &) = default;
  };
  void setOwner(Owner who) { owner = std::move(who); }

  /// Fails if anything was registered twice. The pass builder asks before it parses.
  /// Only an analysis may be registered by several plugins, if it has the same version
  /// and size each time: then it is one.
  Result<void> check() const;

  const std::vector<ModulePassEntry> &modulePasses() const { return modulePassList; }
  const std::vector<FunctionPassEntry> &functionPasses() const { return functionPassList; }
  const std::vector<ModuleAnalysisEntry> &moduleAnalyses() const { return moduleAnalysisList; }
  const std::vector<FunctionAnalysisEntry> &functionAnalyses() const { return functionAnalysisList; }
  const std::vector<NamedPipeline> &pipelines() const { return pipelineList; }
  const std::vector<Premise> &premises() const { return premiseList; }

private:
  template <class P, class Unit, class Manager> static PassEntry<PassConcept<Unit, Manager>> makeEntry();
  template <class A, class Unit, class Manager> static AnalysisEntry<Unit, Manager> makeAnalysisEntry();
  void add(ModulePassEntry entry);
  void add(FunctionPassEntry entry);
  void add(ModuleAnalysisEntry entry);
  void add(FunctionAnalysisEntry entry);
  /// Who has a name; of an analysis also version and size, in words.
  struct Claim {
    Owner owner;
    std::string version;
  };
  /// Whether the name was free.
  bool claim(llvm::StringRef kind, llvm::StringRef name, std::string version = "");
  template <class Entry> bool claimAnalysis(const Entry &entry);
  static Failure takesNoOptions(const PipelineArguments &arguments, llvm::StringRef pass);

  std::vector<ModulePassEntry> modulePassList;
  std::vector<FunctionPassEntry> functionPassList;
  std::vector<ModuleAnalysisEntry> moduleAnalysisList;
  std::vector<FunctionAnalysisEntry> functionAnalysisList;
  std::vector<NamedPipeline> pipelineList;
  std::vector<Premise> premiseList;
  Owner owner;
  std::map<std::pair<std::string, std::string>, Claim> claimed; ///< by kind and name
  /// What came a second time: kind and name, and who came second.
  std::vector<std::pair<std::pair<std::string, std::string>, Claim>> duplicates;
};

template <class P, class Unit, class Manager> PassEntry<PassConcept<Unit, Manager>> Registry::makeEntry() {
  using Concept = PassConcept<Unit, Manager>;
  using Made = Result<std::unique_ptr<Concept>>;
  PassEntry<Concept> entry{P::info, {}, {}, {}};
  if constexpr (PassWithOptions<P>)
    entry.options = schemaOf<P>().descriptions();
  if constexpr (PassRelyingOnPremises<P>)
    for (const Premise &premise : P::reliesOn)
      entry.premises.push_back(premise.name);
  entry.make = [](const std::optional<PipelineArguments> &arguments) -> Made {
    P pass;
    if (arguments) {
      if constexpr (PassWithOptions<P>) {
        Result<typename P::Options> options = schemaOf<P>().parse(*arguments, P::info.name);
        if (!options)
          return options.takeFailure();
        pass.options = std::move(*options);
      } else {
        return takesNoOptions(*arguments, P::info.name);
      }
    }
    return Made(std::make_unique<PassModel<P, Unit, Manager>>(std::move(pass)));
  };
  return entry;
}

template <class A, class Unit, class Manager> AnalysisEntry<Unit, Manager> Registry::makeAnalysisEntry() {
  using AnalysisResult = typename A::Result;
  AnalysisEntry<Unit, Manager> entry{A::info, sizeof(AnalysisResult), {}, {}};
  entry.require = [](const Unit &unit, Manager &analyses) { (void)analyses.template get<A>(unit); };
  if constexpr (requires(const AnalysisResult &result, llvm::raw_ostream &out, const Unit &unit) {
                  result.print(out, unit);
                })
    entry.formats.push_back({"table", [](llvm::raw_ostream &out, const Unit &unit, Manager &analyses) {
                               analyses.template get<A>(unit).print(out, unit);
                               return Result<void>();
                             }});
  if constexpr (requires(const AnalysisResult &result, llvm::raw_ostream &out, const Unit &unit) {
                  result.printJson(out, unit);
                })
    entry.formats.push_back({"json", [](llvm::raw_ostream &out, const Unit &unit, Manager &analyses) {
                               analyses.template get<A>(unit).printJson(out, unit);
                               return Result<void>();
                             }});
  if constexpr (requires { AnalysisResult::formats(); })
    for (const AnalysisFormat<AnalysisResult, Unit> &format : AnalysisResult::formats())
      entry.formats.push_back(
          {format.name, [print = format.print](llvm::raw_ostream &out, const Unit &unit, Manager &analyses) {
             return (analyses.template get<A>(unit).*print)(out, unit);
           }});
  return entry;
}

} // namespace meld

#endif // MELD_PASS_REGISTRY_H
