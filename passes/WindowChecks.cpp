//===- WindowChecks.cpp - exact bounds checks of single accesses ------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the part of `WindowRewriter` that makes an access of a checked window trap iff
//       it trapped in the input memory. Paragraphs cited as `rebase S10` are in
//       docs/passes/rebase.md.
// Why:  a component must not reach its neighbour once both share a memory.
// Never: compares bytes with pages; adds to an address; calls anything on the way of
//        an access in bounds.
//
//===----------------------------------------------------------------------===//

#include "passes/WindowRewriter.h"
#include "passes/Lowering.h"

namespace meld {

namespace {

/// Slots of scratch locals. Those from 0 on belong to bulk operations and to operands
/// that are set aside, which are in use within one instruction only.
constexpr unsigned FirstSetAside = 0, FirstCapture = 8, FirstLimit = 16;

/// The types of an access' operands after the address, from its signature.
llvm::SmallVector<ValueType, 2> valueOperands(const Instruction &instruction) {
  llvm::SmallVector<ValueType, 2> types;
  for (char type : llvm::StringRef(instruction.info().signature).split(':').first.drop_front()) {
    switch (type) {
    case 'i':
      types.push_back(ValueType::I32);
      break;
    case 'I':
      types.push_back(ValueType::I64);
      break;
    case 'f':
      types.push_back(ValueType::F32);
      break;
    case 'F':
      types.push_back(ValueType::F64);
      break;
    case 'v':
      types.push_back(ValueType::V128);
      break;
    default:
      assert(false && "an access has number and vector operands only");
    }
  }
  return types;
}

} // namespace

/// Turns the address on the stack into an i32 that is nonzero iff address + extent >
/// size (rebase S10). I, S and C are the initial, current and largest size; extent <= C.
void WindowRewriter::emitCondition(BodyRewriter &rewriter, CodeBuilder &code, const PlannedCheck &check,
                                   const CheckPlan &plan) const {
  const CodeWindow &window = windows[check.window];
  const GrowthState &growth = window.growth;
  const uint64_t initial = growth.initialBytes(), extent = check.extentBytes;
  const Opcode subtract = indexOpcode(growth, Opcode::I32Sub, Opcode::I64Sub),
               isAbove = indexOpcode(growth, Opcode::I32GtU, Opcode::I64GtU),
               isBelow = indexOpcode(growth, Opcode::I32LtU, Opcode::I64LtU);
  auto constant = [&](uint64_t value) { emitIndexConst(code, growth, value); };
  if (!window.canGrow()) {
    // extent <= I = S, so S - extent does not wrap.
    constant(initial - extent);
    code.op(isAbove);
    return;
  }
  if (!growth.grownBytesGlobal) {
    // What has grown can be 2^32 bytes: in 64 bits nothing wraps.
    code.op(Opcode::I64ExtendI32U).i64Const(extent).op(Opcode::I64Add);
    emitSize(code, window);
    code.op(Opcode::I64GtU);
    return;
  }
  GlobalId grown = *growth.grownBytesGlobal;
  if (extent > initial) {
    // I < extent <= C: traps also if S < extent, that is grown < extent - I. If so,
    // what the first comparison says does not matter.
    code.globalGet(grown);
    constant(extent - initial);
    code.op(subtract).op(isAbove).globalGet(grown);
    constant(extent - initial);
    code.op(isBelow).op(Opcode::I32Or);
    return;
  }
  // 0 <= S - extent < 2^32 (2^64): grown + (I - extent), or a limit at hand plus the
  // difference of the extents, all modulo that.
  emitLimit(rewriter, code, plan, check.fromLimit, growth, extent);
  if (check.keptLimit != PlannedCheck::NoLimit)
    code.localTee(limitLocal(rewriter, check.keptLimit));
  code.op(isAbove);
}

/// Current size - extent, extent <= initial size (rebase S13).
void WindowRewriter::emitLimit(BodyRewriter &rewriter, CodeBuilder &code, const CheckPlan &plan, uint32_t fromLimit,
                               const GrowthState &growth, uint64_t extent) const {
  if (fromLimit != PlannedCheck::NoLimit) {
    code.localGet(limitLocal(rewriter, fromLimit));
    emitSum(code, growth, plan.limits[fromLimit].extentBytes - extent);
  } else {
    code.globalGet(*growth.grownBytesGlobal);
    emitSum(code, growth, growth.initialBytes() - extent);
  }
}

/// The local of a captured address, and of a limit.
uint32_t WindowRewriter::captureLocal(BodyRewriter &rewriter, uint32_t number) const {
  return rewriter.scratchLocal(indexType(), FirstCapture + number);
}

uint32_t WindowRewriter::limitLocal(BodyRewriter &rewriter, uint32_t limit) const {
  return rewriter.scratchLocal(indexType(), FirstLimit + limit);
}

/// Adds to the number on the stack, modulo the size of the address space.
void WindowRewriter::emitSum(CodeBuilder &code, const GrowthState &growth, uint64_t difference) {
  if (difference == 0)
    return;
  emitIndexConst(code, growth, difference);
  code.op(indexOpcode(growth, Opcode::I32Add, Opcode::I64Add));
}

/// Checks branch to one trap at the end (rebase S12). Where no branch leads to the
/// function's own label, $trap's takes its place; otherwise $body's does:
///   block $trap  <the body>  return  end  <trap>  end
///   block $trap  block $body (result ...)  <the body>  end  return  end  <trap>  end
void WindowRewriter::wrapBody(BodyRewriter &rewriter, Module &module, FunctionId function,
                              const CheckPlan &plan) const {
  std::vector<uint8_t> before, last, after;
  CodeBuilder begin(before), leave(last), end(after);
  begin.open(Opcode::Block);
  leave.op(Opcode::Return);
  if (plan.branchesToOutermost) {
    llvm::ArrayRef<ValueType> results = module.typeOf(function).results;
    if (results.size() <= 1) {
      begin.open(Opcode::Block, results.empty() ? std::nullopt : std::optional(results.front()));
    } else {
      encode::opcode(before, Opcode::Block);
      encode::signedLeb(before, module.findOrAddType({}, results).value);
    }
    last.clear();
    end.op(Opcode::Return).end();
  }
  emitTrap(end, windows.front());
  end.end();
  rewriter.wrap(std::move(before), std::move(after), std::move(last));
}

/// Emits a check in front of its access.
void WindowRewriter::emitCheck(BodyRewriter &rewriter, const Instruction &instruction, const PlannedCheck &check,
                               const CheckPlan &plan) const {
  CodeBuilder &code = rewriter.insertBefore();
  auto compareAndTrap = [&] {
    emitCondition(rewriter, code, check, plan);
    if (trap.kind != TrapAction::Call) {
      code.brIf(check.outermostLabel + (plan.branchesToOutermost ? 1 : 0));
      return;
    }
    code.open(Opcode::If);
    emitTrap(code, windows[check.window]);
    code.end();
  };
  if (check.local || check.capture) {
    code.localGet(check.local ? *check.local : captureLocal(rewriter, *check.capture));
    compareAndTrap();
    return;
  }
  // The operands above the address are set aside, and come back after the check.
  llvm::SmallVector<ValueType, 2> values = valueOperands(instruction);
  llvm::SmallVector<uint32_t, 2> kept;
  for (size_t i = values.size(); i-- > 0;) {
    // The first of the addresses' type holds the address.
    unsigned slot = FirstSetAside + static_cast<unsigned>(i) + (values[i] == indexType() ? 1 : 0);
    kept.push_back(rewriter.scratchLocal(values[i], slot));
    code.localSet(kept.back());
  }
  uint32_t local = rewriter.scratchLocal(indexType(), FirstSetAside);
  code.localTee(local);
  compareAndTrap();
  code.localGet(local);
  for (size_t i = kept.size(); i-- > 0;)
    code.localGet(kept[i]);
}

/// Two walks: one plans, one writes.
void WindowRewriter::rewriteChecked(BodyRewriter &rewriter, Module &module, FunctionId function,
                                    CheckCounts &counts) const {
  const CheckPlan plan = CheckPlanner(windows, indexOf, trap.kind, effects).plan(module, function, counts);
  const uint8_t *begin = module.functions()[function].body.code().begin();
  auto check = plan.checks.begin();
  auto hoisted = plan.hoisted.begin();
  auto capture = plan.captures.begin();
  Instruction instruction;
  while (plan.captures.empty() ? rewriter.nextIn(checkedOpcodes, instruction) : rewriter.next(instruction)) {
    const auto byte = static_cast<uint32_t>(instruction.begin - begin);
    for (; hoisted != plan.hoisted.end() && hoisted->loopByte == byte; ++hoisted) {
      const KeptLimit &limit = plan.limits[hoisted->limit];
      CodeBuilder &code = rewriter.insertBefore();
      emitLimit(rewriter, code, plan, hoisted->fromLimit, windows[limit.window].growth, limit.extentBytes);
      code.localSet(limitLocal(rewriter, hoisted->limit));
    }
    if (instruction.opcode == Opcode::GlobalSet)
      keepBytesInStep(rewriter, instruction);
    if (check != plan.checks.end() && check->codeByte == byte)
      emitCheck(rewriter, instruction, *check++, plan);
    if (memoryOpcodes.contains(instruction.opcode))
      rewriteInstruction(rewriter, instruction);
    if (capture != plan.captures.end() && capture->producerByte == byte)
      rewriter.insertAfter().localTee(captureLocal(rewriter, capture++->number));
  }
  if (!plan.checks.empty() && trap.kind != TrapAction::Call)
    wrapBody(rewriter, module, function, plan);
}

/// Where the helper of bump-grow, which ran before, counts pages, the bytes follow.
void WindowRewriter::keepBytesInStep(BodyRewriter &rewriter, const Instruction &instruction) const {
  for (const CodeWindow &window : windows) {
    const GrowthState &growth = window.growth;
    if (!growth.grownBytesGlobal || growth.grownGlobal != instruction.global())
      continue;
    CodeBuilder &code = rewriter.replace();
    code.globalSet(*growth.grownGlobal).globalGet(*growth.grownGlobal);
    emitPagesToBytes(code, growth);
    code.globalSet(*growth.grownBytesGlobal);
  }
}

} // namespace meld
