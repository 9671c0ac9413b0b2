//===- PassBuilder.h - from a pipeline string to a pass manager ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: looks the names of a pipeline up in a registry and builds the managers; takes in
//       whatever a tool or a plugin adds: passes, observers, passes at both ends of a
//       pipeline, names of its own.
// Why:  one place knows the built-in words `function`, `repeat`, `require`, `print`,
//       `invalidate` and how they combine with what is registered; and whoever extends
//       the tool needs this one object.
// Never: skips a name or option it does not know.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PASSBUILDER_H
#define MELD_PASS_PASSBUILDER_H

#include "meld/Pass/Registry.h"

namespace meld {

class PassBuilder {
public:
  /// `registry` outlives the builder and everything it builds.
  explicit PassBuilder(Registry &registry) : known(registry) {}

  /// Where passes, analyses, named pipelines and premises are added.
  Registry &registry() { return known; }
  const Registry &registry() const { return known; }

  /// Adds the passes that `text` names. Errors point into `text` and name what is near.
  Result<void> parsePassPipeline(ModulePassManager &manager, llvm::StringRef text) const;

  /// Asked for names the registry does not know: true if it added a pass, false to
  /// decline. One is asked for elements outside `function(...)`, the other inside.
  using PipelineParsingCallback = std::function<Result<bool>(const PipelineElement &, ModulePassManager &)>;
  using FunctionPipelineParsingCallback = std::function<Result<bool>(const PipelineElement &, FunctionPassManager &)>;
  void registerPipelineParsingCallback(PipelineParsingCallback callback) {
    added.parsing.push_back(std::move(callback));
  }
  void registerPipelineParsingCallback(FunctionPipelineParsingCallback callback) {
    added.functionParsing.push_back(std::move(callback));
  }

  /// Adds passes before the first and after the last pass of every pipeline that is
  /// run. They are no part of its text: `-print-pipeline-passes` does not show them.
  using ExtensionCallback = std::function<void(ModulePassManager &)>;
  void registerPipelineStartCallback(ExtensionCallback callback) { added.start.push_back(std::move(callback)); }
  void registerPipelineEndCallback(ExtensionCallback callback) { added.end.push_back(std::move(callback)); }
  void addPipelineStart(ModulePassManager &manager) const;
  void addPipelineEnd(ModulePassManager &manager) const;

  /// Adds observers to the context of each run. They come before the driver's own.
  using ObserverCallback = std::function<void(PassContext &)>;
  void registerObserverCallback(ObserverCallback callback) { added.observers.push_back(std::move(callback)); }
  void addObservers(PassContext &context) const;

private:
  template <class Unit, class Manager> class Level;

  struct Callbacks {
    std::vector<PipelineParsingCallback> parsing;
    std::vector<FunctionPipelineParsingCallback> functionParsing;
    std::vector<ExtensionCallback> start, end;
    std::vector<ObserverCallback> observers;
  };

  Registry &known;
  Callbacks added;

public:
  /// All that is registered, to come back to if a registration fails half way.
  struct Checkpoint {
    Registry registry;
    Callbacks callbacks;
  };
  Checkpoint checkpoint() const { return {known, added}; }
  void restore(Checkpoint former) {
    known = std::move(former.registry);
    added = std::move(former.callbacks);
  }
};

} // namespace meld

#endif // MELD_PASS_PASSBUILDER_H
