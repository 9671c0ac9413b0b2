//===- report-plugin.cpp - a plugin that uses another one's analysis ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: pass `busiest`, which asks for `call-counts` (CallCounts.h).
// Why:  the result that the other plugin's pass had computed has to be found, and used by
//       code of this one.
// Never: has the analysis computed if it is there.
//
//===----------------------------------------------------------------------===//

#include "CallCounts.h"

using namespace meld;

namespace {

class Busiest : public PassInfoMixin<Busiest> {
public:
  static constexpr PassInfo info{.name = "busiest", .summary = "print the function that is called most often"};
  PassResult run(Module &module, ModuleAnalysisManager &analyses) {
    analyses.out() << (analyses.getCached<CallCountsAnalysis>() ? "counted already\n" : "not counted yet\n");
    const CallCountsAnalysis::Result &counts = analyses.get<CallCountsAnalysis>(module);
    std::optional<FunctionId> busiest;
    for (FunctionId function : module.functions().ids())
      if (!busiest || counts.of(function) > counts.of(*busiest))
        busiest = function;
    if (busiest)
      analyses.out() << "busiest: " << module.functions()[*busiest].name.text() << '\n';
    return PreservedAnalyses::all();
  }
};

} // namespace

extern "C" const PassPluginLibraryInfo *meldGetPassPluginInfo() {
  static constexpr PassPluginLibraryInfo info{.pluginName = "report",
                                              .pluginVersion = "0.1",
                                              .registerPassBuilderCallbacks = [](PassBuilder &builder) -> Result<void> {
                                                builder.registry().addPass<Busiest>();
                                                builder.registry().addAnalysis<CallCountsAnalysis>();
                                                return {};
                                              }};
  return &info;
}
