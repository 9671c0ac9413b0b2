//===- CodeBuilder.h - encodes instructions -----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: appends encoded instructions, in id space, to a byte vector.
// Why:  passes say what they mean (`.localGet(x)`), the encoding is in one place.
// Never: validates; the verifier does that on the finished module.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_CODEBUILDER_H
#define MELD_IR_CODEBUILDER_H

#include "meld/IR/Instruction.h"
#include <vector>

namespace meld {

/// Appends LEB128 and other primitives of the binary format.
namespace encode {
void unsignedLeb(std::vector<uint8_t> &out, uint64_t value);
void signedLeb(std::vector<uint8_t> &out, int64_t value);
void name(std::vector<uint8_t> &out, llvm::StringRef text);
void valueType(std::vector<uint8_t> &out, ValueType type);
void heapType(std::vector<uint8_t> &out, HeapType type);
void opcode(std::vector<uint8_t> &out, Opcode opcode);
inline void bytes(std::vector<uint8_t> &out, llvm::ArrayRef<uint8_t> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}
} // namespace encode

class CodeBuilder {
public:
  explicit CodeBuilder(std::vector<uint8_t> &out) : out(out) {}

  /// An opcode without immediates.
  CodeBuilder &op(Opcode opcode);
  CodeBuilder &i32Const(uint32_t value);
  CodeBuilder &i64Const(uint64_t value);
  CodeBuilder &localGet(uint32_t local) { return index(Opcode::LocalGet, local); }
  CodeBuilder &localSet(uint32_t local) { return index(Opcode::LocalSet, local); }
  CodeBuilder &localTee(uint32_t local) { return index(Opcode::LocalTee, local); }
  CodeBuilder &globalGet(GlobalId global) { return index(Opcode::GlobalGet, global.value); }
  CodeBuilder &globalSet(GlobalId global) { return index(Opcode::GlobalSet, global.value); }
  CodeBuilder &call(FunctionId function) { return index(Opcode::Call, function.value); }
  CodeBuilder &br(uint32_t label) { return index(Opcode::Br, label); }
  CodeBuilder &brIf(uint32_t label) { return index(Opcode::BrIf, label); }
  /// block, loop or if; no parameters, at most one result.
  CodeBuilder &open(Opcode opcode, std::optional<ValueType> result = {});
  CodeBuilder &end() { return op(Opcode::End); }
  /// A load or store; `offset` in bytes.
  CodeBuilder &access(Opcode opcode, MemoryId memory, uint64_t offset, uint8_t alignLog2);
  CodeBuilder &memorySize(MemoryId memory) { return index(Opcode::MemorySize, memory.value); }
  CodeBuilder &memoryGrow(MemoryId memory) { return index(Opcode::MemoryGrow, memory.value); }
  CodeBuilder &memoryFill(MemoryId memory) { return index(Opcode::MemoryFill, memory.value); }
  CodeBuilder &memoryCopy(MemoryId destination, MemoryId source);
  CodeBuilder &memoryInit(DataId data, MemoryId memory);
  /// A memory access like `original`, of another memory and static offset.
  CodeBuilder &accessLike(const Instruction &original, MemoryId memory, uint64_t offset);
  /// Traps as out of bounds, whatever is on the stack (see docs/passes/rebase.md, S4).
  /// `is64`: addresses of the memory are i64.
  CodeBuilder &trapOutOfBounds(MemoryId memory, bool is64);

private:
  CodeBuilder &index(Opcode opcode, uint32_t value);
  std::vector<uint8_t> &out;
};

} // namespace meld

#endif // MELD_IR_CODEBUILDER_H
