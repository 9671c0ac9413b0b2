//===- SignatureTable.h - what the verifier does for each opcode ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the signature column of Opcodes.def as small numbers, with the rule that
//       applies beyond popping parameters and pushing a result. Private to lib/IR.
// Why:  strings are read once, by the compiler; validating a plain instruction
//       costs a look-up and a few comparisons.
// Never: states a fact that Opcodes.def states; an opcode that has no signature
//       there and no rule here does not compile.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_SIGNATURETABLE_H
#define MELD_LIB_IR_SIGNATURETABLE_H

#include "meld/IR/Opcode.h"
#include <array>

namespace meld {

/// What is to be checked. The first group goes by immediates, the second names
/// the opcodes whose type depends on more than a signature says.
enum class Rule : uint8_t {
  Plain,        ///< nothing but the signature
  Access,       ///< memory, alignment at most natural, offset
  AtomicAccess, ///< memory, alignment exactly natural, offset
  LaneAccess,   ///< as Access, and a lane
  Lane,
  Shuffle,
  SizeOrGrow,   ///< memory.size, memory.grow: a window will do
  MemoryFill,
  MemoryInit,
  DataDrop,
  ElemDrop,
  Fence,

  Unreachable, Block, Loop, If, Else, Try, Catch, CatchAll, Delegate, Throw, Rethrow, ThrowRef, TryTable, End,
  Br, BrIf, BrTable, BrOnNull, BrOnNonNull, Return,
  Call, CallIndirect, CallRef, ReturnCall, ReturnCallIndirect, ReturnCallRef,
  Drop, Select, SelectTyped, LocalGet, LocalSet, LocalTee, GlobalGet, GlobalSet,
  TableGet, TableSet, TableSize, TableGrow, TableFill, TableCopy, TableInit, MemoryCopy,
  RefNull, RefIsNull, RefFunc, RefAsNonNull,
};

struct Signature {
  Rule rule;
  uint8_t paramCount;
  uint8_t params[3];  ///< TypeCode, the last on top of the stack
  uint8_t result;     ///< TypeCode, Bottom if none
  uint8_t accessLog2; ///< natural alignment, log2 of bytes
  uint8_t lanes;      ///< lane immediates must be below
};

extern const Signature SignatureTable[];

/// Single-byte opcodes that make up nearly all code, by what follows the byte.
struct FrequentOpcode {
  enum Shape : uint8_t { Other, Plain, LocalGet, LocalSet, LocalTee, I32Const, I64Const, Access };
  Signature signature;
  uint16_t opcode; ///< Opcode; of `Other`, anything
  Shape shape;
};

/// By the first byte.
extern const std::array<FrequentOpcode, 256> FrequentOpcodes;

} // namespace meld

#endif // MELD_LIB_IR_SIGNATURETABLE_H
