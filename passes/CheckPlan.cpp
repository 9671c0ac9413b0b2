//===- CheckPlan.cpp - where a body needs bounds checks, and how far they reach --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see CheckPlan.h. Paragraphs cited as `rebase S11` are in docs/passes/rebase.md.
// Why:  see CheckPlan.h.
// Never: see CheckPlan.h.
//
//===----------------------------------------------------------------------===//

#include "passes/CheckPlan.h"
#include "passes/LimitPlan.h"

#include <utility>

namespace meld {

namespace {

/// A check in the straight run of code that leads here without an effect: it may still
/// be made to cover more (rebase S14).
struct OpenCheck {
  size_t check; ///< position in the plan
  Operand address;
  uint32_t version; ///< of the address' local
  bool isWidened = false;
};

/// A check of an operand that has others above it when it is made.
struct Capture {
  uint32_t producerByte;
  size_t check; ///< position in the plan
};

/// More addresses than this are not copied at the same time.
constexpr size_t MaxCaptures = 8;

/// More than this are not looked at; that costs checks, never soundness.
constexpr size_t MaxOpenChecks = 16;

/// Instructions without memory access that neither trap nor have an effect that
/// anybody could see after a trap, so that a trap may come before them.
bool isPure(const Instruction &instruction) {
  switch (instruction.opcode) {
  case Opcode::I32DivS:
  case Opcode::I32DivU:
  case Opcode::I32RemS:
  case Opcode::I32RemU:
  case Opcode::I64DivS:
  case Opcode::I64DivU:
  case Opcode::I64RemS:
  case Opcode::I64RemU:
  case Opcode::I32TruncF32S:
  case Opcode::I32TruncF32U:
  case Opcode::I32TruncF64S:
  case Opcode::I32TruncF64U:
  case Opcode::I64TruncF32S:
  case Opcode::I64TruncF32U:
  case Opcode::I64TruncF64S:
  case Opcode::I64TruncF64U:
    return false;
  case Opcode::Drop:
  case Opcode::Select:
  case Opcode::SelectTyped:
  case Opcode::LocalGet:
  case Opcode::LocalSet:
  case Opcode::LocalTee:
  case Opcode::GlobalGet:
  case Opcode::RefNull:
  case Opcode::RefFunc:
  case Opcode::RefIsNull:
    return true;
  default:
    break;
  }
  switch (instruction.immediates()) {
  case Immediates::None:
  case Immediates::I32:
  case Immediates::I64:
  case Immediates::F32:
  case Immediates::F64:
  case Immediates::V128:
  case Immediates::Lane:
  case Immediates::Shuffle:
    return instruction.info().signature[0] != '*'; // numbers to numbers
  default:
    return false;
  }
}

/// A load that is not atomic: it traps out of bounds or has no effect.
bool isPlainLoad(const Instruction &instruction) {
  constexpr uint8_t AtomicPrefix = 0xFE;
  llvm::StringRef signature = instruction.info().signature;
  return instruction.info().accessBytes != 0 && instruction.info().prefix != AtomicPrefix && !signature.ends_with(":");
}

bool branchesTo(const Instruction &instruction, uint32_t label) {
  switch (instruction.immediates()) {
  case Immediates::Label:
    return instruction.label() == label;
  case Immediates::LabelTable: {
    bool found = false;
    instruction.forEachLabel([&](uint32_t one) { found |= one == label; });
    return found;
  }
  default:
    return false;
  }
}

} // namespace

unsigned valueOperandCount(const Instruction &access) {
  return static_cast<unsigned>(llvm::StringRef(access.info().signature).find(':')) - 1;
}

struct CheckPlanner::Walk {
  Walk(AddressFlow flow, CheckCounts &counts) : flow(std::move(flow)), counts(counts) {}

  AddressFlow flow;
  CheckCounts &counts;
  CheckPlan plan;
  llvm::SmallVector<OpenCheck, 8> open;
  std::vector<SizeChange> changes;
  std::vector<Capture> captures;
  uint32_t codeByte = 0;
  /// Handlers may be entered after any call of the body they guard.
  bool hasHandlers = false;
};

/// Plans the check of an access, unless it needs none.
void CheckPlanner::access(Walk &walk, const Instruction &instruction) const {
  const size_t position = windowOfMemory[instruction.memory().value];
  const CodeWindow &window = windows[position];
  const Checked end = Checked(instruction.staticOffset()) + instruction.info().accessBytes;
  if (window.endsTheMemory || !end.fits(window.growth.capacityBytes())) {
    walk.open.clear(); // the engine checks it, or it always traps (rebase S4, S5)
    return;
  }
  const uint64_t extent = *end.value();
  ++walk.counts.needed;
  const Operand address = walk.flow.operand(valueOperandCount(instruction));
  // rebase S11: what is proven needs no check.
  const bool isProven =
      (address.kind == Operand::Constant && (Checked(address.constant) + extent).fits(window.growth.initialBytes())) ||
      (address.kind == Operand::Local && extent <= walk.flow.provenExtent(address, position));
  if (isProven) {
    ++walk.counts.removed;
    return;
  }
  // rebase S14: a check of the same value that nothing separates from here covers
  // this access too. Capacity + extent must not leave the address space.
  if (address.kind == Operand::Local)
    for (OpenCheck &open : walk.open) {
      PlannedCheck &check = walk.plan.checks[open.check];
      if (check.window != position || open.address.local != address.local ||
          open.version != walk.flow.version(address.local))
        continue;
      const uint64_t step = walk.flow.wrapped(address.constant - open.address.constant);
      const Checked more = Checked(step) + extent;
      if (!more.fits(window.growth.capacityBytes()) ||
          !(Checked(window.growth.capacityBytes()) + more).fits(walk.flow.wrapped(~uint64_t(0))))
        continue;
      if (*more.value() > check.extentBytes) {
        check.extentBytes = *more.value();
        walk.counts.widened += !std::exchange(open.isWidened, true);
      }
      walk.flow.prove(open.address, position, check.extentBytes);
      ++walk.counts.removed;
      return;
    }
  // A trap of another window would be told another window's number.
  if (trap == TrapAction::Call)
    llvm::erase_if(walk.open, [&](const OpenCheck &open) { return walk.plan.checks[open.check].window != position; });
  if (address.kind == Operand::Local) {
    if (walk.open.size() == MaxOpenChecks)
      walk.open.erase(walk.open.begin());
    walk.open.push_back({walk.plan.checks.size(), address, walk.flow.version(address.local)});
    walk.flow.prove(address, position, extent);
  }
  std::optional<uint32_t> local;
  if (address.kind == Operand::Local && address.constant == 0)
    local = address.local;
  else if (const unsigned values = valueOperandCount(instruction))
    if (std::optional<uint32_t> producer = walk.flow.producer(values))
      walk.captures.push_back({*producer, walk.plan.checks.size()});
  walk.plan.checks.push_back({walk.codeByte, static_cast<uint32_t>(position), extent, local,
                              walk.flow.outermostLabel(), walk.flow.loopDepth()});
}

CheckPlan CheckPlanner::plan(const Module &module, FunctionId function, CheckCounts &counts) const {
  std::vector<uint64_t> capacities;
  for (const CodeWindow &window : windows)
    capacities.push_back(window.growth.capacityBytes());
  Walk walk(AddressFlow(module, function, std::move(capacities), windows.front().growth.is64), counts);
  InstructionCursor cursor = module.functions()[function].body.instructions();
  Instruction instruction;
  while (!walk.flow.isOver() && cursor.next(instruction)) {
    walk.codeByte = static_cast<uint32_t>(instruction.begin - cursor.bytes().begin());
    const bool isAccess = instruction.info().accessBytes != 0;
    if (isAccess)
      access(walk, instruction);
    const bool isStraight = isAccess ? isPlainLoad(instruction)
                                     : isPure(instruction) || walk.flow.goesStraightThrough(instruction);
    if (!isStraight)
      walk.open.clear();
    if (SizeEffects::Windows changed = effects.of(instruction))
      walk.changes.push_back({walk.codeByte, changed});
    walk.plan.branchesToOutermost |= branchesTo(instruction, walk.flow.outermostLabel());
    walk.hasHandlers |= instruction.opcode == Opcode::Try || instruction.opcode == Opcode::TryTable;
    walk.flow.step(instruction);
  }
  walk.plan.branchesToOutermost |= walk.hasHandlers; // their labels are not looked at
  numberCaptures(walk);
  if (!walk.hasHandlers)
    LimitPlanner(windows, walk.changes, walk.flow, walk.plan).run(module.functions()[function].body.instructions());
  return std::move(walk.plan);
}

/// Numbers for the scratch locals of captured addresses: operands of a stack are in use
/// one within the other.
void CheckPlanner::numberCaptures(Walk &walk) {
  llvm::sort(walk.captures, [](const Capture &a, const Capture &b) { return a.producerByte < b.producerByte; });
  llvm::SmallVector<uint32_t, 8> inUse; // bytes of the accesses that end it
  for (const Capture &capture : walk.captures) {
    PlannedCheck &check = walk.plan.checks[capture.check];
    while (!inUse.empty() && inUse.back() <= capture.producerByte)
      inUse.pop_back();
    if (inUse.size() == MaxCaptures)
      continue;
    check.capture = static_cast<uint32_t>(inUse.size());
    inUse.push_back(check.codeByte);
    walk.plan.captures.push_back({capture.producerByte, *check.capture});
  }
}

} // namespace meld
