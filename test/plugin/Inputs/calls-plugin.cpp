//===- calls-plugin.cpp - a plugin with one of everything -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: an analysis (CallCounts.h), a module pass and a function pass with options, a
//       premise, a named pipeline, names of its own, passes at both ends, an observer.
// Why:  whatever a plugin may add, the tests add.
// Never: does anything that is hard to tell from what it prints.
//
//===----------------------------------------------------------------------===//

#include "CallCounts.h"

using namespace meld;

namespace {

/// Prints functions that are called often; relies on a premise of its own.
class CallReport : public PassInfoMixin<CallReport> {
public:
  static constexpr PassInfo info{.name = "call-report", .summary = "print functions that are called often"};
  struct Options {
    uint64_t atLeast = 1;
    bool isFair = false;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.number("at-least", &Options::atLeast, "least number of calls");
    schema.flag("fair", &Options::isFair, "rely on the premise fair-calls");
  }
  static constexpr Premise FairCalls{"fair-calls", PremiseClass::Granted, "all calls cost the same",
                                     "a page of the plugin"};

  static constexpr Premise reliesOn[] = {FairCalls};

  PassResult run(Module &module, ModuleAnalysisManager &analyses) {
    if (options.isFair)
      if (Result<void> relied =
              relyOn(FairCalls, module, analyses, {.location = Location::module(), .fact = "calls are only counted"});
          !relied)
        return relied.takeFailure();
    const CallCountsAnalysis::Result &counts = analyses.get<CallCountsAnalysis>(module);
    for (FunctionId function : module.functions().ids())
      if (counts.of(function) >= options.atLeast)
        analyses.out() << module.functions()[function].name.text() << ": " << counts.of(function) << " calls\n";
    return PreservedAnalyses::all();
  }
};

/// Says which functions it visits.
class Visit : public PassInfoMixin<Visit> {
public:
  static constexpr PassInfo info{.name = "visit", .summary = "say which functions are visited"};
  struct Options {
    std::string greeting = "visited";
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.string("greeting", &Options::greeting, "what to say before the name");
  }
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &analyses) const {
    analyses.out() << options.greeting << ' ' << unit.function().name.text() << '\n';
    return PreservedAnalyses::all();
  }
};

class Say : public PassInfoMixin<Say> {
public:
  static constexpr PassInfo info{.name = "say", .summary = "say something", .isRequired = true};
  explicit Say(std::string text) : text(std::move(text)) {}
  PassResult run(Module &, ModuleAnalysisManager &analyses) {
    analyses.out() << text << '\n';
    return PreservedAnalyses::all();
  }

private:
  std::string text;
};

/// The same for functions.
class SayName : public PassInfoMixin<SayName> {
public:
  static constexpr PassInfo info{.name = "say-name", .summary = "say a name", .isRequired = true};
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &analyses) const {
    analyses.out() << "name: " << unit.function().name.text() << '\n';
    return PreservedAnalyses::all();
  }
};

class Watch final : public PassObserver {
public:
  explicit Watch(llvm::raw_ostream &out) : out(out) {}
  bool watchesFunctions() const override { return false; }
  void beforePass(const PassInfo &pass, const PassUnit &) override { out << "[ " << pass.name << " ]\n"; }

private:
  llvm::raw_ostream &out;
};

Result<void> registerAll(PassBuilder &builder) {
  Registry &registry = builder.registry();
  registry.addPass<CallReport>();
  registry.addPass<Visit>();
  registry.addAnalysis<CallCountsAnalysis>();
  registry.addPremise(CallReport::FairCalls);
  registry.addPipeline("default<calls>", "call-report<at-least=2>,function(visit)", "what the calls plugin has");
  builder.registerPipelineParsingCallback(
      [](const PipelineElement &element, ModulePassManager &passes) -> Result<bool> {
        if (!element.name.starts_with("say.") || element.arguments || element.hasInner)
          return false;
        passes.addPass(Say(element.name.drop_front(4).str()));
        return true;
      });
  builder.registerPipelineParsingCallback(
      [](const PipelineElement &element, FunctionPassManager &passes) -> Result<bool> {
        if (element.name != "say.name")
          return false;
        passes.addPass(SayName());
        return true;
      });
  builder.registerPipelineStartCallback([](ModulePassManager &passes) { passes.addPass(Say("begin")); });
  builder.registerPipelineEndCallback([](ModulePassManager &passes) { passes.addPass(Say("end")); });
  builder.registerObserverCallback(
      [](PassContext &context) { context.instrumentation.add(std::make_unique<Watch>(context.out)); });
  return {};
}

} // namespace

extern "C" const PassPluginLibraryInfo *meldGetPassPluginInfo() {
  static constexpr PassPluginLibraryInfo info{
      .pluginName = "calls", .pluginVersion = "1.2", .registerPassBuilderCallbacks = registerAll};
  return &info;
}
