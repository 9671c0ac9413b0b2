//===- LimitPlan.cpp - where the limits of checks come from -----------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: see LimitPlan.h. Paragraphs cited as `rebase S13` are in docs/passes/rebase.md.
// Why:  one forward walk: a limit is computed by the first check that takes it, in front
//       of the outermost loop around it in which nothing grows.
// Never: looks at more than a bounded number of limits; work is linear in the body.
//
//===----------------------------------------------------------------------===//

#include "passes/LimitPlan.h"
#include "llvm/ADT/Sequence.h"
#include <functional>
#include <utility>

namespace meld {

namespace {

/// More limits of a body than this are computed where they are needed.
constexpr size_t MaxLimits = 16;

/// How often something in so many loops is taken to run.
uint64_t weight(uint32_t loopDepth) { return uint64_t(1) << (3 * std::min(loopDepth, 4u)); }

OpcodeSet controlOpcodes() {
  OpcodeSet opcodes{Opcode::Call,        Opcode::CallIndirect, Opcode::CallRef,     Opcode::MemoryGrow,
                    Opcode::GlobalSet,   Opcode::Else,         Opcode::End,         Opcode::Br,
                    Opcode::BrIf,        Opcode::BrTable,      Opcode::BrOnNull,    Opcode::BrOnNonNull,
                    Opcode::Unreachable, Opcode::Return,       Opcode::ReturnCall,  Opcode::ReturnCallIndirect,
                    Opcode::Throw,       Opcode::ThrowRef,     Opcode::ReturnCallRef};
  opcodes.insertAll(Immediates::BlockType);
  return opcodes;
}

} // namespace

bool LimitPlanner::takesLimit(const PlannedCheck &check) const {
  const CodeWindow &window = windows[check.window];
  return window.growth.grownBytesGlobal && check.extentBytes <= window.growth.initialBytes();
}

/// The limits of a body that are worth a local, by how often they are needed.
void LimitPlanner::choose() {
  std::map<std::pair<uint32_t, uint64_t>, uint64_t> needs; // by window and extent
  for (const PlannedCheck &check : plan.checks)
    if (takesLimit(check))
      needs[{check.window, check.extentBytes}] += weight(check.loopDepth);
  std::multimap<uint64_t, KeptLimit, std::greater<>> byNeed; // those alike in the order above
  for (const auto &[key, need] : needs)
    byNeed.emplace(need, KeptLimit{key.first, key.second});
  for (const auto &[need, limit] : byNeed)
    if (plan.limits.size() < MaxLimits && need > 1)
      plan.limits.push_back(limit);
  for (const PlannedCheck &check : plan.checks) {
    limitOf.push_back(None);
    for (uint32_t i : llvm::seq<uint32_t>(plan.limits.size()))
      if (plan.limits[i].window == check.window && plan.limits[i].extentBytes == check.extentBytes)
        limitOf.back() = i;
  }
}

void LimitPlanner::run(InstructionCursor cursor) {
  choose();
  if (plan.limits.empty())
    return;
  const uint8_t *begin = cursor.bytes().begin();
  const OpcodeSet wanted = controlOpcodes();
  state = nothing();
  frames.emplace_back();
  Instruction instruction;
  uint32_t next = 0;
  while (!frames.empty() && cursor.nextIn(wanted, instruction)) {
    auto byte = static_cast<uint32_t>(instruction.begin - begin);
    for (; next < plan.checks.size() && plan.checks[next].codeByte < byte; ++next)
      check(next);
    step(instruction, byte);
  }
  for (const Definition &definition : definitions)
    if (definition.isUsed && definition.kind == Definition::AtCheck)
      plan.checks[definition.first].keptLimit = definition.limit;
  for (const auto &[loopByte, hoisted] : inFront)
    plan.hoisted.push_back(hoisted);
}

uint32_t LimitPlanner::define(Definition definition) {
  definitions.push_back(definition);
  return static_cast<uint32_t>(definitions.size()) - 1;
}

/// What a check takes has to be kept by every definition that may have computed it.
void LimitPlanner::use(uint32_t definition) {
  llvm::SmallVector<uint32_t, 8> pending{definition};
  while (!pending.empty()) {
    Definition &one = definitions[pending.pop_back_val()];
    if (std::exchange(one.isUsed, true) || one.kind != Definition::Join)
      continue;
    pending.push_back(one.first);
    pending.push_back(one.second);
  }
}

uint32_t LimitPlanner::atHand(uint32_t limit) const {
  if (state[limit] != None)
    return state[limit];
  // Nothing in the loop changes what was computed in front of it.
  for (const Frame &frame : frames)
    for (uint32_t kept : frame.kept)
      if (definitions[kept].limit == limit)
        return kept;
  return None;
}

uint32_t LimitPlanner::nearest(const State &from, uint32_t window) const {
  uint32_t found = None;
  for (uint32_t limit : llvm::seq<uint32_t>(from.size()))
    if (from[limit] != None && plan.limits[limit].window == window &&
        (found == None || (!definitions[found].isUsed && definitions[from[limit]].isUsed)))
      found = from[limit];
  return found;
}

/// Computes a limit in front of the outermost loop around here in which the window's
/// size stays; None if there is none.
uint32_t LimitPlanner::hoist(uint32_t limit) {
  const uint32_t window = plan.limits[limit].window;
  for (Frame &frame : frames) {
    if (frame.opcode != Opcode::Loop || (frame.changedIn & SizeEffects::bitOf(window)))
      continue;
    HoistedLimit hoisted{frame.beginByte, limit, None};
    // What was at hand at the loop's head still is, and what was put there before.
    State before = frame.entry;
    for (uint32_t kept : frame.kept)
      before[definitions[kept].limit] = kept;
    if (uint32_t base = nearest(before, window); base != None) {
      use(base);
      hoisted.fromLimit = definitions[base].limit;
    }
    uint32_t definition = define({Definition::BeforeLoop, limit});
    inFront.emplace(frame.beginByte, hoisted);
    frame.kept.push_back(definition);
    return definition;
  }
  return None;
}

/// Where a check's limit comes from: a local, a local with another limit of the window,
/// or the counter.
void LimitPlanner::check(uint32_t number) {
  PlannedCheck &check = plan.checks[number];
  if (!reachable || !takesLimit(check))
    return;
  const uint32_t limit = limitOf[number];
  uint32_t found = limit == None ? None : atHand(limit);
  if (found == None && limit != None)
    found = hoist(limit);
  if (found != None) {
    use(found);
    check.fromLimit = limit;
    return;
  }
  State all = state;
  for (uint32_t i : llvm::seq<uint32_t>(all.size()))
    all[i] = atHand(i);
  if (uint32_t base = nearest(all, check.window); base != None) {
    use(base);
    check.fromLimit = definitions[base].limit;
  }
  if (limit != None)
    state[limit] = define({Definition::AtCheck, limit, number});
}

SizeEffects::Windows LimitPlanner::changedBetween(uint32_t beginByte, uint32_t endByte) const {
  SizeEffects::Windows changed = 0;
  for (const SizeChange *change = llvm::lower_bound(
           changes, beginByte, [](const SizeChange &one, uint32_t byte) { return one.codeByte < byte; });
       change != changes.end() && change->codeByte < endByte; ++change)
    changed |= change->windows;
  return changed;
}

void LimitPlanner::forget(State &of, SizeEffects::Windows changed) const {
  for (uint32_t i : llvm::seq<uint32_t>(of.size()))
    if (changed & SizeEffects::bitOf(plan.limits[i].window))
      of[i] = None;
}

void LimitPlanner::merge(State &into, const State &with) {
  for (uint32_t i : llvm::seq<uint32_t>(into.size())) {
    if (into[i] == with[i])
      continue;
    if (into[i] == None || with[i] == None)
      into[i] = None;
    else
      into[i] = define({Definition::Join, i, into[i], with[i]});
  }
}

void LimitPlanner::branchTo(uint32_t label, const State &incoming) {
  if (reachable)
    meetAtLabel(frames, label, incoming, [&](State &into, const State &with) { merge(into, with); });
}

void LimitPlanner::open(const Instruction &instruction, uint32_t byte) {
  Frame frame;
  frame.opcode = instruction.opcode;
  if (frame.opcode == Opcode::Loop) {
    frame.beginByte = byte;
    frame.changedIn = changedBetween(byte, loops.endOfLoop(byte));
    forget(state, frame.changedIn);
  }
  frame.entry = state;
  frame.entryReachable = reachable;
  frames.push_back(std::move(frame));
}

void LimitPlanner::close() {
  Frame frame = std::move(frames.back());
  frames.pop_back();
  for (uint32_t kept : frame.kept) // the loop is left by its end
    state[definitions[kept].limit] = kept;
  std::optional<State> after = frame.leave(
      reachable ? &state : nullptr, [&](State &into, const State &with) { merge(into, with); });
  reachable = after.has_value();
  state = after ? std::move(*after) : nothing();
}

void LimitPlanner::step(const Instruction &instruction, uint32_t byte) {
  switch (instruction.opcode) {
  case Opcode::Block:
  case Opcode::Loop:
  case Opcode::If:
    return open(instruction, byte);
  case Opcode::Else:
    branchTo(0, state);
    frames.back().opcode = Opcode::Else;
    state = frames.back().entry;
    reachable = frames.back().entryReachable;
    return;
  case Opcode::End:
    return close();
  case Opcode::Br:
    branchTo(instruction.label(), state);
    return leave();
  case Opcode::BrTable:
    instruction.forEachLabel([&](uint32_t label) { branchTo(label, state); });
    return leave();
  case Opcode::BrIf:
  case Opcode::BrOnNull:
  case Opcode::BrOnNonNull:
    return branchTo(instruction.label(), state);
  case Opcode::Unreachable:
  case Opcode::Return:
  case Opcode::ReturnCall:
  case Opcode::ReturnCallIndirect:
  case Opcode::ReturnCallRef:
  case Opcode::Throw:
  case Opcode::ThrowRef:
    return leave();
  default:
    return forget(state, changedBetween(byte, byte + 1));
  }
}

} // namespace meld
