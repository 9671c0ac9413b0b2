//===- Types.h - value types, function types, limits -------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the types of the core specification (2.3) without GC: number, vector and
//       reference types, function types, limits.
// Why:  small values that compare by value; a reference to a type is an id.
// Never: knows how types are encoded in detail; that is the reader's and writer's.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_TYPES_H
#define MELD_IR_TYPES_H

#include "meld/IR/Ids.h"
#include "meld/IR/Name.h"
#include "llvm/ADT/ArrayRef.h"
#include <optional>

namespace meld {

/// What a reference points at: an abstract heap type or a type of the module.
class HeapType {
public:
  /// Values are the encodings of the abstract heap types (binary format 5.3.2).
  enum Abstract : uint8_t { Func = 0x70, Extern = 0x6F, Exn = 0x69, NoExn = 0x74, NoFunc = 0x73, NoExtern = 0x72 };

  constexpr HeapType(Abstract abstract) : bits(ConcreteLimit + abstract) {}
  constexpr HeapType(TypeId type) : bits(type.value) { assert(type.value < ConcreteLimit); }
  constexpr bool isConcrete() const { return bits < ConcreteLimit; }
  constexpr TypeId type() const { return TypeId(bits); }
  constexpr Abstract abstract() const { return static_cast<Abstract>(bits - ConcreteLimit); }
  friend constexpr bool operator==(HeapType, HeapType) = default;

  /// Type ids a heap type can name; the reader refuses more types than that.
  static constexpr uint32_t ConcreteLimit = 1u << 24;

private:
  friend class ValueType;
  uint32_t bits;
};

/// A value type. `Bottom` is only met while validating unreachable code.
/// Four bytes, so that long lists of types stay small.
class ValueType {
public:
  enum Kind : uint8_t { I32 = 0x7F, I64 = 0x7E, F32 = 0x7D, F64 = 0x7C, V128 = 0x7B, Ref = 0x64, RefNull = 0x63, Bottom = 0 };

  constexpr ValueType() = default;
  constexpr ValueType(Kind kind) : content(kind == Bottom ? 0 : FirstNumber - kind) {
    assert(kind == Bottom || kind >= V128);
  }
  static constexpr ValueType ref(HeapType heap, bool nullable) {
    ValueType type;
    type.content = RefBit | (nullable ? NullableBit : 0) | heap.bits;
    return type;
  }
  static constexpr ValueType funcref() { return ref(HeapType::Func, true); }
  static constexpr ValueType externref() { return ref(HeapType::Extern, true); }
  static constexpr ValueType exnref() { return ref(HeapType::Exn, true); }

  constexpr Kind kind() const {
    if (isReference())
      return isNullable() ? RefNull : Ref;
    return content == 0 ? Bottom : static_cast<Kind>(FirstNumber - content);
  }
  constexpr bool isReference() const { return (content & RefBit) != 0; }
  constexpr bool isNullable() const { return (content & NullableBit) != 0; }
  constexpr bool isInteger() const { return *this == I32 || *this == I64; }
  /// Only of a reference.
  constexpr HeapType heapType() const {
    assert(isReference());
    uint32_t heap = content & HeapMask;
    return heap < HeapType::ConcreteLimit ? HeapType(TypeId(heap))
                                          : HeapType(static_cast<HeapType::Abstract>(heap - HeapType::ConcreteLimit));
  }
  friend constexpr bool operator==(ValueType, ValueType) = default;

  /// The type as a number: 0 is `Bottom`, then I32 to V128 in that order, or a
  /// reference's bits.
  constexpr uint32_t bits() const { return content; }
  static constexpr uint32_t RefBit = 1u << 31, NullableBit = 1u << 30, HeapMask = (1u << 25) - 1;

private:
  static constexpr uint32_t FirstNumber = 0x80; ///< one past the encoding of i32
  uint32_t content = 0;
};

/// A function type; the arrays live in the module's arena. The name is not part of
/// the type.
struct FunctionType {
  llvm::ArrayRef<ValueType> params;
  llvm::ArrayRef<ValueType> results;
  Name name = {};
  friend bool operator==(const FunctionType &a, const FunctionType &b) {
    return a.params == b.params && a.results == b.results;
  }
};

/// Limits of a memory (pages) or table (elements).
struct Limits {
  uint64_t minimum = 0;
  std::optional<uint64_t> maximum;
  bool isShared = false;
  bool is64 = false; ///< index type i64
  std::optional<uint32_t> pageSizeLog2; ///< custom page size, if said
  friend bool operator==(const Limits &, const Limits &) = default;
};

/// Immediate of block, loop, if, try, try_table: a type of the module, or at
/// most one result.
struct BlockType {
  std::optional<TypeId> type;
  std::optional<ValueType> result;
};

} // namespace meld

#endif // MELD_IR_TYPES_H
