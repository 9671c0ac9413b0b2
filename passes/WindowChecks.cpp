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

/// Emits an i32 that is nonzero iff address + extent > size (rebase S10). I, S and C
/// are the initial, current and largest size; extent <= C.
void WindowRewriter::condition(CodeBuilder &code, const CodeWindow &window, uint64_t extent,
                               llvm::function_ref<void()> pushAddress) const {
  const uint64_t initial = window.growth.initialBytes();
  if (!window.canGrow()) {
    // extent <= I = S, so S - extent does not wrap.
    pushAddress();
    code.i32Const(static_cast<uint32_t>(initial - extent)).op(Opcode::I32GtU);
    return;
  }
  if (!window.growth.grownBytesGlobal) {
    // What has grown can be 2^32 bytes: in 64 bits nothing wraps.
    pushAddress();
    code.op(Opcode::I64ExtendI32U).i64Const(extent).op(Opcode::I64Add);
    emitSize(code, window);
    code.op(Opcode::I64GtU);
    return;
  }
  GlobalId grown = *window.growth.grownBytesGlobal;
  if (extent <= initial) {
    // 0 <= S - extent < 2^32, and it is grown + (I - extent) modulo 2^32.
    pushAddress();
    code.globalGet(grown);
    if (initial != extent)
      code.i32Const(static_cast<uint32_t>(initial - extent)).op(Opcode::I32Add);
    code.op(Opcode::I32GtU);
    return;
  }
  // I < extent <= C: first whether S < extent, that is grown < extent - I; then as
  // before. If the first holds, what the second says does not matter.
  const auto beyond = static_cast<uint32_t>(extent - initial);
  code.globalGet(grown).i32Const(beyond).op(Opcode::I32LtU);
  pushAddress();
  code.globalGet(grown).i32Const(beyond).op(Opcode::I32Sub).op(Opcode::I32GtU);
  code.op(Opcode::I32Or);
}

/// Checks branch to one trap at the end of the function (rebase S12):
///   block $trap  block $body (result ...)  <the body, its end>  return  end  <trap>  end
/// Labels in the body still count right: the function's own is now $body's.
void WindowRewriter::addTrapBlock(BodyRewriter &rewriter, Module &module, FunctionId function) const {
  std::vector<uint8_t> before, after;
  llvm::ArrayRef<ValueType> results = module.typeOf(function).results;
  CodeBuilder(before).open(Opcode::Block);
  if (results.size() <= 1) {
    CodeBuilder(before).open(Opcode::Block, results.empty() ? std::nullopt : std::optional(results.front()));
  } else {
    encode::opcode(before, Opcode::Block);
    encode::signedLeb(before, module.findOrAddType({}, results).value);
  }
  CodeBuilder code(after);
  code.op(Opcode::Return).end();
  emitTrap(code, windows.front());
  code.end();
  rewriter.wrap(std::move(before), std::move(after));
}

/// Emits the check of an access, unless it needs none. True if it did.
bool WindowRewriter::checkAccess(BodyRewriter &rewriter, const Instruction &instruction, AddressFlow &flow,
                                 CheckCounts &counts) const {
  const CodeWindow &window = windowOf(instruction.memory());
  Checked end = Checked(instruction.staticOffset()) + instruction.info().accessBytes;
  if (!window.isChecked || window.endsTheMemory || !end.fits(window.growth.capacityBytes()))
    return false; // the engine checks it, or it always traps (rebase S4, S5)
  const uint64_t extent = *end.value();
  ++counts.needed;
  llvm::SmallVector<ValueType, 2> values = valueOperands(instruction);
  const Operand address = flow.operand(static_cast<unsigned>(values.size()));
  // rebase S11: what is proven needs no check.
  bool isProven = (address.kind == Operand::Constant &&
                   (Checked(address.constant) + extent).fits(window.growth.initialBytes())) ||
                  (address.kind == Operand::Local &&
                   Checked(address.constant + extent).fits(flow.provenExtent(address.local, window.input.value)));
  if (isProven) {
    ++counts.removed;
    return false;
  }
  ++counts.kept;
  CodeBuilder &code = rewriter.insertBefore();
  auto trapIf = [&] {
    if (trap.kind != TrapAction::Call) {
      code.brIf(flow.outermostLabel() + 1);
      return;
    }
    code.open(Opcode::If);
    emitTrap(code, window);
    code.end();
  };
  if (address.kind == Operand::Local && address.constant == 0) {
    condition(code, window, extent, [&] { code.localGet(address.local); });
    trapIf();
    flow.prove(address.local, window.input.value, extent);
    return true;
  }
  // The operands above the address are set aside, and come back after the check.
  llvm::SmallVector<uint32_t, 2> kept;
  for (size_t i = values.size(); i-- > 0;) {
    // Slot 0 of i32 holds the address.
    unsigned slot = static_cast<unsigned>(i) + (values[i] == ValueType::I32 ? 1 : 0);
    kept.push_back(rewriter.scratchLocal(values[i], slot));
    code.localSet(kept.back());
  }
  uint32_t local = rewriter.scratchLocal(ValueType::I32, 0);
  code.localSet(local);
  condition(code, window, extent, [&] { code.localGet(local); });
  trapIf();
  code.localGet(local);
  for (size_t i = kept.size(); i-- > 0;)
    code.localGet(kept[i]);
  return true;
}

/// Where the helper of bump-grow, which ran before, counts pages, the bytes follow.
void WindowRewriter::keepBytesInStep(BodyRewriter &rewriter, const Instruction &instruction) const {
  for (const CodeWindow &window : windows)
    if (window.growth.grownBytesGlobal && window.growth.grownGlobal == instruction.global())
      rewriter.replace()
          .globalSet(*window.growth.grownGlobal)
          .globalGet(*window.growth.grownGlobal)
          .i32Const(16)
          .op(Opcode::I32Shl)
          .globalSet(*window.growth.grownBytesGlobal);
}

} // namespace meld
