//===- crash-plugin.cpp - a plugin whose passes crash ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a module pass, and a function pass at one function, that abort.
// Why:  whose defect a crash is has to be seen in what the tool prints last.
// Never: returns from where it is said to crash.
//
//===----------------------------------------------------------------------===//

#include "meld/PassPlugin.h"
#include <cstdlib>

using namespace meld;

namespace {

struct CrashOnModule : PassInfoMixin<CrashOnModule> {
  static constexpr PassInfo info{.name = "crash-on-module", .summary = "crash"};
  PassResult run(Module &, ModuleAnalysisManager &) { std::abort(); }
};

struct CrashOnFunction : PassInfoMixin<CrashOnFunction> {
  static constexpr PassInfo info{.name = "crash-on-function", .summary = "crash at a function named bad"};
  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &) const {
    if (unit.function().name == "bad")
      std::abort();
    return PreservedAnalyses::all();
  }
};

} // namespace

extern "C" const PassPluginLibraryInfo *meldGetPassPluginInfo() {
  static constexpr PassPluginLibraryInfo info{.pluginName = "crash",
                                              .pluginVersion = "0",
                                              .registerPassBuilderCallbacks = [](PassBuilder &builder) -> Result<void> {
                                                builder.registry().addPass<CrashOnModule>();
                                                builder.registry().addPass<CrashOnFunction>();
                                                return {};
                                              }};
  return &info;
}
