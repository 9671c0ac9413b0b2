//===- ReferenceRewriter.cpp - other ids in encoded bytes ----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ReferenceRewriter.h.
// Why:  see ReferenceRewriter.h.
// Never: see ReferenceRewriter.h.
//
//===----------------------------------------------------------------------===//

#include "meld/IR/ReferenceRewriter.h"
#include "meld/IR/CodeBuilder.h"

namespace meld {

void encodeReference(const Reference &reference, uint32_t id, std::vector<uint8_t> &out) {
  switch (reference.form) {
  case Reference::Index:
    encode::unsignedLeb(out, id);
    break;
  case Reference::SignedType:
    encode::signedLeb(out, id);
    break;
  case Reference::MemArgFlags: {
    const uint8_t *position = reference.begin;
    uint64_t flags = encoded::readUnsigned(position) & ~uint64_t(0x40);
    encode::unsignedLeb(out, id == 0 ? flags : flags | 0x40);
    if (id != 0)
      encode::unsignedLeb(out, id);
    break;
  }
  }
}

std::optional<FunctionBody> mapReferences(const FunctionBody &body, ReferenceMap map) {
  std::vector<uint8_t> out;
  out.reserve(body.bytes().size() + 16);
  const uint8_t *copied = body.bytes().begin();
  visitLocals(body, [&](const Reference &reference) {
    if (uint32_t to = map(reference); to != reference.id) {
      encode::bytes(out, {copied, reference.begin});
      encodeReference(reference, to, out);
      copied = reference.end;
    }
  });
  const uint8_t *code = body.code().begin();
  encode::bytes(out, {copied, code});
  const auto codeOffset = static_cast<uint32_t>(out.size());

  std::vector<OffsetRun> runs;
  copied = code;
  auto copyTo = [&](const uint8_t *end) {
    body.appendRuns(static_cast<uint32_t>(copied - code), static_cast<uint32_t>(end - code),
                    static_cast<uint32_t>(out.size()) - codeOffset, runs);
    encode::bytes(out, {copied, end});
  };
  InstructionCursor cursor = body.instructions();
  Instruction instruction;
  while (cursor.nextIn(referringOpcodes(), instruction))
    visitReferences(instruction, [&](const Reference &reference) {
      if (uint32_t to = map(reference); to != reference.id) {
        copyTo(reference.begin);
        encodeReference(reference, to, out);
        copied = reference.end;
      }
    });
  if (cursor.failed())
    return std::nullopt;
  copyTo(body.code().end());
  return FunctionBody(std::move(out), codeOffset, std::move(runs));
}

} // namespace meld
