//===- PluginLoader.cpp - passes from a shared object ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: looks at the file, loads it, asks what it is built with, lets it register.
// Why:  each step may only rely on what the ones before have shown: the entry's name, then
//       the first three members of what it returns, then that objects look alike.
// Never: calls the plugin's callback before all of that is known.
//
//===----------------------------------------------------------------------===//

#include "meld/Pass/PluginLoader.h"
#include "PluginFile.h"
#include "meld/PassPlugin.h"
#include "llvm/Support/FileSystem.h"
#include <dlfcn.h>

namespace meld {

namespace {

/// In which parts two ABI strings differ, as `A (here: B)`.
std::string differences(llvm::StringRef plugin, llvm::StringRef host) {
  llvm::SmallVector<llvm::StringRef> theirs, ours;
  plugin.split(theirs, "; ");
  host.split(ours, "; ");
  if (theirs.size() != ours.size())
    return (plugin + " (here: " + host + ")").str();
  std::string text;
  for (auto [their, our] : llvm::zip(theirs, ours))
    if (their != our)
      text += ((text.empty() ? "" : ", ") + their + " (here: " + our + ")").str();
  return text;
}

/// Believes of `info` what earlier checks have shown, and no more.
Result<void> checkInfo(llvm::StringRef path, const PassPluginLibraryInfo *info) {
  if (!info)
    return error(Location::file(path), llvm::Twine(PluginEntry) + " returns nothing")
        .remedy("return the address of a PassPluginLibraryInfo, as meld/PassPlugin.h shows");
  // Its size and version come first in every version.
  if (info->apiVersion != MELD_PLUGIN_API_VERSION)
    return error(Location::file(path), "this plugin has version " + llvm::Twine(info->apiVersion) +
                                           " of PassPluginLibraryInfo, this tool has version " +
                                           llvm::Twine(MELD_PLUGIN_API_VERSION))
        .remedy(RebuildPlugin);
  if (info->size != sizeof(PassPluginLibraryInfo))
    return error(Location::file(path), "PassPluginLibraryInfo of this plugin has " + llvm::Twine(info->size) +
                                           " bytes, that of this tool has " +
                                           llvm::Twine(sizeof(PassPluginLibraryInfo)))
        .remedy(RebuildPlugin);
  llvm::StringRef abi = info->abi ? info->abi : "nothing that it tells";
  if (abi != PluginAbi)
    return error(Location::file(path), "this plugin is built for " + differences(abi, PluginAbi)).remedy(RebuildPlugin);
  if (!info->pluginName || !info->pluginVersion || !info->registerPassBuilderCallbacks)
    return error(Location::file(path), llvm::Twine("PassPluginLibraryInfo of this plugin lacks ") +
                                           (!info->pluginName      ? "pluginName"
                                            : !info->pluginVersion ? "pluginVersion"
                                                                   : "registerPassBuilderCallbacks"))
        .remedy("set it, as meld/PassPlugin.h shows");
  return {};
}

/// What the dynamic linker says, without the path, which comes first in our own message.
std::string linkerReason(llvm::StringRef absolute) {
  llvm::StringRef reason = dlerror();
  reason.consume_front((absolute + ": ").str());
  return reason.str();
}

Failure cannotLoad(llvm::StringRef path, const llvm::Twine &reason) {
  return error(Location::file(path), "cannot be loaded: " + reason)
      .remedy("link what it lacks; with meld_add_pass_plugin the linker would have said so");
}

} // namespace

Result<void> PluginLoader::load(llvm::StringRef path) {
  if (Result<void> possible = checkPluginFile(path); !possible)
    return possible;
  // A name without a slash would be searched for.
  llvm::SmallString<256> absolute(path);
  llvm::sys::fs::make_absolute(absolute);
  void *handle = dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL);
  std::string lacks;
  if (!handle) {
    // Functions that it calls may be gone from another version of this library; then it
    // can still be asked for which version it is.
    lacks = linkerReason(absolute);
    handle = dlopen(absolute.c_str(), RTLD_LAZY | RTLD_LOCAL);
  }
  auto *entry = handle ? reinterpret_cast<decltype(&meldGetPassPluginInfo)>(dlsym(handle, PluginEntry)) : nullptr;
  if (!entry)
    return cannotLoad(path, lacks);
  const PassPluginLibraryInfo *info = entry();
  if (Result<void> right = checkInfo(path, info); !right)
    return right;
  if (!lacks.empty())
    return cannotLoad(path, lacks);
  if (!loaded.insert(info).second)
    return error(Location::file(path), "plugin '" + llvm::Twine(info->pluginName) + "' is loaded already")
        .remedy("name it once");
  return registerPlugin(path, *info);
}

Result<void> PluginLoader::registerPlugin(llvm::StringRef path, const PassPluginLibraryInfo &info) {
  PassBuilder::Checkpoint before = builder.checkpoint();
  Registry &registry = builder.registry();
  registry.setOwner({info.pluginName, path.str()});
  Result<void> registered = info.registerPassBuilderCallbacks(builder);
  if (!registered) {
    const Diagnostic &reason = registered.failure().diagnostic();
    registered =
        error(Location::file(path), "plugin '" + llvm::Twine(info.pluginName) + "' cannot register: " + reason.fact)
            .remedy(reason.remedy);
  } else {
    registered = registry.check();
  }
  registry.setOwner({});
  if (!registered) {
    builder.restore(std::move(before));
    loaded.erase(&info);
  }
  return registered;
}

} // namespace meld
