//===- Verifier.cpp - validation of a module -------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the rules of the core specification for modules (Validation, Modules and
//       Types), in the order of the sections; bodies go to `FunctionVerifier`.
// Why:  see Verifier.h.
// Never: stops at anything but the first violation, in a fixed order.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/Verifier.h"
#include "ConstExprVerifier.h"
#include "IndexTable.h"
#include "meld/Support/Leb.h"
#include "meld/Support/Parallel.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace meld {

VerifiedBodies::VerifiedBodies() = default;
VerifiedBodies::~VerifiedBodies() = default;
VerifiedBodies::VerifiedBodies(VerifiedBodies &&) noexcept = default;
VerifiedBodies &VerifiedBodies::operator=(VerifiedBodies &&) noexcept = default;

namespace {

Failure invalid(Location location, const llvm::Twine &fact, const llvm::Twine &rule) {
  return error(std::move(location), fact).violates("core specification, " + rule).from("verifier");
}

Result<void> verifyFunctionType(const VerifierContext &context, FunctionId id) {
  if (context.functionType(id.value) != VerifierContext::NoType)
    return {};
  const Module &module = context.module();
  return invalid(module.locate(id), "unknown type " + llvm::Twine(module.functions()[id].type.value),
                 "Functions: the type C.types[x] must exist");
}

Result<void> verifyBody(const VerifierContext &context, FunctionVerifier &verifier, FunctionId id) {
  if (Result<void> type = verifyFunctionType(context, id); !type)
    return type;
  if (context.module().isImported(id) || verifier.verify(id))
    return {};
  const Violation &violation = verifier.violation();
  return invalid(context.module().locate(id, violation.codeByte), violation.fact, violation.rule);
}

} // namespace

class ModuleVerifier {
public:
  /// `known`: bodies that need not be validated, or null.
  ModuleVerifier(const Module &module, unsigned threads, const VerifiedBodies *known = nullptr)
      : module(module), threads(threads), known(known), ownContext(std::make_unique<VerifierContext>(module)),
        context(*ownContext), constants(context) {}

  Result<void> verify();
  /// After `verify` succeeded.
  VerifiedBodies takeVerified();

private:
  Result<void> verifyTypes();
  Result<void> verifyTable(TableId id);
  Result<void> verifyMemory(MemoryId id);
  Result<void> verifyGlobal(GlobalId id);
  Result<void> verifyTag(TagId id);
  Result<void> verifyExports();
  Result<void> verifyStart();
  Result<void> verifyElement(ElementId id);
  Result<void> verifyFunctionItems(ElementId id, const ElementSegment &segment);
  Result<void> verifyData(DataId id);
  Result<void> verifyCode();
  Result<void> verifyConstant(const ConstExpr &expression, TypeCode expected, uint32_t visibleGlobals,
                              llvm::function_ref<Location()> locate);

  /// Functions to validate, as a list, cut where about `BytesPerRun` of bodies are together.
  struct Run {
    size_t end; ///< in the list; begins where the one before ends
    uint64_t bytes;
  };
  Result<std::vector<Run>> collectBodies(std::vector<FunctionId> &functions) const;

  const Module &module;
  const unsigned threads;
  const VerifiedBodies *known;
  std::unique_ptr<VerifierContext> ownContext;
  const VerifierContext &context;
  ConstExprVerifier constants;
};

VerifiedBodies ModuleVerifier::takeVerified() {
  VerifiedBodies verified;
  if (module.section(Section::Code).isEdited)
    return verified; // what was valid is no longer what the input has
  verified.section = module.section(Section::Code).payload;
  for (FunctionId id : module.functions().ids())
    if (!module.isImported(id)) {
      verified.firstDefined = id.value;
      break;
    }
  verified.context = std::move(ownContext);
  return verified;
}

/// The bodies of a code section that the reader has accepted, one after the other.
class SectionBodies {
public:
  explicit SectionBodies(llvm::ArrayRef<uint8_t> section) : position(section.begin()) {
    remaining = section.empty() ? 0 : encoded::readUnsigned(position);
  }
  /// Empty after the last one.
  llvm::ArrayRef<uint8_t> next() {
    if (remaining == 0)
      return {};
    --remaining;
    size_t size = encoded::readUnsigned(position);
    llvm::ArrayRef<uint8_t> body(position, size);
    position += size;
    return body;
  }

private:
  const uint8_t *position;
  uint64_t remaining;
};

Result<void> ModuleVerifier::verifyConstant(const ConstExpr &expression, TypeCode expected, uint32_t visibleGlobals,
                                            llvm::function_ref<Location()> locate) {
  if (expected == TypeCode::I32 && expression.plainI32())
    return {};
  InstructionCursor cursor = expression.instructions();
  auto place = [&](uint32_t byte) {
    Location location = locate();
    if (std::optional<uint64_t> offset = expression.inputOffset())
      location.offset = *offset + byte;
    return location;
  };
  if (!constants.verify(cursor, expected, visibleGlobals)) {
    const Violation &violation = constants.violation();
    return invalid(place(violation.codeByte), violation.fact, violation.rule);
  }
  if (cursor.offset() != expression.bytes().size())
    return invalid(place(cursor.offset()), "there are instructions after the constant expression's end",
                   "Binary Format, Expressions: an expression ends with its end opcode");
  return {};
}

Result<void> ModuleVerifier::verifyTypes() {
  uint32_t type = context.firstInvalidType();
  if (type == VerifierContext::NoType)
    return {};
  return invalid(Location::of(Location::Entity::Type, type), "the type refers to a type that is not defined before it",
                 "Types, Function Types: each parameter and result type must be valid");
}

Result<void> ModuleVerifier::verifyTable(TableId id) {
  const Table &table = module.tables()[id];
  const Limits &limits = table.limits;
  constexpr const char *LimitsRule = "Types, Limits: the limits must be valid within the range 2^|at| - 1";
  TypeCode element = context.table(id.value).element;
  if (element == TypeCode::Bottom || !isRef(element))
    return invalid(module.locate(id), "the element type is not valid",
                   "Types, Table Types: the reference type must be valid");
  if (!limits.is64 && (limits.minimum > UINT32_MAX || limits.maximum.value_or(0) > UINT32_MAX))
    return invalid(module.locate(id), "the table is larger than its address type allows", LimitsRule);
  if (limits.maximum && *limits.maximum < limits.minimum)
    return invalid(module.locate(id), "the minimum size is greater than the maximum", LimitsRule);
  if (limits.isShared || limits.pageSizeLog2)
    return invalid(module.locate(id), "a table can neither be shared nor have a page size", LimitsRule);
  // Tables come before globals: only imported ones are visible.
  if (table.init)
    return verifyConstant(*table.init, element, 0, [&] { return module.locate(id); });
  if (!table.import && isNonDefaultable(element))
    return invalid(module.locate(id), "a table of non-null references has no initial value",
                   "Modules, Tables: the initial value must match the element type");
  return {};
}

Result<void> ModuleVerifier::verifyMemory(MemoryId id) {
  const Limits &limits = module.memories()[id].limits;
  uint32_t pageLog2 = limits.pageSizeLog2.value_or(16);
  if (pageLog2 != 0 && pageLog2 != 16)
    return invalid(module.locate(id), "the page size is neither 1 nor 65536",
                   "Custom Page Sizes, Memory Types: the page size must be 1 or 65536");
  // 2^|at| bytes; for i64 and single-byte pages the count itself is the limit.
  unsigned addressBits = limits.is64 ? 64 : 32;
  uint64_t most = addressBits - pageLog2 == 64 ? UINT64_MAX : uint64_t(1) << (addressBits - pageLog2);
  if (limits.minimum > most || limits.maximum.value_or(0) > most)
    return invalid(module.locate(id), "the memory is larger than " + llvm::Twine(most) + " pages",
                   "Types, Memory Types: the limits must be valid within the range 2^|at| / page size");
  if (limits.maximum && *limits.maximum < limits.minimum)
    return invalid(module.locate(id), "the minimum size is greater than the maximum",
                   "Types, Limits: the minimum must not be larger than the maximum");
  if (limits.isShared && !limits.maximum)
    return invalid(module.locate(id), "a shared memory has no maximum",
                   "Threads, Memory Types: a shared memory must have a maximum");
  return {};
}

Result<void> ModuleVerifier::verifyGlobal(GlobalId id) {
  const Global &global = module.globals()[id];
  TypeCode type = context.global(id.value).type;
  if (type == TypeCode::Bottom)
    return invalid(module.locate(id), "the type is not valid", "Types, Global Types: the value type must be valid");
  if (global.import)
    return {};
  return verifyConstant(global.init, type, id.value, [&] { return module.locate(id); });
}

Result<void> ModuleVerifier::verifyTag(TagId id) {
  Location location = Location::of(Location::Entity::Tag, id.value, module.tags()[id].name);
  uint32_t type = context.tagType(id.value);
  if (type == VerifierContext::NoType)
    return invalid(location, "unknown type " + llvm::Twine(module.tags()[id].type.value),
                   "Types, Tag Types: the type C.types[x] must exist");
  if (context.results(type).size() != 0)
    return invalid(location, "the tag's type has results", "Types, Tag Types: the result type must be empty");
  return {};
}

Result<void> ModuleVerifier::verifyExports() {
  const std::vector<Export> &exports = module.exports();
  auto hash = [&](uint32_t i) { return static_cast<size_t>(llvm::hash_value(exports[i].name)); };
  auto equal = [&](uint32_t a, uint32_t b) { return exports[a].name == exports[b].name; };
  IndexTable names(hash, equal);
  uint32_t index = 0;
  for (const Export &each : exports) {
    Location location = Location::of(Location::Entity::Export, index, each.name);
    bool exists = false;
    const char *kind = "";
    switch (each.target.kind) {
    case ExternalKind::Function:
      exists = context.functionType(each.target.id) != VerifierContext::NoType;
      kind = "function ";
      break;
    case ExternalKind::Table:
      exists = context.table(each.target.id).element != TypeCode::Bottom;
      kind = "table ";
      break;
    case ExternalKind::Memory:
      exists = context.memory(each.target.id) != TypeCode::Bottom;
      kind = "memory ";
      break;
    case ExternalKind::Global:
      exists = context.global(each.target.id).type != TypeCode::Bottom;
      kind = "global ";
      break;
    case ExternalKind::Tag:
      exists = context.tagType(each.target.id) != VerifierContext::NoType;
      kind = "tag ";
      break;
    }
    if (!exists)
      return invalid(location, "unknown " + llvm::Twine(kind) + llvm::Twine(each.target.id),
                     "Modules, Exports: the exported index must exist");
    if (names.findOrInsert(index) != index)
      return invalid(location, "the export name is used twice", "Modules, Modules: all export names must be different");
    ++index;
  }
  return {};
}

Result<void> ModuleVerifier::verifyStart() {
  if (!module.start())
    return {};
  uint32_t id = module.start()->value;
  uint32_t type = context.functionType(id);
  if (type == VerifierContext::NoType)
    return invalid(Location::module(), "the start function " + llvm::Twine(id) + " does not exist",
                   "Modules, Start Function: the function C.funcs[x] must exist");
  if (context.params(type).size() != 0 || context.results(type).size() != 0)
    return invalid(module.locate(*module.start()), "the start function has parameters or results",
                   "Modules, Start Function: its type must be [] -> []");
  return {};
}

Result<void> ModuleVerifier::verifyFunctionItems(ElementId id, const ElementSegment &segment) {
  const uint8_t *position = segment.items.begin();
  for (uint32_t i = 0; i < segment.itemCount; ++i) {
    const uint8_t *begin = position;
    uint64_t function = 0;
    const char *reason = nullptr;
    bool wellFormed = leb::readUnsigned<32>(position, segment.items.end(), function, reason);
    if (wellFormed && context.functionType(static_cast<uint32_t>(function)) != VerifierContext::NoType)
      continue;
    Location location = module.locate(id);
    location.offset = module.inputOffsetOf(begin);
    if (!wellFormed)
      return invalid(location, reason, "Binary Format, Element Section: the items must be function indices");
    return invalid(location, "unknown function " + llvm::Twine(function),
                   "Modules, Element Segments: the function C.funcs[x] must exist");
  }
  return {};
}

Result<void> ModuleVerifier::verifyElement(ElementId id) {
  const ElementSegment &segment = module.elementSegments()[id];
  TypeCode type = context.element(id.value);
  if (type == TypeCode::Bottom || !isRef(type))
    return invalid(module.locate(id), "the type of the items is not valid",
                   "Modules, Element Segments: the reference type must be valid");
  if (segment.mode == ElementSegment::Active) {
    VerifierContext::TableFacts table = context.table(segment.table.value);
    if (table.element == TypeCode::Bottom)
      return invalid(module.locate(id), "unknown table " + llvm::Twine(segment.table.value),
                     "Modules, Element Segments: the table C.tables[x] must exist");
    if (!matches(type, table.element))
      return invalid(module.locate(id),
                     "items of type " + toString(type) + " for a table of " + toString(table.element),
                     "Modules, Element Segments: the segment's type must match the table's element type");
    if (Result<void> offset =
            verifyConstant(segment.offset, table.address, AllGlobals, [&] { return module.locate(id); });
        !offset)
      return offset;
  }
  if (!segment.usesExpressions)
    return verifyFunctionItems(id, segment);
  InstructionCursor cursor(segment.items);
  for (uint32_t i = 0; i < segment.itemCount; ++i) {
    if (constants.verify(cursor, type, AllGlobals))
      continue;
    Location location = module.locate(id);
    location.offset = module.inputOffsetOf(segment.items.begin() + constants.violation().codeByte);
    return invalid(location, constants.violation().fact, constants.violation().rule);
  }
  return {};
}

Result<void> ModuleVerifier::verifyData(DataId id) {
  const DataSegment &segment = module.dataSegments()[id];
  if (!segment.isActive)
    return {};
  TypeCode address = context.memory(segment.memory.value);
  if (address == TypeCode::Bottom)
    return invalid(module.locate(id), "unknown memory " + llvm::Twine(segment.memory.value),
                   "Modules, Data Segments: the memory C.mems[x] must exist");
  return verifyConstant(segment.offset, address, AllGlobals, [&] { return module.locate(id); });
}

/// Lists the bodies that have to be validated. Imports, which come first, are checked here:
/// there may be many, and a list of them would cost more than they do.
Result<std::vector<ModuleVerifier::Run>> ModuleVerifier::collectBodies(std::vector<FunctionId> &functions) const {
  constexpr uint64_t BytesPerRun = 256 << 10;
  const bool mayKnow = known && known->context && context.declaresAllOf(*known->context);
  SectionBodies knownBodies(mayKnow ? known->section : llvm::ArrayRef<uint8_t>());
  uint32_t nextKnown = mayKnow ? known->firstDefined : 0;
  std::vector<Run> runs;
  for (FunctionId id : module.functions().ids()) {
    llvm::ArrayRef<uint8_t> before;
    while (mayKnow && nextKnown <= id.value) {
      before = knownBodies.next();
      ++nextKnown;
    }
    llvm::ArrayRef<uint8_t> body = module.functions()[id].body.bytes();
    if (!before.empty() && before == body)
      continue;
    if (module.isImported(id)) {
      if (Result<void> type = verifyFunctionType(context, id); !type)
        return type.takeFailure();
      continue;
    }
    if (runs.empty() || runs.back().bytes >= BytesPerRun)
      runs.push_back({functions.size(), 0});
    functions.push_back(id);
    runs.back().end = functions.size();
    runs.back().bytes += body.size() + 1; // declarations count as well
  }
  return runs;
}

// Each run has a budget of its own: what others used up must not show in the verdict.
Result<void> ModuleVerifier::verifyCode() {
  std::vector<FunctionId> functions;
  Result<std::vector<Run>> collected = collectBodies(functions);
  if (!collected)
    return collected.takeFailure();
  const std::vector<Run> &runs = *collected;
  struct Worker {
    explicit Worker(const VerifierContext &context) : verifier(context, budget) {}
    Budget budget = {};
    FunctionVerifier verifier;
  };
  return parallelFor(threads, runs.size(), [&]() -> ParallelStep {
    return [&, worker = std::make_shared<Worker>(context)](size_t index) -> Result<void> {
      worker->budget = Budget::forBytes(runs[index].bytes);
      for (size_t i = index == 0 ? 0 : runs[index - 1].end; i < runs[index].end; ++i)
        if (Result<void> body = verifyBody(context, worker->verifier, functions[i]); !body)
          return body;
      return {};
    };
  });
}

Result<void> ModuleVerifier::verify() {
  Result<void> result = verifyTypes();
  auto each = [&](const auto &space, auto rule) {
    for (auto id : space.ids()) {
      if (!result)
        return;
      result = (this->*rule)(id);
    }
  };
  each(module.tables(), &ModuleVerifier::verifyTable);
  each(module.memories(), &ModuleVerifier::verifyMemory);
  each(module.tags(), &ModuleVerifier::verifyTag);
  each(module.globals(), &ModuleVerifier::verifyGlobal);
  if (result)
    result = verifyExports();
  if (result)
    result = verifyStart();
  each(module.elementSegments(), &ModuleVerifier::verifyElement);
  each(module.dataSegments(), &ModuleVerifier::verifyData);
  if (result)
    result = verifyCode();
  return result;
}

Result<void> verifyModule(const Module &module, unsigned threads) { return ModuleVerifier(module, threads).verify(); }

Result<void> verifyModule(const Module &module, unsigned threads, VerifiedBodies &verified) {
  ModuleVerifier verifier(module, threads);
  if (Result<void> valid = verifier.verify(); !valid)
    return valid;
  verified = verifier.takeVerified();
  return {};
}

Result<void> verifyEditedModule(const Module &module, unsigned threads, const VerifiedBodies &known) {
  return ModuleVerifier(module, threads, &known).verify();
}

Result<void> verifyFunction(const Module &module, FunctionId function) {
  if (!module.functions().contains(function))
    return invalid(Location::of(Location::Entity::Function, function.value), "the function does not exist",
                   "Functions: the function C.funcs[x] must exist");
  VerifierContext context(module);
  Budget budget = Budget::forBytes(module.functions()[function].body.bytes().size());
  FunctionVerifier verifier(context, budget);
  return verifyBody(context, verifier, function);
}

} // namespace meld
