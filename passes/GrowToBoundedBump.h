//===- GrowToBoundedBump.h - pass `bump-grow` ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: replaces every memory.grow by a call that bumps a counter within the memory's
//       reserve, and every memory.size by initial + counter. Before `rebase`, after
//       it, or alone.
// Why:  a frozen memory cannot grow, but what the program sees must not change until
//       the reserve is exhausted. Why this is sound: docs/passes/bump-grow.md.
// Never: forms the sum of a size and a request (it could wrap); renumbers anything;
//        gives a new mutable global another initial value than 0.
//
// USAGE:
//   -passes=bump-grow
//   -passes='bump-grow<oom=fail>'                 exhaustion returns -1
//   -passes='bump-grow<reserve=64;reserve.heap=2MiB>'
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_GROWTOBOUNDEDBUMP_H
#define MELD_PASSES_GROWTOBOUNDEDBUMP_H

#include "meld/Pass/PassManager.h"

namespace meld {

class GrowToBoundedBump : public PassInfoMixin<GrowToBoundedBump> {
public:
  static constexpr PassInfo info{.name = "bump-grow", .summary = "lower memory.grow to a bump within a fixed reserve"};
  static constexpr Premise reliesOn[] = {premises::InBounds, premises::NoHostGrowth, premises::SegmentInWindow};
  enum class Oom : uint8_t { Trap, Fail };
  enum class Zero : uint8_t { Clear, Assume };
  struct Options {
    std::optional<PageAmount> reserve;
    KeyedPages reserveOf;
    Oom oom = Oom::Trap;
    Zero zero = Zero::Clear;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.pages("reserve", &Options::reserve, "pages each memory that may grow can grow by (default 16)");
    schema.keyedPages("reserve", &Options::reserveOf, "the same for one memory, by index, export or debug name");
    schema.choice("oom", &Options::oom, {{"trap", Oom::Trap}, {"fail", Oom::Fail}},
                  "when the reserve is exhausted: trap, or return -1");
    schema.choice("zero", &Options::zero, {{"clear", Zero::Clear}, {"assume", Zero::Assume}},
                  "clear fresh pages, or assume that nobody wrote to them");
  }

  PassResult run(Module &module, ModuleAnalysisManager &analyses);
};

} // namespace meld

#endif // MELD_PASSES_GROWTOBOUNDEDBUMP_H
