//===- SegmentRebase.h - pass `rebase` ---------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: places every memory in a window of one merged, frozen memory. Pointers stay
//       relative to their window; each access adds the window's base.
// Why:  a microcontroller has one address space and a layout fixed at build time.
//       Why this is sound: docs/passes/rebase.md.
// Never: needs relocations; changes what a program without out-of-bounds accesses
//        can observe; leaves two windows overlapping.
//
// USAGE:
//   -passes=rebase,bump-grow
//   -passes='rebase<base=65536;align=65536;reserve=64;reserve.heap=2MiB>,bump-grow'
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_SEGMENTREBASE_H
#define MELD_PASSES_SEGMENTREBASE_H

#include "meld/Pass/PassManager.h"

namespace meld {

class SegmentRebase : public PassInfoMixin<SegmentRebase> {
public:
  static constexpr PassInfo info{.name = "rebase", .summary = "place every memory in a window of one merged memory"};
  static constexpr Premise reliesOn[] = {premises::InBounds, premises::NoHostGrowth, premises::HostAddsBase,
                                         premises::OwnPointers, premises::SegmentInWindow,
                                         premises::OomNothrow, premises::PrivateImport};
  enum class Addressing : uint8_t { Window };
  enum class Bounds : uint8_t { Auto, Trap, None };
  enum class Checks : uint8_t { Needed, All };
  enum class Mpu : uint8_t { None, Armv7M };
  enum class Order : uint8_t { Declared, FewestChecks };
  enum class Import : uint8_t { Refuse, Define };
  struct Options {
    uint64_t base = 0;
    uint64_t align = 16;
    std::optional<PageAmount> reserve;
    KeyedPages reserveOf;
    Addressing addressing = Addressing::Window;
    Bounds bounds = Bounds::Auto;
    Checks checks = Checks::Needed;
    std::string trap = "access";
    Order order = Order::Declared;
    std::optional<uint64_t> ram;
    Mpu mpu = Mpu::None;
    Import import = Import::Refuse;
    std::optional<PageAmount> importPages;
    KeyedPages importPagesOf;
  } options;
  static void schema(OptionSchema<Options> &schema) {
    schema.bytes("base", &Options::base, "first byte of the merged memory that a window may use");
    schema.bytes("align", &Options::align, "alignment of each window's base, in bytes",
                 {[](uint64_t value) { return value >= 16 && (value & (value - 1)) == 0; },
                  "a power of two of at least 16"});
    schema.pages("reserve", &Options::reserve, "pages each memory that may grow can grow by (default 16)");
    schema.keyedPages("reserve", &Options::reserveOf, "the same for one memory, by index, export or debug name");
    schema.choice("addressing", &Options::addressing, {{"window", Addressing::Window}},
                  "pointers stay relative to their window");
    schema.choice("bounds", &Options::bounds,
                  {{"auto", Bounds::Auto}, {"trap", Bounds::Trap}, {"none", Bounds::None}},
                  "trap: accesses out of a window trap; none: they are taken not to happen (premise in-bounds); "
                  "auto: none for a single window, otherwise trap");
    schema.choice("checks", &Options::checks, {{"needed", Checks::Needed}, {"all", Checks::All}},
                  "needed: only where the engine's own check is not the original's; all: there as well, for consumers "
                  "that leave out the engine's");
    schema.choiceOrCall("trap", &Options::trap, {"access", "unreachable"},
                        "how: by an access out of bounds, by unreachable, or after a call of FN with the memory's index");
    schema.choice("order", &Options::order, {{"declared", Order::Declared}, {"fewest-checks", Order::FewestChecks}},
                  "of the windows; fewest-checks: of those with a fixed size and hidden from the host, the one with the "
                  "most accesses comes last");
    schema.bytes("ram", &Options::ram, "bytes that the merged memory may take at most");
    schema.choice("mpu", &Options::mpu, {{"none", Mpu::None}, {"armv7m", Mpu::Armv7M}},
                  "armv7m: place windows so that a region of the memory protection unit can cover each");
    schema.choice("import", &Options::import, {{"refuse", Import::Refuse}, {"define", Import::Define}},
                  "imported memories are refused, or become the module's own (premise private-import)");
    schema.pages("import-pages", &Options::importPages,
                 "with import=define: initial pages of each imported memory (default: its minimum)");
    schema.keyedPages("import-pages", &Options::importPagesOf,
                      "the same for one memory, by index, export, debug name or the name it is imported under");
  }

  PassResult run(Module &module, ModuleAnalysisManager &analyses);
  /// The handler of `trap=call:FN`.
  std::vector<std::string> namedFunctions() const;
};

} // namespace meld

#endif // MELD_PASSES_SEGMENTREBASE_H
