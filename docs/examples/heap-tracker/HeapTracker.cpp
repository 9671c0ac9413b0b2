//===- HeapTracker.cpp - plugin `heap-tracker` ----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: pass `heap-tracker`: has malloc, calloc, realloc, aligned_alloc and free counted by
//       the call that asked for the memory, in a memory of its own that the module exports.
// Why:  on a device with little memory the question is who holds how much of it at most.
// Never: changes what the program computes, or counts a block that it cannot tell apart
//        from another without saying so.
//
// USAGE:
//   meld-opt -load-pass-plugin=./heap-tracker.so -features=input,multi-memory -passes=heap-tracker in.wasm -o out.wasm
//   -passes='heap-tracker<malloc=pool_alloc;free=pool_free>'   an allocator with other names
//   -passes=heap-tracker,rebase,bump-grow                       where there is one memory only
// report.mjs shows what was counted. README.md has the whole story.
//
//===----------------------------------------------------------------------===//

#include "Instrumentation.h"
#include "meld/Analysis/CallGraph.h"
#include "meld/Analysis/FeatureUses.h"
#include "meld/IR/BodyRewriter.h"
#include "meld/IR/ReferenceRewriter.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace meld;
using namespace heap_tracker;

namespace {

struct Options {
  std::optional<std::string> mallocName, callocName, reallocName, alignedAllocName, freeName;
  uint64_t granule = 8;
  std::string memory = "heap-tracker";
};

/// One run of the pass.
class Tracker {
public:
  Tracker(Module &module, const Options &options, ModuleAnalysisManager &analyses)
      : module(module), options(options), analyses(analyses) {}

  PassResult run();

private:
  struct Functions {
    FunctionId tracked; ///< takes the call site as one more parameter
    FunctionId adapter; ///< has the type of the original
  };

  Result<void> checkModule();
  Result<void> findSites();
  void addMemory();
  void addFunctions();
  void rewriteBodies();
  void rewriteReferences();
  uint32_t mapped(const Reference &reference) const;
  std::optional<ConstExpr> mapped(const ConstExpr &expression);
  std::string describe(FunctionId caller, Kind kind, uint32_t codeByte) const;

  Module &module;
  const Options &options;
  ModuleAnalysisManager &analyses;
  std::map<FunctionId, Kind> allocator;
  std::map<FunctionId, Functions> functionsFor; ///< by the allocator's own
  std::vector<std::string> sites = {"elsewhere"};
  /// The sites of calls, by caller and position in its code.
  std::map<FunctionId, std::map<uint32_t, size_t>> calls;
  std::vector<FunctionId> bodies; ///< of functions that were there before
  Image image;
  MemoryId memory;
};

Result<void> Tracker::checkModule() {
  for (MemoryId id : module.memories().ids())
    if (module.memories()[id].limits.isShared)
      return error(module.locate(id), "this memory is shared between threads, whose calls would be counted wrongly")
          .remedy("build without threads");
  for (const Export &exported : module.exports())
    if (exported.name == options.memory)
      return error(Location::module(), "the export name \"" + options.memory + "\" is taken")
          .remedy("give another one, heap-tracker<memory=NAME>");
  if (module.memories().count() == 0)
    return {};
  return requireFeature(Feature::MultiMemory, module, analyses, Location::module(), "a memory of its own to count in",
                        "fuse it with other components first");
}

/// `$parse + 0x21f: malloc`; the offset is that of the call in the file.
std::string Tracker::describe(FunctionId caller, Kind kind, uint32_t codeByte) const {
  std::string text = meld::describe(module, caller);
  llvm::raw_string_ostream out(text);
  if (std::optional<uint64_t> offset = module.functions()[caller].body.inputOffsetOf(codeByte))
    out << " + " << llvm::format_hex(*offset, 1);
  out << ": " << infoOf(kind).name;
  return text;
}

Result<void> Tracker::findSites() {
  static const OpcodeSet calling{Opcode::Call, Opcode::ReturnCall};
  for (FunctionId caller : module.functions().ids()) {
    if (module.isImported(caller))
      continue;
    bodies.push_back(caller);
    InstructionCursor cursor = module.functions()[caller].body.instructions();
    const uint8_t *begin = cursor.bytes().begin();
    for (Instruction instruction; cursor.nextIn(calling, instruction);) {
      auto callee = allocator.find(instruction.function());
      if (callee == allocator.end())
        continue;
      const auto codeByte = static_cast<uint32_t>(instruction.begin - begin);
      // A block given back belongs to who asked for it, and what the allocator calls itself is not counted.
      const bool isCounted = callee->second != Kind::Free && !allocator.contains(caller);
      calls[caller][codeByte] = isCounted ? sites.size() : 0;
      if (isCounted)
        sites.push_back(describe(caller, callee->second, codeByte));
    }
    if (cursor.failed())
      return error(module.locate(caller, cursor.offset()), "this body cannot be decoded: " + cursor.describeError())
          .remedy("run without -disable-verify to see what is wrong");
  }
  return {};
}

void Tracker::addMemory() {
  image = makeImage(sites, static_cast<uint32_t>(options.granule));
  Memory tracking;
  tracking.limits.minimum = image.pages();
  tracking.name = module.save(options.memory);
  memory = module.add(std::move(tracking));
  module.editExports().push_back({module.save(options.memory), {ExternalKind::Memory, memory.value}});
  DataSegment segment;
  segment.isActive = true;
  segment.memory = memory;
  segment.offset = ConstExpr::i32(0);
  segment.bytes = module.save(llvm::ArrayRef(image.bytes));
  module.add(std::move(segment));
}

void Tracker::addFunctions() {
  Instrumentation instrumentation(module, memory, image, static_cast<uint32_t>(options.granule));
  for (const auto &[original, kind] : allocator) {
    const FunctionId tracked = instrumentation.addTracked(kind, original);
    functionsFor[original] = {tracked, instrumentation.addAdapter(original, tracked)};
  }
}

uint32_t Tracker::mapped(const Reference &reference) const {
  if (reference.space != Space::Function)
    return reference.id;
  auto found = functionsFor.find(FunctionId(reference.id));
  if (found == functionsFor.end())
    return reference.id;
  return (reference.isFunctionValue ? found->second.adapter : found->second.tracked).value;
}

/// Calls name their site and call the tracked functions; values of functions become
/// those of the adapters, which have the same types.
void Tracker::rewriteBodies() {
  static const OpcodeSet wanted{Opcode::Call, Opcode::ReturnCall, Opcode::RefFunc};
  for (FunctionId caller : bodies) {
    const FunctionBody &body = module.functions()[caller].body;
    const std::map<uint32_t, size_t> &sitesHere = calls[caller];
    BodyRewriter rewriter(body, /*localCount=*/0); // no scratch locals are used
    bool hasValues = false;
    const uint8_t *begin = body.code().begin();
    for (Instruction instruction; rewriter.nextIn(wanted, instruction);) {
      if (instruction.opcode == Opcode::RefFunc)
        hasValues |= allocator.contains(instruction.function());
      else if (auto site = sitesHere.find(static_cast<uint32_t>(instruction.begin - begin)); site != sitesHere.end())
        rewriter.insertBefore().i32Const(Image::siteOffset(site->second));
    }
    if (!rewriter.isEdited() && !hasValues)
      continue;
    FunctionBody named = rewriter.isEdited() ? rewriter.finish() : body;
    // It was decoded before.
    module.setBody(caller, *mapReferences(named, [this](const Reference &r) { return mapped(r); }));
  }
}

/// Nothing if the expression stays what it is.
std::optional<ConstExpr> Tracker::mapped(const ConstExpr &expression) {
  std::vector<uint8_t> bytes;
  const uint8_t *copied = expression.bytes().begin();
  bool isChanged = false;
  visitReferences(expression, [&](const Reference &reference) {
    isChanged |= mapped(reference) != reference.id;
    bytes.insert(bytes.end(), copied, reference.begin);
    encodeReference(reference, mapped(reference), bytes);
    copied = reference.end;
  });
  if (!isChanged)
    return std::nullopt;
  bytes.insert(bytes.end(), copied, expression.bytes().end());
  return ConstExpr(module.save(llvm::ArrayRef(bytes)));
}

/// Whoever has one of the functions from elsewhere, has the adapter.
void Tracker::rewriteReferences() {
  for (Export &exported : module.editExports())
    if (exported.target.kind == ExternalKind::Function)
      if (auto found = functionsFor.find(FunctionId(exported.target.id)); found != functionsFor.end())
        exported.target.id = found->second.adapter.value;
  for (ElementId id : llvm::to_vector(module.elementSegments().ids())) {
    const ElementSegment &segment = module.elementSegments()[id];
    std::vector<uint8_t> items;
    const uint8_t *copied = segment.items.begin();
    bool isChanged = false;
    visitItems(segment, [&](const Reference &reference) {
      // A list of functions consists of values, too.
      auto found = functionsFor.find(FunctionId(reference.id));
      const bool isOurs = reference.space == Space::Function && found != functionsFor.end();
      items.insert(items.end(), copied, reference.begin);
      encodeReference(reference, isOurs ? found->second.adapter.value : reference.id, items);
      copied = reference.end;
      isChanged |= isOurs;
    });
    if (!isChanged)
      continue;
    items.insert(items.end(), copied, segment.items.end());
    module.edit(id).items = module.save(llvm::ArrayRef(items));
  }
  for (GlobalId id : llvm::to_vector(module.globals().ids()))
    if (!module.globals()[id].import)
      if (std::optional<ConstExpr> init = mapped(module.globals()[id].init))
        module.edit(id).init = *init;
  for (TableId id : llvm::to_vector(module.tables().ids()))
    if (module.tables()[id].init)
      if (std::optional<ConstExpr> init = mapped(*module.tables()[id].init))
        module.edit(id).init = *init;
}

PassResult Tracker::run() {
  Result<std::map<FunctionId, Kind>> found = findAllocator(module, {{Kind::Malloc, options.mallocName},
                                                                    {Kind::Calloc, options.callocName},
                                                                    {Kind::Realloc, options.reallocName},
                                                                    {Kind::Free, options.freeName},
                                                                    {Kind::AlignedAlloc, options.alignedAllocName}});
  if (!found)
    return found.takeFailure();
  allocator = *found;
  if (Result<void> possible = checkModule(); !possible)
    return possible.takeFailure();
  if (Result<void> decoded = findSites(); !decoded)
    return decoded.takeFailure();
  addMemory();
  addFunctions();
  rewriteBodies();
  rewriteReferences();
  analyses.count("call-sites", sites.size() - 1);
  return PreservedAnalyses::none();
}

class HeapTracker : public PassInfoMixin<HeapTracker> {
public:
  static constexpr PassInfo info{.name = "heap-tracker", .summary = "count what each call of the allocator holds"};
  using Options = ::Options;
  Options options;
  static void schema(OptionSchema<Options> &schema) {
    schema.string("malloc", &Options::mallocName, "the function to take for malloc, by debug name or export");
    schema.string("calloc", &Options::callocName, "the one for calloc");
    schema.string("realloc", &Options::reallocName, "the one for realloc");
    schema.string("aligned_alloc", &Options::alignedAllocName, "the one for aligned_alloc");
    schema.string("free", &Options::freeName, "the one for free");
    schema.bytes(
        "granule", &Options::granule, "what the allocator's blocks are aligned to",
        {[](uint64_t n) { return llvm::isPowerOf2_64(n) && n >= 8 && n <= 4096; }, "a power of two from 8 to 4096"});
    schema.string("memory", &Options::memory, "name of the tracker's memory and of its export");
  }
  PassResult run(Module &module, ModuleAnalysisManager &analyses) { return Tracker(module, options, analyses).run(); }
};

} // namespace

extern "C" const PassPluginLibraryInfo *meldGetPassPluginInfo() {
  static constexpr PassPluginLibraryInfo info{.pluginName = "heap-tracker",
                                              .pluginVersion = "1.0",
                                              .registerPassBuilderCallbacks = [](PassBuilder &builder) -> Result<void> {
                                                builder.registry().addPass<HeapTracker>();
                                                return {};
                                              }};
  return &info;
}
