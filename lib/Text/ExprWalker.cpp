//===- ExprWalker.cpp - wabt's expressions in the order of their encoding ------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see ExprWalker.h.
// Why:  see ExprWalker.h.
// Never: invents a step that wabt's writer does not encode.
//
//===----------------------------------------------------------------------===//

#include "ExprWalker.h"
#include "wabt/cast.h"

namespace meld {

ExprWalker::ExprWalker(const wabt::ExprList &expressions) { push(expressions, nullptr, 0); }

bool ExprWalker::next(ExprStep &step) {
  while (!frames.empty()) {
    Frame &top = frames.back();
    if (top.at == top.list->end()) {
      if (leave(step))
        return true;
      continue;
    }
    const wabt::Expr &expression = *top.at++;
    // Annotations are not encoded as instructions.
    if (expression.type() == wabt::ExprType::CodeMetadata)
      continue;
    enter(expression, step);
    return true;
  }
  return false;
}

void ExprWalker::enter(const wabt::Expr &expression, ExprStep &step) {
  step = ExprStep();
  step.location = step.opening = expression.loc;
  auto open = [&](Opcode opcode, const wabt::Block &block) {
    step.structure = opcode;
    step.blockType = &block.decl;
    push(block.exprs, &expression, 0);
  };
  if (const auto *block = wabt::dyn_cast<wabt::BlockExpr>(&expression))
    open(Opcode::Block, block->block);
  else if (const auto *loop = wabt::dyn_cast<wabt::LoopExpr>(&expression))
    open(Opcode::Loop, loop->block);
  else if (const auto *branch = wabt::dyn_cast<wabt::IfExpr>(&expression))
    open(Opcode::If, branch->true_);
  else if (const auto *attempt = wabt::dyn_cast<wabt::TryExpr>(&expression))
    open(Opcode::Try, attempt->block);
}

/// Ends the list of the top frame; false if nothing is encoded for that.
bool ExprWalker::leave(ExprStep &step) {
  const wabt::Expr *owner = frames.back().owner;
  size_t part = frames.back().part;
  frames.pop_back();
  if (!owner)
    return false;
  step = ExprStep();
  step.opening = owner->loc;
  step.structure = Opcode::End;
  if (const auto *block = wabt::dyn_cast<wabt::BlockExpr>(owner)) {
    step.location = block->block.end_loc;
  } else if (const auto *loop = wabt::dyn_cast<wabt::LoopExpr>(owner)) {
    step.location = loop->block.end_loc;
  } else if (const auto *branch = wabt::dyn_cast<wabt::IfExpr>(owner)) {
    step.location = part == 0 ? branch->true_.end_loc : branch->false_end_loc;
    if (part == 0 && !branch->false_.empty()) {
      step.structure = Opcode::Else;
      push(branch->false_, owner, 1);
    }
  } else if (const auto *attempt = wabt::dyn_cast<wabt::TryExpr>(owner)) {
    step.location = attempt->block.end_loc;
    if (attempt->kind == wabt::TryKind::Delegate) {
      step.structure = Opcode::Delegate;
      step.location = attempt->delegate_target.loc;
    } else if (attempt->kind == wabt::TryKind::Catch && part < attempt->catches.size()) {
      const wabt::Catch &handler = attempt->catches[part];
      step.structure = handler.IsCatchAll() ? Opcode::CatchAll : Opcode::Catch;
      step.location = handler.loc;
      push(handler.exprs, owner, part + 1);
    }
  }
  return true;
}

} // namespace meld
