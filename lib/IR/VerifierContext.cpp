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
#include "IndexTable.h"
#include "meld/IR/References.h"
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
  return sameTypes(earlier) && beginsWith(functions, earlier.functions) && beginsWith(tags, earlier.tags) &&
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
uint32_t VerifierContext::selfless(ValueType type, uint32_t self) {
  bool isSelf = type.isReference() && type.heapType() == HeapType(TypeId(self));
  return isSelf ? type.bits() | HeapMask : type.bits();
}

bool VerifierContext::sameType(uint32_t a, uint32_t b) const {
  const FunctionType &first = canonicalForm(a), &second = canonicalForm(b);
  auto same = [&](llvm::ArrayRef<ValueType> left, llvm::ArrayRef<ValueType> right) {
    if (left.size() != right.size())
      return false;
    for (size_t i = 0; i < left.size(); ++i)
      if (selfless(left[i], a) != selfless(right[i], b))
        return false;
    return true;
  };
  return same(first.params, second.params) && same(first.results, second.results);
}

size_t VerifierContext::hashOf(uint32_t type) const {
  const FunctionType &form = canonicalForm(type);
  llvm::hash_code hash = llvm::hash_combine(form.params.size(), form.results.size());
  for (llvm::ArrayRef<ValueType> list : {form.params, form.results})
    for (ValueType each : list)
      hash = llvm::hash_combine(hash, selfless(each, type));
  return hash;
}

/// Rewrites the type if it names one that is not the first of its equals.
void VerifierContext::readType(TypeId id) {
  const FunctionType &type = theModule.types()[id];
  auto isRewritten = [&](ValueType each) {
    if (!each.isReference() || !each.heapType().isConcrete())
      return false;
    uint32_t named = each.heapType().type().value;
    if (canonicalType(named) == NoType && invalidType == NoType)
      invalidType = id.value;
    return canonicalType(named) != named;
  };
  bool any = false;
  for (llvm::ArrayRef<ValueType> list : {type.params, type.results})
    for (ValueType each : list)
      any |= isRewritten(each);
  if (!any)
    return;
  Rewritten &copy = rewritten[id.value];
  copy.types.clear();
  for (llvm::ArrayRef<ValueType> list : {type.params, type.results})
    for (ValueType each : list) {
      uint32_t canonical = isRewritten(each) ? canonicalType(each.heapType().type().value) : NoType;
      copy.types.push_back(canonical == NoType ? each : ValueType::ref(TypeId(canonical), each.isNullable()));
    }
  llvm::ArrayRef<ValueType> all = copy.types;
  copy.form = {all.take_front(type.params.size()), all.drop_front(type.params.size()), {}};
}

void VerifierContext::readTypes() {
  canonicals.assign(theModule.types().size(), NoType);
  auto hash = [this](uint32_t type) { return hashOf(type); };
  auto equal = [this](uint32_t a, uint32_t b) { return sameType(a, b); };
  IndexTable known(hash, equal);
  for (TypeId id : theModule.types().ids()) {
    canonicals[id.value] = id.value; // it may name itself
    readType(id);
    uint32_t canonical = known.findOrInsert(id.value);
    if (canonical == id.value)
      continue;
    // What it says of itself, it says of the first now.
    canonicals[id.value] = canonical;
    readType(id);
  }
}

/// Whether every type of `earlier` is the same here.
bool VerifierContext::sameTypes(const VerifierContext &earlier) const {
  size_t count = earlier.canonicals.size();
  if (canonicals.size() < count || !std::equal(earlier.canonicals.begin(), earlier.canonicals.end(), canonicals.begin()))
    return false;
  for (uint32_t id = 0; id < count; ++id)
    if (!(earlier.theModule.types().everGiven(TypeId(id)) == theModule.types().everGiven(TypeId(id))))
      return false;
  return true;
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
