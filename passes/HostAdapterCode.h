//===- HostAdapterCode.h - the code that translates pointers --------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: bodies of adapters, and of the helpers that they call, for memories that are not
//       merged yet: rebase turns them into code for windows like any other.
// Why:  what is translated (HostAdapters) and how it is written are two ideas. Every check
//       of an adapter is a call of a helper, so that few instructions have to be proved.
// Never: writes to the memory of the component before or while the host is called;
//        passes on a pointer that was not checked. The arguments are in docs/host-pointers.md.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_HOSTADAPTERCODE_H
#define MELD_PASSES_HOSTADAPTERCODE_H

#include "meld/IR/CodeBuilder.h"
#include "meld/IR/Module.h"
#include "passes/HostDescription.h"

namespace meld {

/// What adapters of one memory share.
struct HostMemory {
  MemoryId memory;
  /// Immutable i32, set when the windows are placed: the first byte of its window.
  GlobalId base;
  /// Its window is not known to stand at 0.
  bool isMoved = true;
  /// (address, i64 bytes) -> address: from the window's to the merged memory's and back.
  /// Out of bounds if the bytes do not lie in the window's current size.
  std::optional<FunctionId> toHost, fromHost;
  /// (address) -> i64: the bytes of a text up to its zero byte and with it.
  std::optional<FunctionId> textBytes;
};

/// What the adapters for a signature use.
struct HostNeeds {
  bool toHost = false, fromHost = false, textBytes = false, scratch = false;
};

/// Where translated structures lie while the host is called.
struct HostScratchArea {
  MemoryId memory;
  GlobalId base; ///< of that memory's window
  /// Of the first in that memory, and how many; both multiples of 16.
  uint32_t address = 0, bytes = 0;
  GlobalId used; ///< mutable i32, how many of them are taken while the host is called
  /// (used, i64 bytes) -> what is used with these, a multiple of 16. Traps where they do
  /// not suffice.
  FunctionId take;
};

FunctionBody makeToHost(const Module &module, const HostMemory &memory);
FunctionBody makeFromHost(const Module &module, const HostMemory &memory);
FunctionBody makeTextBytes(const HostMemory &memory);
FunctionBody makeTake(const HostScratchArea &scratch);

/// An import that is asked for a count.
struct HostQuestion {
  FunctionId function;
  const HostSignature *signature;
};

/// The body of one adapter.
class HostAdapterCode {
public:
  /// `scratch` may be null if it is not needed. `questions` are by field.
  HostAdapterCode(const Module &module, FunctionId target, const HostSignature &signature, const HostMemory &memory,
                  const HostScratchArea *scratch, const std::map<std::string, HostQuestion> &questions);
  /// The module calls the host.
  FunctionBody importBody();
  /// The host calls the module.
  FunctionBody exportBody();

  static HostNeeds needsOf(const HostSignature &signature, bool isExport, bool isMoved);

private:
  uint32_t addLocal(ValueType type);
  FunctionBody finish();
  bool isCopied(const HostPointer &pointer) const {
    return pointer.record && pointer.access != HostPointer::Out && memory.isMoved;
  }
  /// `record` is a local, the address of the structure that the pointer stands in; `at`
  /// holds the pointer, in the window's addresses.
  void emitBytes(const HostPointer &pointer, uint32_t at, std::optional<uint32_t> record = {});
  void emitTake(uint32_t bytes, uint32_t into);
  void emitUsed(uint32_t local);
  void emitScratchAddress(uint32_t at);
  void emitScratchElement(uint32_t copy, uint32_t offset);
  void emitAnswers();
  void emitCheckedParams();
  void emitCopies();
  void emitTarget();
  void emitWritten();
  void emitResults(bool isToHost);
  /// Translates a value of the host's on the stack, whose text or bytes are `pointer`'s.
  void emitFromHost(const HostPointer &pointer, uint32_t value);
  void copyIn(const HostPointer &pointer, uint32_t source, uint32_t bytes, std::optional<uint32_t> copy);
  void copyOut(const HostPointer &pointer, uint32_t target, uint32_t bytes, std::optional<uint32_t> copy);
  void copyRange(uint32_t begin, uint32_t end, uint32_t from, MemoryId fromMemory, uint32_t to, MemoryId toMemory);
  void openLoop(uint32_t length, uint32_t offset);
  void closeLoop(const HostPointer &pointer, uint32_t offset);
  void openIfPresent(const HostPointer &pointer, uint32_t local);
  void closeIfPresent(const HostPointer &pointer);

  const Module &module;
  const FunctionId target;
  const FunctionType &type;
  const HostSignature &signature;
  const HostMemory &memory;
  const HostScratchArea *scratch;
  const std::map<std::string, HostQuestion> &questions;
  std::vector<ValueType> locals;
  std::vector<uint8_t> bytes;
  CodeBuilder code{bytes};
  /// By parameter: the translated pointer, and how many bytes it points to.
  std::map<uint32_t, uint32_t> moved, extents;
  std::map<uint32_t, uint32_t> copies; ///< by parameter: where in the scratch bytes
  /// Locals: scratch bytes that were used before, and with those of this call.
  uint32_t usedBefore = 0, used = 0;
  std::map<HostDescription::ImportName, uint32_t> answers; ///< by field and parameter
  std::vector<uint32_t> results;                           ///< locals
};

} // namespace meld

#endif // MELD_PASSES_HOSTADAPTERCODE_H
