//===- FunctionBody.cpp - encoded bodies and where their bytes came from --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see FunctionBody.h.
// Why:  see FunctionBody.h.
// Never: invents a place for an instruction that a pass made from nothing.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/FunctionBody.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include <algorithm>
#include <utility>

namespace meld {

struct FunctionBody::Storage : llvm::ThreadSafeRefCountedBase<Storage> {
  Storage(std::vector<uint8_t> bytes, std::vector<OffsetRun> runs) : bytes(std::move(bytes)), runs(std::move(runs)) {}
  std::vector<uint8_t> bytes;
  std::vector<OffsetRun> runs;
};

FunctionBody::FunctionBody(std::vector<uint8_t> bytes, uint32_t codeOffset, std::vector<OffsetRun> runs)
    : size(static_cast<uint32_t>(bytes.size())), origin(Owned), codeStart(codeOffset) {
  place = new Storage(std::move(bytes), std::move(runs));
  storage().Retain();
}

FunctionBody::FunctionBody(const FunctionBody &other)
    : place(other.place), size(other.size), origin(other.origin), codeStart(other.codeStart) {
  if (isEdited())
    storage().Retain();
}

void FunctionBody::swap(FunctionBody &other) noexcept {
  std::swap(place, other.place);
  std::swap(size, other.size);
  std::swap(origin, other.origin);
  std::swap(codeStart, other.codeStart);
}

void FunctionBody::release() { storage().Release(); }

const uint8_t *FunctionBody::ownedBytes() const { return storage().bytes.data(); }

std::vector<LocalRun> FunctionBody::locals() const {
  std::vector<LocalRun> result;
  if (size == 0)
    return result;
  const uint8_t *position = bytes().begin();
  uint64_t count = encoded::readUnsigned(position);
  for (uint64_t i = 0; i < count; ++i) {
    auto length = static_cast<uint32_t>(encoded::readUnsigned(position));
    result.push_back({length, encoded::readValueType(position)});
  }
  return result;
}

std::optional<uint64_t> FunctionBody::inputOffsetOf(uint32_t codeByte) const {
  if (!isEdited())
    return uint64_t(origin) + codeStart + codeByte;
  const std::vector<OffsetRun> &runs = storage().runs;
  auto next = std::upper_bound(runs.begin(), runs.end(), codeByte,
                               [](uint32_t byte, const OffsetRun &run) { return byte < run.offset; });
  if (next == runs.begin())
    return std::nullopt;
  const OffsetRun &run = *std::prev(next);
  uint64_t place = uint64_t(run.origin) + (codeByte - run.offset);
  if (next != runs.end() && place >= next->origin)
    return run.origin == next->origin ? next->origin : next->origin - 1;
  return place;
}

void FunctionBody::appendRuns(uint32_t begin, uint32_t end, uint32_t offset, std::vector<OffsetRun> &into) const {
  if (begin >= end)
    return;
  if (std::optional<uint64_t> place = inputOffsetOf(begin))
    into.push_back({offset, static_cast<uint32_t>(*place)});
  if (!isEdited())
    return;
  auto run = std::upper_bound(storage().runs.begin(), storage().runs.end(), begin,
                              [](uint32_t byte, const OffsetRun &r) { return byte < r.offset; });
  for (; run != storage().runs.end() && run->offset < end; ++run)
    into.push_back({offset + (run->offset - begin), run->origin});
}

} // namespace meld
