//===- GrowToBoundedBump.cpp - pass `bump-grow` ------------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see GrowToBoundedBump.h. The numbered paragraphs cited as `bump-grow S1` are
//       in docs/passes/bump-grow.md.
// Why:  see GrowToBoundedBump.h.
// Never: see GrowToBoundedBump.h.
//
//===----------------------------------------------------------------------===//

#include "passes/GrowToBoundedBump.h"
#include "meld/IR/BodyRewriter.h"
#include "passes/Lowering.h"
#include "llvm/ADT/StringSet.h"

namespace meld {

namespace {

/// One memory or window whose growth is lowered.
struct Target {
  MemoryId input;  ///< what memory.size and memory.grow name
  MemoryId memory; ///< the memory its bytes lie in
  uint64_t baseBytes;
  /// Nothing can have written beyond its current size.
  bool isChecked;
  GrowVerdict verdict;
  GrowthState growth;
  std::string grownExport; ///< of export-grown
};

class Bump {
public:
  Bump(Module &module, const GrowToBoundedBump::Options &options, ModuleAnalysisManager &analyses)
      : module(module), options(options), analyses(analyses), facts(analyses.get<BodyFactsAnalysis>(module)),
        grow(analyses.get<MemoryGrowAnalysis>(module)),
        mayUseBulkMemory(analyses.features() ? analyses.features()->contains(Feature::BulkMemory)
                                             : facts.usesBulkMemory()) {}

  PassResult run();

private:
  Result<void> collect();
  Result<void> chooseExhaustion();
  Result<void> freeze(Target &target);
  void addHelper(Target &target);
  Result<void> planExports();
  void exportGrown(const Target &target);
  FunctionBody helperBody(const Target &target, std::optional<FunctionId> clear);
  FunctionId addClearHelper(const Target &target);
  void rewriteSites();
  void rewriteBody(FunctionId function, const std::map<uint32_t, GrowVerdict> &grows);
  std::string suffixOf(const Target &target) const {
    const std::string &name = grow.of(target.input).name;
    return name.empty() ? std::to_string(target.input.value) : name;
  }
  /// Fresh pages of a checked window are zero by construction (bump-grow S6).
  bool clears(const Target &target) const {
    return options.zero == GrowToBoundedBump::Zero::Clear && !target.isChecked;
  }
  /// Whether a `memory.fill` can clear all that one call grants: its length is an
  /// i32, so not 2^32 bytes (bump-grow S6). In 64 bits a capacity always fits (S9).
  bool fillsAtOnce(const Target &target) const { return mayUseBulkMemory && target.growth.countsBytes(); }

  Module &module;
  const GrowToBoundedBump::Options &options;
  const ModuleAnalysisManager &analyses;
  const BodyFacts &facts;
  const MemoryGrow &grow;
  const bool mayUseBulkMemory;
  std::vector<Target> targets;
  /// What happens when the reserve is exhausted: returns -1, or traps, perhaps after a
  /// call of the handler.
  const bool fails = options.oom == "fail";
  std::optional<FunctionId> handler;
};

Result<void> Bump::chooseExhaustion() {
  std::optional<llvm::StringRef> function = handlerNameOf(options.oom);
  if (!function)
    return {};
  // Of memories of both index types that may grow, FN cannot be told: it has one type.
  std::optional<ValueType> type;
  for (const Target &target : targets) {
    if (!mayGrow(target.verdict))
      continue;
    if (type && *type != target.growth.indexType())
      return error(module.locate(target.input), "oom=call: " + describeMemory(module, target.input) +
                                                    " counts pages in another type than the memories before it, and "
                                                    "one function cannot be told both")
          .remedy("give oom=trap or oom=fail");
    type = target.growth.indexType();
  }
  Result<FunctionId> found = requireHandler(module, analyses, {"oom", "trap or fail"}, *function,
                                            {{ValueType::I32, type.value_or(ValueType::I32)}, {}});
  if (!found)
    return found.takeFailure();
  handler = *found;
  return {};
}

Result<void> Bump::collect() {
  Result<std::map<MemoryId, GrowthState>> growth = resolveGrowth(module, grow, {options.reserve, options.reserveOf});
  if (!growth)
    return growth.takeFailure();
  if (std::optional<MemoryId> merged = module.layout().mergedMemory) {
    for (const Window &window : module.layout().windows)
      if (!window.growth.isLowered)
        targets.push_back({window.input, *merged, window.baseBytes, window.isChecked, grow.of(window.input).verdict,
                           window.growth, ""});
    return {};
  }
  for (auto &[memory, state] : *growth) {
    if (Result<void> possible = requireLowerable(module, memory); !possible)
      return possible;
    targets.push_back({memory, memory, 0, false, grow.of(memory).verdict, state, ""});
    if (Result<void> addressable = requireAddressable(module, memory, state); !addressable)
      return addressable;
  }
  return {};
}

/// Fixes the limits of a memory that is not in a window (bump-grow S7).
Result<void> Bump::freeze(Target &target) {
  if (auto places = requireSegmentsFit(module, analyses, target.memory, target.growth.initialBytes()); !places)
    return places.takeFailure();
  const MemoryFacts &known = grow.of(target.memory);
  if (target.growth.reservePages != 0)
    if (Result<void> relied = relyOn(
            premises::InBounds, module, analyses,
            {.location = module.locate(target.memory),
             .fact = describeMemory(module, target.memory) + " is " + std::to_string(target.growth.capacityPages()) +
                     " pages from the start; accesses between its size and that end no longer trap"});
        !relied)
      return relied;
  if (known.hostCanGrow)
    if (Result<void> relied =
            relyOn(premises::NoHostGrowth, module, analyses,
                   {.location = module.locate(target.memory),
                    .fact = "a host that grows the exported " + describeMemory(module, target.memory) + " will fail"});
        !relied)
      return relied;
  Memory &memory = module.edit(target.memory);
  memory.limits.minimum = target.growth.capacityPages();
  memory.limits.maximum = target.growth.capacityPages();
  return {};
}

/// (param $address i32) (param $bytes i32), or i64: clears eight bytes at a time. `address`
/// is relative to the window, like every address; `bytes` is a multiple of the page
/// size, and 0 stands for 2^32 (bump-grow S6).
FunctionId Bump::addClearHelper(const Target &target) {
  std::vector<uint8_t> bytes{0}; // no locals
  CodeBuilder code(bytes);
  code.open(Opcode::Loop);
  code.localGet(0).i64Const(0).access(Opcode::I64Store, target.memory, target.baseBytes, 3);
  code.localGet(0);
  emitIndexConst(code, target.growth, 8);
  code.op(indexOpcode(target.growth, Opcode::I32Add, Opcode::I64Add)).localSet(0);
  code.localGet(1);
  emitIndexConst(code, target.growth, 8);
  code.op(indexOpcode(target.growth, Opcode::I32Sub, Opcode::I64Sub)).localTee(1);
  if (target.growth.is64)
    code.i64Const(0).op(Opcode::I64Ne);
  code.brIf(0);
  code.end().end();
  Function function;
  function.type = module.findOrAddType({target.growth.indexType(), target.growth.indexType()}, {});
  function.name = module.save("meld.clear." + suffixOf(target));
  function.body = FunctionBody(std::move(bytes), 1);
  return module.add(std::move(function));
}

FunctionBody Bump::helperBody(const Target &target, std::optional<FunctionId> clear) {
  const GrowthState &growth = target.growth;
  GlobalId grown = *growth.grownGlobal;
  const uint32_t pages = 0;
  std::vector<uint8_t> bytes{0}; // no locals
  CodeBuilder code(bytes);
  const Opcode add = indexOpcode(growth, Opcode::I32Add, Opcode::I64Add),
               subtract = indexOpcode(growth, Opcode::I32Sub, Opcode::I64Sub),
               isAbove = indexOpcode(growth, Opcode::I32GtU, Opcode::I64GtU);
  auto constant = [&](uint64_t value) { emitIndexConst(code, growth, value); };
  auto remaining = [&](uint64_t total) {
    constant(total);
    code.globalGet(grown).op(subtract);
  };
  auto refuse = [&] {
    constant(~uint64_t(0)); // -1
    code.op(Opcode::Return);
  };
  auto toBytes = [&] { emitPagesToBytes(code, growth); };
  // bump-grow S2: beyond the specification's limit it is -1 in every mode.
  code.localGet(pages);
  remaining(growth.limitPages() - growth.initialPages);
  code.op(isAbove).open(Opcode::If);
  refuse();
  code.end();
  // bump-grow S3: beyond the reserve.
  code.localGet(pages);
  remaining(growth.reservePages);
  code.op(isAbove).open(Opcode::If);
  if (fails)
    refuse();
  if (handler)
    code.i32Const(target.input.value).localGet(pages).call(*handler);
  if (!fails)
    code.op(Opcode::Unreachable);
  code.end();
  // bump-grow S4: the counter first; what clears may check against the new size.
  code.globalGet(grown).localGet(pages).op(add).globalSet(grown);
  if (growth.grownBytesGlobal) {
    code.globalGet(grown);
    toBytes();
    code.globalSet(*growth.grownBytesGlobal);
  }
  auto oldSize = [&] {
    code.globalGet(grown).localGet(pages).op(subtract);
    if (growth.initialPages != 0) {
      constant(growth.initialPages);
      code.op(add);
    }
  };
  if (clears(target)) {
    code.localGet(pages);
    if (growth.is64)
      code.i64Const(0).op(Opcode::I64Ne);
    code.open(Opcode::If);
    oldSize();
    toBytes();
    if (!clear) {
      if (target.baseBytes != 0) {
        constant(target.baseBytes);
        code.op(add);
      }
      code.i32Const(0);
    }
    code.localGet(pages);
    toBytes();
    if (clear)
      code.call(*clear);
    else
      code.memoryFill(target.memory);
    code.end();
  }
  oldSize();
  code.end();
  return FunctionBody(std::move(bytes), 1);
}

void Bump::addHelper(Target &target) {
  std::string suffix = suffixOf(target);
  Global grown;
  grown.type = target.growth.indexType();
  grown.isMutable = true;
  grown.init = target.growth.is64 ? ConstExpr::i64(0) : ConstExpr::i32(0);
  grown.name = module.save("meld.grown." + suffix);
  target.growth.grownGlobal = module.add(std::move(grown));

  std::optional<FunctionId> clear;
  if (clears(target) && !fillsAtOnce(target))
    clear = addClearHelper(target);
  Function helper;
  helper.type = module.findOrAddType({target.growth.indexType()}, {target.growth.indexType()});
  helper.name = module.save("meld.grow." + suffix);
  helper.body = helperBody(target, clear);
  target.growth.growFunction = module.add(std::move(helper));
}

/// Names the functions that export-grown adds.
Result<void> Bump::planExports() {
  if (!options.exportGrown)
    return {};
  llvm::StringSet<> taken;
  for (const Export &entry : module.exports())
    taken.insert(entry.name);
  for (Target &target : targets) {
    const std::vector<std::string> &exports = grow.of(target.input).exports;
    target.grownExport = (exports.empty() ? suffixOf(target) : exports.front()) + ".grown";
    if (!taken.insert(target.grownExport).second)
      return error(module.locate(target.input), "export-grown: the export name \"" + target.grownExport + "\" is taken")
          .remedy("rename the export \"" + target.grownExport + "\", or the memory");
  }
  return {};
}

/// A function rather than the global: a host could write to a mutable global.
void Bump::exportGrown(const Target &target) {
  std::vector<uint8_t> bytes{0}; // no locals
  CodeBuilder code(bytes);
  if (target.growth.grownGlobal)
    code.globalGet(*target.growth.grownGlobal);
  else
    emitIndexConst(code, target.growth, 0);
  code.end();
  Function function;
  function.type = module.findOrAddType({}, {target.growth.indexType()});
  function.name = module.save("meld." + target.grownExport);
  function.body = FunctionBody(std::move(bytes), 1);
  const FunctionId id = module.add(std::move(function));
  module.editExports().push_back({module.save(target.grownExport), {ExternalKind::Function, id.value}});
}

void Bump::rewriteBody(FunctionId function, const std::map<uint32_t, GrowVerdict> &grows) {
  static const OpcodeSet sizeAndGrow{Opcode::MemorySize, Opcode::MemoryGrow};
  const FunctionBody &body = module.functions()[function].body;
  BodyRewriter rewriter(body, 0); // no scratch locals are used
  const uint8_t *begin = body.code().begin();
  Instruction instruction;
  while (rewriter.nextIn(sizeAndGrow, instruction)) {
    auto target = llvm::find_if(targets, [&](const Target &t) { return t.input == instruction.memory(); });
    if (target == targets.end())
      continue;
    if (instruction.opcode == Opcode::MemorySize) {
      emitCurrentPages(rewriter.replace(), target->input, target->growth, false);
      continue;
    }
    // bump-grow S1: every live site calls the helper; a dead one cannot run.
    auto site = grows.find(static_cast<uint32_t>(instruction.begin - begin));
    if (site != grows.end() && mayGrow(site->second))
      rewriter.replace().call(*target->growth.growFunction);
    else
      rewriter.replace().op(Opcode::Unreachable);
  }
  if (rewriter.isEdited())
    module.setBody(function, rewriter.finish());
}

void Bump::rewriteSites() {
  std::map<FunctionId, std::map<uint32_t, GrowVerdict>> sites;
  for (const Target &target : targets) {
    const MemoryFacts &known = grow.of(target.input);
    for (const GrowSite &site : known.growSites)
      sites[site.function][site.codeByte] = site.verdict;
    for (const MemorySite &site : known.sizeSites)
      sites[site.function];
  }
  for (const auto &[function, grows] : sites)
    rewriteBody(function, grows);
  analyses.count("memories-bounded", llvm::count_if(targets, [](const Target &t) { return mayGrow(t.verdict); }));
  analyses.count("functions-changed", sites.size());
}

PassResult Bump::run() {
  if (Result<void> possible = requireLowerable(module, grow); !possible)
    return possible.takeFailure();
  if (Result<void> collected = collect(); !collected)
    return collected.takeFailure();
  if (targets.empty())
    return PreservedAnalyses::all();
  if (Result<void> chosen = chooseExhaustion(); !chosen)
    return chosen.takeFailure();
  if (Result<void> planned = planExports(); !planned)
    return planned.takeFailure();
  const bool isRebased = module.layout().mergedMemory.has_value();
  for (Target &target : targets) {
    if (!isRebased)
      if (Result<void> frozen = freeze(target); !frozen)
        return frozen.takeFailure();
    if (mayGrow(target.verdict)) {
      addHelper(target);
      module.diagnostics().remark(RemarkKind::Passed, "GrowthBounded", module.locate(target.input), [&](RemarkDetails &remark) {
        remark << RemarkValue{"Memory", describeMemory(module, target.input)} << " can grow by "
               << RemarkValue{"Pages", std::to_string(target.growth.reservePages)} << " pages";
      });
    }
    target.growth.isLowered = true;
    if (options.exportGrown)
      exportGrown(target);
  }
  rewriteSites();

  Layout &layout = module.editLayout();
  layout.oom = handler ? "call" : options.oom;
  layout.oomFunction = handler;
  layout.zero = options.zero == GrowToBoundedBump::Zero::Assume ? "assume" : "clear";
  for (const Target &target : targets) {
    if (isRebased)
      layout.windowOf(target.input)->growth = target.growth;
    else
      module.edit(target.memory).growth = target.growth;
  }
  return PreservedAnalyses::none();
}

} // namespace

std::vector<std::string> GrowToBoundedBump::namedFunctions() const {
  if (std::optional<llvm::StringRef> function = handlerNameOf(options.oom))
    return {function->str()};
  return {};
}

PassResult GrowToBoundedBump::run(Module &module, ModuleAnalysisManager &analyses) {
  return Bump(module, options, analyses).run();
}

} // namespace meld
