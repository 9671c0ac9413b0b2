//===- AddressFlow.cpp - what is known of addresses while walking a body --------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see AddressFlow.h.
// Why:  one forward walk; loops are entered with what no iteration can change.
// Never: keeps more than a bounded number of facts; work is linear in the body.
//
//===----------------------------------------------------------------------===//

#include "passes/AddressFlow.h"
#include "meld/Support/CheckedMath.h"

namespace meld {

namespace {

/// More facts than this are forgotten; that costs checks, never soundness.
constexpr size_t MaxFacts = 32;

/// Operands popped and pushed by an opcode with a signature in the table.
struct Arity {
  uint8_t pops = 0, pushes = 0;
};

Arity arityOf(Opcode opcode) {
  Arity arity;
  bool isResult = false;
  for (const char *p = infoOf(opcode).signature; *p; ++p) {
    if (*p == ':')
      isResult = true;
    else
      ++(isResult ? arity.pushes : arity.pops);
  }
  return arity;
}

} // namespace

AddressFlow::AddressFlow(const Module &module, FunctionId function, std::vector<uint64_t> capacityBytes, bool is64)
    : module(module), capacityBytes(std::move(capacityBytes)), addressMask(is64 ? ~uint64_t(0) : 0xFFFFFFFF) {
  const FunctionBody &body = module.functions()[function].body;
  codeBegin = body.code().begin();
  scanAssignments(body.instructions());
  frames.emplace_back(); // the function's own block
}

void AddressFlow::scanAssignments(InstructionCursor cursor) {
  OpcodeSet wanted{Opcode::LocalSet, Opcode::LocalTee, Opcode::End, Opcode::Delegate};
  wanted.insertAll(Immediates::BlockType);
  wanted.insertAll(Immediates::TryTable);
  Instruction instruction;
  llvm::SmallVector<uint32_t, 16> open; // bytes of blocks; loops marked by the map
  while (cursor.nextIn(wanted, instruction)) {
    auto byte = static_cast<uint32_t>(instruction.begin - codeBegin);
    switch (instruction.opcode) {
    case Opcode::LocalSet:
    case Opcode::LocalTee:
      assigned[instruction.local()].push_back(byte);
      break;
    case Opcode::End:
    case Opcode::Delegate:
      if (!open.empty()) {
        if (auto loop = loopEnds.find(open.back()); loop != loopEnds.end())
          loop->second = byte;
        open.pop_back();
      }
      break;
    default:
      open.push_back(byte);
      if (instruction.opcode == Opcode::Loop)
        loopEnds[byte] = byte;
      break;
    }
  }
}

bool AddressFlow::isAssigned(uint32_t local, uint32_t beginByte, uint32_t endByte) const {
  auto found = assigned.find(local);
  if (found == assigned.end())
    return false;
  auto first = llvm::lower_bound(found->second, beginByte);
  return first != found->second.end() && *first < endByte;
}

void AddressFlow::dropAssigned(Facts &of, uint32_t beginByte, uint32_t endByte) const {
  llvm::erase_if(of, [&](const Fact &fact) { return isAssigned(fact.local, beginByte, endByte); });
}

/// Null in unreachable code, where nothing is known, and operands may be missing.
const AddressFlow::Slot *AddressFlow::slot(unsigned depth) const {
  const bool isThere = reachable && stack.size() > frames.back().height + depth;
  return isThere ? &stack[stack.size() - 1 - depth] : nullptr;
}

Operand AddressFlow::operand(unsigned depth) const {
  const Slot *found = slot(depth);
  if (!found || (found->operand.kind == Operand::Local && found->version != version(found->operand.local)))
    return {};
  return found->operand;
}

std::optional<uint32_t> AddressFlow::producer(unsigned depth) const {
  const Slot *found = slot(depth);
  return found ? found->producedAt : std::nullopt;
}

uint64_t AddressFlow::provenExtent(const Operand &address, uint32_t window) const {
  uint64_t extent = 0;
  for (const Fact &fact : facts) {
    // The first byte of the fact is in bounds, and so are those up to its extent: a
    // step that stays within does not wrap.
    uint64_t step = wrapped(address.constant - fact.begin);
    if (fact.local == address.local && fact.window == window && step < fact.extent)
      extent = std::max(extent, fact.extent - step);
  }
  return extent;
}

/// Whether `to` begins at or after `from`, so that all bytes up to its end are in bounds:
/// from's first byte is below the capacity, and the step from there does not wrap.
bool AddressFlow::reaches(const Fact &from, const Fact &to) const {
  if (from.local != to.local || from.window != to.window)
    return false;
  const uint64_t step = wrapped(to.begin - from.begin);
  return (Checked(capacityBytes[from.window] - from.extent) + step).fits(addressMask);
}

void AddressFlow::addTo(Facts &to, Fact added) const {
  // Facts that stay do not reach each other, so what is joined reaches no more of them than its parts.
  llvm::erase_if(to, [&](const Fact &fact) {
    if (reaches(fact, added)) {
      const uint64_t step = wrapped(added.begin - fact.begin);
      added = {fact.local, fact.window, fact.begin, std::max(fact.extent, step + added.extent)};
      return true;
    }
    if (!reaches(added, fact))
      return false;
    added.extent = std::max(added.extent, wrapped(fact.begin - added.begin) + fact.extent);
    return true;
  });
  if (to.size() == MaxFacts)
    to.erase(to.begin());
  to.push_back(added);
}

void AddressFlow::prove(const Operand &address, uint32_t window, uint64_t extent) {
  addTo(facts, {address.local, window, address.constant, extent});
}

/// Of each fact, the most that one of the others shares with it.
void AddressFlow::intersect(Facts &of, const Facts &with) const {
  llvm::erase_if(of, [&](Fact &fact) {
    Fact best = fact;
    best.extent = 0;
    for (const Fact &other : with) {
      if (other.local != fact.local || other.window != fact.window)
        continue;
      // The one that begins within the other decides where both begin.
      uint64_t into = wrapped(other.begin - fact.begin), from = wrapped(fact.begin - other.begin);
      Fact common = fact;
      if (into < fact.extent) {
        common.begin = other.begin;
        common.extent = std::min(fact.extent - into, other.extent);
      } else if (from < other.extent) {
        common.extent = std::min(fact.extent, other.extent - from);
      } else {
        continue;
      }
      if (common.extent > best.extent)
        best = common;
    }
    fact = best;
    return best.extent == 0;
  });
}

void AddressFlow::pop(uint64_t count) {
  // Below the frame's height only unreachable code reaches.
  const size_t available = stack.size() - frames.back().height;
  stack.resize(stack.size() - std::min<uint64_t>(count, available));
}

void AddressFlow::becomeUnreachable() {
  stack.resize(frames.back().height);
  facts.clear();
  reachable = false;
}

/// What is proven of the value holds of the local from now on: local + b is
/// value + (d + b) if the assigned value is value + d.
void AddressFlow::assign(uint32_t local, Operand value) {
  Facts inherited;
  if (value.kind == Operand::Local)
    for (const Fact &fact : facts)
      if (fact.local == value.local)
        inherited.push_back({local, fact.window, wrapped(fact.begin - value.constant), fact.extent});
  ++versions[local];
  llvm::erase_if(facts, [&](const Fact &fact) { return fact.local == local; });
  for (const Fact &fact : inherited)
    addTo(facts, fact);
}

/// A constant, or a local's value plus a constant, stays known as such.
void AddressFlow::add(bool isSubtraction) {
  Operand left = operand(1), right = operand(0);
  if (left.kind == Operand::Constant && !isSubtraction)
    std::swap(left, right);
  pop(2);
  if (left.kind == Operand::Unknown || right.kind != Operand::Constant)
    return push();
  Slot slot;
  slot.operand = left;
  slot.operand.constant = wrapped(isSubtraction ? left.constant - right.constant : left.constant + right.constant);
  slot.version = version(left.local); // of a constant, nobody asks
  push(slot);
}

bool AddressFlow::goesStraightThrough(const Instruction &instruction) const {
  if (instruction.opcode == Opcode::Block)
    return true;
  // An `if` without else, a handler and a loop's end have other ways in or out.
  return instruction.opcode == Opcode::End && frames.back().opcode == Opcode::Block && !frames.back().join;
}

void AddressFlow::branchTo(uint32_t label, const Facts &incoming) {
  if (reachable)
    meetAtLabel(frames, label, incoming, [&](Facts &into, const Facts &with) { intersect(into, with); });
}

void AddressFlow::open(const Instruction &instruction) {
  if (instruction.opcode == Opcode::If)
    pop();
  Frame frame;
  frame.opcode = instruction.opcode;
  frame.beginByte = at;
  BlockType type = instruction.blockType();
  if (type.type && module.types().contains(*type.type)) {
    frame.params = static_cast<uint32_t>(module.types()[*type.type].params.size());
    frame.results = static_cast<uint32_t>(module.types()[*type.type].results.size());
  } else {
    frame.results = type.result ? 1 : 0;
  }
  if (instruction.opcode == Opcode::TryTable)
    instruction.forEachCatch([&](const CatchClause &clause) { frame.catchLabels.push_back(clause.label); });
  // Parameters become the frame's own: unknown, since a loop's come from every
  // iteration and an else branch starts with them again.
  pop(frame.params);
  frame.height = stack.size();
  if (instruction.opcode == Opcode::Loop) {
    ++loops;
    dropAssigned(facts, at, endOfLoop(at));
  }
  frame.entry = facts;
  frame.entryReachable = reachable;
  uint32_t params = frame.params;
  frames.push_back(std::move(frame));
  pushUnknown(params);
}

void AddressFlow::otherwise() {
  branchTo(0, facts);
  Frame &frame = frames.back();
  frame.opcode = Opcode::Else;
  facts = frame.entry;
  reachable = frame.entryReachable;
  stack.resize(frame.height);
  pushUnknown(frame.params);
}

void AddressFlow::enterCatch(const Instruction &instruction) {
  branchTo(0, facts);
  Frame &frame = frames.back();
  facts = frame.entry;
  reachable = frame.entryReachable;
  // An exception may have come from anywhere in the body so far.
  dropAssigned(facts, frame.beginByte, at);
  stack.resize(frame.height);
  if (instruction.opcode == Opcode::Catch && module.tags().contains(instruction.tag())) {
    TypeId type = module.tags()[instruction.tag()].type;
    if (module.types().contains(type))
      pushUnknown(module.types()[type].params.size());
  }
}

void AddressFlow::close() {
  if (!frames.back().catchLabels.empty()) {
    Facts caught = frames.back().entry;
    dropAssigned(caught, frames.back().beginByte, at);
    bool wasReachable = reachable;
    reachable = frames.back().entryReachable;
    for (uint32_t label : frames.back().catchLabels)
      branchTo(label + 1, caught);
    reachable = wasReachable;
  }
  Frame frame = std::move(frames.back());
  frames.pop_back();
  loops -= frame.opcode == Opcode::Loop;
  std::optional<Facts> after = frame.leave(
      reachable ? &facts : nullptr, [&](Facts &into, const Facts &with) { intersect(into, with); });
  reachable = after.has_value();
  facts = after ? std::move(*after) : Facts();
  stack.resize(frame.height);
  pushUnknown(frame.results);
}

void AddressFlow::call(const FunctionType &type) {
  pop(type.params.size());
  pushUnknown(type.results.size());
}

void AddressFlow::step(const Instruction &instruction) {
  at = static_cast<uint32_t>(instruction.begin - codeBegin);
  auto typeAt = [&](TypeId id) { return module.types().contains(id) ? module.types()[id] : FunctionType(); };
  switch (instruction.opcode) {
  case Opcode::Block:
  case Opcode::Loop:
  case Opcode::If:
  case Opcode::Try:
  case Opcode::TryTable:
    return open(instruction);
  case Opcode::Else:
    return otherwise();
  case Opcode::Catch:
  case Opcode::CatchAll:
    return enterCatch(instruction);
  case Opcode::End:
  case Opcode::Delegate:
    return close();
  case Opcode::Br:
    branchTo(instruction.label(), facts);
    return becomeUnreachable();
  case Opcode::BrIf:
    pop();
    return branchTo(instruction.label(), facts);
  case Opcode::BrTable:
    instruction.forEachLabel([&](uint32_t label) { branchTo(label, facts); });
    return becomeUnreachable();
  case Opcode::BrOnNull:
    pop();
    branchTo(instruction.label(), facts);
    return push();
  case Opcode::BrOnNonNull:
    branchTo(instruction.label(), facts);
    return pop();
  case Opcode::Unreachable:
  case Opcode::Return:
  case Opcode::ReturnCall:
  case Opcode::ReturnCallIndirect:
  case Opcode::ReturnCallRef:
  case Opcode::Throw:
  case Opcode::ThrowRef:
  case Opcode::Rethrow:
    return becomeUnreachable();
  case Opcode::Call:
    return call(module.functions().contains(instruction.function()) ? module.typeOf(instruction.function())
                                                                    : FunctionType());
  case Opcode::CallIndirect:
  case Opcode::CallRef:
    pop();
    return call(typeAt(instruction.type()));
  case Opcode::Drop:
  case Opcode::GlobalSet:
    return pop();
  case Opcode::Select:
  case Opcode::SelectTyped:
    pop(3);
    return push();
  case Opcode::LocalGet: {
    Slot slot;
    slot.operand.kind = Operand::Local;
    slot.operand.local = instruction.local();
    slot.version = version(instruction.local());
    return push(slot);
  }
  case Opcode::LocalSet: {
    Operand value = operand(0);
    pop();
    return assign(instruction.local(), value);
  }
  case Opcode::I32Add:
  case Opcode::I64Add:
  case Opcode::I32Sub:
  case Opcode::I64Sub:
    // What is known of sums of the other type does no harm: they are no addresses until they are converted.
    return add(instruction.opcode == Opcode::I32Sub || instruction.opcode == Opcode::I64Sub);
  case Opcode::LocalTee: {
    Operand value = operand(0);
    pop();
    assign(instruction.local(), value);
    Slot slot;
    slot.operand.kind = Operand::Local;
    slot.operand.local = instruction.local();
    slot.version = version(instruction.local());
    return push(slot);
  }
  case Opcode::I32Const:
  case Opcode::I64Const: {
    Slot slot;
    slot.operand.kind = Operand::Constant;
    slot.operand.constant = wrapped(instruction.value);
    return push(slot);
  }
  case Opcode::GlobalGet:
  case Opcode::RefNull:
  case Opcode::RefFunc:
  case Opcode::TableSize:
    return push();
  case Opcode::TableGet:
  case Opcode::RefIsNull:
  case Opcode::RefAsNonNull:
    pop();
    return push();
  case Opcode::TableSet:
    return pop(2);
  case Opcode::TableGrow:
    pop(2);
    return push();
  case Opcode::TableFill:
  case Opcode::TableCopy:
  case Opcode::TableInit:
  case Opcode::MemoryCopy:
    return pop(3);
  default: { // every other opcode has its signature in the table
    Arity arity = arityOf(instruction.opcode);
    pop(arity.pops);
    return pushUnknown(arity.pushes);
  }
  }
}

} // namespace meld
