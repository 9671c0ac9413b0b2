//===- PassPlugin.h - what a plugin includes --------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `PassPluginLibraryInfo`, what a plugin says of itself, and
//       `meldGetPassPluginInfo`, the one function it exports.
// Why:  `-load-pass-plugin=FILE` adds passes of others to a tool that is built already.
//       Both sides exchange C++ objects, so they have to agree on how these look; the
//       loader compares what each was built with before it believes anything else.
// Never: moves, or changes how `size`, `apiVersion` and `abi` lie in the struct: the
//        loader reads them from plugins it knows nothing of.
//
// A plugin is a shared object with passes, analyses and so on, written as in the
// project itself, and this function:
//
//   extern "C" const meld::PassPluginLibraryInfo *meldGetPassPluginInfo() {
//     static constexpr meld::PassPluginLibraryInfo info{
//         .pluginName = "hello", .pluginVersion = "1.0",
//         .registerPassBuilderCallbacks = [](meld::PassBuilder &builder) -> meld::Result<void> {
//           builder.registry().addPass<Hello>();
//           return {};
//         }};
//     return &info;
//   }
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSPLUGIN_H
#define MELD_PASSPLUGIN_H

#include "meld/Pass/PassBuilder.h"
#include "meld/PluginAbi.h"

/// Raised with every change of `PassPluginLibraryInfo`.
#define MELD_PLUGIN_API_VERSION 1

namespace meld {

/// What the code that includes this is built with, as far as objects depend on it: not
/// the compiler. Parts are separated by "; ".
inline constexpr const char *PluginAbi = MELD_PLUGIN_ABI;

/// What a plugin says of itself. All strings are literals.
struct PassPluginLibraryInfo {
  uint32_t size = sizeof(PassPluginLibraryInfo);
  uint32_t apiVersion = MELD_PLUGIN_API_VERSION;
  const char *abi = PluginAbi;

  const char *pluginName = nullptr;
  const char *pluginVersion = nullptr;
  /// Adds what the plugin has. If it fails, or registers a name that exists, nothing of
  /// it stays registered.
  Result<void> (*registerPassBuilderCallbacks)(PassBuilder &) = nullptr;
};

} // namespace meld

/// Defined by the plugin. The result lives as long as the plugin does: for ever.
extern "C" __attribute__((visibility("default"))) const meld::PassPluginLibraryInfo *meldGetPassPluginInfo();

#endif // MELD_PASSPLUGIN_H
