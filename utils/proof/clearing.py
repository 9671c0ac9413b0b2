# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: shows by induction that a helper (address, bytes) -> () with one loop clears exactly its range.
# Why: modules without bulk memory clear fresh pages with a loop, which no bounded unrolling can cover.
# Never: conclude anything for arguments outside `ClearingHelper.requirement`.
"""The clearing helper: zeros [address + displacement, address + displacement + bytes). 0 bytes mean 2^32 where
addresses have 32 bits, and are excluded where they have 64.

The induction is over the bytes cleared so far, p, at the head of the loop:
  address local = address + p, bytes local = bytes - p (both modulo 2^32 or 2^64), p a multiple of the stride,
  [start, start + p) is zero and nothing else was touched, and p < bytes (or p <= bytes).
z3 shows that entering the loop establishes it with p = 0, that each turn keeps it while p grows by the stride,
that the loop is left only with p = bytes, and that no path traps.
"""

from dataclasses import dataclass

from . import wasm
from .executor import Executor, Store, Unproved
from .layout import PAGE
from .smt import Script, constant

WHOLE = 1 << 32
ASSIGNING = (0x21, 0x22)  # local.set, local.tee


@dataclass(frozen=True)
class ClearingHelper:
    """What was shown, and what a caller must grant."""
    function: int
    memory: int
    displacement: int  # bytes added to the address by the stores
    needsSize: bool  # the range must lie below the window's current size

    def range(self, script, address, count):
        """First byte and length, unbounded (64 bits)."""
        length = script.widen(count)
        if count.bits == 32:
            length = script.choose(script.equal(count, constant(32, 0)), constant(64, WHOLE), length)
        return script.add(script.widen(address), constant(64, self.displacement)), length

    def requirement(self, script, window, memoryBytes, address, count, grown, grownBytes):
        """The terms under which the helper was shown to be right; the last two are the growth globals at the call."""
        start, length = self.range(script, address, count)
        end = script.add(start, length)
        bits = count.bits
        terms = [script.equal(script.define(bits, "bvurem", count, constant(bits, PAGE)), constant(bits, 0)),
                 script.atMost(end, constant(64, memoryBytes))]
        if bits == 64:  # what is formed above must not have wrapped
            terms += [script.negate(script.equal(count, constant(64, 0))), script.atMost(script.widen(address), start),
                      script.below(start, end)]
        if self.needsSize:
            pages = script.add(script.widen(grown), constant(64, window.initial))
            current = script.add(script.binary("bvmul", pages, constant(64, PAGE)), constant(64, window.base))
            terms += [script.atMost(end, current), script.atMost(script.widen(grown), constant(64, window.reserve))]
            terms += inStep(script, grown, grownBytes)
        return terms


def inStep(script, grown, grownBytes):
    """The count in bytes, where there is one, is that of the pages."""
    if grownBytes is None:
        return []
    return [script.equal(grownBytes, script.binary("bvmul", grown, constant(grown.bits, PAGE)))]


def checkEffects(outcomes, memory):
    """No path calls, fills or writes a global; every store goes to the window's memory. Traps are judged elsewhere."""
    for outcome in outcomes:
        if outcome.kind == "trap":
            continue
        if outcome.state.globals:
            raise Unproved("it writes a global")
        for event in outcome.state.events:
            if not isinstance(event, Store) or event.memory != memory:
                raise Unproved("it does something else than store to the window's memory")


def oneTurn(module, function, memory, strict, needsSize, window):
    """Builds the induction: script, questions whose answer must be unsat, and what they show."""
    script = Script()
    executor = Executor(module, function, script, stopAtLoops=True)
    bits = window.bits
    address, count, done = script.fresh(bits, "address"), script.fresh(bits, "bytes"), script.fresh(64, "done")
    entered = executor.run(executor.entry([address, count]))
    heads = [outcome.state for outcome in entered if outcome.kind == "loop"]
    if not heads or any(head.position != heads[0].position for head in heads):
        raise Unproved("it has no loop, or more than one")
    if any(head.stack for head in heads):
        raise Unproved("values stay on the stack around its loop")

    turn = heads[0].copy()
    turn.condition, turn.events = [], []
    # What the loop does not assign is as it was when it was entered, on each of the ways in.
    assigned = {one.immediates[0] for one in executor.body[turn.position:] if one.opcode in ASSIGNING}
    turn.locals = [local if number not in assigned and all(head.locals[number] is local for head in heads)
                   else script.fresh(local.bits, "local") for number, local in enumerate(turn.locals)]
    turn.locals[0] = script.low(script.add(script.widen(address), done), bits)
    turn.locals[1] = script.low(script.subtract(script.widen(count), done), bits)
    turned = executor.run(turn)
    if any(outcome.kind == "loop" for outcome in turned):
        raise Unproved("it has more than one loop")
    checkEffects(entered + turned, memory)

    strides = {sum(event.width for event in outcome.state.events) for outcome in turned if outcome.kind == "again"}
    offsets = [event.offset for outcome in turned if outcome.kind != "trap"
               for event in outcome.state.events]
    if len(strides) != 1 or not offsets or PAGE % max(min(strides), 1) != 0 or 0 in strides:
        raise Unproved("its loop does not advance by one power of two")
    stride, helper = strides.pop(), ClearingHelper(function, memory, min(offsets), needsSize)

    start, length = helper.range(script, address, count)
    grown = executor.globalAtEntry(window.grown)
    grownBytes = None if window.grownBytes is None else executor.globalAtEntry(window.grownBytes)
    granted = helper.requirement(script, window, module.memories[memory].bytes(), address, count, grown, grownBytes)
    within = script.below if strict else script.atMost

    def invariant(progress):
        rest = script.define(64, "bvurem", progress, constant(64, stride))
        return [within(progress, length), script.equal(rest, constant(64, 0))]

    questions = []
    for outcome in entered:
        kept = []
        if outcome.kind == "loop" and not outcome.state.events:
            kept = [script.equal(outcome.state.locals[0], address), script.equal(outcome.state.locals[1], count)]
        holds = script.every(kept) if kept else None
        questions.append(granted + outcome.state.condition + ([script.negate(holds)] if holds else []))
    for outcome in turned:
        facts, progress = [], done
        for event in outcome.state.events if outcome.kind != "trap" else []:
            facts += [script.equal(event.address, script.add(start, progress)), event.isZero]
            progress = script.add(progress, constant(64, event.width))
        if outcome.kind == "again":
            facts += invariant(progress)
            reached = script.low(script.add(script.widen(address), progress), bits)
            facts.append(script.equal(outcome.state.locals[0], reached))
            rest = script.low(script.subtract(script.widen(count), progress), bits)
            facts.append(script.equal(outcome.state.locals[1], rest))
        elif outcome.kind == "return":
            facts.append(script.equal(progress, length))
        failing = [] if outcome.kind == "trap" else [script.negate(script.every(facts))]
        questions.append(granted + invariant(done) + outcome.state.condition + failing)
    return script, questions, granted + invariant(done), helper


def proveClearing(module, function, window, solver):
    """Shows the helper right and returns its terms of use; Unproved says what is missing."""
    if module.signature(function) != ([wasm.indexType(window.bits)] * 2, []):
        raise Unproved(f"its type is not (address i{window.bits}, bytes i{window.bits}) -> ()")
    for needsSize in (False, True):
        for strict in (True, False):
            script, questions, assumptions, helper = oneTurn(module, function, window.memory, strict, needsSize, window)
            answers = solver.check(script, questions + [assumptions])
            if answers.pop() != "sat":
                continue  # an induction that assumes the impossible shows nothing
            if all(answer == "unsat" for answer in answers):
                return helper
    raise Unproved("its loop does not clear exactly the bytes asked for")
