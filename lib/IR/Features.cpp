//===- Features.cpp - which proposals a module needs ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see Features.h.
// Why:  an opcode says its feature in Opcodes.def; what else a proposal brought, types,
//       limits, encodings of indices, is listed here.
// Never: see Features.h.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/Features.h"
#include "meld/IR/References.h"

namespace meld {

// Names. -------------------------------------------------------------------

llvm::StringRef nameOf(Feature feature) {
  switch (feature) {
  case Feature::MVP:
    return "mvp";
  case Feature::MutableGlobals:
    return "mutable-global";
  case Feature::SignExt:
    return "sign-extension-ops";
  case Feature::SatFloat:
    return "nontrapping-float-to-int-conversions";
  case Feature::BulkMemory:
    return "bulk-memory-operations";
  case Feature::ReferenceTypes:
    return "reference-types";
  case Feature::MultiValue:
    return "multi-value";
  case Feature::SIMD:
    return "simd";
  case Feature::RelaxedSIMD:
    return "relaxed-simd";
  case Feature::Threads:
    return "threads";
  case Feature::TailCall:
    return "tail-call";
  case Feature::Exceptions:
    return "exception-handling";
  case Feature::LegacyExceptions:
    return "legacy-exception-handling";
  case Feature::FunctionReferences:
    return "function-references";
  case Feature::ExtendedConst:
    return "extended-const";
  case Feature::MultiMemory:
    return "multi-memory";
  case Feature::Memory64:
    return "memory64";
  case Feature::CustomPageSizes:
    return "custom-page-sizes";
  case Feature::GarbageCollection:
    return "gc";
  }
  return "";
}

namespace {

constexpr std::array<Feature, FeatureCount - 1> makeAll() {
  std::array<Feature, FeatureCount - 1> all{};
  for (unsigned i = 1; i < FeatureCount; ++i)
    all[i - 1] = static_cast<Feature>(i);
  return all;
}
constexpr std::array<Feature, FeatureCount - 1> AllFeatures = makeAll();

} // namespace

llvm::ArrayRef<Feature> allFeatures() { return AllFeatures; }

std::optional<Feature> featureNamed(llvm::StringRef name) {
  for (Feature feature : AllFeatures)
    if (nameOf(feature) == name)
      return feature;
  return std::nullopt;
}

// Instructions. ------------------------------------------------------------

namespace {

/// As the type of a value.
FeatureSet featuresOf(ValueType type) {
  switch (type.kind()) {
  case ValueType::I32:
  case ValueType::I64:
  case ValueType::F32:
  case ValueType::F64:
  case ValueType::Bottom:
    return {};
  case ValueType::V128:
    return {Feature::SIMD};
  case ValueType::Ref:
  case ValueType::RefNull:
    break;
  }
  HeapType heap = type.heapType();
  if (heap.isConcrete() || !type.isNullable())
    return {Feature::FunctionReferences};
  switch (heap.abstract()) {
  case HeapType::Func:
  case HeapType::Extern:
    return {Feature::ReferenceTypes};
  case HeapType::Exn:
    return {Feature::Exceptions};
  case HeapType::NoExn:
  case HeapType::NoFunc:
  case HeapType::NoExtern:
    return {Feature::GarbageCollection};
  }
  return {};
}

FeatureSet featuresOf(BlockType type) {
  if (type.type)
    return {Feature::MultiValue};
  return type.result ? featuresOf(*type.result) : FeatureSet();
}

/// Whether an index is anything but the single byte 0, which it had to be once.
bool isSaid(const Instruction &instruction, Space space) {
  bool said = false;
  visitReferences(instruction, [&](const Reference &reference) {
    said |= reference.space == space && (reference.id != 0 || reference.end - reference.begin != 1);
  });
  return said;
}

/// Opcodes that use a feature by themselves, or may by their immediates.
OpcodeSet makeInteresting() {
  OpcodeSet set;
  for (unsigned i = 0; i < OpcodeCount; ++i)
    if (OpcodeTable[i].feature != Feature::MVP)
      set.insert(static_cast<Opcode>(i));
  for (Immediates immediates : {Immediates::BlockType, Immediates::CallIndirect, Immediates::Memory, Immediates::MemArg})
    set.insertAll(immediates);
  return set;
}

} // namespace

FeatureSet featuresOf(const Instruction &instruction) {
  FeatureSet used{instruction.info().feature};
  switch (instruction.immediates()) {
  case Immediates::BlockType:
  case Immediates::TryTable:
    return used | featuresOf(instruction.blockType());
  case Immediates::SelectTypes:
    instruction.forEachSelectType([&](ValueType type) { used |= featuresOf(type); });
    return used;
  case Immediates::HeapType:
    return used | featuresOf(ValueType::ref(instruction.heapType(), true));
  case Immediates::CallIndirect:
    if (isSaid(instruction, Space::Table))
      used.insert(Feature::ReferenceTypes);
    return used;
  case Immediates::Memory:
  case Immediates::MemoryCopy:
  case Immediates::MemoryInit:
    if (isSaid(instruction, Space::Memory))
      used.insert(Feature::MultiMemory);
    return used;
  case Immediates::TableCopy:
  case Immediates::TableInit:
    if (isSaid(instruction, Space::Table))
      used.insert(Feature::ReferenceTypes);
    return used;
  case Immediates::MemArg:
  case Immediates::MemArgLane:
    if (instruction.hasMemoryIndex())
      used.insert(Feature::MultiMemory);
    return used;
  case Immediates::Type:
    if (instruction.opcode == Opcode::ReturnCallRef)
      used.insert(Feature::TailCall);
    return used;
  case Immediates::None:
  case Immediates::Label:
  case Immediates::LabelTable:
  case Immediates::Function:
  case Immediates::Local:
  case Immediates::Global:
  case Immediates::Table:
  case Immediates::Element:
  case Immediates::Data:
  case Immediates::I32:
  case Immediates::I64:
  case Immediates::F32:
  case Immediates::F64:
  case Immediates::V128:
  case Immediates::Lane:
  case Immediates::Shuffle:
  case Immediates::Tag:
  case Immediates::Fence:
    return used;
  }
  return used;
}

// Declarations. ------------------------------------------------------------

namespace {

/// Collects uses, the first of each feature.
class Collector {
public:
  Collector(const Module &module, std::array<FeatureUse, FeatureCount> &uses) : module(module), uses(uses) {}

  void run();
  FeatureSet all() const { return used; }
  /// Something that `try` and its like have no use for.
  bool usesNewExceptions() const { return newExceptions; }

private:
  void note(FeatureSet features, const Location &location, const llvm::Twine &what) {
    if (features.empty())
      return;
    for (Feature feature : AllFeatures) {
      if (!features.contains(feature) || used.contains(feature))
        continue;
      used.insert(feature);
      uses[static_cast<unsigned>(feature)] = {feature, location, what.str()};
    }
  }
  void noteTypes();
  void noteTables();
  void noteMemories();
  void noteGlobals();
  void noteSegments();
  void noteTags();
  void noteConstant(const ConstExpr &expression, const Location &location);
  void noteConstants(InstructionCursor cursor, const Location &location);

  const Module &module;
  std::array<FeatureUse, FeatureCount> &uses;
  FeatureSet used;
  bool newExceptions = false;
};

void Collector::noteConstant(const ConstExpr &expression, const Location &location) {
  if (!expression.plainI32())
    noteConstants(expression.instructions(), location);
}

void Collector::noteConstants(InstructionCursor cursor, const Location &location) {
  Instruction instruction;
  while (cursor.next(instruction)) {
    FeatureSet features = featuresOf(instruction);
    switch (instruction.opcode) {
    case Opcode::I32Add:
    case Opcode::I32Sub:
    case Opcode::I32Mul:
    case Opcode::I64Add:
    case Opcode::I64Sub:
    case Opcode::I64Mul:
      features.insert(Feature::ExtendedConst);
      break;
    case Opcode::GlobalGet:
      if (module.globals().contains(instruction.global()) && !module.globals()[instruction.global()].import)
        features.insert(Feature::GarbageCollection);
      break;
    default: // other constant instructions have no rules of their own
      break;
    }
    note(features, location, llvm::Twine(instruction.info().mnemonic) + " in a constant expression");
  }
}

void Collector::noteTypes() {
  for (TypeId id : module.types().ids()) {
    const FunctionType &type = module.types()[id];
    Location location = Location::of(Location::Entity::Type, id.value, type.name);
    if (type.results.size() > 1)
      note({Feature::MultiValue}, location, "several results");
    for (llvm::ArrayRef<ValueType> list : {type.params, type.results})
      for (ValueType each : list)
        if (FeatureSet features = featuresOf(each) - used; !features.empty())
          note(features, location, "a parameter or result");
  }
}

void Collector::noteTags() {
  for (TagId id : module.tags().ids())
    note({Feature::Exceptions}, Location::of(Location::Entity::Tag, id.value, module.tags()[id].name), "a tag");
}

void Collector::noteTables() {
  for (TableId id : module.tables().ids()) {
    const Table &table = module.tables()[id];
    Location location = module.locate(id);
    if (table.elementType != ValueType::funcref())
      note(featuresOf(table.elementType), location, "the type of the elements");
    if (id.value != 0)
      note({Feature::ReferenceTypes}, location, "a second table");
    if (table.limits.is64)
      note({Feature::Memory64}, location, "a table of 64 bits");
    if (table.init) {
      note({Feature::FunctionReferences}, location, "an initial value");
      noteConstant(*table.init, location);
    }
  }
}

void Collector::noteMemories() {
  for (MemoryId id : module.memories().ids()) {
    const Limits &limits = module.memories()[id].limits;
    Location location = module.locate(id);
    if (id.value != 0)
      note({Feature::MultiMemory}, location, "a second memory");
    if (limits.is64)
      note({Feature::Memory64}, location, "a memory of 64 bits");
    if (limits.isShared)
      note({Feature::Threads}, location, "a shared memory");
    if (limits.pageSizeLog2)
      note({Feature::CustomPageSizes}, location, "a page size");
  }
}

void Collector::noteGlobals() {
  for (GlobalId id : module.globals().ids()) {
    const Global &global = module.globals()[id];
    Location location = module.locate(id);
    if (global.import && global.isMutable)
      note({Feature::MutableGlobals}, location, "the import of a mutable global");
    note(featuresOf(global.type), location, "the type of the global");
    noteConstant(global.init, location);
  }
  uint32_t index = 0;
  for (const Export &entry : module.exports()) {
    Location location = Location::of(Location::Entity::Export, index++, entry.name);
    GlobalId id(entry.target.id);
    if (entry.target.kind == ExternalKind::Global && module.globals().contains(id) && module.globals()[id].isMutable)
      note({Feature::MutableGlobals}, location, "the export of a mutable global");
  }
}

void Collector::noteSegments() {
  const SectionState &count = module.section(Section::DataCount);
  if (!count.raw.empty() || count.isEdited)
    note({Feature::BulkMemory}, Location::module(), "a data count section");
  for (ElementId id : module.elementSegments().ids()) {
    const ElementSegment &segment = module.elementSegments()[id];
    Location location = module.locate(id);
    switch (segment.mode) {
    case ElementSegment::Active:
      if (segment.table.value != 0)
        note({Feature::ReferenceTypes}, location, "an active segment of a second table");
      noteConstant(segment.offset, location);
      break;
    case ElementSegment::Passive:
      note({Feature::BulkMemory}, location, "a passive segment");
      break;
    case ElementSegment::Declarative:
      note({Feature::ReferenceTypes}, location, "a declarative segment");
      break;
    }
    if (!segment.usesExpressions)
      continue;
    note({Feature::BulkMemory}, location, "a segment of expressions");
    if (segment.type != ValueType::funcref())
      note(featuresOf(segment.type), location, "the type of the items");
    noteConstants(InstructionCursor(segment.items), location);
  }
  for (DataId id : module.dataSegments().ids()) {
    const DataSegment &segment = module.dataSegments()[id];
    if (!segment.isActive) {
      note({Feature::BulkMemory}, module.locate(id), "a passive segment");
      continue;
    }
    if (segment.memory.value != 0)
      note({Feature::MultiMemory}, module.locate(id), "an active segment of a second memory");
    if (!segment.offset.plainI32())
      noteConstant(segment.offset, module.locate(id));
  }
}

void Collector::run() {
  noteTypes();
  noteTables();
  noteMemories();
  noteGlobals();
  noteSegments();
  // Last: a tag is of either proposal of exceptions, what else is noted of the new one.
  newExceptions = used.contains(Feature::Exceptions);
  noteTags();
}

// Bodies. ------------------------------------------------------------------

/// Calls `visit(byte in the code, features, what)` for each use in a body, until it
/// returns true.
template <class Visitor> void visitUses(const FunctionBody &body, const OpcodeSet &interesting, Visitor visit) {
  for (const LocalRun &run : body.locals())
    if (FeatureSet features = featuresOf(run.type); !features.empty() && visit(0, features, "the type of a local"))
      return;
  InstructionCursor cursor = body.instructions();
  Instruction instruction;
  SkippedAccesses plain; // of memory 0, without an index
  while (cursor.nextIn(interesting, instruction, plain))
    if (FeatureSet features = featuresOf(instruction); !features.empty())
      if (visit(static_cast<uint32_t>(instruction.begin - cursor.bytes().begin()), features, instruction.info().mnemonic))
        return;
}

} // namespace

ModuleFeatures featuresOf(const Module &module) {
  ModuleFeatures features;
  Collector declarations(module, features.declared);
  declarations.run();
  FeatureSet inBodies;
  bool newExceptions = declarations.usesNewExceptions();
  OpcodeSet interesting = makeInteresting();
  for (FunctionId id : module.functions().ids()) {
    if (module.isImported(id))
      continue;
    visitUses(module.functions()[id].body, interesting, [&](uint32_t, FeatureSet used, llvm::StringRef what) {
      newExceptions |= used.contains(Feature::Exceptions) && what != infoOf(Opcode::Throw).mnemonic;
      FeatureSet fresh = used - inBodies;
      inBodies |= used;
      if (!fresh.empty())
        for (Feature feature : AllFeatures)
          if (fresh.contains(feature))
            features.functions[static_cast<unsigned>(feature)] = id;
      return false;
    });
  }
  features.used = declarations.all() | inBodies;
  // Tags and throw belong to either proposal: to the one whose other instructions the
  // module uses.
  if (features.used.contains(Feature::LegacyExceptions) && !newExceptions)
    features.used = features.used - FeatureSet{Feature::Exceptions};
  return features;
}

std::vector<FeatureUse> ModuleFeatures::uses(const Module &module) const {
  std::vector<FeatureUse> result;
  OpcodeSet interesting = makeInteresting();
  for (Feature feature : AllFeatures) {
    if (!used.contains(feature))
      continue;
    const FeatureUse &use = declared[static_cast<unsigned>(feature)];
    if (!use.what.empty()) {
      result.push_back(use);
      continue;
    }
    FunctionId function = functions[static_cast<unsigned>(feature)];
    visitUses(module.functions()[function].body, interesting, [&](uint32_t byte, FeatureSet found, llvm::StringRef what) {
      if (!found.contains(feature))
        return false;
      result.push_back({feature, module.locate(function, byte), what.str()});
      return true;
    });
  }
  return result;
}

} // namespace meld
