//===- ExprWalker.h - wabt's expressions in the order of their encoding --------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: steps through a list of wabt expressions as the instructions they are
//       encoded as: a block is its opening, its content and its `end`.
// Why:  the binary and wabt's tree can only be compared side by side if both are
//       sequences.
// Never: recurses; changes the expressions.
//
//===----------------------------------------------------------------------===//
#ifndef MELD_LIB_TEXT_EXPRWALKER_H
#define MELD_LIB_TEXT_EXPRWALKER_H

#include "meld/IR/Opcode.h"
#include <optional>
#include <vector>
#include "wabt/ir.h"

namespace meld {

/// One instruction as wabt knows it.
struct ExprStep {
  wabt::Location location;
  /// Where the text puts an `end`, `else` or `delegate`, `location` is a guess of
  /// wabt's that may be missing; then this is where the block was opened.
  wabt::Location opening;
  /// Of block structure, the opcode; otherwise nothing: any plain instruction.
  std::optional<Opcode> structure;
  /// Of an opening instruction.
  const wabt::BlockDeclaration *blockType = nullptr;
};

class ExprWalker {
public:
  /// The final `end` of the expression is not a step.
  explicit ExprWalker(const wabt::ExprList &expressions);
  bool next(ExprStep &step);

private:
  struct Frame {
    const wabt::ExprList *list;
    wabt::ExprList::const_iterator at;
    const wabt::Expr *owner; ///< null: the outermost list
    size_t part;             ///< which list of the owner: 0 the first, then else or catches
  };
  void push(const wabt::ExprList &list, const wabt::Expr *owner, size_t part) {
    frames.push_back({&list, list.begin(), owner, part});
  }
  void enter(const wabt::Expr &expression, ExprStep &step);
  bool leave(ExprStep &step);

  std::vector<Frame> frames;
};

} // namespace meld

#endif // MELD_LIB_TEXT_EXPRWALKER_H
