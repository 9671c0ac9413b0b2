//===- Strip.h - pass `strip` -------------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: drops custom sections by name.
// Why:  names, debug information and notes are of no use on the device.
// Never: drops by a pattern what tells other tools how to link, call or lower the
//        module; that takes the section's own name.
//
// USAGE: meld-opt '-passes=strip<name=name;name=".debug_*">' in.wasm -o out.wasm
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_STRIP_H
#define MELD_PASSES_STRIP_H

#include "meld/Pass/PassManager.h"

namespace meld {

class Strip : public PassInfoMixin<Strip> {
public:
  static constexpr PassInfo info{.name = "strip", .summary = "drop custom sections by name"};
  struct Options {
    std::vector<std::string> names;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.strings("name", &Options::names,
                   "a section to drop, or a pattern with * ? [abc]; give it again for each further one");
  }

  PassResult run(Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_PASSES_STRIP_H
