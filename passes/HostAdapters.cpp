//===- HostAdapters.cpp - functions between host and component -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see HostAdapters.h. Paragraphs cited as `host-pointers S2` are in
//       docs/host-pointers.md.
// Why:  see HostAdapters.h.
// Never: see HostAdapters.h.
//
//===----------------------------------------------------------------------===//

#include "passes/HostAdapters.h"
#include "meld/IR/ReferenceRewriter.h"
#include "passes/FunctionDeclarations.h"
#include "passes/HostAdapterPlan.h"
#include "passes/Lowering.h"

namespace meld {

/// Puts planned adapters into a module.
class HostAdapterMaker {
public:
  HostAdapterMaker(Module &module, const BodyFacts &facts, std::optional<MemoryId> atZero, HostAdapters &adapters)
      : module(module), facts(facts), atZero(atZero), adapters(adapters) {}

  Result<void> run(llvm::ArrayRef<PlannedAdapter> plans);

private:
  Result<void> placeScratch(const HostScratch &wanted);
  Result<uint32_t> scratchAddress(const HostScratch &wanted, MemoryId memory) const;
  HostMemory &memoryOf(MemoryId memory);
  void addHelpers(const HostNeeds &needs, HostMemory &memory);
  FunctionId addFunction(TypeId type, const llvm::Twine &name);
  void addAdapter(const PlannedAdapter &plan);

  Result<void> redirectBodies(llvm::ArrayRef<FunctionId> functions);
  void redirectElements();
  void redirectExpressions();
  /// Nothing if it names no import with an adapter.
  std::optional<ConstExpr> redirected(const ConstExpr &expression);
  /// What code outside of adapters gets instead of a function: the adapter of an import that has one.
  FunctionId everywhereOf(FunctionId function) const;
  uint32_t everywhereOf(const Reference &reference) const;

  Module &module;
  const BodyFacts &facts;
  const std::optional<MemoryId> atZero;
  HostAdapters &adapters;
  std::map<FunctionId, FunctionId> everywhere;                     ///< import -> adapter
  std::map<FunctionId, std::map<FunctionId, FunctionId>> inCaller; ///< caller -> import -> adapter
};

HostMemory &HostAdapterMaker::memoryOf(MemoryId id) {
  auto [entry, isNew] = adapters.memories.try_emplace(id);
  HostMemory &memory = entry->second;
  if (!isNew)
    return memory;
  memory.memory = id;
  memory.isMoved = id != atZero;
  Global base;
  base.type = ValueType::I32;
  base.init = ConstExpr::i32(0);
  base.name = module.save("meld.window." + shortNameOf(module, id));
  memory.base = module.add(std::move(base));
  return memory;
}

/// Bodies come later, but ids are needed now.
FunctionId HostAdapterMaker::addFunction(TypeId type, const llvm::Twine &name) {
  Function function;
  function.type = type;
  function.name = module.save(name.str());
  return module.add(std::move(function));
}

void HostAdapterMaker::addHelpers(const HostNeeds &needs, HostMemory &memory) {
  const std::string suffix = shortNameOf(module, memory.memory);
  const TypeId moves = module.findOrAddType({ValueType::I32, ValueType::I64}, {ValueType::I32});
  if (needs.toHost && !memory.toHost) {
    memory.toHost = addFunction(moves, "meld.to-host." + suffix);
    module.setBody(*memory.toHost, makeToHost(module, memory));
  }
  if (needs.fromHost && !memory.fromHost) {
    memory.fromHost = addFunction(moves, "meld.from-host." + suffix);
    module.setBody(*memory.fromHost, makeFromHost(module, memory));
  }
  if (needs.textBytes && !memory.textBytes) {
    memory.textBytes =
        addFunction(module.findOrAddType({ValueType::I32}, {ValueType::I64}), "meld.text-bytes." + suffix);
    module.setBody(*memory.textBytes, makeTextBytes(memory));
  }
}

/// host-pointers S3: a window of its own, or bytes that the program sets aside.
Result<void> HostAdapterMaker::placeScratch(const HostScratch &wanted) {
  HostScratchArea scratch;
  if (wanted.memory) {
    Result<MemoryId> memory = findNamedMemory(module, *wanted.memory);
    if (!memory)
      return memory.takeFailure();
    Result<uint32_t> address = scratchAddress(wanted, *memory);
    if (!address)
      return address.takeFailure();
    scratch.memory = *memory;
    scratch.address = *address;
    scratch.bytes = wanted.bytes & ~uint32_t(15);
  } else {
    Memory memory;
    memory.limits.minimum = (uint64_t(wanted.bytes) + PageSize - 1) / PageSize;
    memory.limits.maximum = memory.limits.minimum;
    memory.name = module.save("meld.scratch");
    scratch.bytes = static_cast<uint32_t>(memory.limits.minimum * PageSize);
    scratch.memory = module.add(std::move(memory));
    adapters.addedScratch = scratch.memory;
  }
  scratch.base = memoryOf(scratch.memory).base;
  Global used;
  used.type = ValueType::I32;
  used.isMutable = true;
  used.init = ConstExpr::i32(0);
  used.name = module.save("meld.scratch.used");
  scratch.used = module.add(std::move(used));
  scratch.take =
      addFunction(module.findOrAddType({ValueType::I32, ValueType::I64}, {ValueType::I32}), "meld.scratch.take");
  module.setBody(scratch.take, makeTake(scratch));
  adapters.scratch = scratch;
  return {};
}

Result<uint32_t> HostAdapterMaker::scratchAddress(const HostScratch &wanted, MemoryId memory) const {
  const HostStatement &said = *wanted.address;
  uint32_t number = 0;
  std::optional<uint64_t> address;
  if (!llvm::StringRef(said.text).getAsInteger(10, number)) {
    address = number;
  } else {
    for (const Export &entry : module.exports())
      if (entry.target.kind == ExternalKind::Global && entry.name == said.text)
        address = evaluateInteger(module.globals()[GlobalId(entry.target.id)].init, module);
    if (!address)
      return error(said.location, "\"" + said.text + "\" is no exported global whose value is known")
          .remedy("export the buffer itself (for lld --export=NAME), or give a number");
  }
  const uint64_t initialBytes = module.memories()[memory].limits.minimum * PageSize;
  if (*address % 16 != 0)
    return error(said.location, "byte " + llvm::Twine(*address) + " is no multiple of 16")
        .remedy("align the buffer to 16 bytes");
  if (!(Checked(*address) + wanted.bytes).fits(initialBytes))
    return error(said.location, "the scratch bytes from " + llvm::Twine(*address) +
                                    " on do not lie within the initial " + llvm::Twine(initialBytes) + " bytes of " +
                                    describeMemory(module, memory))
        .remedy("give the address and the size of a buffer that the program sets aside for them");
  return static_cast<uint32_t>(*address);
}

void HostAdapterMaker::addAdapter(const PlannedAdapter &plan) {
  HostMemory &memory = memoryOf(plan.memory);
  addHelpers(HostAdapterCode::needsOf(*plan.signature, plan.isExport, memory.isMoved), memory);
  const FunctionId adapter =
      addFunction(module.functions()[plan.target].type, (plan.isExport ? "meld.export." : "meld.import.") +
                                                            std::to_string(plan.target.value) + "." +
                                                            shortNameOf(module, plan.memory));
  HostAdapterCode code(module, plan.target, *plan.signature, memory, adapters.scratch ? &*adapters.scratch : nullptr,
                       plan.questions);
  module.setBody(adapter, plan.isExport ? code.exportBody() : code.importBody());
  adapters.made.push_back({adapter, plan.memory, plan.target, plan.isExport});
  if (plan.isExport)
    module.editExports()[plan.exportPosition].target.id = adapter.value;
  else
    everywhere.try_emplace(plan.target, adapter); // of several, code that cannot run calls the first
  for (FunctionId caller : plan.callers)
    inCaller[caller][plan.target] = adapter;
  module.diagnostics().remark(
      RemarkKind::Passed, "HostAdapter", module.locate(plan.target), [&](RemarkDetails &remark) {
        remark << "pointers of " << RemarkValue{"Memory", describeMemory(module, plan.memory)} << " are translated "
               << (plan.isExport ? "for the host that calls this function" : "in calls of this import");
      });
}

FunctionId HostAdapterMaker::everywhereOf(FunctionId function) const {
  auto found = everywhere.find(function);
  return found == everywhere.end() ? function : found->second;
}

uint32_t HostAdapterMaker::everywhereOf(const Reference &reference) const {
  return reference.space == Space::Function ? everywhereOf(FunctionId(reference.id)).value : reference.id;
}

/// The calls that code makes, and the references that it takes.
Result<void> HostAdapterMaker::redirectBodies(llvm::ArrayRef<FunctionId> functions) {
  std::vector<FunctionId> values;
  for (FunctionId function : functions) {
    auto isRedirected = [&](FunctionId callee) { return everywhere.count(callee) != 0; };
    if (llvm::none_of(facts.functionRefs(function), isRedirected) &&
        llvm::none_of(facts.callees(function), isRedirected))
      continue;
    auto own = inCaller.find(function);
    std::optional<FunctionBody> body =
        mapReferences(module.functions()[function].body, [&](const Reference &reference) {
          if (own != inCaller.end() && reference.space == Space::Function)
            if (auto found = own->second.find(FunctionId(reference.id)); found != own->second.end())
              return found->second.value;
          return everywhereOf(reference);
        });
    if (!body)
      return undecodableBody(module, function);
    module.setBody(function, std::move(*body));
    for (FunctionId reference : facts.functionRefs(function))
      values.push_back(everywhereOf(reference));
  }
  declareFunctions(module, values);
  return {};
}

void HostAdapterMaker::redirectElements() {
  for (ElementId id : module.elementSegments().ids()) {
    const ElementSegment &segment = module.elementSegments()[id];
    std::vector<uint8_t> items;
    const uint8_t *copied = segment.items.begin();
    visitItems(segment, [&](const Reference &reference) {
      const uint32_t to = everywhereOf(reference);
      if (to == reference.id)
        return;
      encode::bytes(items, {copied, reference.begin});
      encodeReference(reference, to, items);
      copied = reference.end;
    });
    if (copied == segment.items.begin())
      continue;
    encode::bytes(items, {copied, segment.items.end()});
    module.edit(id).items = module.save(items);
  }
}

std::optional<ConstExpr> HostAdapterMaker::redirected(const ConstExpr &expression) {
  std::vector<uint8_t> bytes;
  llvm::ArrayRef<uint8_t> old = expression.bytes();
  const uint8_t *copied = old.begin();
  visitReferences(expression, [&](const Reference &reference) {
    const uint32_t to = everywhereOf(reference);
    if (to == reference.id)
      return;
    encode::bytes(bytes, {copied, reference.begin});
    encodeReference(reference, to, bytes);
    copied = reference.end;
  });
  if (copied == old.begin())
    return std::nullopt;
  encode::bytes(bytes, {copied, old.end()});
  return ConstExpr(module.save(bytes));
}

void HostAdapterMaker::redirectExpressions() {
  for (GlobalId id : module.globals().ids())
    if (std::optional<ConstExpr> init = redirected(module.globals()[id].init))
      module.edit(id).init = std::move(*init);
  for (TableId id : module.tables().ids())
    if (const std::optional<ConstExpr> &old = module.tables()[id].init)
      if (std::optional<ConstExpr> init = redirected(*old))
        module.edit(id).init = std::move(*init);
}

Result<void> HostAdapterMaker::run(llvm::ArrayRef<PlannedAdapter> plans) {
  const auto before = llvm::to_vector(module.functions().ids());
  const HostScratch &wanted = adapters.description.scratch;
  bool needsScratch = llvm::any_of(plans, [&](const PlannedAdapter &plan) {
    return HostAdapterCode::needsOf(*plan.signature, plan.isExport, plan.memory != atZero).scratch;
  });
  if (needsScratch) {
    if (Result<void> placed = placeScratch(wanted); !placed)
      return placed;
  } else if (wanted.isGiven) {
    module.diagnostics().warn(wanted.location,
                              "nothing needs scratch bytes: no structure is copied and no count asked for",
                              "leave \"scratch\" out");
  }
  for (const PlannedAdapter &plan : plans)
    addAdapter(plan);
  redirectElements();
  redirectExpressions();
  return redirectBodies(before);
}

namespace {

constexpr size_t ShownInferences = 8;

/// host-pointers S5: nobody said which memory is meant, and only the code around a call suggests it.
Result<void> relyOnOwnPointers(Module &module, const ModuleAnalysisManager &analyses,
                               llvm::ArrayRef<PlannedAdapter> plans) {
  PremiseUse use{Location::module()};
  size_t count = 0;
  for (const PlannedAdapter &plan : plans) {
    if (!plan.isInferred || ++count > ShownInferences)
      continue;
    std::string text = plan.name + ": " + describeMemory(module, plan.memory);
    for (FunctionId caller : llvm::ArrayRef(plan.callers).take_front(1))
      text += ", called by " + describe(module, caller) +
              (plan.callers.size() > 1 ? " and " + std::to_string(plan.callers.size() - 1) + " more" : "");
    use.notes.push_back({Location(), std::move(text)});
  }
  if (count == 0)
    return {};
  if (count > ShownInferences)
    use.notes.push_back({Location(), "and " + std::to_string(count - ShownInferences) + " more"});
  use.fact =
      "a function passes the host pointers into the memory that the code around it uses: " + std::to_string(count) +
      " adapters rest on that";
  return relyOn(premises::OwnPointers, module, analyses, std::move(use));
}

} // namespace

Result<HostAdapters> HostAdapters::add(Module &module, ModuleAnalysisManager &analyses,
                                       std::optional<MemoryId> atZero) {
  HostAdapters adapters;
  if (!analyses.hasInput(InputName))
    return adapters;
  Result<llvm::MemoryBufferRef> text = analyses.input(InputName, Location::module());
  if (!text)
    return text.takeFailure();
  Result<HostDescription> description = readHostDescription(*text);
  if (!description)
    return description.takeFailure();
  adapters.description = std::move(*description);
  if (module.memories().count() == 0 || module.layout().mergedMemory)
    return adapters; // nothing to translate, or rebase refuses the module
  for (MemoryId memory : module.memories().ids())
    if (module.memories()[memory].limits.is64)
      return error(module.locate(memory), "host-pointers: " + describeMemory(module, memory) +
                                              " has 64-bit addresses, and only pointers of 32 bits can be described")
          .remedy("leave the description out and let the host add the bases (premise host-adds-base), or build for "
                  "wasm32");
  if (Result<void> possible = requireLowerable(module, analyses.get<MemoryGrowAnalysis>(module)); !possible)
    return possible.takeFailure();
  for (MemoryId memory : module.memories().ids())
    if (Result<void> possible = requireLowerable(module, memory); !possible)
      return possible.takeFailure();
  Result<std::vector<PlannedAdapter>> plans = planHostAdapters(module, analyses, adapters.description);
  if (!plans)
    return plans.takeFailure();
  if (Result<void> relied = relyOnOwnPointers(module, analyses, *plans); !relied)
    return relied.takeFailure();
  HostAdapterMaker maker(module, analyses.get<BodyFactsAnalysis>(module), atZero, adapters);
  if (Result<void> made = maker.run(*plans); !made)
    return made.takeFailure();
  analyses.count("host-adapters", plans->size());
  if (!plans->empty())
    analyses.invalidate(PreservedAnalyses::none());
  return adapters;
}

Result<void> HostAdapters::setBases(Module &module, llvm::ArrayRef<Window> windows) const {
  for (const Window &window : windows) {
    auto found = memories.find(window.input);
    if (found == memories.end())
      continue;
    if (!found->second.isMoved && window.baseBytes != 0)
      return error(module.locate(window.input), describeMemory(module, window.input) +
                                                    " was taken to stand at 0, where its pointers need no translation")
          .remedy("this is a defect of the pass; please report it with the input module");
    module.edit(found->second.base).init = ConstExpr::i32(static_cast<uint32_t>(window.baseBytes));
  }
  return {};
}

void HostAdapters::record(Layout &layout) const {
  layout.hostAdapters = made;
  for (const auto &[id, memory] : memories)
    if (Window *window = layout.windowOf(id))
      window->hostHelpers = {memory.toHost, memory.fromHost};
  if (scratch)
    layout.hostScratch = {scratch->memory, scratch->address, scratch->bytes, scratch->used, scratch->take};
}

bool HostAdapters::describes(const Module &module, const HostChannel &channel) const {
  if (channel.exportName)
    return description.exports.count(*channel.exportName) != 0;
  const Import from = *module.importOf(channel.entity);
  return description.imports.count({from.module.str(), from.field.str()}) != 0;
}

bool HostAdapters::describesMemory(llvm::StringRef exportName) const {
  return description.exports.count(exportName.str()) != 0;
}

} // namespace meld
