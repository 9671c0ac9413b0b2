//===- Lowering.h - what rebase and bump-grow share -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: refusals, reserves, premises, and the code for a window's current size.
// Why:  the passes work in either order, so they must mean the same by these.
// Never: changes a body; each pass does that itself.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_PASSES_LOWERING_H
#define MELD_PASSES_LOWERING_H

#include "meld/Analysis/MemoryGrow.h"
#include "meld/IR/CodeBuilder.h"
#include "meld/Pass/OptionValues.h"
#include "meld/Pass/Options.h"
#include <map>

namespace meld {

/// Pages of reserve where nothing else was said.
inline constexpr uint64_t DefaultReservePages = 16;

/// The reserve options of a pass: `reserve=V`, `reserve.NAME=V`.
struct ReserveRequest {
  std::optional<PageAmount> all;
  KeyedPages named;
  bool isGiven() const { return all || !named.empty(); }
};

/// Fails if the layout section contradicts the module.
Result<void> requireKnownLayout(const Module &module);
/// The refusal of a body that may run and cannot be decoded.
Failure undecodableBody(const Module &module, FunctionId function);
/// Fails where a module cannot be lowered at all: an undecodable body that may run,
/// a layout section that contradicts the module.
Result<void> requireLowerable(const Module &module, const MemoryGrow &grow);
/// Fails for a memory that cannot be lowered: imported, shared, or with a custom page
/// size.
Result<void> requireLowerable(const Module &module, MemoryId memory);
/// The same, whoever it belongs to.
Result<void> requireLowerableKind(const Module &module, MemoryId memory);
/// Fails for a memory whose capacity is 2^64 bytes: all numbers of bytes are below (bump-grow S9).
Result<void> requireAddressable(const Module &module, MemoryId memory, const GrowthState &growth);

/// What `OPTION.NAME=AMOUNT` says of each of `memories`; NAME is an index, an export or a
/// debug name. Fails if a NAME matches none of them, or two the same one. `noun` is what
/// the memories are called in messages: `memory`.
Result<std::map<MemoryId, PageAmount>> amountsByMemory(const Module &module, llvm::StringRef option,
                                                       const KeyedPages &named, llvm::ArrayRef<MemoryFacts> memories,
                                                       llvm::StringRef noun, llvm::StringRef plural);

/// The growth state of each memory that has none yet: reserve in pages as requested,
/// never past the memory's limit, 0 where nothing can grow. Fails on a NAME that
/// matches no memory, or that speaks of one whose reserve is settled.
Result<std::map<MemoryId, GrowthState>> resolveGrowth(Module &module, const MemoryGrow &grow,
                                                      const ReserveRequest &request);

/// An active segment and its offset in its memory; nothing if that is not known.
struct SegmentPlace {
  DataId segment;
  std::optional<uint64_t> offsetBytes;
};
/// The active segments of `memory`, which is to move by `baseBytes`. Fails if one does
/// not fit `initialBytes`, or may not because its offset is not known, unless premise
/// segment-in-window is granted for it.
Result<std::vector<SegmentPlace>> requireSegmentsFit(Module &module, const ModuleAnalysisManager &analyses,
                                                     MemoryId memory, uint64_t initialBytes, uint64_t baseBytes = 0);

/// What an option such as `trap=call:FN` names: an existing function of that type, of
/// which no exception can be caught, unless premise oom-nothrow is granted: the program
/// has to end after the call.
struct HandlerOption {
  llvm::StringRef name;   ///< `trap`
  llvm::StringRef others; ///< its other values, for remedies: `access or unreachable`
};
/// The name in `call:FN`; nothing if the value does not begin so.
std::optional<llvm::StringRef> handlerNameOf(llvm::StringRef value);
Result<FunctionId> requireHandler(Module &module, const ModuleAnalysisManager &analyses, HandlerOption option,
                                  llvm::StringRef function, const FunctionType &type);

/// `$name`, `"export"` or the index of a memory, for messages.
std::string describeMemory(const Module &module, MemoryId memory);

/// The memory that a user means: by index, export or debug name.
std::optional<MemoryId> findMemory(const Module &module, llvm::StringRef name);

/// Of an instruction on i32 and the same on i64, that for addresses and pages of a memory.
inline Opcode indexOpcode(const GrowthState &growth, Opcode narrow, Opcode wide) {
  return growth.is64 ? wide : narrow;
}
/// A constant of its index type. `value` is a number of it, perhaps a difference that wraps in 32
/// bits; -1 is all ones of either.
void emitIndexConst(CodeBuilder &code, const GrowthState &growth, uint64_t value);
/// From what has grown in pages to the same in bytes.
void emitPagesToBytes(CodeBuilder &code, const GrowthState &growth);

/// Emits the current pages of a memory (of its index type): a constant, initial + grown,
/// or memory.size while growth is not lowered.
void emitCurrentPages(CodeBuilder &code, MemoryId memory, const GrowthState &growth, bool mayStillGrow);

} // namespace meld

#endif // MELD_PASSES_LOWERING_H
