//===- BodyRewriter.h - streaming edits of an encoded body --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: walks a body once; what the caller does not touch is copied verbatim, in
//       runs; what it inserts or replaces is encoded in between.
// Why:  most lowerings are local. Nothing is materialised, and a body without an
//       edit is left alone entirely.
// Never: touches the module; the caller gets a new body and sets it.
//
// USAGE:
//   BodyRewriter rewriter(body, firstFreeLocal);
//   while (rewriter.next(instruction))
//     if (interesting(instruction))
//       rewriter.replace().localGet(0).call(helper);
//   if (rewriter.isEdited()) module.setBody(id, rewriter.finish());
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_BODYREWRITER_H
#define MELD_IR_BODYREWRITER_H

#include "meld/IR/CodeBuilder.h"
#include "meld/IR/FunctionBody.h"

namespace meld {

class BodyRewriter {
public:
  /// `localCount`: parameters and declared locals of the function.
  BodyRewriter(const FunctionBody &body, uint32_t localCount);

  /// Moves on to the next instruction. False at the end and on malformed bytes.
  bool next(Instruction &instruction);
  /// The same, but stops only at opcodes in `wanted`; others are kept.
  bool nextIn(const OpcodeSet &wanted, Instruction &instruction);
  /// What is emitted through the result comes before the current instruction.
  CodeBuilder &insertBefore();
  /// What is emitted through the result replaces the current instruction.
  CodeBuilder &replace();
  /// What is emitted through the result comes after the current instruction, or after
  /// what replaced it.
  CodeBuilder &insertAfter();
  /// A scratch local of that type; `slot` distinguishes several live at once.
  /// The same (type, slot) gives the same local throughout the body.
  uint32_t scratchLocal(ValueType type, unsigned slot = 0);

  /// Puts code around the whole body: `before` opens as many blocks as the body's
  /// final `end` and `after` close, less one. `last` comes before that `end`.
  void wrap(std::vector<uint8_t> before, std::vector<uint8_t> after, std::vector<uint8_t> last = {}) {
    prologue = std::move(before);
    beforeEnd = std::move(last);
    epilogue = std::move(after);
  }

  bool failed() const { return cursor.failed(); }
  const char *error() const { return cursor.error(); }
  /// Bytes into the code of the body being read.
  uint32_t offset() const { return cursor.offset(); }
  bool isEdited() const { return edited || !added.empty(); }
  /// The new body. Call once, after `next` returned false without failure.
  FunctionBody finish();

private:
  void flush(const uint8_t *upTo);

  const FunctionBody &body;
  InstructionCursor cursor;
  const uint8_t *codeBegin;
  const uint8_t *runBegin; ///< first byte not yet copied or replaced
  const uint8_t *currentBegin = nullptr, *currentEnd = nullptr;
  std::vector<uint8_t> out, prologue, beforeEnd, epilogue;
  CodeBuilder builder{out};
  std::vector<OffsetRun> runs;
  uint32_t localCount;
  struct Scratch {
    ValueType type;
    unsigned slot;
    uint32_t local;
  };
  std::vector<Scratch> added;
  bool edited = false;
};

} // namespace meld

#endif // MELD_IR_BODYREWRITER_H
