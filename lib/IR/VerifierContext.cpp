//===- VerifierContext.cpp - collects the context C -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see VerifierContext.h; and the matching of types.
// Why:  see VerifierContext.h. Without garbage collection every type is a
//       recursion group of its own, so two types are equal iff they are alike
//       up to references to themselves (core specification, Validation, Types,
//       Recursive Types and Defined Types).
// Never: takes time that is not linear in the module's declarations.
//
//===----------------------------------------------------------------------===//

#include "VerifierContext.h"
#include "meld/IR/References.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/Hashing.h"

namespace meld {

// Matching. ----------------------------------------------------------------

namespace {

bool heapMatches(uint32_t actual, uint32_t expected) {
  if (actual == expected || actual == BottomHeap)
    return true;
  if (expected < AbstractHeap)
    return actual == AbstractHeap + HeapType::NoFunc;
  switch (expected - AbstractHeap) {
  case HeapType::Func:
    return actual < AbstractHeap || actual == AbstractHeap + HeapType::NoFunc;
  case HeapType::Extern:
    return actual == AbstractHeap + HeapType::NoExtern;
  case HeapType::Exn:
    return actual == AbstractHeap + HeapType::NoExn;
  default:
    return false; // nothing else is below the bottom types
  }
}

const char *heapName(uint32_t heap) {
  switch (heap - AbstractHeap) {
  case HeapType::Func:
    return "func";
  case HeapType::Extern:
    return "extern";
  case HeapType::Exn:
    return "exn";
  case HeapType::NoFunc:
    return "nofunc";
  case HeapType::NoExtern:
    return "noextern";
  case HeapType::NoExn:
    return "noexn";
  default:
    return "bottom";
  }
}

} // namespace

bool matches(TypeCode actual, TypeCode expected) {
  if (actual == expected || actual == TypeCode::Bottom)
    return true;
  if (!isRef(actual) || !isRef(expected) || (isNullableRef(actual) && !isNullableRef(expected)))
    return false;
  return heapMatches(heapOf(actual), heapOf(expected));
}

std::string toString(TypeCode code) {
  switch (code) {
  case TypeCode::Bottom:
    return "bottom";
  case TypeCode::I32:
    return "i32";
  case TypeCode::I64:
    return "i64";
  case TypeCode::F32:
    return "f32";
  case TypeCode::F64:
    return "f64";
  case TypeCode::V128:
    return "v128";
  case TypeCode::Address:
    return "address";
  }
  uint32_t heap = heapOf(code);
  std::string name = heap < AbstractHeap ? std::to_string(heap) : heapName(heap);
  return (isNullableRef(code) ? "(ref null " : "(ref ") + name + ")";
}

// Collecting. --------------------------------------------------------------

VerifierContext::VerifierContext(const Module &module) : theModule(module) {
  readTypes();
  functions.assign(module.functions().size(), NoType);
  for (FunctionId id : module.functions().ids())
    if (uint32_t type = module.functions()[id].type.value; canonicalType(type) != NoType)
      functions[id.value] = type;
  tags.assign(module.tags().size(), NoType);
  for (TagId id : module.tags().ids())
    if (uint32_t type = module.tags()[id].type.value; canonicalType(type) != NoType)
      tags[id.value] = type;
  tables.resize(module.tables().size());
  for (TableId id : module.tables().ids()) {
    const Table &table = module.tables()[id];
    tables[id.value] = {code(table.elementType).value_or(TypeCode::Bottom),
                        table.limits.is64 ? TypeCode::I64 : TypeCode::I32};
  }
  memories.assign(module.memories().size(), TypeCode::Bottom);
  for (MemoryId id : module.memories().ids())
    memories[id.value] = module.memories()[id].limits.is64 ? TypeCode::I64 : TypeCode::I32;
  globals.resize(module.globals().size());
  for (GlobalId id : module.globals().ids()) {
    const Global &global = module.globals()[id];
    globals[id.value] = {code(global.type).value_or(TypeCode::Bottom), global.isMutable, global.import.has_value()};
  }
  elements.assign(module.elementSegments().size(), TypeCode::Bottom);
  for (ElementId id : module.elementSegments().ids()) {
    const ElementSegment &segment = module.elementSegments()[id];
    // Function indices abbreviate ref.func expressions of type (ref func).
    elements[id.value] =
        segment.usesExpressions ? code(segment.type).value_or(TypeCode::Bottom) : refCode(HeapType::Func, false);
  }
  const SectionState &count = module.section(Section::DataCount);
  dataCount = !count.raw.empty() || count.isEdited;
  readDeclarations();
  dataSegmentCount = module.dataSegments().size();
  hasWindows = module.layout().mergedMemory.has_value();
}

bool VerifierContext::declaresAllOf(const VerifierContext &earlier) const {
  auto beginsWith = [](const auto &all, const auto &first) {
    return all.size() >= first.size() && std::equal(first.begin(), first.end(), all.begin());
  };
  // memory.size and memory.grow of a window mean something else once it is lowered.
  if (earlier.hasWindows || (earlier.dataCount && !dataCount) || dataSegmentCount < earlier.dataSegmentCount)
    return false;
  for (uint32_t id = earlier.dataSegmentCount; id-- > 0;)
    if (!hasData(id))
      return false;
  if (declared.size() < earlier.declared.size())
    return false;
  for (size_t id = 0; id < earlier.declared.size(); ++id)
    if (earlier.declared[id] && !declared[id])
      return false;
  return beginsWith(types, earlier.types) && beginsWith(codes, earlier.codes) &&
         beginsWith(functions, earlier.functions) && beginsWith(tags, earlier.tags) &&
         beginsWith(tables, earlier.tables) && beginsWith(globals, earlier.globals) &&
         beginsWith(memories, earlier.memories) && beginsWith(elements, earlier.elements);
}

std::optional<TypeCode> VerifierContext::code(HeapType heap) const {
  if (!heap.isConcrete())
    return refCode(heap.abstract(), false);
  uint32_t canonical = canonicalType(heap.type().value);
  if (canonical == NoType)
    return std::nullopt;
  return refCode(canonical, false);
}

std::optional<TypeCode> VerifierContext::code(ValueType type) const {
  switch (type.kind()) {
  case ValueType::I32:
    return TypeCode::I32;
  case ValueType::I64:
    return TypeCode::I64;
  case ValueType::F32:
    return TypeCode::F32;
  case ValueType::F64:
    return TypeCode::F64;
  case ValueType::V128:
    return TypeCode::V128;
  case ValueType::Ref:
  case ValueType::RefNull:
    if (std::optional<TypeCode> reference = code(type.heapType()))
      return refCode(heapOf(*reference), type.isNullable());
    return std::nullopt;
  case ValueType::Bottom:
    break;
  }
  return std::nullopt;
}

TypeCode VerifierContext::memoryOrWindow(uint32_t id) const {
  if (TypeCode address = memory(id); address != TypeCode::Bottom)
    return address;
  const Layout &layout = theModule.layout();
  if (!layout.mergedMemory || !layout.windowOf(MemoryId(id)))
    return TypeCode::Bottom;
  return memory(layout.mergedMemory->value); // windows of mixed address types do not exist
}

/// References of type `self` to itself look the same in equal types.
TypeCode VerifierContext::selfless(TypeCode code, uint32_t self) const {
  return isConcreteRef(code) && heapOf(code) == self ? refCode(HeapMask, isNullableRef(code)) : code;
}

bool VerifierContext::sameType(uint32_t a, uint32_t b) const {
  const TypeFacts &first = types[a], &second = types[b];
  if (first.paramCount != second.paramCount || first.resultCount != second.resultCount)
    return false;
  for (size_t i = 0, end = size_t(first.paramCount) + first.resultCount; i < end; ++i)
    if (selfless(codes[first.begin + i], a) != selfless(codes[second.begin + i], b))
      return false;
  return true;
}

void VerifierContext::readTypes() {
  types.assign(theModule.types().size(), {0, 0, 0, NoType});
  llvm::DenseMap<uint64_t, uint32_t> known; // by hash; collisions go to the next free number
  for (TypeId id : theModule.types().ids()) {
    const FunctionType &type = theModule.types()[id];
    TypeFacts &facts = types[id.value];
    facts = {codes.size(), static_cast<uint32_t>(type.params.size()), static_cast<uint32_t>(type.results.size()),
             id.value};
    llvm::hash_code hash = llvm::hash_combine(facts.paramCount, facts.resultCount);
    bool refersToItself = false;
    auto append = [&](llvm::ArrayRef<ValueType> list) {
      for (ValueType each : list) {
        std::optional<TypeCode> known = code(each);
        if (!known && invalidType == NoType)
          invalidType = id.value;
        codes.push_back(known.value_or(TypeCode::Bottom));
        TypeCode normal = selfless(codes.back(), id.value);
        refersToItself |= normal != codes.back();
        hash = llvm::hash_combine(hash, static_cast<uint32_t>(normal));
      }
    };
    append(type.params);
    append(type.results);
    // The two largest numbers are DenseMap's own.
    uint64_t key = static_cast<uint64_t>(static_cast<size_t>(hash)) >> 2;
    while (true) {
      auto [place, isNew] = known.try_emplace(key, id.value);
      if (isNew)
        break;
      if (sameType(place->second, id.value)) {
        facts.canonical = place->second;
        break;
      }
      ++key;
    }
    if (refersToItself && facts.canonical != id.value)
      for (size_t i = facts.begin; i < codes.size(); ++i)
        if (isConcreteRef(codes[i]) && heapOf(codes[i]) == id.value)
          codes[i] = refCode(facts.canonical, isNullableRef(codes[i]));
  }
}

void VerifierContext::readDeclarations() {
  declared.assign(theModule.functions().size(), false);
  auto declare = [&](const Reference &reference) {
    if (reference.space == Space::Function && reference.id < declared.size())
      declared[reference.id] = true;
  };
  for (const Export &each : theModule.exports())
    if (each.target.kind == ExternalKind::Function && each.target.id < declared.size())
      declared[each.target.id] = true;
  for (GlobalId id : theModule.globals().ids())
    visitReferences(theModule.globals()[id].init, declare);
  for (TableId id : theModule.tables().ids())
    if (const std::optional<ConstExpr> &init = theModule.tables()[id].init)
      visitReferences(*init, declare);
  for (ElementId id : theModule.elementSegments().ids()) {
    const ElementSegment &segment = theModule.elementSegments()[id];
    visitReferences(segment.offset, declare);
    visitItems(segment, declare);
  }
}

} // namespace meld
