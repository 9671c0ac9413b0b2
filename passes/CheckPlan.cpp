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

namespace meld {

namespace {

/// A check in the straight run of code that leads here without an effect: it may still
/// be made to cover more (rebase S14).
struct OpenCheck {
  size_t check; ///< position in the plan
  Operand address;
  uint32_t version; ///< of the address' local
};

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

} // namespace

unsigned valueOperandCount(const Instruction &access) {
  return static_cast<unsigned>(llvm::StringRef(access.info().signature).find(':')) - 1;
}

struct CheckPlanner::Walk {
  AddressFlow flow;
  CheckPlan plan;
  CheckCounts &counts;
  llvm::SmallVector<OpenCheck, 8> open;
  uint32_t codeByte = 0;
  /// Handlers may be entered after any call of the body they guard.
  bool hasHandlers = false;
};

/// Plans the check of an access, unless it needs none.
void CheckPlanner::access(Walk &walk, const Instruction &instruction) const {
  const size_t position = windowOfMemory[instruction.memory().value];
  const CodeWindow &window = windows[position];
  const Checked end = Checked(instruction.staticOffset()) + instruction.info().accessBytes;
  if (!window.isChecked || window.endsTheMemory || !end.fits(window.growth.capacityBytes())) {
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
      check.extentBytes = std::max(check.extentBytes, *more.value());
      walk.flow.prove(open.address, position, check.extentBytes);
      ++walk.counts.removed;
      return;
    }
  ++walk.counts.kept;
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
  walk.plan.checks.push_back({walk.codeByte, static_cast<uint32_t>(position), extent, local,
                              walk.flow.outermostLabel(), walk.flow.loopDepth()});
}

CheckPlan CheckPlanner::plan(const Module &module, FunctionId function, CheckCounts &counts) const {
  Walk walk{AddressFlow(module, function, windows.front().growth.is64), {}, counts, {}, 0, false};
  InstructionCursor cursor = module.functions()[function].body.instructions();
  Instruction instruction;
  while (cursor.next(instruction)) {
    walk.codeByte = static_cast<uint32_t>(instruction.begin - cursor.bytes().begin());
    const bool isAccess = instruction.info().accessBytes != 0;
    if (isAccess)
      access(walk, instruction);
    const bool isStraight = isAccess ? isPlainLoad(instruction)
                                     : isPure(instruction) || walk.flow.goesStraightThrough(instruction);
    if (!isStraight)
      walk.open.clear();
    if (SizeEffects::Windows changed = effects.of(instruction))
      walk.plan.reloads.push_back({walk.codeByte, walk.flow.loopDepth(), changed});
    walk.hasHandlers |= instruction.opcode == Opcode::Try || instruction.opcode == Opcode::TryTable;
    walk.flow.step(instruction);
  }
  if (!walk.hasHandlers)
    chooseLimits(walk.plan);
  return std::move(walk.plan);
}

/// rebase S13. A limit in a local costs a load at the entry and after each instruction
/// that may change the size; without, each check loads the counter.
void CheckPlanner::chooseLimits(CheckPlan &plan) const {
  // How often something in so many loops is taken to run.
  auto weight = [](uint32_t loopDepth) { return uint64_t(1) << (3 * std::min(loopDepth, 4u)); };
  // Bytes: of a check that uses the limit as it is, what that saves; of each load.
  constexpr uint64_t Saved = 3, Load = 8;
  constexpr size_t MaxLimits = 4; ///< of a window: they occupy registers

  for (uint32_t position = 0; position < windows.size(); ++position) {
    const CodeWindow &window = windows[position];
    if (!window.canGrow() || !window.growth.grownBytesGlobal)
      continue;
    uint64_t checksRun = 0, loadsRun = 1, loads = 1;
    std::map<uint64_t, uint64_t> uses; // by extent
    for (const PlannedCheck &check : plan.checks)
      if (check.window == position && check.extentBytes <= window.growth.initialBytes()) {
        checksRun += weight(check.loopDepth);
        ++uses[check.extentBytes];
      }
    for (const CheckPlan::Reload &reload : plan.reloads)
      if (reload.windows & SizeEffects::bitOf(position)) {
        loadsRun += weight(reload.loopDepth);
        ++loads;
      }
    if (checksRun <= 2 * loadsRun)
      continue;
    std::vector<std::pair<uint64_t, uint64_t>> byUse; // uses, extent
    for (const auto &[extent, count] : uses)
      byUse.emplace_back(count, extent);
    llvm::sort(byUse, [](const auto &a, const auto &b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    for (size_t i = 0; i < byUse.size() && i < MaxLimits; ++i)
      if (i == 0 || byUse[i].first * Saved > loads * Load)
        plan.limits.push_back({position, byUse[i].second});
  }
  llvm::erase_if(plan.reloads, [&](const CheckPlan::Reload &reload) {
    return llvm::none_of(plan.limits, [&](const CachedLimit &limit) {
      return (reload.windows & SizeEffects::bitOf(limit.window)) != 0;
    });
  });
}

} // namespace meld
