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
#include "passes/Lowering.h"

namespace meld {

WindowRewriter::WindowRewriter(MemoryId merged, std::vector<CodeWindow> all) : merged(merged), windows(std::move(all)) {
  for (size_t i = 0; i < windows.size(); ++i) {
    if (indexOf.size() <= windows[i].input.value)
      indexOf.resize(windows[i].input.value + 1);
    indexOf[windows[i].input.value] = i;
  }
  for (Immediates immediates : {Immediates::Memory, Immediates::MemoryCopy, Immediates::MemoryInit, Immediates::MemArg,
                                Immediates::MemArgLane})
    memoryOpcodes.insertAll(immediates);
}

/// Whether the memory indices of a bulk operation are plain zeros, which stand last.
static bool isCanonicalBulk(const Instruction &instruction) {
  if (instruction.immediates() == Immediates::MemoryCopy && (instruction.first != 0 || instruction.end[-2] != 0))
    return false;
  return instruction.end[-1] == 0;
}

bool WindowRewriter::keeps(std::optional<uint64_t> plainOffsetBound) const {
  const MemoryId first(0);
  if (!plainOffsetBound || merged != first || indexOf.empty())
    return false;
  // No access is wider than 16 bytes.
  return windowOf(first).baseBytes == 0 &&
         (Checked(*plainOffsetBound) + 16).fits(windowOf(first).growth.capacityBytes());
}

void WindowRewriter::access(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &window = windowOf(instruction.memory());
  Checked end = Checked(instruction.staticOffset()) + instruction.info().accessBytes;
  // rebase S4: beyond the capacity it trapped for every address operand. The
  // operands stay on the stack, below an unreachable that takes any of them.
  if (!end.fits(window.growth.capacityBytes())) {
    rewriter.replace().trapOutOfBounds(merged);
    return;
  }
  // rebase S3: offset + width <= capacity, so offset + base does not leave 32 bits.
  if (window.baseBytes == 0 && instruction.memory() == merged && !instruction.hasMemoryIndex())
    return;
  rewriter.replace().accessLike(instruction, merged, instruction.staticOffset() + window.baseBytes);
}

void WindowRewriter::size(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &window = windowOf(instruction.memory());
  if (!window.canGrow())
    rewriter.replace().i32Const(static_cast<uint32_t>(window.growth.initialPages));
  // Otherwise it stays and names the window; bump-grow lowers it (rebase S7).
}

/// Traps iff address + length > size, in 64-bit arithmetic, which cannot wrap: both
/// are below 2^32 and the size is at most 2^32 (rebase S6).
void WindowRewriter::check(CodeBuilder &code, const CodeWindow &window, uint32_t address,
                           uint32_t length) const {
  code.localGet(address).op(Opcode::I64ExtendI32U);
  code.localGet(length).op(Opcode::I64ExtendI32U).op(Opcode::I64Add);
  if (window.canGrow()) {
    emitCurrentPages(code, window.input, window.growth, window.mayStillGrow);
    code.op(Opcode::I64ExtendI32U).i64Const(16).op(Opcode::I64Shl);
  } else {
    code.i64Const(window.growth.initialBytes());
  }
  code.op(Opcode::I64GtU).open(Opcode::If).trapOutOfBounds(merged).end();
}

void WindowRewriter::address(CodeBuilder &code, const CodeWindow &window, uint32_t local) const {
  code.localGet(local);
  if (window.baseBytes != 0)
    code.i32Const(static_cast<uint32_t>(window.baseBytes)).op(Opcode::I32Add);
}

void WindowRewriter::fill(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &window = windowOf(instruction.memory());
  if (window.isTransparent()) {
    if (merged.value != 0 || !isCanonicalBulk(instruction))
      rewriter.replace().memoryFill(merged);
    return;
  }
  uint32_t to = rewriter.scratchLocal(ValueType::I32, 0), value = rewriter.scratchLocal(ValueType::I32, 1),
           length = rewriter.scratchLocal(ValueType::I32, 2);
  CodeBuilder &code = rewriter.replace();
  code.localSet(length).localSet(value).localSet(to);
  check(code, window, to, length);
  address(code, window, to);
  code.localGet(value).localGet(length).memoryFill(merged);
}

void WindowRewriter::copy(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &target = windowOf(instruction.memory()), &source = windowOf(instruction.sourceMemory());
  if (target.isTransparent() && source.isTransparent()) {
    if (merged.value != 0 || !isCanonicalBulk(instruction))
      rewriter.replace().memoryCopy(merged, merged);
    return;
  }
  uint32_t to = rewriter.scratchLocal(ValueType::I32, 0), from = rewriter.scratchLocal(ValueType::I32, 1),
           length = rewriter.scratchLocal(ValueType::I32, 2);
  CodeBuilder &code = rewriter.replace();
  code.localSet(length).localSet(from).localSet(to);
  check(code, target, to, length);
  check(code, source, from, length);
  address(code, target, to);
  address(code, source, from);
  code.localGet(length).memoryCopy(merged, merged);
}

void WindowRewriter::init(BodyRewriter &rewriter, const Instruction &instruction) const {
  const CodeWindow &window = windowOf(instruction.memory());
  if (window.isTransparent()) {
    if (merged.value != 0 || !isCanonicalBulk(instruction))
      rewriter.replace().memoryInit(instruction.data(), merged);
    return;
  }
  uint32_t to = rewriter.scratchLocal(ValueType::I32, 0), from = rewriter.scratchLocal(ValueType::I32, 1),
           length = rewriter.scratchLocal(ValueType::I32, 2);
  CodeBuilder &code = rewriter.replace();
  code.localSet(length).localSet(from).localSet(to);
  check(code, window, to, length);
  // The range in the segment is left to the engine: it is the same segment.
  address(code, window, to);
  code.localGet(from).localGet(length).memoryInit(instruction.data(), merged);
}

Result<std::optional<FunctionBody>> WindowRewriter::rewrite(const Module &module, FunctionId function) const {
  const FunctionBody &body = module.functions()[function].body;
  uint64_t locals = module.typeOf(function).params.size();
  for (const LocalRun &run : body.locals())
    locals += run.count;
  BodyRewriter rewriter(body, static_cast<uint32_t>(locals));
  Instruction instruction;
  while (rewriter.nextIn(memoryOpcodes, instruction)) {
    switch (instruction.opcode) {
    case Opcode::MemorySize:
      size(rewriter, instruction);
      break;
    case Opcode::MemoryGrow:
      break; // names the window from now on; bump-grow lowers it (rebase S7)
    case Opcode::MemoryFill:
      fill(rewriter, instruction);
      break;
    case Opcode::MemoryCopy:
      copy(rewriter, instruction);
      break;
    case Opcode::MemoryInit:
      init(rewriter, instruction);
      break;
    default: // every other memory opcode is an access with a static offset
      access(rewriter, instruction);
      break;
    }
  }
  if (rewriter.failed())
    return error(module.locate(function, rewriter.offset()),
                 "this body cannot be decoded: " + llvm::Twine(rewriter.error()))
        .remedy("run without -disable-verify to see what is wrong with it");
  if (locals + 3 > 0xFFFFFFFF)
    return error(module.locate(function), "no room for scratch locals").remedy("split the function");
  if (!rewriter.isEdited())
    return std::optional<FunctionBody>();
  return std::optional<FunctionBody>(rewriter.finish());
}

} // namespace meld
