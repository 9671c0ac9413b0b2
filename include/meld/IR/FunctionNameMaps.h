//===- FunctionNameMaps.h - names inside functions, as encoded ----------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for some functions, an encoded name map: names of its locals or labels, by
//       index (core specification, appendix, Name Section).
// Why:  there may be as many as functions, and most are never looked at; eight
//       bytes each, and the names stay where they are in the input.
// Never: holds a map that was not read once already.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_FUNCTIONNAMEMAPS_H
#define MELD_IR_FUNCTIONNAMEMAPS_H

#include "meld/IR/Ids.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace meld {

class FunctionNameMaps {
public:
  FunctionNameMaps() = default;
  /// Maps that lie behind `base`, at most 4 GiB from it.
  explicit FunctionNameMaps(const uint8_t *base) : base(base) {}

  /// Of a function that has several, the one added last counts.
  void add(FunctionId function, const uint8_t *map);
  void reserve(size_t count) { entries.reserve(count); }
  /// Call once, after all were added.
  void finish();

  size_t size() const { return entries.size(); }
  /// The encoded map of the function; empty if it has none.
  llvm::ArrayRef<uint8_t> of(FunctionId function) const;
  /// In the order of functions.
  void forEach(llvm::function_ref<void(FunctionId, llvm::ArrayRef<uint8_t>)> visit) const;

private:
  struct Entry {
    uint32_t function;
    uint32_t offset; ///< of the map, from `base`
  };
  llvm::ArrayRef<uint8_t> mapAt(uint32_t offset) const;

  const uint8_t *base = nullptr;
  std::vector<Entry> entries;
};

} // namespace meld

#endif // MELD_IR_FUNCTIONNAMEMAPS_H
