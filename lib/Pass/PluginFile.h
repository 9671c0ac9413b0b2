//===- PluginFile.h - a shared object, looked at without loading it ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `checkPluginFile`: whether a file can be a plugin for this process.
// Why:  loading a shared object runs its code. One that brings a second copy of LLVM, or
//       is for another machine, would end the process or corrupt it before it could be
//       asked what it is.
// Never: maps code, runs anything, or trusts an offset in the file.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_PASS_PLUGINFILE_H
#define MELD_LIB_PASS_PLUGINFILE_H

#include "meld/Support/Diagnostics.h"

namespace meld {

/// Name of the function that a plugin exports.
inline constexpr const char *PluginEntry = "meldGetPassPluginInfo";
/// The remedy for a plugin that was built for another host.
inline constexpr const char *RebuildPlugin = "rebuild it with the headers and the CMake package of this very tool";

/// Fails if the file at `path` cannot be read, is no shared object of this machine, does
/// not export the entry, or brings LLVM or this library along.
Result<void> checkPluginFile(llvm::StringRef path);

} // namespace meld

#endif // MELD_LIB_PASS_PLUGINFILE_H
