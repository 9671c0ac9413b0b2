//===- FunctionVerifier.cpp - locals, memory accesses and the main loop ----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the loop over a body's instructions and the most frequent of them. The
//       operand stack is in FunctionVerifierStack.cpp, control instructions are
//       in FunctionVerifierControl.cpp, the rest of the opcodes without a plain
//       signature in FunctionVerifierOps.cpp.
// Why:  what is in this file runs for every instruction.
// Never: has a default case over the rules.
//
//===----------------------------------------------------------------------===//

#include "FunctionVerifier.h"
#include "meld/Support/Leb.h"
#include <algorithm>

namespace meld {

namespace {

constexpr const char *LocalsRule = "Functions: each local's type must be valid, and the expression valid with the "
                                   "function's result type";

} // namespace

bool FunctionVerifier::fail(const llvm::Twine &fact, const char *rule) {
  problem = {static_cast<uint32_t>(instruction.begin ? instruction.begin - codeBegin : 0), fact.str(), rule};
  return false;
}

bool FunctionVerifier::malformed(const llvm::Twine &fact) {
  problem = {static_cast<uint32_t>(instruction.begin ? instruction.begin - codeBegin : 0), fact.str(),
             "Binary Format, Instructions: the bytes must be an instruction sequence"};
  return false;
}

// Body. --------------------------------------------------------------------

bool FunctionVerifier::readLocals(const FunctionBody &body) {
  runs.clear();
  firstLocals.clear();
  tracksLocals = false;
  const uint8_t *position = body.bytes().begin();
  const uint8_t *limit = body.bytes().end();
  const char *reason = nullptr;
  uint64_t runCount = 0;
  if (!leb::readUnsigned<32>(position, limit, runCount, reason))
    return fail(reason, LocalsRule);
  runs.reserve(std::min<uint64_t>(runCount, body.bytes().size() / 2));
  uint64_t declared = 0;
  for (uint64_t i = 0; i < runCount; ++i) {
    uint64_t count = 0;
    if (!leb::readUnsigned<32>(position, limit, count, reason))
      return fail(reason, LocalsRule);
    std::optional<ValueType> type = decodeValueType(position, limit, reason);
    if (!type)
      return fail(reason, LocalsRule);
    std::optional<TypeCode> code = context.code(*type);
    if (!code)
      return fail("a local's type names a type that does not exist", LocalsRule);
    declared += count; // at most 2^32 in each of at most 2^32 runs: no overflow
    if (declared + params.size() >= uint64_t(1) << 32)
      return fail("too many locals", "Binary Format, Code Section: there must be fewer than 2^32 locals");
    if (count == 0)
      continue;
    tracksLocals |= isNonDefaultable(*code);
    runs.push_back({static_cast<uint32_t>(declared), *code});
  }
  if (position != body.bytes().begin() + body.codeOffset())
    return fail("the code does not begin where the locals end", LocalsRule);
  localCount = params.size() + declared;

  // The run of a local is found by bisection; the first ones are looked up
  // directly, as many as the body's own size pays for.
  uint64_t cheap = std::min<uint64_t>({declared, body.bytes().size(), 4096});
  for (const Run &run : runs) {
    uint64_t end = std::min<uint64_t>(run.end, cheap);
    if (firstLocals.size() < end)
      firstLocals.resize(end, run.type);
    if (run.end >= cheap)
      break;
  }
  initialized.clear();
  initializedOrder.clear();
  return true;
}

void FunctionVerifier::reserve(size_t bytes) {
  if (stackCapacity < bytes + 1) {
    stackCapacity = bytes + 1;
    stack = std::make_unique_for_overwrite<TypeCode[]>(stackCapacity);
  }
  if (frameCapacity < bytes / 2 + 2) {
    frameCapacity = bytes / 2 + 2;
    frames = std::make_unique_for_overwrite<Frame[]>(frameCapacity);
  }
  if (tracksLocals && initializedAtEntryCapacity < frameCapacity) {
    initializedAtEntryCapacity = frameCapacity;
    initializedAtEntry = std::make_unique_for_overwrite<uint32_t[]>(frameCapacity);
  }
}

bool FunctionVerifier::verify(FunctionId id) {
  const Function &function = context.module().functions()[id];
  uint32_t type = context.functionType(id.value);
  params = context.params(type);
  results = context.results(type);
  codeBegin = function.body.code().begin();
  codeBytes = function.body.code().size();
  cursor = function.body.instructions();
  instruction = Instruction();
  height = base = depth = 0;
  polymorphic = false;
  if (!readLocals(function.body))
    return false;
  reserve(codeBytes);
  // The body is a block of the function's results; its parameters are locals.
  if (tracksLocals)
    initializedAtEntry[depth] = 0;
  frames[depth++] = {0, BlockShape::function(type).bits(), static_cast<uint32_t>(FrameKind::Block), 0};
  return run();
}

inline bool FunctionVerifier::apply(const Signature &signature, TypeCode address) {
  auto resolve = [address](uint8_t letter) {
    auto code = static_cast<TypeCode>(letter);
    return code == TypeCode::Address ? address : code;
  };
  for (unsigned i = signature.paramCount; i-- > 0;)
    if (!pop(resolve(signature.params[i])))
      return false;
  if (signature.result != 0)
    push(resolve(signature.result));
  return true;
}

// Locals. ------------------------------------------------------------------

inline bool FunctionVerifier::localType(uint32_t local, TypeCode &type) {
  if (local < params.size()) {
    type = params[local];
    return true;
  }
  if (local >= localCount)
    return fail("unknown local " + llvm::Twine(local), "Variable Instructions: the local C.locals[x] must exist");
  uint32_t declared = local - params.size();
  if (declared < firstLocals.size()) {
    type = firstLocals[declared];
    return true;
  }
  type = std::upper_bound(runs.begin(), runs.end(), declared, [](uint32_t value, const Run &run) {
           return value < run.end;
         })->type;
  return true;
}

inline bool FunctionVerifier::getLocal() {
  TypeCode type = TypeCode::Bottom;
  uint32_t local = instruction.first;
  if (!localType(local, type))
    return false;
  if (tracksLocals && isNonDefaultable(type) && local >= params.size() && !initialized.contains(local))
    return fail("local " + llvm::Twine(local) + " is not set yet",
                "Variable Instructions: a local without a default value must be set before local.get");
  push(type);
  return true;
}

inline bool FunctionVerifier::setLocal(bool isTee) {
  TypeCode type = TypeCode::Bottom;
  uint32_t local = instruction.first;
  if (!localType(local, type) || !pop(type))
    return false;
  if (tracksLocals && isNonDefaultable(type) && local >= params.size() && initialized.insert(local).second)
    initializedOrder.push_back(local);
  if (isTee)
    push(type);
  return true;
}

// Memory accesses. ---------------------------------------------------------

bool FunctionVerifier::memoryAddress(uint32_t id, TypeCode &address) {
  address = context.memory(id);
  if (address != TypeCode::Bottom) [[likely]]
    return true;
  return fail("unknown memory " + llvm::Twine(id), "Memory Instructions: the memory C.mems[x] must exist");
}

inline bool FunctionVerifier::verifyAccess(const Signature &signature, bool isAtomic) {
  TypeCode address = TypeCode::Bottom;
  if (!memoryAddress(instruction.first, address))
    return false;
  if (isAtomic ? instruction.alignLog2 != signature.accessLog2 : instruction.alignLog2 > signature.accessLog2)
    return fail(llvm::Twine("alignment 2^") + llvm::Twine(unsigned(instruction.alignLog2)) + " of an access of 2^" +
                    llvm::Twine(unsigned(signature.accessLog2)) + " bytes",
                isAtomic ? "Threads, Atomic Memory Instructions: the alignment must equal the access width"
                         : "Memory Instructions: the alignment must not be larger than the access width");
  if (instruction.value > UINT32_MAX && address == TypeCode::I32)
    return fail("static offset " + llvm::Twine(instruction.value) + " is outside of the address type",
                "Memory Instructions: the offset must be less than 2^|at|");
  return apply(signature, address);
}

// The loop. ----------------------------------------------------------------

bool FunctionVerifier::dispatch(const Signature &signature) {
  switch (signature.rule) {
  case Rule::Plain:
    return apply(signature, TypeCode::I32);
  case Rule::LocalGet:
    return getLocal();
  case Rule::LocalSet:
    return setLocal(false);
  case Rule::LocalTee:
    return setLocal(true);
  case Rule::Access:
    return verifyAccess(signature, false);
  case Rule::AtomicAccess:
    return verifyAccess(signature, true);
  case Rule::LaneAccess:
  case Rule::Lane:
    if (instruction.lane >= signature.lanes)
      return fail(llvm::Twine("lane index ") + llvm::Twine(unsigned(instruction.lane)) + " is not below " +
                      llvm::Twine(unsigned(signature.lanes)),
                  "Vector Instructions: the lane index must be smaller than the number of lanes");
    return signature.rule == Rule::Lane ? apply(signature, TypeCode::I32) : verifyAccess(signature, false);
  case Rule::Shuffle:
    for (uint8_t lane : instruction.sixteenBytes())
      if (lane >= signature.lanes)
        return fail(llvm::Twine("lane index ") + llvm::Twine(unsigned(lane)) + " is not below 32",
                    "Vector Instructions: each lane index of a shuffle must be smaller than 32");
    return apply(signature, TypeCode::I32);
  case Rule::Fence:
    if (instruction.lane != 0)
      return fail("the byte after atomic.fence is not zero", "Binary Format, Instructions: zero byte expected");
    return true;
  case Rule::SizeOrGrow: {
    TypeCode address = context.memoryOrWindow(instruction.first);
    if (address == TypeCode::Bottom)
      return memoryAddress(instruction.first, address);
    return apply(signature, address);
  }
  case Rule::MemoryFill:
  case Rule::MemoryInit: {
    TypeCode address = TypeCode::Bottom;
    if (!memoryAddress(instruction.memory().value, address))
      return false;
    if (signature.rule == Rule::MemoryFill)
      return apply(signature, address);
    [[fallthrough]];
  }
  case Rule::DataDrop:
    if (!context.hasDataCount())
      return fail("there is no data count section",
                  "Binary Format, Modules: memory.init and data.drop require a data count section");
    if (!context.hasData(instruction.first))
      return fail("unknown data segment " + llvm::Twine(instruction.first),
                  "Memory Instructions: the data segment C.datas[x] must exist");
    return apply(signature, signature.rule == Rule::DataDrop ? TypeCode::I32 : context.memory(instruction.second));
  case Rule::ElemDrop:
    if (context.element(instruction.first) == TypeCode::Bottom)
      return fail("unknown element segment " + llvm::Twine(instruction.first),
                  "Table Instructions: the element segment C.elems[x] must exist");
    return true;

  case Rule::Unreachable:
    setUnreachable();
    return true;
  case Rule::Block:
    return verifyBlock(FrameKind::Block);
  case Rule::Loop:
    return verifyBlock(FrameKind::Loop);
  case Rule::If:
    return pop(TypeCode::I32) && verifyBlock(FrameKind::If);
  case Rule::Try:
    return verifyBlock(FrameKind::Try);
  case Rule::TryTable:
    return verifyTryTable();
  case Rule::Else:
    return verifyElse();
  case Rule::Catch:
    return verifyCatch(false);
  case Rule::CatchAll:
    return verifyCatch(true);
  case Rule::Delegate:
    return verifyDelegate();
  case Rule::End:
    return verifyEnd();
  case Rule::Br: {
    TypeList types;
    if (!labelTypes(instruction.first, types) || !popList(types))
      return false;
    setUnreachable();
    return true;
  }
  case Rule::BrIf: {
    TypeList types;
    return labelTypes(instruction.first, types) && pop(TypeCode::I32) && popList(types) && pushList(types);
  }
  case Rule::BrTable:
    return verifyBranchTable();
  case Rule::BrOnNull:
    return verifyBranchOnNull();
  case Rule::BrOnNonNull:
    return verifyBranchOnNonNull();
  case Rule::Return:
    if (!popList(results))
      return false;
    setUnreachable();
    return true;
  case Rule::Throw: {
    TypeList types;
    if (!tagParams(instruction.first, types) || !popList(types))
      return false;
    setUnreachable();
    return true;
  }
  case Rule::Rethrow:
    return verifyRethrow();
  case Rule::ThrowRef:
    if (!pop(refCode(HeapType::Exn, true)))
      return false;
    setUnreachable();
    return true;

  case Rule::Call:
  case Rule::ReturnCall: {
    uint32_t type = context.functionType(instruction.first);
    return callee(type, signature.rule == Rule::ReturnCall, type != VerifierContext::NoType);
  }
  case Rule::CallIndirect:
    return indirectCallee(false);
  case Rule::ReturnCallIndirect:
    return indirectCallee(true);
  case Rule::CallRef:
    return referenceCallee(false);
  case Rule::ReturnCallRef:
    return referenceCallee(true);

  case Rule::Drop: {
    TypeCode dropped = TypeCode::Bottom;
    return popAny(dropped);
  }
  case Rule::Select:
    return verifySelect();
  case Rule::SelectTyped:
    return verifyTypedSelect();
  case Rule::GlobalGet:
  case Rule::GlobalSet: {
    VerifierContext::GlobalFacts global = context.global(instruction.first);
    if (global.type == TypeCode::Bottom)
      return fail("unknown global " + llvm::Twine(instruction.first),
                  "Variable Instructions: the global C.globals[x] must exist");
    if (signature.rule == Rule::GlobalGet) {
      push(global.type);
      return true;
    }
    if (!global.isMutable)
      return fail("global " + llvm::Twine(instruction.first) + " is immutable",
                  "Variable Instructions: global.set requires the global to be mutable");
    return pop(global.type);
  }
  case Rule::TableGet:
  case Rule::TableSet:
  case Rule::TableSize:
  case Rule::TableGrow:
  case Rule::TableFill:
  case Rule::TableCopy:
  case Rule::TableInit:
    return verifyTable(signature.rule);
  case Rule::MemoryCopy:
    return verifyMemoryCopy();
  case Rule::RefNull:
    return verifyRefNull();
  case Rule::RefIsNull: {
    TypeCode reference = TypeCode::Bottom;
    if (!popReference(reference))
      return false;
    push(TypeCode::I32);
    return true;
  }
  case Rule::RefFunc:
    return verifyRefFunc();
  case Rule::RefAsNonNull: {
    TypeCode reference = TypeCode::Bottom;
    if (!popReference(reference))
      return false;
    push(nonNull(reference));
    return true;
  }
  }
  return fail("the opcode has no validation rule", "Instructions: only instructions of the specification are valid");
}

/// Decodes the immediates of the most frequent opcodes itself: then each of them
/// costs one indirect jump instead of two. All others go through the cursor.
bool FunctionVerifier::run() {
  const uint8_t *position = codeBegin;
  const uint8_t *const limit = codeBegin + codeBytes;
  const char *reason = nullptr;
  while (position != limit) {
    if (depth == 0) [[unlikely]]
      return fail("there are instructions after the function's end",
                  "Binary Format, Expressions: an expression ends with its end opcode");
    const FrequentOpcode &frequent = FrequentOpcodes[*position];
    instruction.begin = position;
    instruction.opcode = static_cast<Opcode>(frequent.opcode);
    uint64_t index = 0;
    int64_t constant = 0;
    bool valid = false;
    switch (frequent.shape) {
    case FrequentOpcode::Plain:
      ++position;
      valid = apply(frequent.signature, TypeCode::I32);
      break;
    case FrequentOpcode::LocalGet:
    case FrequentOpcode::LocalSet:
    case FrequentOpcode::LocalTee:
      if (!leb::readUnsigned<32>(++position, limit, index, reason))
        return malformed(reason);
      instruction.first = static_cast<uint32_t>(index);
      valid = frequent.shape == FrequentOpcode::LocalGet ? getLocal()
                                                         : setLocal(frequent.shape == FrequentOpcode::LocalTee);
      break;
    case FrequentOpcode::I32Const:
      if (!leb::readSigned<32>(++position, limit, constant, reason))
        return malformed(reason);
      push(TypeCode::I32);
      valid = true;
      break;
    case FrequentOpcode::I64Const:
      if (!leb::readSigned<64>(++position, limit, constant, reason))
        return malformed(reason);
      push(TypeCode::I64);
      valid = true;
      break;
    case FrequentOpcode::Access:
      // An alignment of at most 16 bytes, and no memory index.
      if (limit - position >= 3 && position[1] <= 4) [[likely]] {
        instruction.first = 0;
        instruction.alignLog2 = position[1];
        position += 2;
        if (!leb::readUnsigned<64>(position, limit, instruction.value, reason))
          return malformed(reason);
        valid = verifyAccess(frequent.signature, false);
        break;
      }
      [[fallthrough]];
    case FrequentOpcode::Other:
      cursor.seek(position);
      if (!cursor.next(instruction))
        return malformed(cursor.describeError());
      position = instruction.end;
      valid = dispatch(SignatureTable[static_cast<uint16_t>(instruction.opcode)]);
      break;
    }
    if (!valid)
      return false;
  }
  cursor.seek(position);
  if (depth != 0)
    return malformed("the function's code ends inside a block");
  return true;
}

} // namespace meld
