//===- @Class@.h - pass `@name@` -----------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: removes `nop` instructions; refuses functions with more of them than allowed.
// Why:  a first pass to start from: it edits code, has an option, and can fail.
// Never: removes anything but `nop`.
//
// USAGE:
//   -passes='function(@name@)'
//   -passes='function(@name@<at-most=4>)'
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_@GUARD@_H
#define MELD_PASSES_@GUARD@_H

#include "meld/Pass/PassManager.h"

namespace meld {

class @Class@ : public PassInfoMixin<@Class@> {
public:
  static constexpr PassInfo info{.name = "@name@", .summary = "remove nop instructions"};
  struct Options {
    std::optional<uint64_t> atMost;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.number("at-most", &Options::atMost, "fail if a function has more of them");
  }

  PassResult run(FunctionUnit &unit, FunctionAnalysisManager &analyses) const;
};

} // namespace meld

#endif // MELD_PASSES_@GUARD@_H
