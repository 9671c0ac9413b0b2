//===- faulty-plugin.cpp - a plugin that registers what its file is called -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: registers a pass and callbacks, and then does what the name of its file says:
//       takes a name that exists, or fails.
// Why:  many ways to go wrong need one build; a test copies the file.
// Never: registers anything that could be left without a trace.
//
//===----------------------------------------------------------------------===//

#include "meld/PassPlugin.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <dlfcn.h>

using namespace meld;

namespace {

template <const char *Name> struct Nothing : PassInfoMixin<Nothing<Name>> {
  static constexpr PassInfo info{.name = Name, .summary = "do nothing"};
  PassResult run(Module &, ModuleAnalysisManager &) { return PreservedAnalyses::all(); }
};
constexpr char Harmless[] = "harmless", Probe[] = "probe";

/// An analysis with the name of another one, but with other results.
template <const char *Name, unsigned Version> struct Numbers : AnalysisInfoMixin<Numbers<Name, Version>> {
  static constexpr AnalysisInfo info{.name = Name, .version = Version};
  struct Result {
    uint64_t numbers[Version];
    friend bool operator==(const Result &, const Result &) = default;
  };
  Result run(const Module &, ModuleAnalysisManager &) { return {}; }
};
constexpr char CallCounts[] = "call-counts", CallGraph[] = "call-graph";

Result<void> registerByName(PassBuilder &builder) {
  Dl_info where{};
  dladdr(reinterpret_cast<const void *>(&registerByName), &where);
  llvm::StringRef name = llvm::sys::path::stem(where.dli_fname);

  Registry &registry = builder.registry();
  registry.addPass<Nothing<Harmless>>();
  registry.addPipeline("default<harmless>", "harmless", "does nothing");
  builder.registerPipelineParsingCallback([](const PipelineElement &element, ModulePassManager &) -> Result<bool> {
    return error(element.location(), "asked a plugin that was refused").remedy("never");
  });
  builder.registerPipelineStartCallback([](ModulePassManager &) { llvm::errs() << "start of a refused plugin\n"; });
  builder.registerObserverCallback([](PassContext &) { llvm::errs() << "observer of a refused plugin\n"; });

  if (name == "pass-twice") {
    registry.addPass<Nothing<Harmless>>();
  } else if (name == "pass-of-the-tool") {
    registry.addPass<Nothing<Probe>>();
  } else if (name == "analysis-of-the-tool") {
    registry.addAnalysis<Numbers<CallGraph, 1>>();
  } else if (name == "analysis-version") {
    registry.addAnalysis<Numbers<CallCounts, 1>>();
  } else if (name == "analysis-size") {
    registry.addAnalysis<Numbers<CallCounts, 3>>();
  } else if (name == "premise-of-the-tool") {
    registry.addPremise({"in-bounds", PremiseClass::Stated, "nothing", "nowhere"});
  } else if (name == "pipeline-of-the-tool") {
    registry.addPipeline("default<mcu>", "harmless", "another one");
  } else {
    return error(Location::module(), "the licence server is down").remedy("start it");
  }
  return {};
}

} // namespace

extern "C" const PassPluginLibraryInfo *meldGetPassPluginInfo() {
  static constexpr PassPluginLibraryInfo info{
      .pluginName = "faulty", .pluginVersion = "0", .registerPassBuilderCallbacks = registerByName};
  return &info;
}
