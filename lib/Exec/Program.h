//===- Program.h - a module and where its memories are ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one of the two modules of a comparison: its bytes, and for each memory of the module
//       that was lowered first the bytes that stand for it, as its layout tells.
// Why:  a memory before is compared with its window after, and a window with a window.
// Never: guesses where a memory went.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_EXEC_PROGRAM_H
#define MELD_LIB_EXEC_PROGRAM_H

#include "Interpreter/Interpreter.h"
#include "meld/IR/Module.h"
#include "llvm/Support/MemoryBuffer.h"

namespace meld::exec {

struct Place {
  uint32_t input = 0;  ///< the memory's index in the module that was lowered
  std::string name;    ///< for messages
  uint32_t memory = 0; ///< whose bytes
  uint64_t base = 0;   ///< in bytes
  bool isWindow = false;
  uint64_t initialPages = 0;
  uint64_t capacityPages = 0; ///< of a window
  std::optional<uint32_t> grownGlobal = std::nullopt, growFunction = std::nullopt;

  /// Current size in bytes.
  uint64_t size(const Instance &instance) const;
  /// Current bytes; nothing if they do not lie within the memory.
  std::optional<std::string_view> bytes(const Instance &instance) const;
};

struct Program {
  std::string file;
  std::unique_ptr<llvm::MemoryBuffer> binary;
  std::vector<Place> places; ///< in order of `input`
  uint32_t memoryCount = 0;
  uint64_t memoryBytes = 0; ///< of all memories together, at the start
  bool isMerged = false;
  /// Accesses out of bounds need not trap: it rests on the premise that there are none.
  bool isUnchecked = false;
  /// What wabt's interpreter would do wrong: it forgets about locals when it unwinds the stack
  /// of values of a function that catches, and about values of callers at a tail call, and
  /// keeps 32 bits of static offsets. Empty: nothing.
  std::string misrun;

  std::string_view bytes() const { return {binary->getBufferStart(), binary->getBufferSize()}; }
  const Place *placeOf(uint32_t input) const;
};

/// `module` as it is encoded in `binary`. Places are told by the ids of memories.
Program describeProgram(std::string file, std::unique_ptr<llvm::MemoryBuffer> binary, const Module &module);
/// Reads a module, text or binary.
Result<Program> readProgram(const std::string &file);

} // namespace meld::exec

#endif // MELD_LIB_EXEC_PROGRAM_H
