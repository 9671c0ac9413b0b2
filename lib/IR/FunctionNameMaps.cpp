//===- FunctionNameMaps.cpp - names inside functions, as encoded ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see FunctionNameMaps.h.
// Why:  see FunctionNameMaps.h.
// Never: see FunctionNameMaps.h.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/FunctionNameMaps.h"
#include "meld/IR/Instruction.h"
#include "meld/IR/Name.h"
#include <algorithm>

namespace meld {

void FunctionNameMaps::add(FunctionId function, const uint8_t *map) {
  entries.push_back({function.value, static_cast<uint32_t>(map - base)});
}

void FunctionNameMaps::finish() {
  auto isBefore = [](const Entry &a, const Entry &b) {
    return a.function != b.function ? a.function < b.function : a.offset > b.offset;
  };
  if (!std::is_sorted(entries.begin(), entries.end(), isBefore))
    std::sort(entries.begin(), entries.end(), isBefore);
  auto isSame = [](const Entry &a, const Entry &b) { return a.function == b.function; };
  entries.erase(std::unique(entries.begin(), entries.end(), isSame), entries.end());
}

llvm::ArrayRef<uint8_t> FunctionNameMaps::mapAt(uint32_t offset) const {
  const uint8_t *begin = base + offset, *position = begin;
  for (uint64_t names = encoded::readUnsigned(position); names != 0; --names) {
    encoded::readUnsigned(position);
    Name::read(position);
  }
  return {begin, position};
}

llvm::ArrayRef<uint8_t> FunctionNameMaps::of(FunctionId function) const {
  auto found = std::lower_bound(entries.begin(), entries.end(), function.value,
                                [](const Entry &entry, uint32_t value) { return entry.function < value; });
  if (found == entries.end() || found->function != function.value)
    return {};
  return mapAt(found->offset);
}

void FunctionNameMaps::forEach(llvm::function_ref<void(FunctionId, llvm::ArrayRef<uint8_t>)> visit) const {
  for (const Entry &entry : entries)
    visit(FunctionId(entry.function), mapAt(entry.offset));
}

} // namespace meld
