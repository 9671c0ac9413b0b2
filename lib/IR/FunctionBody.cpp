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
#include <algorithm>

namespace meld {

FunctionBody::FunctionBody(std::vector<uint8_t> bytes, uint32_t codeOffset, std::vector<OffsetRun> runs)
    : codeStart(codeOffset), storage(std::make_shared<const Storage>(Storage{std::move(bytes), std::move(runs)})) {
  content = storage->bytes;
}

std::vector<LocalRun> FunctionBody::locals() const {
  std::vector<LocalRun> result;
  if (content.empty())
    return result;
  const uint8_t *position = content.begin();
  uint64_t count = encoded::readUnsigned(position);
  for (uint64_t i = 0; i < count; ++i) {
    auto length = static_cast<uint32_t>(encoded::readUnsigned(position));
    result.push_back({length, encoded::readValueType(position)});
  }
  return result;
}

std::optional<uint64_t> FunctionBody::inputOffsetOf(uint32_t codeByte) const {
  if (!storage)
    return origin + codeStart + codeByte;
  const std::vector<OffsetRun> &runs = storage->runs;
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
  if (!storage)
    return;
  auto run = std::upper_bound(storage->runs.begin(), storage->runs.end(), begin,
                              [](uint32_t byte, const OffsetRun &r) { return byte < r.offset; });
  for (; run != storage->runs.end() && run->offset < end; ++run)
    into.push_back({offset + (run->offset - begin), run->origin});
}

} // namespace meld
