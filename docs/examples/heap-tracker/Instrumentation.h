//===- Instrumentation.h - the functions that count ----------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: adds the functions that record and forget blocks, and one around each function of
//       the allocator.
// Why:  a call site then only has to name itself and call another function.
// Never: changes what the allocator's functions are given or return.
//
//===----------------------------------------------------------------------===//
#ifndef HEAP_TRACKER_INSTRUMENTATION_H
#define HEAP_TRACKER_INSTRUMENTATION_H

#include "Allocator.h"
#include "TrackerMemory.h"
#include "meld/IR/CodeBuilder.h"

namespace heap_tracker {

class Instrumentation {
public:
  /// `memory`: the tracker's; `granule`: a power of two, 8 bytes or more.
  Instrumentation(meld::Module &module, meld::MemoryId memory, const Image &image, uint32_t granule);

  /// A function like `original` with one more parameter, the site's record.
  meld::FunctionId addTracked(Kind kind, meld::FunctionId original);
  /// A function of the very type of `original`, for calls from anywhere: site 0.
  meld::FunctionId addAdapter(meld::FunctionId original, meld::FunctionId tracked);

private:
  using Code = meld::CodeBuilder;
  /// (block, size, site)
  meld::FunctionId addRecord();
  /// (block)
  meld::FunctionId addForget();
  meld::FunctionId add(llvm::StringRef name, unsigned params, unsigned results, unsigned locals,
                       llvm::function_ref<void(Code &)> body);
  void load(Code &code, uint32_t offset) const { code.access(meld::Opcode::I32Load, memory, offset, 2); }
  void store(Code &code, uint32_t offset) const { code.access(meld::Opcode::I32Store, memory, offset, 2); }
  /// Adds `amount` to the number at `offset` of what `base` pushes.
  void addTo(Code &code, llvm::function_ref<void()> base, uint32_t offset, llvm::function_ref<void()> amount) const;
  void raisePeak(Code &code, llvm::function_ref<void()> base, uint32_t current, uint32_t peak) const;
  void count(Code &code, Header counter) const;
  /// Pushes the address of a block's shadow entry, less the shadow's offset.
  void entryOf(Code &code, uint32_t block) const;
  /// Pushes the number of pages that the memory needs for a block's entry.
  void pagesFor(Code &code, uint32_t block) const;

  meld::Module &module;
  meld::MemoryId memory;
  uint32_t shadow, shadowPages, granuleLog2;
  meld::FunctionId forget, record;
};

} // namespace heap_tracker

#endif // HEAP_TRACKER_INSTRUMENTATION_H
