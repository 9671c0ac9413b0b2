//===- TypeCode.h - value types in one word, for the verifier ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `TypeCode`, a value type as a number, and `matches`, the subtyping of the
//       core specification (Validation, Matching) on it. Private to lib/IR.
// Why:  the operand stack of the validation algorithm is touched by every
//       instruction; comparing one word decides nearly always.
// Never: holds a type id that is not the first of its equal types
//       (`VerifierContext` sees to it), so that equal types have equal codes.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_TYPECODE_H
#define MELD_LIB_IR_TYPECODE_H

#include "meld/IR/Types.h"
#include <string>

namespace meld {

/// A value type. References are made by `refCode`. `Bottom` is what the
/// polymorphic stack of unreachable code yields; `Address` stands, in signatures
/// only, for the address type of the memory that an instruction names.
enum class TypeCode : uint32_t { Bottom, I32, I64, F32, F64, V128, Address };

inline constexpr uint32_t RefBit = ValueType::RefBit, NullableBit = ValueType::NullableBit;
/// Heap types: type ids, then `AbstractHeap` + the encoding of an abstract one.
inline constexpr uint32_t AbstractHeap = HeapType::ConcreteLimit, HeapMask = ValueType::HeapMask;
/// Below every heap type; only met in unreachable code.
inline constexpr uint32_t BottomHeap = AbstractHeap;

constexpr TypeCode refCode(uint32_t heap, bool nullable) {
  return static_cast<TypeCode>(RefBit | (nullable ? NullableBit : 0) | heap);
}
constexpr TypeCode refCode(HeapType::Abstract heap, bool nullable) { return refCode(AbstractHeap + heap, nullable); }
/// Of a type that names no type of the module, or the first of equal ones.
constexpr TypeCode codeOf(ValueType type) { return static_cast<TypeCode>(type.bits()); }
static_assert(codeOf(ValueType::I32) == TypeCode::I32 && codeOf(ValueType::V128) == TypeCode::V128 &&
              codeOf(ValueType::funcref()) == refCode(HeapType::Func, true));
constexpr bool isRef(TypeCode code) { return (static_cast<uint32_t>(code) & RefBit) != 0; }
constexpr bool isNullableRef(TypeCode code) { return (static_cast<uint32_t>(code) & NullableBit) != 0; }
constexpr uint32_t heapOf(TypeCode code) { return static_cast<uint32_t>(code) & HeapMask; }
constexpr bool isConcreteRef(TypeCode code) { return isRef(code) && heapOf(code) < AbstractHeap; }
/// A number or vector type, or bottom.
constexpr bool isNumeric(TypeCode code) { return code <= TypeCode::F64; }
/// Of a reference or bottom: the same without null.
constexpr TypeCode nonNull(TypeCode code) {
  return isRef(code) ? refCode(heapOf(code), false) : refCode(BottomHeap, false);
}
/// A local of that type has no default value.
constexpr bool isNonDefaultable(TypeCode code) { return isRef(code) && !isNullableRef(code); }

/// Whether `actual` may stand where `expected` is wanted.
bool matches(TypeCode actual, TypeCode expected);
/// As in the text format; types of the module by id.
std::string toString(TypeCode code);

/// A result type: an array of canonical types, or a single type held by value.
class TypeList {
public:
  constexpr TypeList() = default;
  constexpr TypeList(const ValueType *data, uint32_t count) : data(data), count(count) {}
  TypeList(llvm::ArrayRef<ValueType> types) : data(types.data()), count(static_cast<uint32_t>(types.size())) {}
  constexpr TypeList(TypeCode single) : count(1), single(single) {}
  uint32_t size() const { return count; }
  TypeCode operator[](uint32_t i) const { return data ? codeOf(data[i]) : single; }
  TypeCode back() const { return (*this)[count - 1]; }
  TypeList dropBack() const { return count == 1 ? TypeList() : TypeList(data, count - 1); }

private:
  const ValueType *data = nullptr;
  uint32_t count = 0;
  TypeCode single = TypeCode::Bottom;
};

/// The type of a block in 28 bits: nothing, one result, or a function type.
class BlockShape {
public:
  static constexpr BlockShape empty() { return BlockShape(0); }
  static constexpr BlockShape result(TypeCode code) {
    if (!isRef(code))
      return BlockShape(static_cast<uint32_t>(code));
    return BlockShape(Reference | (isNullableRef(code) ? Nullable : 0) | heapOf(code));
  }
  static constexpr BlockShape function(uint32_t type) { return BlockShape(FunctionType | type); }
  static constexpr BlockShape fromBits(uint32_t bits) { return BlockShape(bits); }

  constexpr uint32_t bits() const { return content; }
  constexpr bool isFunction() const { return (content & FunctionType) != 0; }
  constexpr uint32_t functionType() const { return content & ~FunctionType; }
  /// Unless it is a function type.
  constexpr TypeList results() const {
    if (content == 0)
      return {};
    if (content & Reference)
      return refCode(content & HeapMask, (content & Nullable) != 0);
    return static_cast<TypeCode>(content);
  }

private:
  static constexpr uint32_t FunctionType = 1u << 27, Reference = 1u << 26, Nullable = 1u << 25;
  constexpr explicit BlockShape(uint32_t bits) : content(bits) {}
  uint32_t content;
};

} // namespace meld

#endif // MELD_LIB_IR_TYPECODE_H
