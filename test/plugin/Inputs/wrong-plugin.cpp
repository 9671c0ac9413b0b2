//===- wrong-plugin.cpp - a plugin that is wrong from outside ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: an entry that returns what macros say, whatever the real struct looks like.
// Why:  compiled in the test, once for each thing that can be wrong; includes nothing that
//       takes long.
// Never: has a callback.
//
//===----------------------------------------------------------------------===//

#include "meld/PluginAbi.h"
#include <cstdint>
#include <cstdio>

#ifndef ENTRY
#define ENTRY meldGetPassPluginInfo
#endif
#ifndef SIZE
#define SIZE sizeof(Info)
#endif
#ifndef VERSION
#define VERSION 1
#endif
#ifndef NAME
#define NAME "wrong"
#endif
#ifndef CHANGE
#define CHANGE "", ""
#endif

struct Info {
  uint32_t size, version;
  const char *abi, *name, *pluginVersion;
  void (*callback)();
};

/// The right string with one part replaced.
[[maybe_unused]] static const char *changed(const char *from, const char *to) {
  static std::string text = MELD_PLUGIN_ABI;
  text.replace(text.find(from), std::string(from).size(), to);
  return text.c_str();
}

#ifndef ABI
#define ABI changed(CHANGE)
#endif
#ifndef RESULT
#define RESULT &info
#endif

#ifdef TALKS
/// To be seen if any code of it runs.
[[maybe_unused]] static const int loaded = std::puts("code of a refused plugin has run");
#endif

#ifdef USES_LLVM
namespace llvm {
class raw_ostream;
raw_ostream &errs();
} // namespace llvm
[[maybe_unused]] static const void *used = &llvm::errs();
#endif

#ifdef DEFINES_MELD
namespace meld {
enum class PremiseClass : uint8_t;
__attribute__((visibility("default"))) const char *wordOf(PremiseClass) { return "mine"; }
} // namespace meld
#endif

#ifdef CALLS_MISSING
extern "C" void missing();
#endif

#ifndef NO_ENTRY
extern "C" __attribute__((visibility("default"))) const Info *ENTRY() {
  static const Info info{static_cast<uint32_t>(SIZE), VERSION, ABI, NAME, "0", nullptr};
#ifdef CALLS_MISSING
  static Info complete = info;
  complete.callback = [] { missing(); };
  return &complete;
#endif
  return RESULT;
}
#endif
