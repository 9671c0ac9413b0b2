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

/// The types of an access' operands after the address, from its signature.
llvm::SmallVector<ValueType, 2> valueOperands(const Instruction &instruction) {
  llvm::SmallVector<ValueType, 2> types;
  for (const char *p = instruction.info().signature + 1; *p != ':'; ++p) {
    switch (*p) {
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
void WindowRewriter::emitLimit(BodyRewriter &rewriter, CodeBuilder &code, const PlannedCheck &check,
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
  const CachedLimit *nearest = nullptr;
  for (const CachedLimit &limit : plan.limits)
    if (limit.window == check.window && (!nearest || limit.extentBytes == extent))
      nearest = &limit;
  if (nearest) {
    code.localGet(limitLocal(rewriter, *nearest, plan));
    emitSum(code, growth, nearest->extentBytes - extent);
  } else {
    code.globalGet(grown);
    emitSum(code, growth, initial - extent);
  }
  code.op(isAbove);
}

/// Adds to the number on the stack, modulo the size of the address space.
void WindowRewriter::emitSum(CodeBuilder &code, const GrowthState &growth, uint64_t difference) {
  if ((growth.is64 ? difference : static_cast<uint32_t>(difference)) == 0)
    return;
  emitIndexConst(code, growth, difference);
  code.op(indexOpcode(growth, Opcode::I32Add, Opcode::I64Add));
}

/// The local of a cached limit (rebase S13).
uint32_t WindowRewriter::limitLocal(BodyRewriter &rewriter, const CachedLimit &limit, const CheckPlan &plan) const {
  // Slots from here on are not used for anything else.
  constexpr unsigned FirstSlot = 16;
  return rewriter.scratchLocal(indexType(), FirstSlot + static_cast<unsigned>(&limit - plan.limits.data()));
}

/// Loads the cached limits of some windows from their counters.
void WindowRewriter::loadLimits(BodyRewriter &rewriter, CodeBuilder &code, const CheckPlan &plan,
                                SizeEffects::Windows which) const {
  const CachedLimit *first = nullptr; // of the same window
  for (const CachedLimit &limit : plan.limits) {
    if (!(which & SizeEffects::bitOf(limit.window)))
      continue;
    const GrowthState &growth = windows[limit.window].growth;
    if (first && first->window == limit.window) {
      code.localGet(limitLocal(rewriter, *first, plan));
      emitSum(code, growth, first->extentBytes - limit.extentBytes);
    } else {
      first = &limit;
      code.globalGet(*growth.grownBytesGlobal);
      emitSum(code, growth, growth.initialBytes() - limit.extentBytes);
    }
    code.localSet(limitLocal(rewriter, limit, plan));
  }
}

/// Loads the limits at the entry. Checks branch to one trap at the end (rebase S12):
///   block $trap  block $body (result ...)  <the body, its end>  return  end  <trap>  end
/// Labels in the body still count right: the function's own is now $body's.
void WindowRewriter::wrapBody(BodyRewriter &rewriter, Module &module, FunctionId function,
                              const CheckPlan &plan) const {
  std::vector<uint8_t> before, after;
  CodeBuilder begin(before), end(after);
  loadLimits(rewriter, begin, plan, ~SizeEffects::Windows(0));
  if (trap.kind != TrapAction::Call) {
    llvm::ArrayRef<ValueType> results = module.typeOf(function).results;
    begin.open(Opcode::Block);
    if (results.size() <= 1) {
      begin.open(Opcode::Block, results.empty() ? std::nullopt : std::optional(results.front()));
    } else {
      encode::opcode(before, Opcode::Block);
      encode::signedLeb(before, module.findOrAddType({}, results).value);
    }
    end.op(Opcode::Return).end();
    emitTrap(end, windows.front());
    end.end();
  }
  rewriter.wrap(std::move(before), std::move(after));
}

/// Emits a check in front of its access.
void WindowRewriter::emitCheck(BodyRewriter &rewriter, const Instruction &instruction, const PlannedCheck &check,
                               const CheckPlan &plan) const {
  CodeBuilder &code = rewriter.insertBefore();
  auto compareAndTrap = [&] {
    emitLimit(rewriter, code, check, plan);
    if (trap.kind != TrapAction::Call) {
      code.brIf(check.outermostLabel + 1);
      return;
    }
    code.open(Opcode::If);
    emitTrap(code, windows[check.window]);
    code.end();
  };
  if (check.local) {
    code.localGet(*check.local);
    compareAndTrap();
    return;
  }
  // The operands above the address are set aside, and come back after the check.
  llvm::SmallVector<ValueType, 2> values = valueOperands(instruction);
  llvm::SmallVector<uint32_t, 2> kept;
  for (size_t i = values.size(); i-- > 0;) {
    // Slot 0 of the addresses' type holds the address.
    unsigned slot = static_cast<unsigned>(i) + (values[i] == indexType() ? 1 : 0);
    kept.push_back(rewriter.scratchLocal(values[i], slot));
    code.localSet(kept.back());
  }
  uint32_t local = rewriter.scratchLocal(indexType(), 0);
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
  auto reload = plan.reloads.begin();
  Instruction instruction;
  while (rewriter.nextIn(plan.reloads.empty() ? checkedOpcodes : reloadOpcodes, instruction)) {
    const auto byte = static_cast<uint32_t>(instruction.begin - begin);
    if (instruction.opcode == Opcode::GlobalSet)
      keepBytesInStep(rewriter, instruction);
    if (check != plan.checks.end() && check->codeByte == byte)
      emitCheck(rewriter, instruction, *check++, plan);
    if (memoryOpcodes.contains(instruction.opcode))
      rewriteInstruction(rewriter, instruction);
    if (reload != plan.reloads.end() && reload->codeByte == byte)
      loadLimits(rewriter, rewriter.insertAfter(), plan, reload++->windows);
  }
  if (!plan.limits.empty() || (!plan.checks.empty() && trap.kind != TrapAction::Call))
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
