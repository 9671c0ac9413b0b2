//===- StructuralHash.cpp - what a module says, in 128 bits -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes a canonical form of the module into a hash function.
// Why:  see StructuralHash.h.
// Never: writes two things of different kinds or lengths so that they look alike: all
//        lists carry their length, all alternatives a tag.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/StructuralHash.h"
#include "TextNames.h"
#include "meld/IR/References.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"

namespace meld {

namespace {

class Hasher {
public:
  void number(uint64_t value) {
    for (unsigned i = 0; i < 8; ++i)
      buffer.push_back(static_cast<uint8_t>(value >> (8 * i)));
    if (buffer.size() >= FlushBytes)
      flush();
  }
  void bytes(llvm::ArrayRef<uint8_t> content) {
    number(content.size());
    flush();
    hash.update(content);
  }
  void text(llvm::StringRef content) { bytes({content.bytes_begin(), content.size()}); }
  std::array<uint8_t, 16> finish() {
    flush();
    return hash.final<16>();
  }

private:
  static constexpr size_t FlushBytes = 1 << 14;
  void flush() {
    hash.update(buffer);
    buffer.clear();
  }
  llvm::BLAKE3 hash;
  std::vector<uint8_t> buffer;
};

/// Names of locals that are looked at; engines refuse more locals.
constexpr uint64_t MaxNamedLocals = 50000;

class ModuleHasher {
public:
  ModuleHasher(const Module &module, bool withNames) : module(module), withNames(withNames), names(module) {}

  std::string run();

private:
  using Digest = std::array<uint8_t, 16>;

  void hashTypes();
  void valueType(ValueType type) { valueType(out, type); }
  void valueType(Hasher &into, ValueType type, std::optional<TypeId> self = {});
  void typeList(llvm::ArrayRef<ValueType> types) {
    out.number(types.size());
    for (ValueType type : types)
      valueType(type);
  }
  void signature(TypeId type) { out.bytes(digests[type.value]); }
  template <Space S> void index(Id<S> id) { out.number(names.index(S, id.value)); }
  template <Space S> void name(Id<S> id) {
    if (withNames)
      out.text(names.identifier(S, id.value));
  }
  void import(ImportRef import) {
    out.number(import.has_value());
    if (!import)
      return;
    out.text(import->module);
    out.text(import->field);
  }
  void limits(const Limits &limits);
  void blockType(BlockType type);
  void instruction(const Instruction &instruction);
  void expression(InstructionCursor cursor);
  void body(FunctionId id);
  void segment(ElementId id);
  void localNames(FunctionId id);

  template <class Entities, class Visit> void each(const Entities &entities, Visit visit) {
    // By index: imports come first.
    std::vector<std::decay_t<decltype(*entities.ids().begin())>> ids(entities.ids().begin(), entities.ids().end());
    using IdType = typename decltype(ids)::value_type;
    llvm::sort(ids, [&](IdType a, IdType b) {
      return names.index(IdType::space, a.value) < names.index(IdType::space, b.value);
    });
    out.number(ids.size());
    for (IdType id : ids) {
      name(id);
      visit(id);
    }
  }

  const Module &module;
  const bool withNames;
  TextNames names;
  std::vector<Digest> digests; ///< of types, by id
  Hasher out;
};

// Types. -------------------------------------------------------------------

void ModuleHasher::valueType(Hasher &into, ValueType type, std::optional<TypeId> self) {
  into.number(type.kind());
  if (!type.isReference())
    return;
  HeapType heap = type.heapType();
  into.number(heap.isConcrete());
  if (!heap.isConcrete())
    into.number(heap.abstract());
  else if (self && heap.type() == *self)
    into.number(1);
  else
    into.bytes(digests[heap.type().value]);
}

void ModuleHasher::hashTypes() {
  // A type names only itself and earlier ones.
  digests.resize(module.types().size());
  for (TypeId id : module.types().ids()) {
    Hasher hasher;
    for (llvm::ArrayRef<ValueType> list : {module.types()[id].params, module.types()[id].results}) {
      hasher.number(list.size());
      for (ValueType type : list)
        valueType(hasher, type, id);
    }
    digests[id.value] = hasher.finish();
  }
}

void ModuleHasher::limits(const Limits &limits) {
  out.number(limits.minimum);
  out.number(limits.maximum.has_value());
  out.number(limits.maximum.value_or(0));
  out.number(limits.isShared);
  out.number(limits.is64);
  out.number(limits.pageSizeLog2.value_or(16));
}

// Instructions. ------------------------------------------------------------

void ModuleHasher::blockType(BlockType type) {
  if (type.type) {
    typeList(module.types()[*type.type].params);
    typeList(module.types()[*type.type].results);
    return;
  }
  typeList({});
  typeList(type.result ? llvm::ArrayRef<ValueType>(*type.result) : llvm::ArrayRef<ValueType>());
}

void ModuleHasher::instruction(const Instruction &instruction) {
  const OpcodeInfo &info = instruction.info();
  out.number(uint64_t(info.prefix) << 32 | info.code);
  switch (info.immediates) {
  case Immediates::None:
    return;
  case Immediates::BlockType:
    return blockType(instruction.blockType());
  case Immediates::Label:
    return out.number(instruction.label());
  case Immediates::LabelTable:
    out.number(instruction.first);
    instruction.forEachLabel([&](uint32_t label) { out.number(label); });
    return;
  case Immediates::Function:
    return index(instruction.function());
  case Immediates::CallIndirect:
    signature(instruction.type());
    return index(instruction.table());
  case Immediates::Local:
    return out.number(instruction.local());
  case Immediates::Global:
    return index(instruction.global());
  case Immediates::Table:
    return index(instruction.table());
  case Immediates::TableCopy:
    index(TableId(instruction.first));
    return index(TableId(instruction.second));
  case Immediates::TableInit:
    index(instruction.element());
    return index(instruction.table());
  case Immediates::Element:
    return index(instruction.element());
  case Immediates::Data:
    return index(instruction.data());
  case Immediates::Memory:
    return index(instruction.memory());
  case Immediates::MemoryCopy:
    index(instruction.memory());
    return index(instruction.sourceMemory());
  case Immediates::MemoryInit:
    index(instruction.data());
    return index(instruction.memory());
  case Immediates::MemArg:
  case Immediates::MemArgLane:
    index(instruction.memory());
    out.number(instruction.alignLog2);
    out.number(instruction.staticOffset());
    return out.number(instruction.lane);
  case Immediates::I32:
  case Immediates::I64:
  case Immediates::F32:
  case Immediates::F64:
    return out.number(instruction.value);
  case Immediates::V128:
  case Immediates::Shuffle:
    return out.bytes(instruction.sixteenBytes());
  case Immediates::Lane:
  case Immediates::Fence:
    return out.number(instruction.lane);
  case Immediates::SelectTypes:
    instruction.forEachSelectType([&](ValueType type) { valueType(type); });
    return;
  case Immediates::HeapType:
    return valueType(ValueType::ref(instruction.heapType(), true));
  case Immediates::Type:
    return signature(instruction.type());
  case Immediates::Tag:
    return index(instruction.tag());
  case Immediates::TryTable:
    blockType(instruction.blockType());
    out.number(instruction.first);
    instruction.forEachCatch([&](const CatchClause &clause) {
      out.number(clause.kind);
      if (clause.tag)
        index(*clause.tag);
      out.number(clause.label);
    });
    return;
  }
}

void ModuleHasher::expression(InstructionCursor cursor) {
  Instruction current;
  while (cursor.next(current)) {
    current.lane = infoOf(current.opcode).immediates == Immediates::MemArg ? 0 : current.lane;
    instruction(current);
  }
}

void ModuleHasher::localNames(FunctionId id) {
  if (!withNames)
    return;
  // As the printer names them: each name once, those of locals that exist.
  const Function &function = module.functions()[id];
  uint64_t count = module.types()[function.type].params.size();
  for (const LocalRun &run : function.body.locals())
    count += run.count;
  std::vector<std::string> identifiers = localIdentifiers(module, id, std::min<uint64_t>(count, MaxNamedLocals));
  while (!identifiers.empty() && identifiers.back().empty())
    identifiers.pop_back();
  out.number(identifiers.size());
  for (const std::string &identifier : identifiers)
    out.text(identifier);
}

void ModuleHasher::body(FunctionId id) {
  const FunctionBody &body = module.functions()[id].body;
  std::optional<ValueType> type;
  uint64_t count = 0;
  auto endRun = [&] {
    if (count == 0)
      return;
    out.number(count);
    valueType(*type);
  };
  for (const LocalRun &run : body.locals()) {
    if (run.count == 0)
      continue;
    if (type != run.type) {
      endRun();
      type = run.type;
      count = 0;
    }
    count += run.count;
  }
  endRun();
  out.number(0);
  expression(body.instructions());
  localNames(id);
}

// Entities. ----------------------------------------------------------------

void ModuleHasher::segment(ElementId id) {
  const ElementSegment &segment = module.elementSegments()[id];
  out.number(segment.mode);
  if (segment.mode == ElementSegment::Active) {
    index(segment.table);
    expression(segment.offset.instructions());
  }
  valueType(segment.type);
  out.number(segment.itemCount);
  if (segment.usesExpressions) {
    expression(InstructionCursor(segment.items));
    return;
  }
  visitFunctions(segment, [&](FunctionId function) { // as ref.func, end
    out.number(infoOf(Opcode::RefFunc).code);
    index(function);
    out.number(infoOf(Opcode::End).code);
  });
}

std::string ModuleHasher::run() {
  hashTypes();
  if (withNames)
    out.text(textIdentifier(module.names().moduleName));
  each(module.functions(), [&](FunctionId id) {
    const Function &function = module.functions()[id];
    import(function.import);
    signature(function.type);
    if (!function.import)
      body(id);
  });
  each(module.tables(), [&](TableId id) {
    const Table &table = module.tables()[id];
    import(table.import);
    valueType(table.elementType);
    limits(table.limits);
    out.number(table.init.has_value());
    if (table.init)
      expression(table.init->instructions());
  });
  each(module.memories(), [&](MemoryId id) {
    import(module.memories()[id].import);
    limits(module.memories()[id].limits);
  });
  each(module.tags(), [&](TagId id) {
    import(module.tags()[id].import);
    signature(module.tags()[id].type);
  });
  each(module.globals(), [&](GlobalId id) {
    const Global &global = module.globals()[id];
    import(global.import);
    valueType(global.type);
    out.number(global.isMutable);
    expression(global.init.instructions());
  });
  each(module.elementSegments(), [&](ElementId id) { segment(id); });
  each(module.dataSegments(), [&](DataId id) {
    const DataSegment &segment = module.dataSegments()[id];
    out.number(segment.isActive);
    if (segment.isActive) {
      index(segment.memory);
      expression(segment.offset.instructions());
    }
    out.bytes(segment.bytes);
  });
  constexpr Space spaces[] = {Space::Function, Space::Table, Space::Memory, Space::Global, Space::Tag};
  out.number(module.exports().size());
  for (const Export &entry : module.exports()) {
    out.text(entry.name);
    out.number(static_cast<uint64_t>(entry.target.kind));
    out.number(names.index(spaces[static_cast<unsigned>(entry.target.kind)], entry.target.id));
  }
  out.number(module.start().has_value());
  if (module.start())
    index(*module.start());
  return llvm::toHex(out.finish(), /*LowerCase=*/true);
}

} // namespace

std::string structuralHash(const Module &module, HashedNames names) {
  return ModuleHasher(module, names == HashedNames::Yes).run();
}

} // namespace meld
