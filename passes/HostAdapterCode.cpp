//===- HostAdapterCode.cpp - the code that translates pointers -------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see HostAdapterCode.h. Paragraphs cited as `host-pointers S2` are in
//       docs/host-pointers.md.
// Why:  see HostAdapterCode.h.
// Never: see HostAdapterCode.h.
//
//===----------------------------------------------------------------------===//

#include "passes/HostAdapterCode.h"
#include "passes/Lowering.h"

namespace meld {

namespace {

FunctionBody withLocals(llvm::ArrayRef<ValueType> locals, llvm::ArrayRef<uint8_t> code) {
  std::vector<uint8_t> bytes;
  encode::unsignedLeb(bytes, locals.size());
  for (ValueType type : locals) {
    encode::unsignedLeb(bytes, 1);
    encode::valueType(bytes, type);
  }
  const auto codeOffset = static_cast<uint32_t>(bytes.size());
  encode::bytes(bytes, code);
  return FunctionBody(std::move(bytes), codeOffset);
}

/// Traps unless the `length` bytes at `address` lie in the memory's current size. Nothing
/// wraps: the address is below 2^32, a length below 2^63, the size at most 2^32
/// (host-pointers S1).
void emitRangeCheck(CodeBuilder &code, const Module &module, MemoryId memory, uint32_t address, uint32_t length) {
  code.localGet(address).op(Opcode::I64ExtendI32U).localGet(length).op(Opcode::I64Add);
  if (const std::optional<GrowthState> &growth = module.memories()[memory].growth)
    emitCurrentPages(code, memory, *growth, false);
  else
    code.memorySize(memory); // rebase and bump-grow lower it
  code.op(Opcode::I64ExtendI32U).i64Const(16).op(Opcode::I64Shl);
  code.op(Opcode::I64GtU).open(Opcode::If).trapOutOfBounds(memory, false).end();
}

bool hasText(const HostPointer &pointer) {
  return pointer.count.kind == HostCount::Terminated ||
         (pointer.record &&
          llvm::any_of(pointer.record->pointers, [](const auto &entry) { return hasText(entry.second); }));
}

} // namespace

FunctionBody makeToHost(const Module &module, const HostMemory &memory) {
  std::vector<uint8_t> bytes;
  CodeBuilder code(bytes);
  emitRangeCheck(code, module, memory.memory, 0, 1);
  code.localGet(0).globalGet(memory.base).op(Opcode::I32Add).end();
  return withLocals({}, bytes);
}

FunctionBody makeFromHost(const Module &module, const HostMemory &memory) {
  std::vector<uint8_t> bytes;
  CodeBuilder code(bytes);
  // An address below the base wraps to one beyond the window (host-pointers S1).
  code.localGet(0).globalGet(memory.base).op(Opcode::I32Sub).localSet(0);
  emitRangeCheck(code, module, memory.memory, 0, 1);
  code.localGet(0).end();
  return withLocals({}, bytes);
}

FunctionBody makeTextBytes(const HostMemory &memory) {
  const uint32_t address = 0, length = 1;
  std::vector<uint8_t> bytes;
  CodeBuilder code(bytes);
  code.open(Opcode::Loop);
  code.localGet(address).localGet(length).i64Const(1).op(Opcode::I64Add).localTee(length);
  code.call(*memory.toHost).op(Opcode::Drop);
  // Byte length - 1; the check shows that its address does not wrap.
  code.localGet(address).localGet(length).op(Opcode::I32WrapI64).op(Opcode::I32Add).i32Const(1).op(Opcode::I32Sub);
  code.access(Opcode::I32Load8U, memory.memory, 0, 0).brIf(0).end();
  code.localGet(length).end();
  return withLocals({ValueType::I64}, bytes);
}

FunctionBody makeTake(const HostScratchArea &scratch) {
  const uint32_t used = 0, length = 1;
  std::vector<uint8_t> bytes;
  CodeBuilder code(bytes);
  // used <= bytes, and both are multiples of 16 (host-pointers S3).
  code.localGet(length).i64Const(scratch.bytes).localGet(used).op(Opcode::I64ExtendI32U).op(Opcode::I64Sub);
  code.op(Opcode::I64GtU).open(Opcode::If).op(Opcode::Unreachable).end();
  code.localGet(used).localGet(length).op(Opcode::I32WrapI64).op(Opcode::I32Add);
  code.i32Const(15).op(Opcode::I32Add).i32Const(0xFFFFFFF0).op(Opcode::I32And).end();
  return withLocals({}, bytes);
}

HostAdapterCode::HostAdapterCode(const Module &module, FunctionId target, const HostSignature &signature,
                                 const HostMemory &memory, const HostScratchArea *scratch,
                                 const std::map<std::string, HostQuestion> &questions)
    : module(module), target(target), type(module.typeOf(target)), signature(signature), memory(memory),
      scratch(scratch), questions(questions) {}

HostNeeds HostAdapterCode::needsOf(const HostSignature &signature, bool isExport, bool isMoved) {
  HostNeeds needs;
  for (const auto &[number, param] : signature.pointerParams()) {
    (isExport ? needs.fromHost : needs.toHost) = true;
    needs.textBytes |= hasText(*param);
    needs.fromHost |= param->access != HostPointer::In;
    needs.scratch |=
        param->count.kind == HostCount::Asked || (isMoved && param->record && param->access != HostPointer::Out);
  }
  for (const std::optional<HostPointer> &result : signature.results) {
    if (!result)
      continue;
    (isExport ? needs.toHost : needs.fromHost) = true;
    needs.textBytes |= hasText(*result);
  }
  needs.toHost |= needs.textBytes;
  return needs;
}

uint32_t HostAdapterCode::addLocal(ValueType type) {
  locals.push_back(type);
  return static_cast<uint32_t>(this->type.params.size() + locals.size() - 1);
}

FunctionBody HostAdapterCode::finish() { return withLocals(locals, bytes); }

void HostAdapterCode::openIfPresent(const HostPointer &pointer, uint32_t local) {
  if (pointer.mayBeNull)
    code.localGet(local).open(Opcode::If);
}

void HostAdapterCode::closeIfPresent(const HostPointer &pointer) {
  if (pointer.mayBeNull)
    code.end();
}

void HostAdapterCode::emitBytes(const HostPointer &pointer, uint32_t at, std::optional<uint32_t> record) {
  switch (pointer.count.kind) {
  case HostCount::Constant:
    code.i64Const(uint64_t(pointer.count.value) * pointer.elementBytes);
    return;
  case HostCount::Terminated:
    code.localGet(at).call(*memory.textBytes);
    return;
  case HostCount::Parameter:
    code.localGet(pointer.count.value);
    break;
  case HostCount::Field:
    code.localGet(*record).access(Opcode::I32Load, memory.memory, pointer.count.value, 0);
    break;
  case HostCount::Asked:
    code.localGet(answers.at({pointer.count.function, std::to_string(pointer.count.value)}));
    break;
  }
  code.op(Opcode::I64ExtendI32U);
  if (pointer.elementBytes != 1)
    code.i64Const(pointer.elementBytes).op(Opcode::I64Mul);
}

/// Only a local knows of them until the host is called: a trap before that takes nothing.
void HostAdapterCode::emitTake(uint32_t length, uint32_t into) {
  code.localGet(used).localTee(into).localGet(length).call(scratch->take).localSet(used);
}

void HostAdapterCode::emitUsed(uint32_t local) { code.localGet(local).globalSet(scratch->used); }

/// The merged memory's address of scratch bytes.
void HostAdapterCode::emitScratchAddress(uint32_t at) {
  code.localGet(at).globalGet(scratch->base).op(Opcode::I32Add);
  if (scratch->address != 0)
    code.i32Const(scratch->address).op(Opcode::I32Add);
}

/// In the memory with the scratch bytes: the element at byte `offset` (i64) of what was taken at `copy`.
void HostAdapterCode::emitScratchElement(uint32_t copy, uint32_t offset) {
  code.localGet(copy).localGet(offset).op(Opcode::I32WrapI64).op(Opcode::I32Add);
  if (scratch->address != 0)
    code.i32Const(scratch->address).op(Opcode::I32Add);
}

/// Asks other imports for counts, before anything else (host-pointers S4).
void HostAdapterCode::emitAnswers() {
  for (const auto &[number, param] : signature.pointerParams()) {
    if (param->count.kind != HostCount::Asked)
      continue;
    const std::string &field = param->count.function;
    const HostQuestion &question = questions.at(field);
    auto answer = [&](uint32_t index) { return HostDescription::ImportName(field, std::to_string(index)); };
    if (answers.count(answer(0)))
      continue;
    constexpr uint32_t CellBytes = 8;
    const auto cells = static_cast<uint32_t>(question.signature->params.size());
    const uint32_t length = addLocal(ValueType::I64), at = addLocal(ValueType::I32);
    code.i64Const(uint64_t(cells) * CellBytes).localSet(length);
    emitTake(length, at);
    emitUsed(used);
    for (uint32_t i = 0; i < cells; ++i) {
      emitScratchAddress(at);
      if (i != 0)
        code.i32Const(i * CellBytes).op(Opcode::I32Add);
    }
    code.call(question.function);
    if (question.signature->success) {
      // Without an answer as many bytes as no memory has.
      const uint32_t result = addLocal(ValueType::I32);
      code.localSet(result).i32Const(0);
      code.localGet(result).i32Const(*question.signature->success).op(Opcode::I32Ne).op(Opcode::I64ExtendI32U);
      code.i64Const(62).op(Opcode::I64Shl).call(*memory.toHost).op(Opcode::Drop);
    } else if (!question.signature->results.empty()) {
      code.op(Opcode::Drop);
    }
    for (uint32_t i = 0; i < cells; ++i) {
      const uint32_t local = addLocal(ValueType::I32);
      code.localGet(at).access(Opcode::I32Load, scratch->memory, uint64_t(i) * CellBytes + scratch->address, 0);
      code.localSet(local);
      answers[answer(i)] = local;
    }
    emitUsed(usedBefore);
    code.localGet(usedBefore).localSet(used);
  }
}

/// Every pointer parameter is checked before anything is copied (host-pointers S2).
void HostAdapterCode::emitCheckedParams() {
  for (const auto &[i, param] : signature.pointerParams()) {
    moved[i] = addLocal(ValueType::I32);
    openIfPresent(*param, i);
    code.localGet(i);
    emitBytes(*param, i);
    if (param->record) {
      extents[i] = addLocal(ValueType::I64);
      code.localTee(extents[i]);
    }
    code.call(*memory.toHost).localSet(moved[i]);
    closeIfPresent(*param);
  }
}

void HostAdapterCode::emitCopies() {
  for (const auto &[i, param] : signature.pointerParams()) {
    if (!param->record || param->access == HostPointer::Out)
      continue;
    openIfPresent(*param, i);
    if (memory.isMoved) {
      copies[i] = addLocal(ValueType::I32);
      emitTake(extents[i], copies[i]);
      emitScratchAddress(copies[i]);
      code.localSet(moved[i]);
      copyIn(*param, i, extents[i], copies[i]);
    } else {
      copyIn(*param, i, extents[i], std::nullopt); // addresses are the merged memory's already
    }
    closeIfPresent(*param);
  }
}

/// Runs over the elements: `offset` is a local, the i64 offset of the current one.
void HostAdapterCode::openLoop(uint32_t length, uint32_t offset) {
  code.i64Const(0).localSet(offset).open(Opcode::Block).open(Opcode::Loop);
  code.localGet(offset).localGet(length).op(Opcode::I64GeU).brIf(1);
}

void HostAdapterCode::closeLoop(const HostPointer &pointer, uint32_t offset) {
  code.localGet(offset).i64Const(pointer.elementBytes).op(Opcode::I64Add).localSet(offset).br(0).end().end();
}

/// Bytes [begin, end) of a structure, at most eight at a time.
void HostAdapterCode::copyRange(uint32_t begin, uint32_t end, uint32_t from, MemoryId fromMemory, uint32_t to,
                                MemoryId toMemory) {
  struct Step {
    uint32_t bytes;
    Opcode load, store;
  };
  constexpr Step steps[] = {{8, Opcode::I64Load, Opcode::I64Store},
                            {4, Opcode::I32Load, Opcode::I32Store},
                            {2, Opcode::I32Load16U, Opcode::I32Store16},
                            {1, Opcode::I32Load8U, Opcode::I32Store8}};
  for (const Step &step : steps)
    for (; end - begin >= step.bytes; begin += step.bytes)
      code.localGet(to).localGet(from).access(step.load, fromMemory, begin, 0).access(step.store, toMemory, begin, 0);
}

/// Checks what the pointers of an array point to, and fills its copy, if there is one,
/// with their addresses in the merged memory. `source` is an address in the window.
void HostAdapterCode::copyIn(const HostPointer &pointer, uint32_t source, uint32_t length,
                             std::optional<uint32_t> copy) {
  const uint32_t offset = addLocal(ValueType::I64), from = addLocal(ValueType::I32);
  openLoop(length, offset);
  code.localGet(source).localGet(offset).op(Opcode::I32WrapI64).op(Opcode::I32Add).localSet(from);
  uint32_t to = 0;
  if (copy) {
    to = addLocal(ValueType::I32);
    emitScratchElement(*copy, offset);
    code.localSet(to);
    copyRange(0, pointer.elementBytes, from, memory.memory, to, scratch->memory);
  }
  for (const auto &[at, inner] : pointer.record->pointers) {
    const uint32_t value = addLocal(ValueType::I32);
    code.localGet(from).access(Opcode::I32Load, memory.memory, at, 0).localSet(value);
    openIfPresent(inner, value);
    if (inner.record) {
      const uint32_t innerLength = addLocal(ValueType::I64);
      emitBytes(inner, value, from);
      code.localSet(innerLength).localGet(value).localGet(innerLength).call(*memory.toHost).op(Opcode::Drop);
      std::optional<uint32_t> innerCopy;
      if (copy) {
        innerCopy = addLocal(ValueType::I32);
        emitTake(innerLength, *innerCopy);
        code.localGet(to);
        emitScratchAddress(*innerCopy);
        code.access(Opcode::I32Store, scratch->memory, at, 0);
      }
      copyIn(inner, value, innerLength, innerCopy);
    } else {
      if (copy)
        code.localGet(to);
      code.localGet(value);
      emitBytes(inner, value, from);
      code.call(*memory.toHost);
      if (copy)
        code.access(Opcode::I32Store, scratch->memory, at, 0);
      else
        code.op(Opcode::Drop);
    }
    closeIfPresent(inner);
  }
  closeLoop(pointer, offset);
}

void HostAdapterCode::emitFromHost(const HostPointer &pointer, uint32_t value) {
  if (pointer.mayBeNull)
    code.localGet(value).open(Opcode::If, ValueType::I32);
  if (pointer.count.kind == HostCount::Terminated) {
    code.localGet(value).i64Const(0).call(*memory.fromHost).localTee(value);
    code.localGet(value).call(*memory.textBytes).op(Opcode::Drop);
  } else {
    code.localGet(value);
    emitBytes(pointer, value);
    code.call(*memory.fromHost);
  }
  if (pointer.mayBeNull)
    code.op(Opcode::Else).i32Const(0).end();
}

/// Translates back what the host wrote: in `copy`, from which everything is fetched, or
/// where it belongs. `target` is an address in the window.
void HostAdapterCode::copyOut(const HostPointer &pointer, uint32_t target, uint32_t length,
                              std::optional<uint32_t> copy) {
  const uint32_t offset = addLocal(ValueType::I64), to = addLocal(ValueType::I32);
  openLoop(length, offset);
  code.localGet(target).localGet(offset).op(Opcode::I32WrapI64).op(Opcode::I32Add).localSet(to);
  uint32_t from = to;
  MemoryId written = memory.memory;
  if (copy) {
    from = addLocal(ValueType::I32);
    written = scratch->memory;
    emitScratchElement(*copy, offset);
    code.localSet(from);
    uint32_t begin = 0;
    for (const auto &[at, inner] : pointer.record->pointers) {
      copyRange(begin, at, from, written, to, memory.memory);
      begin = at + 4;
    }
    copyRange(begin, pointer.elementBytes, from, written, to, memory.memory);
  }
  for (const auto &[at, inner] : pointer.record->pointers) {
    const uint32_t value = addLocal(ValueType::I32);
    code.localGet(from).access(Opcode::I32Load, written, at, 0).localSet(value).localGet(to);
    emitFromHost(inner, value);
    code.access(Opcode::I32Store, memory.memory, at, 0);
  }
  closeLoop(pointer, offset);
}

void HostAdapterCode::emitWritten() {
  std::vector<std::pair<uint32_t, const HostPointer *>> written = signature.pointerParams();
  llvm::erase_if(written, [](const auto &param) { return param.second->access == HostPointer::In; });
  if (written.empty())
    return;
  if (signature.success)
    code.localGet(results.front()).i32Const(*signature.success).op(Opcode::I32Eq).open(Opcode::If);
  for (const auto &[i, param] : written) {
    openIfPresent(*param, i);
    copyOut(*param, i, extents[i], isCopied(*param) ? std::optional(copies[i]) : std::nullopt);
    closeIfPresent(*param);
  }
  if (signature.success)
    code.end();
}

void HostAdapterCode::emitTarget() {
  for (uint32_t i = 0; i < type.params.size(); ++i) {
    auto found = moved.find(i);
    code.localGet(found == moved.end() ? i : found->second);
  }
  code.call(target);
  for (ValueType result : type.results)
    results.push_back(addLocal(result));
  for (uint32_t local : llvm::reverse(results))
    code.localSet(local);
}

void HostAdapterCode::emitResults(bool isToHost) {
  for (uint32_t i = 0; i < results.size(); ++i) {
    const std::optional<HostPointer> &result = signature.results[i];
    const uint32_t local = results[i];
    if (!result) {
      code.localGet(local);
    } else if (!isToHost) {
      emitFromHost(*result, local);
    } else {
      if (result->mayBeNull)
        code.localGet(local).open(Opcode::If, ValueType::I32);
      code.localGet(local);
      emitBytes(*result, local);
      code.call(*memory.toHost);
      if (result->mayBeNull)
        code.op(Opcode::Else).i32Const(0).end();
    }
  }
}

FunctionBody HostAdapterCode::importBody() {
  const bool usesScratch = needsOf(signature, false, memory.isMoved).scratch;
  if (usesScratch) {
    usedBefore = addLocal(ValueType::I32);
    used = addLocal(ValueType::I32);
    code.globalGet(scratch->used).localSet(usedBefore).localGet(usedBefore).localSet(used);
  }
  emitAnswers();
  emitCheckedParams();
  emitCopies();
  if (usesScratch)
    emitUsed(used);
  emitTarget();
  if (usesScratch)
    emitUsed(usedBefore);
  emitWritten();
  emitResults(false);
  code.end();
  return finish();
}

FunctionBody HostAdapterCode::exportBody() {
  for (const auto &[i, param] : signature.pointerParams()) {
    moved[i] = addLocal(ValueType::I32);
    emitFromHost(*param, i);
    code.localSet(moved[i]);
  }
  emitTarget();
  emitResults(true);
  code.end();
  return finish();
}

} // namespace meld
