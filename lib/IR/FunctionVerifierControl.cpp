//===- FunctionVerifierControl.cpp - control instructions -----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the control stack: blocks, labels, branches, exceptions old and new.
// Why:  core specification, Validation, Control Instructions; `try`, `catch`,
//       `delegate` and `rethrow` follow the legacy exception handling proposal.
// Never: recurses: nesting lives in the frames.
//
//===----------------------------------------------------------------------===//

#include "FunctionVerifier.h"

namespace meld {

namespace {

constexpr const char *LabelRule = "Control Instructions: the label C.labels[l] must exist";
constexpr const char *BlockTypeRule = "Types, Block Types: the type must be defined in the context";
constexpr const char *BlockEndRule = "Control Instructions: a block must leave exactly its results on the stack";
constexpr const char *NestingRule = "Binary Format, Control Instructions: else, catch, delegate and end must close a "
                                    "block that allows them";
constexpr const char *CatchRule = "Control Instructions: a catch clause's values must match the label's result type";

} // namespace

TypeList FunctionVerifier::paramsOf(BlockShape shape) const {
  return shape.isFunction() ? context.params(shape.functionType()) : TypeList();
}

TypeList FunctionVerifier::resultsOf(BlockShape shape) const {
  return shape.isFunction() ? context.results(shape.functionType()) : shape.results();
}

bool FunctionVerifier::enter(FrameKind kind, BlockShape shape, TypeList operands) {
  if (tracksLocals)
    initializedAtEntry[depth] = static_cast<uint32_t>(initializedOrder.size());
  frames[depth++] = {static_cast<uint32_t>(height), shape.bits(), static_cast<uint32_t>(kind), 0};
  base = height;
  polymorphic = false;
  return operands.size() == 0 || pushList(operands);
}

bool FunctionVerifier::leave(Frame &frame) {
  frame = frames[depth - 1];
  if (!popList(resultsOf(frame.shape())))
    return false;
  if (height != base)
    return fail(llvm::Twine(height - base) + " values are left on the stack at " + instruction.info().mnemonic,
                BlockEndRule);
  if (tracksLocals) // what was set inside is not known to be set outside
    for (size_t known = initializedAtEntry[depth - 1]; initializedOrder.size() > known; initializedOrder.pop_back())
      initialized.erase(initializedOrder.back());
  if (--depth != 0) {
    base = frames[depth - 1].height;
    polymorphic = frames[depth - 1].unreachable;
  }
  return true;
}

bool FunctionVerifier::readBlockType(BlockShape &shape) {
  BlockType type = instruction.blockType();
  shape = BlockShape::empty();
  if (type.result) {
    std::optional<TypeCode> code = context.code(*type.result);
    if (!code)
      return fail("the block type names a type that does not exist", BlockTypeRule);
    shape = BlockShape::result(*code);
  } else if (type.type) {
    if (context.canonicalType(type.type->value) == VerifierContext::NoType)
      return fail("unknown type " + llvm::Twine(type.type->value), BlockTypeRule);
    shape = BlockShape::function(type.type->value);
  }
  return true;
}

bool FunctionVerifier::labelTypes(uint32_t label, TypeList &types) {
  if (label >= depth)
    return fail("unknown label " + llvm::Twine(label), LabelRule);
  const Frame &frame = frames[depth - 1 - label];
  types = frame.frameKind() == FrameKind::Loop ? paramsOf(frame.shape()) : resultsOf(frame.shape());
  return true;
}

bool FunctionVerifier::verifyBlock(FrameKind kind) {
  // Nearly all blocks are of type [] -> [].
  if (instruction.end - instruction.begin == 2 && instruction.begin[1] == 0x40)
    return enter(kind, BlockShape::empty(), TypeList());
  BlockShape shape = BlockShape::empty();
  if (!readBlockType(shape))
    return false;
  TypeList operands = paramsOf(shape);
  return popList(operands) && enter(kind, shape, operands);
}

bool FunctionVerifier::verifyElse() {
  if (frames[depth - 1].frameKind() != FrameKind::If)
    return fail("else does not belong to an if", NestingRule);
  Frame frame;
  return leave(frame) && enter(FrameKind::Else, frame.shape(), paramsOf(frame.shape()));
}

bool FunctionVerifier::verifyEnd() {
  Frame frame;
  if (!leave(frame))
    return false;
  TypeList types = resultsOf(frame.shape());
  if (frame.frameKind() == FrameKind::If && frame.shape().isFunction()) {
    // The missing else leaves the parameters as they are.
    TypeList operands = paramsOf(frame.shape());
    bool same = operands.size() == types.size() && charge(types.size());
    for (uint32_t i = 0; same && i < types.size(); ++i)
      same = matches(operands[i], types[i]);
    if (!same)
      return fail("an if without else must have equal parameters and results", BlockEndRule);
  } else if (frame.frameKind() == FrameKind::If && types.size() != 0) {
    return fail("an if without else cannot have a result", BlockEndRule);
  }
  if (depth == 0 || types.size() == 0)
    return true;
  return pushList(types);
}

bool FunctionVerifier::verifyCatch(bool all) {
  FrameKind kind = frames[depth - 1].frameKind();
  if (kind != FrameKind::Try && kind != FrameKind::Catch)
    return fail(llvm::Twine(instruction.info().mnemonic) + " does not belong to a try", NestingRule);
  Frame frame;
  if (!leave(frame))
    return false;
  TypeList operands;
  if (!all && !tagParams(instruction.first, operands))
    return false;
  return enter(all ? FrameKind::CatchAll : FrameKind::Catch, frame.shape(), operands);
}

bool FunctionVerifier::verifyDelegate() {
  if (frames[depth - 1].frameKind() != FrameKind::Try)
    return fail("delegate does not belong to a try", NestingRule);
  Frame frame;
  if (!leave(frame))
    return false;
  // The label is counted from outside of the try.
  if (instruction.first >= depth)
    return fail("unknown label " + llvm::Twine(instruction.first), LabelRule);
  return pushList(resultsOf(frame.shape()));
}

bool FunctionVerifier::verifyRethrow() {
  if (instruction.first >= depth)
    return fail("unknown label " + llvm::Twine(instruction.first), LabelRule);
  FrameKind kind = frames[depth - 1 - instruction.first].frameKind();
  if (kind != FrameKind::Catch && kind != FrameKind::CatchAll)
    return fail("rethrow names label " + llvm::Twine(instruction.first) + ", which is not a catch",
                "Legacy Exceptions: rethrow must name the label of an enclosing catch");
  setUnreachable();
  return true;
}

bool FunctionVerifier::verifyTryTable() {
  BlockShape shape = BlockShape::empty();
  if (!readBlockType(shape))
    return false;
  TypeList operands = paramsOf(shape);
  if (!popList(operands))
    return false;
  // Labels of the clauses are counted from outside of the block.
  bool valid = true;
  instruction.forEachCatch([&](const CatchClause &clause) {
    TypeList carried, expected;
    valid = valid && (!clause.tag || tagParams(clause.tag->value, carried)) && labelTypes(clause.label, expected);
    if (!valid)
      return;
    bool carriesReference = clause.kind == CatchClause::CatchRef || clause.kind == CatchClause::CatchAllRef;
    uint32_t count = carried.size() + (carriesReference ? 1 : 0);
    valid = charge(count);
    bool same = count == expected.size();
    for (uint32_t i = 0; valid && same && i < count; ++i)
      same = matches(i < carried.size() ? carried[i] : refCode(HeapType::Exn, false), expected[i]);
    if (valid && !same)
      valid = fail("a catch clause does not match label " + llvm::Twine(clause.label), CatchRule);
  });
  return valid && enter(FrameKind::Block, shape, operands);
}

bool FunctionVerifier::verifyBranchTable() {
  if (!pop(TypeCode::I32))
    return false;
  TypeList last;
  if (!labelTypes(instruction.second, last))
    return false;
  bool valid = true;
  uint32_t before = instruction.second;
  instruction.forEachLabel([&](uint32_t label) {
    if (!valid || label == before) // the default is checked below
      return;
    before = label;
    TypeList types;
    valid = labelTypes(label, types);
    if (valid && types.size() != last.size())
      valid = fail("labels " + llvm::Twine(label) + " and " + llvm::Twine(instruction.second) +
                       " of br_table differ in the number of operands",
                   "Control Instructions: all labels of br_table must have result types of the same length");
    valid = valid && checkTop(types);
  });
  if (!valid || !popList(last))
    return false;
  setUnreachable();
  return true;
}

bool FunctionVerifier::verifyBranchOnNull() {
  TypeList types;
  TypeCode reference = TypeCode::Bottom;
  if (!labelTypes(instruction.first, types) || !popReference(reference) || !popList(types) || !pushList(types))
    return false;
  push(nonNull(reference));
  return true;
}

bool FunctionVerifier::verifyBranchOnNonNull() {
  TypeList types;
  TypeCode reference = TypeCode::Bottom;
  if (!labelTypes(instruction.first, types) || !popReference(reference))
    return false;
  if (types.size() == 0 || !isRef(types.back()) || !matches(nonNull(reference), types.back()))
    return fail("the reference does not match the last operand of label " + llvm::Twine(instruction.first),
                "Control Instructions: br_on_non_null passes the reference to the label");
  TypeList others = types.dropBack();
  return popList(others) && pushList(others);
}

} // namespace meld
