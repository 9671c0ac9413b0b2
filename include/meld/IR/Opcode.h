//===- Opcode.h - opcodes and what the table says of each ---------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: `Opcode`, dense numbers in the order of Opcodes.def, and `OpcodeInfo`,
//       one row of the table.
// Why:  decoder, writer, verifier, printer and passes all derive from one table.
// Never: knows an opcode that is not in the table; an unknown one is an error.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_OPCODE_H
#define MELD_IR_OPCODE_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace meld {

enum class Opcode : uint16_t {
#define MELD_OPCODE(Enum, Mnemonic, Prefix, Code, Immediates, Signature, AccessBytes, Feature) Enum,
#include "meld/IR/Opcodes.def"
};

/// How the immediates of an opcode are encoded, and what they mean.
enum class Immediates : uint8_t {
  None,
  BlockType,
  Label,        ///< br, br_if, br_on_null, br_on_non_null, rethrow, delegate
  LabelTable,   ///< br_table
  Function,     ///< call, return_call, ref.func
  CallIndirect, ///< type, table
  Local,
  Global,
  Table,
  TableCopy,    ///< destination, source
  TableInit,    ///< element segment, table
  Element,
  Data,
  Memory,       ///< memory.size, memory.grow, memory.fill
  MemoryCopy,   ///< destination, source
  MemoryInit,   ///< data segment, memory
  MemArg,
  MemArgLane,
  I32,
  I64,
  F32,
  F64,
  V128,
  Lane,
  Shuffle,      ///< 16 lanes
  SelectTypes,
  HeapType,
  Type,         ///< call_ref, return_call_ref
  Tag,
  TryTable,
  Fence,        ///< one zero byte
};

/// Proposals beyond the MVP. Those that add opcodes are named in Opcodes.def.
enum class Feature : uint8_t {
  MVP,
  MutableGlobals,
  SignExt,
  SatFloat,
  BulkMemory,
  ReferenceTypes,
  MultiValue,
  SIMD,
  RelaxedSIMD,
  Threads,
  TailCall,
  Exceptions,       ///< try_table and exnref
  LegacyExceptions, ///< try
  FunctionReferences,
  ExtendedConst,
  MultiMemory,
  Memory64, ///< tables as well
  CustomPageSizes,
  GarbageCollection, ///< only what constant expressions and heap types gained by it
};
inline constexpr unsigned FeatureCount = 19;

/// One row of Opcodes.def; see there for the columns.
struct OpcodeInfo {
  const char *mnemonic;
  uint8_t prefix; ///< 0 for a single byte
  uint32_t code;
  Immediates immediates;
  const char *signature;
  uint8_t accessBytes; ///< bytes of memory accessed, 0 if none
  Feature feature;
};

extern const OpcodeInfo OpcodeTable[];
extern const unsigned OpcodeCount;

inline const OpcodeInfo &infoOf(Opcode opcode) { return OpcodeTable[static_cast<uint16_t>(opcode)]; }

/// Opens a nested instruction sequence: block, loop, if, try, try_table.
inline bool opensBlock(Opcode opcode) {
  Immediates immediates = infoOf(opcode).immediates;
  return immediates == Immediates::BlockType || immediates == Immediates::TryTable;
}

/// The opcode with that encoding; `prefix` is 0 for a single byte.
std::optional<Opcode> lookupOpcode(uint8_t prefix, uint32_t code);
/// The opcode with that mnemonic.
std::optional<Opcode> lookupOpcode(llvm::StringRef mnemonic);

} // namespace meld

#endif // MELD_IR_OPCODE_H
