//===- PluginLoader.h - passes from a shared object ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `PluginLoader`, which loads plugins (PassPlugin.h) and lets them register what
//       they have.
// Why:  whatever is wrong with a plugin is found before its code runs, as far as that can
//       be seen from outside, and explained in one line.
// Never: unloads a plugin, since passes, observers and messages point into it; leaves
//        anything registered of a plugin that was refused.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASS_PLUGINLOADER_H
#define MELD_PASS_PLUGINLOADER_H

#include "meld/Pass/PassBuilder.h"

namespace meld {

struct PassPluginLibraryInfo;

class PluginLoader {
public:
  /// Plugins register with `builder`, which outlives the loader.
  explicit PluginLoader(PassBuilder &builder) : builder(builder) {}

  /// Loads the shared object at `path`. Fails, with everything as it was, if it is no
  /// plugin, is built for another host, is loaded already, cannot register, or registers
  /// a name that exists.
  Result<void> load(llvm::StringRef path);

private:
  Result<void> registerPlugin(llvm::StringRef path, const PassPluginLibraryInfo &info);

  PassBuilder &builder;
  std::set<const PassPluginLibraryInfo *> loaded;
};

} // namespace meld

#endif // MELD_PASS_PLUGINLOADER_H
