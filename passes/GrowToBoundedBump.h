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
//   -passes='bump-grow<oom=call:report>'          exhaustion calls $report, then traps
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
  static constexpr Premise reliesOn[] = {premises::InBounds, premises::NoHostGrowth, premises::SegmentInWindow,
                                         premises::OomNothrow};
  enum class Zero : uint8_t { Clear, Assume };
  struct Options {
    std::optional<PageAmount> reserve;
    KeyedPages reserveOf;
    std::string oom = "trap";
    Zero zero = Zero::Clear;
    bool exportGrown = false;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.pages("reserve", &Options::reserve, "pages each memory that may grow can grow by (default 16)");
    schema.keyedPages("reserve", &Options::reserveOf, "the same for one memory, by index, export or debug name");
    schema.choiceOrCall("oom", &Options::oom, {"trap", "fail"},
                        "when the reserve is exhausted: trap, return -1, or trap after a call of FN with the memory's "
                        "index and the pages asked for");
    schema.choice("zero", &Options::zero, {{"clear", Zero::Clear}, {"assume", Zero::Assume}},
                  "clear fresh pages, or assume that nobody wrote to them");
    schema.flag("export-grown", &Options::exportGrown,
                "export a function NAME.grown for each memory, which returns the pages it has grown by");
  }

  PassResult run(Module &module, ModuleAnalysisManager &analyses);
  /// The handler of `oom=call:FN`.
  std::vector<std::string> namedFunctions() const;
};

} // namespace meld

#endif // MELD_PASSES_GROWTOBOUNDEDBUMP_H
