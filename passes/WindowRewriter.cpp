//===- WindowRewriter.cpp - bodies in window-relative addressing ---------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see WindowRewriter.h. Paragraphs cited as `rebase S3` are in
//       docs/passes/rebase.md.
// Why:  see WindowRewriter.h.
// Never: see WindowRewriter.h.
//
//===----------------------------------------------------------------------===//

#include "passes/WindowRewriter.h"
#include "meld/IR/References.h"
#include "passes/Lowering.h"

namespace meld {

WindowRewriter::WindowRewriter(MemoryId merged, std::vector<CodeWindow> all, TrapAction trap, SizeEffects effects)
    : merged(merged), windows(std::move(all)), trap(trap), effects(std::move(effects)) {
  for (size_t i = 0; i < windows.size(); ++i) {
    anyChecked |= windows[i].isChecked;
    indexOf.resize(std::max<size_t>(indexOf.size(), windows[i].input.value + 1));
    indexOf[windows[i].input.value] = i;
  }
  for (Immediates immediates : {Immediates::Memory, Immediates::MemoryCopy, Immediates::MemoryInit, Immediates::MemArg,
                                Immediates::MemArgLane})
    memoryOpcodes.insertAll(immediates);
  checkedOpcodes = memoryOpcodes;
  checkedOpcodes.insert(Opcode::GlobalSet);
  checkedOpcodes.insert(Opcode::Loop);
}

/// Whether the memory indices of a bulk operation are plain zeros, in one byte each.
static bool isCanonicalBulk(const Instruction &instruction) {
  bool isCanonical = true;
  visitReferences(instruction, [&](const Reference &reference) {
    isCanonical &= reference.space != Space::Memory || (reference.id == 0 && reference.end - reference.begin == 1);
  });
  return isCanonical;
}

bool WindowRewriter::keeps(std::optional<uint64_t> plainOffsetBound) const {
  if (!plainOffsetBound || anyChecked)
    return false;
  // What it accesses, if anything, is memory 0, and that is the merged one then. No access
  // is wider than 16 bytes.
  const CodeWindow &window = windowOf(merged);
  return window.baseBytes == 0 && (Checked(*plainOffsetBound) + 16).fits(window.growth.capacityBytes());
}

void WindowRewriter::access(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &window = windowOf(instruction.memory());
  Checked end = Checked(instruction.staticOffset()) + instruction.info().accessBytes;
  // rebase S4: beyond the capacity it trapped for every address operand. The
  // operands stay on the stack, below an unreachable that takes any of them.
  if (!end.fits(window.growth.capacityBytes())) {
    emitTrap(rewriter.replace(), window);
    return;
  }
  // rebase S3: offset + width <= capacity, so offset + base is still a number of the index type.
  if (window.baseBytes == 0 && !instruction.hasMemoryIndex())
    return;
  rewriter.replace().accessLike(instruction, merged, instruction.staticOffset() + window.baseBytes);
}

void WindowRewriter::size(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &window = windowOf(instruction.memory());
  if (!window.canGrow())
    emitIndexConst(rewriter.replace(), window.growth, window.growth.initialPages);
  // Otherwise it stays and names the window; bump-grow lowers it (rebase S7).
}

/// Traps iff address + length > size (rebase S6). In 32 bits by a sum in 64-bit
/// arithmetic, which cannot wrap: both are below 2^32 and the size is at most 2^32. In 64
/// bits iff length > size, or else address > size - length, which does not wrap then.
void WindowRewriter::checkRange(CodeBuilder &code, const CodeWindow &window, uint32_t address, uint32_t length,
                                ValueType lengthType) const {
  auto emitLength = [&] {
    code.localGet(length);
    if (lengthType == ValueType::I32)
      code.op(Opcode::I64ExtendI32U);
  };
  if (window.growth.is64) {
    emitLength();
    emitSize(code, window);
    code.op(Opcode::I64GtU).localGet(address);
    emitSize(code, window);
    emitLength();
    code.op(Opcode::I64Sub).op(Opcode::I64GtU).op(Opcode::I32Or);
  } else {
    code.localGet(address).op(Opcode::I64ExtendI32U);
    emitLength();
    code.op(Opcode::I64Add);
    emitSize(code, window);
    code.op(Opcode::I64GtU);
  }
  code.open(Opcode::If);
  emitTrap(code, window);
  code.end();
}

/// The window's current size in bytes, as i64: it can be 2^32.
void WindowRewriter::emitSize(CodeBuilder &code, const CodeWindow &window) const {
  if (!window.canGrow()) {
    code.i64Const(window.growth.initialBytes());
    return;
  }
  emitCurrentPages(code, window.input, window.growth, window.mayStillGrow);
  if (!window.growth.is64)
    code.op(Opcode::I64ExtendI32U);
  code.i64Const(16).op(Opcode::I64Shl);
}

void WindowRewriter::emitTrap(CodeBuilder &code, const CodeWindow &window) const {
  switch (trap.kind) {
  case TrapAction::Access:
    code.trapOutOfBounds(merged, window.growth.is64);
    return;
  case TrapAction::Unreachable:
    code.op(Opcode::Unreachable);
    return;
  case TrapAction::Call:
    code.i32Const(window.input.value).call(trap.handler).op(Opcode::Unreachable);
    return;
  }
}

void WindowRewriter::address(CodeBuilder &code, const CodeWindow &window, uint32_t local) const {
  code.localGet(local);
  if (window.baseBytes != 0) {
    emitIndexConst(code, window.growth, window.baseBytes);
    code.op(indexOpcode(window.growth, Opcode::I32Add, Opcode::I64Add));
  }
}

void WindowRewriter::fill(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &window = windowOf(instruction.memory());
  if (window.isTransparent()) {
    if (!isCanonicalBulk(instruction))
      rewriter.replace().memoryFill(merged);
    return;
  }
  uint32_t to = rewriter.scratchLocal(indexType(), 0), value = rewriter.scratchLocal(ValueType::I32, 1),
           length = rewriter.scratchLocal(indexType(), 2);
  CodeBuilder &code = rewriter.replace();
  code.localSet(length).localSet(value).localSet(to);
  checkRange(code, window, to, length, indexType());
  address(code, window, to);
  code.localGet(value).localGet(length).memoryFill(merged);
}

void WindowRewriter::copy(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &target = windowOf(instruction.memory()), &source = windowOf(instruction.sourceMemory());
  if (target.isTransparent() && source.isTransparent()) {
    if (!isCanonicalBulk(instruction))
      rewriter.replace().memoryCopy(merged, merged);
    return;
  }
  uint32_t to = rewriter.scratchLocal(indexType(), 0), from = rewriter.scratchLocal(indexType(), 1),
           length = rewriter.scratchLocal(indexType(), 2);
  CodeBuilder &code = rewriter.replace();
  code.localSet(length).localSet(from).localSet(to);
  checkRange(code, target, to, length, indexType());
  checkRange(code, source, from, length, indexType());
  address(code, target, to);
  address(code, source, from);
  code.localGet(length).memoryCopy(merged, merged);
}

void WindowRewriter::init(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &window = windowOf(instruction.memory());
  if (window.isTransparent()) {
    if (!isCanonicalBulk(instruction))
      rewriter.replace().memoryInit(instruction.data(), merged);
    return;
  }
  // The offset in the segment and the length are i32 whatever addresses are.
  uint32_t to = rewriter.scratchLocal(indexType(), 0), from = rewriter.scratchLocal(ValueType::I32, 1),
           length = rewriter.scratchLocal(ValueType::I32, 2);
  CodeBuilder &code = rewriter.replace();
  code.localSet(length).localSet(from).localSet(to);
  checkRange(code, window, to, length, ValueType::I32);
  // The range in the segment is left to the engine: it is the same segment.
  address(code, window, to);
  code.localGet(from).localGet(length).memoryInit(instruction.data(), merged);
}

void WindowRewriter::rewriteInstruction(BodyRewriter &rewriter, const Instruction &instruction) const {
  switch (instruction.opcode) {
  case Opcode::MemorySize:
    return size(rewriter, instruction);
  case Opcode::MemoryGrow:
    return; // names the window from now on; bump-grow lowers it (rebase S7)
  case Opcode::MemoryFill:
    return fill(rewriter, instruction);
  case Opcode::MemoryCopy:
    return copy(rewriter, instruction);
  case Opcode::MemoryInit:
    return init(rewriter, instruction);
  default: // every other memory opcode is an access with a static offset
    return access(rewriter, instruction);
  }
}

Result<std::optional<FunctionBody>> WindowRewriter::rewrite(Module &module, FunctionId function,
                                                            CheckCounts &counts) const {
  const FunctionBody &body = module.functions()[function].body;
  uint64_t locals = module.typeOf(function).params.size();
  for (const LocalRun &run : body.locals())
    locals += run.count;
  BodyRewriter rewriter(body, static_cast<uint32_t>(locals));
  Instruction instruction;
  if (anyChecked) {
    rewriteChecked(rewriter, module, function, counts);
  } else {
    while (rewriter.nextIn(memoryOpcodes, instruction))
      rewriteInstruction(rewriter, instruction);
  }
  if (rewriter.failed())
    return error(module.locate(function, rewriter.offset()),
                 "this body cannot be decoded: " + llvm::Twine(rewriter.error()))
        .remedy("run without -disable-verify to see what is wrong with it");
  // Scratch locals: a few of each type for operands of one instruction, 8 for addresses
  // that wait on the stack, and 16 for limits.
  if (locals + 64 > 0xFFFFFFFF)
    return error(module.locate(function), "no room for scratch locals").remedy("split the function");
  if (!rewriter.isEdited())
    return std::optional<FunctionBody>();
  return std::optional<FunctionBody>(rewriter.finish());
}

} // namespace meld
