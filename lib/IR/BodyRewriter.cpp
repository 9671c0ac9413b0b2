//===- BodyRewriter.cpp - streaming edits ------------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see BodyRewriter.h.
// Why:  see BodyRewriter.h.
// Never: copies a byte before the first edit.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/BodyRewriter.h"

namespace meld {

BodyRewriter::BodyRewriter(const FunctionBody &body, uint32_t localCount)
    : body(body), cursor(body.instructions()), codeBegin(body.code().begin()), runBegin(codeBegin),
      localCount(localCount) {}

bool BodyRewriter::next(Instruction &instruction) {
  if (!cursor.next(instruction))
    return false;
  currentBegin = instruction.begin;
  currentEnd = instruction.end;
  return true;
}

bool BodyRewriter::nextIn(const OpcodeSet &wanted, Instruction &instruction) {
  if (!cursor.nextIn(wanted, instruction))
    return false;
  currentBegin = instruction.begin;
  currentEnd = instruction.end;
  return true;
}

void BodyRewriter::flush(const uint8_t *upTo) {
  if (!edited) {
    edited = true;
    out.reserve(body.code().size() + body.code().size() / 8 + 64);
  }
  if (runBegin == upTo)
    return;
  body.appendRuns(static_cast<uint32_t>(runBegin - codeBegin), static_cast<uint32_t>(upTo - codeBegin),
                  static_cast<uint32_t>(out.size()), runs);
  out.insert(out.end(), runBegin, upTo);
  runBegin = upTo;
}

CodeBuilder &BodyRewriter::insertBefore() {
  flush(currentBegin);
  // Equal origins of two runs say "inserted" (see OffsetRun).
  if (std::optional<uint64_t> place = body.inputOffsetOf(static_cast<uint32_t>(currentBegin - codeBegin)))
    if (runs.empty() || runs.back().offset != out.size())
      runs.push_back({static_cast<uint32_t>(out.size()), static_cast<uint32_t>(*place)});
  return builder;
}

CodeBuilder &BodyRewriter::replace() {
  if (runBegin != currentEnd) {
    flush(currentBegin);
    runBegin = currentEnd;
    if (runs.empty()) // nothing was copied before: say where the replacement belongs
      if (std::optional<uint64_t> place = body.inputOffsetOf(static_cast<uint32_t>(currentBegin - codeBegin)))
        runs.push_back({static_cast<uint32_t>(out.size()), static_cast<uint32_t>(*place)});
  }
  return builder;
}

CodeBuilder &BodyRewriter::insertAfter() {
  if (runBegin != currentEnd)
    flush(currentEnd);
  return builder;
}

uint32_t BodyRewriter::scratchLocal(ValueType type, unsigned slot) {
  for (const Scratch &scratch : added)
    if (scratch.type == type && scratch.slot == slot)
      return scratch.local;
  uint32_t local = localCount + static_cast<uint32_t>(added.size());
  added.push_back({type, slot, local});
  return local;
}

FunctionBody BodyRewriter::finish() {
  if (!beforeEnd.empty()) {
    flush(body.code().end() - 1); // `end` is one byte
    encode::bytes(out, beforeEnd);
  }
  flush(body.code().end());
  std::vector<uint8_t> bytes;
  llvm::ArrayRef<uint8_t> oldLocals = body.bytes().take_front(body.codeOffset());
  if (added.empty()) {
    bytes.reserve(oldLocals.size() + out.size());
    encode::bytes(bytes, oldLocals);
  } else {
    const uint8_t *position = oldLocals.begin();
    uint64_t runCount = encoded::readUnsigned(position);
    uint64_t addedRuns = 0;
    std::vector<uint8_t> declared;
    for (size_t i = 0, next; i < added.size(); i = next, ++addedRuns) {
      for (next = i + 1; next < added.size() && added[next].type == added[i].type;)
        ++next;
      encode::unsignedLeb(declared, next - i);
      encode::valueType(declared, added[i].type);
    }
    encode::unsignedLeb(bytes, runCount + addedRuns);
    encode::bytes(bytes, {position, oldLocals.end()});
    encode::bytes(bytes, declared);
    bytes.reserve(bytes.size() + out.size());
  }
  auto codeOffset = static_cast<uint32_t>(bytes.size());
  encode::bytes(bytes, prologue);
  encode::bytes(bytes, out);
  encode::bytes(bytes, epilogue);
  if (!prologue.empty())
    for (OffsetRun &run : runs)
      run.offset += static_cast<uint32_t>(prologue.size());
  return FunctionBody(std::move(bytes), codeOffset, std::move(runs));
}

} // namespace meld
