//===- FunctionBody.h - an encoded body: from the input, or edited ------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the bytes of a function's locals and code, in id space: what looks like
//       an index is an id. An unedited body is a span of the input; an edited
//       one owns its bytes and knows where each run of them came from.
// Why:  most functions are never edited, and copying bytes beats rebuilding
//       them. Ids equal input indices, so input bytes are in id space as read.
// Never: changes in place; an edit makes a new body (see BodyRewriter).
//
//===----------------------------------------------------------------------===//
#ifndef MELD_IR_FUNCTIONBODY_H
#define MELD_IR_FUNCTIONBODY_H

#include "meld/IR/Instruction.h"
#include <vector>

namespace meld {

/// `count` locals of one type, as declared.
struct LocalRun {
  uint32_t count;
  ValueType type;
};

/// Bytes of an edited body from `offset` on (into its code) come from the input
/// file from `origin` on, until the next run. Bytes that would reach the next
/// run's origin stand for the instruction before it, or, if both origins are
/// equal, were inserted in front of it. The reader refuses files past 2^32 bytes.
struct OffsetRun {
  uint32_t offset;
  uint32_t origin;
};

class FunctionBody {
public:
  FunctionBody() = default;
  /// A body of the input: `bytes` stay alive with the module, `inputOffset` is
  /// their place in the file, `codeOffset` the number of bytes before the code.
  FunctionBody(llvm::ArrayRef<uint8_t> bytes, uint64_t inputOffset, uint32_t codeOffset)
      : place(bytes.data()), size(static_cast<uint32_t>(bytes.size())), origin(static_cast<uint32_t>(inputOffset)),
        codeStart(codeOffset) {
    assert(bytes.size() <= UINT32_MAX && inputOffset < Owned && "the reader refuses such a file");
  }
  /// A body that owns its bytes.
  FunctionBody(std::vector<uint8_t> bytes, uint32_t codeOffset, std::vector<OffsetRun> runs = {});
  FunctionBody(const FunctionBody &other);
  FunctionBody(FunctionBody &&other) noexcept : FunctionBody() { swap(other); }
  FunctionBody &operator=(FunctionBody other) noexcept {
    swap(other);
    return *this;
  }
  ~FunctionBody() {
    if (isEdited())
      release();
  }

  bool isEdited() const { return origin == Owned; }
  /// Locals and code, without the size field of the code section.
  llvm::ArrayRef<uint8_t> bytes() const { return {isEdited() ? ownedBytes() : static_cast<const uint8_t *>(place), size}; }
  /// Bytes before the code.
  uint32_t codeOffset() const { return codeStart; }
  /// The expression, up to and including its final `end`.
  llvm::ArrayRef<uint8_t> code() const { return bytes().drop_front(codeStart); }
  InstructionCursor instructions() const { return InstructionCursor(code()); }
  /// The declared locals (without parameters), as runs.
  std::vector<LocalRun> locals() const;

  /// Where the instruction at byte `codeByte` of `code()` stood in the input file,
  /// or the one it replaced or was inserted before. Nothing for a body made by a pass.
  std::optional<uint64_t> inputOffsetOf(uint32_t codeByte) const;
  /// Appends the runs that describe `code()[begin, end)` copied to `offset` of
  /// another body's code.
  void appendRuns(uint32_t begin, uint32_t end, uint32_t offset, std::vector<OffsetRun> &runs) const;

private:
  struct Storage;
  static constexpr uint32_t Owned = UINT32_MAX;

  void swap(FunctionBody &other) noexcept;
  void release();
  const uint8_t *ownedBytes() const;

  const Storage &storage() const { return *static_cast<const Storage *>(place); }

  /// Bytes of the input, or a `Storage` that is shared with copies, if `origin` is
  /// `Owned`: there may be a million bodies, so the two are not kept side by side.
  const void *place = nullptr;
  uint32_t size = 0;
  uint32_t origin = 0; ///< of the bytes in the input file, or `Owned`
  uint32_t codeStart = 0;
};

} // namespace meld

#endif // MELD_IR_FUNCTIONBODY_H
