//===- SegmentRebase.cpp - pass `rebase` ----------------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see SegmentRebase.h. The numbered paragraphs cited as `rebase S1` are in
//       docs/passes/rebase.md.
// Why:  see SegmentRebase.h.
// Never: see SegmentRebase.h.
//
//===----------------------------------------------------------------------===//

#include "passes/SegmentRebase.h"
#include "meld/Analysis/FeatureUses.h"
#include "meld/Analysis/ShadowStack.h"
#include "passes/HostPointers.h"
#include "passes/ImportDefinition.h"
#include "passes/Lowering.h"
#include "passes/WindowPlacement.h"
#include "passes/WindowRewriter.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

namespace meld {

namespace {

class Rebase {
public:
  Rebase(Module &module, const SegmentRebase::Options &options, ModuleAnalysisManager &analyses,
         const HostAdapters &adapters)
      : module(module), options(options), analyses(analyses), adapters(adapters),
        facts(analyses.get<BodyFactsAnalysis>(module)), grow(analyses.get<MemoryGrowAnalysis>(module)), stacks(analyses.get<ShadowStackAnalysis>(module)) {}

  PassResult run();

private:
  // In order; nothing is changed before the first seven succeeded.
  Result<void> chooseTrap();
  Result<void> requireOneType();
  Result<void> placeWindows();
  bool moveFreestLast();
  Result<void> chooseBounds();
  Result<void> placeSegments();
  Result<void> planExports();
  Result<void> relyOnPremises();
  void addByteCounters();
  Result<void> rewriteBodies();
  void remarkOnPlaces();
  void remarkOnChecks(FunctionId function, uint64_t needed, uint64_t removed);
  void warnOfEngineLimits(FunctionId function, const FunctionBody &changed);
  void mergeMemories();
  void rewriteSegments();
  void rewriteExports();

  /// The window's size may change at run time.
  bool canGrow(const Window &window) const {
    return window.growth.grownGlobal || mayStillGrow(window);
  }
  bool mayStillGrow(const Window &window) const { return mayGrow(grow.of(window.input).verdict); }

  Module &module;
  const SegmentRebase::Options &options;
  ModuleAnalysisManager &analyses;
  const HostAdapters &adapters;
  const BodyFacts &facts;
  const MemoryGrow &grow;
  const ShadowStack &stacks;
  std::vector<Window> windows;
  ValueType indexType = ValueType::I32; ///< of addresses
  MemoryId merged;
  uint64_t mergedPages = 0;
  std::vector<std::pair<uint64_t, SegmentPlace>> segmentPlaces; ///< each with its window's base in bytes
  std::vector<std::pair<std::string, uint64_t>> baseExports;
  TrapAction trap;
  CheckCounts counts;
};

Result<void> Rebase::chooseTrap() {
  std::optional<llvm::StringRef> function = handlerNameOf(options.trap);
  if (!function) {
    trap.kind = options.trap == "unreachable" ? TrapAction::Unreachable : TrapAction::Access;
    return {};
  }
  Result<FunctionId> handler =
      requireHandler(module, analyses, {"trap", "access or unreachable"}, *function, {{ValueType::I32}, {}});
  if (!handler)
    return handler.takeFailure();
  trap = {TrapAction::Call, *handler};
  return {};
}

// rebase S1: the merged memory has one type of addresses.
Result<void> Rebase::requireOneType() {
  auto bitsOf = [](const MemoryFacts &facts) { return facts.limits.is64 ? "64" : "32"; };
  const MemoryFacts &first = grow.memories().front();
  for (const MemoryFacts &facts : grow.memories())
    if (facts.limits.is64 != first.limits.is64)
      return error(module.locate(facts.memory), describeMemory(module, facts.memory) + " has " + bitsOf(facts) +
                                                    "-bit addresses and " + describeMemory(module, first.memory) + " " +
                                                    bitsOf(first) +
                                                    "-bit ones, and one merged memory has one type of addresses")
          .remedy("build all of them for wasm32, or all for wasm64; bump-grow alone bounds the growth of both");
  indexType = first.limits.is64 ? ValueType::I64 : ValueType::I32;
  if (indexType == ValueType::I64 && options.mpu == SegmentRebase::Mpu::Armv7M)
    return error(module.locate(first.memory), "mpu=armv7m: " + describeMemory(module, first.memory) +
                                                  " has 64-bit addresses, and regions of Armv7-M have 32-bit ones")
        .remedy("build for wasm32, or leave mpu out");
  return {};
}

// rebase S1. The windows in the order in which they will stand.
Result<void> Rebase::placeWindows() {
  auto growth = resolveGrowth(module, grow, {options.reserve, options.reserveOf});
  if (!growth)
    return growth.takeFailure();
  for (const MemoryFacts &facts : grow.memories()) {
    if (Result<void> possible = requireLowerable(module, facts.memory); !possible)
      return possible;
    Window window;
    window.input = facts.memory;
    window.name = facts.name;
    window.exports = facts.exports;
    window.stack = stacks.of(facts.memory);
    const std::optional<GrowthState> &settled = module.memories()[facts.memory].growth;
    window.growth = settled ? *settled : growth->at(facts.memory);
    if (Result<void> addressable = requireAddressable(module, facts.memory, window.growth); !addressable)
      return addressable;
    windows.push_back(std::move(window));
  }
  merged = windows.front().input;
  PlacementRequest request{options.base, options.align, false, options.ram, indexType == ValueType::I64,
                           options.mpu == SegmentRebase::Mpu::Armv7M, &analyses.get<MemoryLayoutAnalysis>(module)};
  if (options.order == SegmentRebase::Order::FewestChecks)
    request.isLastOnPage = moveFreestLast();
  Result<uint64_t> pages = meld::placeWindows(module, windows, request);
  if (!pages)
    return pages.takeFailure();
  mergedPages = *pages;
  return {};
}

/// rebase S5: where the engine's check is the original's. That the window which ends the
/// memory is the one with the most accesses saves most. False if none can be.
bool Rebase::moveFreestLast() {
  auto best = windows.end();
  uint64_t most = 0;
  for (auto window = windows.begin(); window != windows.end(); ++window) {
    const uint64_t accesses = grow.of(window->input).accesses;
    if (canGrow(*window) || !window->exports.empty() || window->growth.initialPages == 0 || accesses == 0)
      continue;
    if (accesses >= most) {
      best = window;
      most = accesses;
    }
  }
  if (best == windows.end()) {
    module.diagnostics().remark(RemarkKind::Missed, "NoneLast", Location::module(), [&](RemarkDetails &remark) {
      remark << "order=fewest-checks: no memory that is accessed has a fixed size and is hidden from the host";
    });
    return false;
  }
  module.diagnostics().remark(RemarkKind::Passed, "PlacedLast", module.locate(best->input), [&](RemarkDetails &remark) {
    remark << RemarkValue{"Memory", describeMemory(module, best->input)} << " is placed last: the engine checks its "
           << RemarkValue{"Accesses", std::to_string(most)} << " accesses";
  });
  std::rotate(best, best + 1, windows.end());
  return true;
}

Result<void> Rebase::chooseBounds() {
  // Adapters check what they do with the bytes that were added for them.
  const size_t memories = windows.size() - (adapters.scratchMemory() ? 1 : 0);
  const bool isChecked = options.bounds == SegmentRebase::Bounds::Trap ||
                         (options.bounds == SegmentRebase::Bounds::Auto && memories > 1);
  if (!isChecked && options.checks == SegmentRebase::Checks::All)
    return error(Location::module(), options.bounds == SegmentRebase::Bounds::None
                                         ? "checks=all contradicts bounds=none"
                                         : "checks=all: accesses of a single memory are not checked by default")
        .remedy("give bounds=trap");
  for (Window &window : windows)
    window.isChecked = isChecked;
  return {};
}

// rebase S2: a segment that does not fit traps at instantiation today; it must not
// land in a neighbour instead.
Result<void> Rebase::placeSegments() {
  for (const Window &window : windows) {
    auto places = requireSegmentsFit(module, analyses, window.input, window.growth.initialBytes(), window.baseBytes);
    if (!places)
      return places.takeFailure();
    for (const SegmentPlace &place : *places) {
      if (!place.offsetBytes && window.baseBytes != 0)
        if (Result<void> may = requireFeature(
                Feature::ExtendedConst, module, analyses, module.locate(place.segment),
                "the offset of this segment, moved by " + std::to_string(window.baseBytes) + " bytes,",
                "see docs/premises.md#segment-in-window for how to do without");
            !may)
          return may;
      segmentPlaces.emplace_back(window.baseBytes, place);
    }
  }
  return {};
}

Result<void> Rebase::planExports() {
  if (windows.size() == 1 && windows.front().baseBytes == 0)
    return {};
  llvm::StringSet<> taken;
  for (const Export &entry : module.exports())
    taken.insert(entry.name);
  for (const Window &window : windows)
    for (const std::string &name : window.exports) {
      std::string baseName = name + ".base";
      if (!taken.insert(baseName).second)
        return error(module.locate(window.input),
                     "the export name \"" + baseName + "\" is taken; it should publish the base of " +
                         describeMemory(module, window.input))
            .remedy("rename the export \"" + baseName + "\", or do not export the memory");
      baseExports.emplace_back(baseName, window.baseBytes);
    }
  return {};
}

/// Checks of windows that grow compare with bytes; bump-grow counts pages.
void Rebase::addByteCounters() {
  for (Window &window : windows) {
    GrowthState &growth = window.growth;
    if (!window.isChecked || !canGrow(window) || !growth.countsBytes())
      continue;
    Global counter;
    counter.type = indexType;
    counter.isMutable = true;
    counter.init = ConstExpr::integer(indexType, 0);
    counter.name = module.save("meld.grown-bytes." + (window.name.empty() ? std::to_string(window.input.value) : window.name));
    growth.grownBytesGlobal = module.add(std::move(counter));
  }
}

/// Engines refuse larger functions (the JavaScript API's implementation limits).
void Rebase::warnOfEngineLimits(FunctionId function, const FunctionBody &changed) {
  constexpr size_t MaxBytes = 7654321;
  constexpr uint64_t MaxLocals = 50000;
  auto localCount = [&](const FunctionBody &body) {
    uint64_t count = module.typeOf(function).params.size();
    for (const LocalRun &run : body.locals())
      count += run.count;
    return count;
  };
  const FunctionBody &old = module.functions()[function].body;
  bool tooLong = changed.bytes().size() > MaxBytes && old.bytes().size() <= MaxBytes;
  bool tooMany = localCount(changed) > MaxLocals && localCount(old) <= MaxLocals;
  if (tooLong || tooMany)
    module.diagnostics().warn(module.locate(function),
                              tooLong ? "the body now exceeds 7654321 bytes, which engines refuse"
                                      : "the function now has more than 50000 locals, which engines refuse",
                              "split the function in the source");
}

Result<void> Rebase::rewriteBodies() {
  std::vector<CodeWindow> code;
  for (const Window &window : windows) {
    const bool isLeftToEngine = options.checks == SegmentRebase::Checks::Needed && !canGrow(window) &&
                                window.endBytes() == mergedPages * PageSize;
    code.push_back(
        {window.input, window.baseBytes, window.growth, mayStillGrow(window), window.isChecked, isLeftToEngine});
  }
  SizeEffects effects(module, facts, code);
  WindowRewriter rewriter(merged, std::move(code), trap, std::move(effects));
  uint64_t visited = 0, changed = 0;
  for (FunctionId function : module.functions().ids()) {
    if (module.isImported(function) || rewriter.keeps(facts.plainOffsetBound(function)))
      continue;
    const CheckCounts before = counts;
    visited += module.functions()[function].body.bytes().size();
    Result<std::optional<FunctionBody>> body = rewriter.rewrite(module, function, counts);
    if (!body)
      return body.takeFailure();
    remarkOnChecks(function, counts.needed - before.needed, counts.removed - before.removed);
    if (!*body)
      continue;
    ++changed;
    warnOfEngineLimits(function, **body);
    module.setBody(function, std::move(**body));
  }
  analyses.count("bytes-visited", visited);
  analyses.count("functions-changed", changed);
  analyses.count("checks-needed", counts.needed);
  analyses.count("checks-removed", counts.removed);
  analyses.count("checks-kept", counts.needed - counts.removed);
  analyses.count("checks-widened", counts.widened);
  return {};
}

void Rebase::remarkOnChecks(FunctionId function, uint64_t needed, uint64_t removed) {
  auto say = [&](RemarkKind kind, const char *name, const char *verb, uint64_t number) {
    module.diagnostics().remark(kind, name, module.locate(function), [&](RemarkDetails &remark) {
      remark << RemarkValue{"Checks", std::to_string(number)} << " of " << RemarkValue{"Accesses", std::to_string(needed)}
             << " accesses " << verb;
    });
  };
  if (removed != 0)
    say(RemarkKind::Passed, "ChecksRemoved", "are proven in bounds", removed);
  if (removed != needed)
    say(RemarkKind::Missed, "ChecksKept", "are checked at run time", needed - removed);
}

void Rebase::remarkOnPlaces() {
  for (const Window &window : windows)
    module.diagnostics().remark(RemarkKind::Passed, "MemoryPlaced", module.locate(window.input), [&](RemarkDetails &remark) {
      remark << RemarkValue{"Memory", describeMemory(module, window.input)} << " is placed at byte "
             << RemarkValue{"Base", std::to_string(window.baseBytes)} << ", with room for "
             << RemarkValue{"Capacity", std::to_string(window.growth.capacityBytes())} << " bytes";
    });
}

void Rebase::rewriteSegments() {
  for (const auto &[baseBytes, place] : segmentPlaces) {
    const DataSegment &segment = module.dataSegments()[place.segment];
    const uint64_t offset = place.offsetBytes.value_or(0) + baseBytes; // S2: in the window, so it does not wrap
    // Copied as it is if nothing about it changes: one constant of the same value, or
    // an unknown offset from 0, and a memory that is not named.
    auto plain = [&](const ConstExpr &expression) -> std::optional<uint64_t> {
      if (indexType == ValueType::I64)
        return expression.plainI64();
      return expression.plainI32();
    };
    bool isSame = place.offsetBytes ? plain(segment.offset) == offset : baseBytes == 0;
    if (isSame && segment.memory == merged && !segment.namesMemory)
      continue;
    DataSegment &edited = module.edit(place.segment);
    edited.memory = merged;
    if (!isSame) // rebase S2
      edited.offset =
          place.offsetBytes ? ConstExpr::integer(indexType, offset) : edited.offset.plus(module, indexType, baseBytes);
  }
}

void Rebase::rewriteExports() {
  if (baseExports.empty()) // no memory is exported, or the one there is stays where it was
    return;
  std::vector<Export> &exports = module.editExports();
  for (Export &entry : exports)
    if (entry.target.kind == ExternalKind::Memory)
      entry.target.id = merged.value;
  for (const auto &[name, base] : baseExports) {
    Global global;
    global.type = indexType;
    global.init = ConstExpr::integer(indexType, base);
    global.name = module.save("meld.base." + llvm::StringRef(name).drop_back(5).str());
    GlobalId id = module.add(std::move(global));
    module.editExports().push_back({module.save(name), {ExternalKind::Global, id.value}});
  }
}

void Rebase::mergeMemories() {
  const bool isOne = windows.size() == 1;
  for (const Window &window : windows)
    if (window.input != merged)
      module.erase(window.input);
  Limits wanted = module.memories()[merged].limits;
  wanted.minimum = mergedPages;
  wanted.maximum = mergedPages;
  if (module.memories()[merged].limits != wanted || !isOne || module.memories()[merged].growth) {
    Memory &memory = module.edit(merged);
    memory.limits = wanted;
    memory.growth.reset(); // the window has it now
    if (!isOne && !memory.name.empty())
      memory.name = module.save("merged");
  }
  Layout &layout = module.editLayout();
  layout.mergedMemory = merged;
  layout.windows = windows;
  layout.checksNeeded = counts.needed;
  layout.checksRemoved = counts.removed;
  layout.hasAllChecks = options.checks == SegmentRebase::Checks::All;
  adapters.record(layout);
}

// rebase S8: what the tool cannot prove is said.
Result<void> Rebase::relyOnPremises() {
  std::string unchecked;
  for (const Window &window : windows) {
    if (window.isChecked || grow.of(window.input).accesses == 0)
      continue;
    if (window.growth.reservePages != 0 || window.endBytes() != mergedPages * PageSize)
      unchecked += (unchecked.empty() ? "" : ", ") + describeMemory(module, window.input);
  }
  if (unchecked.empty()) { // bump-grow may have stated it before
    module.editLayout().withdrawPremise(premises::InBounds.name.str());
  } else if (Result<void> relied =
                 relyOn(premises::InBounds, module, analyses,
                        {.location = Location::module(),
                         .fact = "accesses are not checked (bounds=none): an access out of bounds of " + unchecked +
                                 " would not trap but reach bytes outside its current size",
                         .option = options.bounds == SegmentRebase::Bounds::None ? "bounds=none" : ""});
             !relied) {
    return relied;
  }
  std::string hostGrown;
  for (const Window &window : windows)
    if (grow.of(window.input).hostCanGrow)
      hostGrown += (hostGrown.empty() ? "" : ", ") + describeMemory(module, window.input);
  if (!hostGrown.empty())
    if (Result<void> relied = relyOn(premises::NoHostGrowth, module, analyses,
                                     {.location = Location::module(),
                                      .fact = "a host that grows what the module exports will fail: " + hostGrown});
        !relied)
      return relied;
  return relyOnHostPointers(module, analyses, windows, adapters);
}

PassResult Rebase::run() {
  if (module.memories().count() == 0)
    return PreservedAnalyses::all();
  if (Result<void> possible = requireLowerable(module, grow); !possible)
    return possible.takeFailure();
  if (module.layout().mergedMemory)
    return error(module.locate(*module.layout().mergedMemory), "the memories of this module are merged already")
        .remedy("run rebase once, on the original module, with the options of both runs");
  for (Result<void> (Rebase::*step)() :
       {&Rebase::chooseTrap, &Rebase::requireOneType, &Rebase::placeWindows, &Rebase::chooseBounds,
        &Rebase::placeSegments, &Rebase::planExports, &Rebase::relyOnPremises})
    if (Result<void> done = (this->*step)(); !done)
      return done.takeFailure();
  if (Result<void> known = adapters.setBases(module, windows); !known)
    return known.takeFailure();
  remarkOnPlaces();
  addByteCounters();
  if (Result<void> done = rewriteBodies(); !done)
    return done.takeFailure();
  rewriteSegments();
  mergeMemories();
  rewriteExports();
  return PreservedAnalyses::none();
}

} // namespace

std::vector<std::string> SegmentRebase::namedFunctions() const {
  if (std::optional<llvm::StringRef> function = handlerNameOf(options.trap))
    return {function->str()};
  return {};
}

PassResult SegmentRebase::run(Module &module, ModuleAnalysisManager &analyses) {
  const ImportPages importPages{options.importPages, options.importPagesOf};
  if (options.import == Import::Define) {
    if (Result<void> defined = defineImportedMemories(module, analyses, importPages); !defined)
      return defined.takeFailure();
  } else if (importPages.isGiven()) {
    return error(Location::module(), "import-pages is given without import=define")
        .remedy("add import=define, or leave it out");
  }
  std::optional<MemoryId> atZero;
  if (options.base == 0 && options.order == Order::Declared && module.memories().count() != 0)
    atZero = *module.memories().ids().begin();
  Result<HostAdapters> adapters = HostAdapters::add(module, analyses, atZero);
  if (!adapters)
    return adapters.takeFailure();
  return Rebase(module, options, analyses, *adapters).run();
}

} // namespace meld
