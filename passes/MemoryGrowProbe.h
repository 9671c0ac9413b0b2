//===- MemoryGrowProbe.h - pass `probe` ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: shows every memory.grow of a module, whether it can run and how it is
//       reached; on request refuses live growth.
// Why:  a build wants to know, and to fail, before anything is lowered.
// Never: changes the module.
//
// USAGE:
//   -passes=probe              the table, on stderr
//   -passes='probe<format=json>'
//   -passes='probe<deny=live>' an error if growth can happen
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_MEMORYGROWPROBE_H
#define MELD_PASSES_MEMORYGROWPROBE_H

#include "meld/Pass/PassManager.h"

namespace meld {

class MemoryGrowProbe : public PassInfoMixin<MemoryGrowProbe> {
public:
  static constexpr PassInfo info{.name = "probe", .summary = "find and explain every memory.grow"};
  enum class Format : uint8_t { Table, Json };
  struct Options {
    bool denyLive = false;
    Format format = Format::Table;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.flag("deny", "live", &Options::denyLive, "fail if growth is live or unknown");
    schema.choice("format", &Options::format, {{"table", Format::Table}, {"json", Format::Json}}, "how to print");
  }

  PassResult run(Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_PASSES_MEMORYGROWPROBE_H
