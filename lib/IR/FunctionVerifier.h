//===- FunctionVerifier.h - validates one body at a time ------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the validation algorithm of the core specification (appendix, Validation
//       Algorithm): an operand stack and a control stack, fed by a cursor over
//       the encoded body. Private to lib/IR.
// Why:  one pass, no recursion, no allocation per instruction; the buffers serve
//       one body after the other.
// Never: allocates per local or per declared count; works more than a constant
//       times the bytes of the module, whatever the bytes are (`Budget`).
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_IR_FUNCTIONVERIFIER_H
#define MELD_LIB_IR_FUNCTIONVERIFIER_H

#include "SignatureTable.h"
#include "VerifierContext.h"
#include "llvm/ADT/DenseSet.h"

namespace meld {

/// What is wrong, before it has a location. `rule` speaks the specification's words.
struct Violation {
  uint32_t codeByte = 0;
  std::string fact;
  const char *rule = nullptr;
};

/// Operands that may still be moved as lists (by calls, blocks and branches). A
/// type of a thousand results costs two bytes a call, so without a limit the work
/// would be quadratic in the module.
struct Budget {
  uint64_t operands;
  static Budget forBytes(uint64_t bytes) { return {(1u << 24) + 64 * bytes}; }
};

class FunctionVerifier {
public:
  FunctionVerifier(const VerifierContext &context, Budget &budget) : context(context), budget(budget) {}

  /// Validates a defined function of an existing type. False if it is invalid;
  /// then `violation()` tells why.
  bool verify(FunctionId id);
  const Violation &violation() const { return problem; }

private:
  enum class FrameKind : uint8_t { Block, Loop, If, Else, Try, Catch, CatchAll };
  struct Frame {
    uint32_t height; ///< of the operand stack at entry, without the parameters
    uint32_t shapeBits : 28;
    uint32_t kind : 3;
    uint32_t unreachable : 1;
    BlockShape shape() const { return BlockShape::fromBits(shapeBits); }
    FrameKind frameKind() const { return static_cast<FrameKind>(kind); }
  };
  /// Locals up to `end`, from the end of the run before.
  struct Run {
    uint32_t end;
    TypeCode type;
  };

  bool fail(const llvm::Twine &fact, const char *rule);
  bool malformed(const llvm::Twine &fact);

  // Body. ------------------------------------------------------------------
  bool readLocals(const FunctionBody &body);
  void reserve(size_t codeBytes);
  bool run();
  bool dispatch(const Signature &signature);

  // Operand stack. ---------------------------------------------------------
  void push(TypeCode code) { stack[height++] = code; }
  bool pop(TypeCode expected) {
    if (height > base && stack[height - 1] == expected) [[likely]] {
      --height;
      return true;
    }
    return popUnequal(expected);
  }
  bool popUnequal(TypeCode expected);
  bool popAny(TypeCode &code);
  bool popReference(TypeCode &code);
  bool popList(TypeList list);
  bool pushList(TypeList list);
  bool checkTop(TypeList list);
  bool charge(uint64_t operands);
  /// Pops the signature's parameters, pushes its result; `address` stands for `a`.
  bool apply(const Signature &signature, TypeCode address);
  void setUnreachable();

  // Control stack. ---------------------------------------------------------
  TypeList paramsOf(BlockShape shape) const;
  TypeList resultsOf(BlockShape shape) const;
  bool enter(FrameKind kind, BlockShape shape, TypeList operands);
  /// Pops the results and the frame.
  bool leave(Frame &frame);
  bool readBlockType(BlockShape &shape);
  bool labelTypes(uint32_t label, TypeList &types);
  bool verifyBlock(FrameKind kind);
  bool verifyElse();
  bool verifyEnd();
  bool verifyCatch(bool all);
  bool verifyDelegate();
  bool verifyRethrow();
  bool verifyTryTable();
  bool verifyBranchTable();
  bool verifyBranchOnNull();
  bool verifyBranchOnNonNull();

  // Other instructions. ----------------------------------------------------
  bool verifyAccess(const Signature &signature, bool isAtomic);
  bool memoryAddress(uint32_t id, TypeCode &address);
  bool callee(uint32_t type, bool isTail, bool exists);
  bool indirectCallee(bool isTail);
  bool referenceCallee(bool isTail);
  bool tagParams(uint32_t tag, TypeList &params);
  bool localType(uint32_t local, TypeCode &type);
  bool setLocal(bool isTee);
  bool getLocal();
  bool verifySelect();
  bool verifyTypedSelect();
  bool tableOf(uint32_t id, VerifierContext::TableFacts &table);
  bool verifyTable(Rule rule);
  bool verifyMemoryCopy();
  bool verifyRefNull();
  bool verifyRefFunc();

  const VerifierContext &context;
  Budget &budget;
  Violation problem;

  InstructionCursor cursor;
  Instruction instruction;
  const uint8_t *codeBegin = nullptr;
  size_t codeBytes = 0;

  // Sized by the body in advance: an instruction pushes at most one operand per
  // byte (lists are charged for and make room themselves), and a frame takes at
  // least two bytes. Never touched memory costs nothing.
  std::unique_ptr<TypeCode[]> stack;
  size_t stackCapacity = 0;
  std::unique_ptr<Frame[]> frames;
  size_t frameCapacity = 0;
  size_t height = 0;
  size_t depth = 0;
  // Of the innermost frame.
  size_t base = 0;
  bool polymorphic = false;

  TypeList params, results;
  std::vector<Run> runs;
  std::vector<TypeCode> firstLocals; ///< declared locals one by one, as far as that is cheap
  uint64_t localCount = 0;           ///< parameters and declared
  // Only if a declared local has no default value: which are set, in the order of
  // setting, and how many were at each frame's entry.
  bool tracksLocals = false;
  llvm::DenseSet<uint32_t> initialized;
  std::vector<uint32_t> initializedOrder;
  std::unique_ptr<uint32_t[]> initializedAtEntry; ///< as many as there may be frames
  size_t initializedAtEntryCapacity = 0;
};

} // namespace meld

#endif // MELD_LIB_IR_FUNCTIONVERIFIER_H
