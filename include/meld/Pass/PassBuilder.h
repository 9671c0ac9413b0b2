//===- PassBuilder.h - from a pipeline string to a pass manager ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: looks the names of a pipeline up in a registry and builds the managers.
// Why:  one place knows the built-in words `function`, `repeat`, `require`, `print`,
//       `invalidate` and how they combine with what is registered.
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
  explicit PassBuilder(const Registry &registry) : registry(registry) {}

  /// Adds the passes that `text` names. Errors point into `text` and name what is near.
  Result<void> parsePassPipeline(ModulePassManager &manager, llvm::StringRef text) const;

  /// Asked for names the registry does not know: true if it added a pass, false to
  /// decline.
  using PipelineParsingCallback = std::function<Result<bool>(const PipelineElement &, ModulePassManager &)>;
  void registerPipelineParsingCallback(PipelineParsingCallback callback) { callbacks.push_back(std::move(callback)); }

private:
  template <class Unit, class Manager> class Level;

  const Registry &registry;
  std::vector<PipelineParsingCallback> callbacks;
};

} // namespace meld

#endif // MELD_PASS_PASSBUILDER_H
