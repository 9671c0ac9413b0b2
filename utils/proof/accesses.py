# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: shows of every access of a checked window that it cannot leave the window's current size, and of every check
#       that it fires only if the access it guards would.
# Why: what keeps components apart after the merge is these checks; the pass that placed them is not asked.
# Never: count an access as proved that some path reaches without a check of its address.
"""Accesses and their checks, function by function. A window is known by the static offset of the access."""

from collections import Counter
from dataclasses import dataclass

from . import wasm
from .executor import Unproved
from .facts import Facts
from .flow import Flow, Refuted
from .growth import Growth
from .guards import Guards, Question
from .layout import PAGE
from .operands import COPY, EFFECTS, FILL, INIT, WIDTHS
from .runs import Runs
from .traps import isBeyond
from .walk import walk

# What may stand between a check and what it guards: reads of locals, the next check, the base.
BETWEEN = {0x01, 0x20, 0x23, 0x41, 0x42, 0x6A, 0x72, 0x7C, 0x7D, 0x86, 0xAD, 0x56}


@dataclass
class Check:
    """A conditional way to a trap that was passed and not yet matched with what it guards."""
    offset: int
    condition: tuple
    trap: object
    place: tuple | None  # what checks have in common that end in traps of this kind; None: perhaps the program's own
    used: bool = False


class AccessProof:
    """`proved` and `notChecked` count by (window, how); `unproved` lists (function, offset, reason)."""

    def __init__(self, module, layout, session, helpers):
        self.module, self.layout, self.helpers = module, layout, helpers
        self.windows, self.bits = layout.windows, layout.addressBits(module)
        self.mask = (1 << self.bits) - 1
        self.known = Facts([window.initial * PAGE for window in self.windows],
                           [window.end() - window.base for window in self.windows], self.bits)
        self.guards, self.growth = Guards(self.windows, session, self.bits), Growth(module, self.windows)
        self.proved, self.notChecked, self.unproved = Counter(), Counter(), []
        self.unreached = self.certain = 0
        self.places, self.suspects = set(), []
        self.windowsOf = {}

    def run(self):
        for index, entry in enumerate(self.module.functions):
            if entry.imported or index in self.helpers:
                continue
            before = self.results()
            try:
                self.function(index)
            except (Unproved, wasm.DecodeError) as error:
                self.unproved.append((index, entry.start, str(error)))
            except (IndexError, KeyError, AssertionError, RecursionError) as error:
                self.restore(before)
                self.unproved.append((index, entry.start, f"its body cannot be followed ({type(error).__name__})"))
        # A way to a trap may be the program's own, unless checks of the module are made that way.
        for place, function, offset, reason in self.suspects:
            if place in self.places:
                self.unproved.append((function, offset, reason))

    def results(self):
        return (Counter(self.proved), Counter(self.notChecked), list(self.unproved), self.unreached, self.certain,
                set(self.places), list(self.suspects))

    def restore(self, results):
        (self.proved, self.notChecked, self.unproved, self.unreached, self.certain, self.places,
         self.suspects) = results

    def function(self, index):
        """Walks again as often as a loop does not keep what it was trusted to keep."""
        self.index, self.decoded, self.refuted, self.runs = index, wasm.bodyOf(self.module, index), set(), None
        while True:
            before = self.results()
            try:
                return self.once()
            except Refuted as refuted:
                self.restore(before)
                self.refuted.add(refuted.trusted)

    def newFlow(self):
        return Flow(self.module, self.index, *self.decoded, self.known, self.growth, self.bits, self.refuted)

    def once(self):
        self.flow, self.pending = self.newFlow(), []
        for step in walk(self.module, self.index, self.flow):
            if step.kind == "dead":
                self.unreached += step.instruction.opcode in WIDTHS
            elif step.kind == "access":
                self.access(step.position, step.instruction)
            elif step.kind == "bulk":
                self.bulk(step.instruction)
            elif step.kind == "check":
                self.pending.append(Check(step.instruction.offset, step.condition, step.trap, step.place))
            elif self.pending and step.instruction.opcode not in BETWEEN:
                self.unused()

    def largerExtents(self, position):
        """What a check before the access at a position may cover besides the access itself."""
        while self.runs is None:
            try:
                self.runs = Runs(self)
            except Refuted as refuted:
                self.refuted.add(refuted.trusted)
        return self.runs.extents.get(position, ())

    def inexact(self, check, reason):
        """A check of which nothing depends traps where it should not, unless it is the program's own branch."""
        if check.trap.kind == "access":
            self.unproved.append((self.index, check.offset, reason))
        elif check.place is not None:
            self.suspects.append((check.place, self.index, check.offset, reason))

    def unused(self):
        for check in self.pending:
            if not check.used:
                self.inexact(check, "this check guards no access")
        self.pending.clear()

    def windowAt(self, memory, first, end):
        """The window that holds [first, end) of a memory, or None."""
        key = (memory, first, end)
        if key not in self.windowsOf:
            held = [at for at, window in enumerate(self.windows)
                    if window.memory == memory and window.base <= first and end <= window.end()]
            self.windowsOf[key] = held[0] if held else None
        return self.windowsOf[key]

    def isBoundedByEngine(self, window):
        if self.layout.allChecks:
            return False
        memory = self.module.memories[window.memory]
        return not window.reserve and window.grown is None and window.end() == memory.bytes()

    def access(self, position, instruction):
        memory, offset = instruction.immediates[0], instruction.immediates[1]
        if self.module.memories[memory].bits() != self.bits:  # its addresses are not followed; it is in no checked window
            self.notChecked[self.windowAt(memory, offset, offset + WIDTHS[instruction.opcode])] += 1
            return self.unused()
        value = self.flow.stack[-EFFECTS[instruction.opcode][0]]
        width = WIDTHS[instruction.opcode]
        if not self.pending and value[0] == 0 and len(value) == 2 and isBeyond(self.module, value[1], instruction):
            self.certain += 1
            return None
        at = self.windowAt(memory, offset, offset + width)
        if at is None:
            if self.layout.rebased:
                self.refuse(instruction, f"bytes {offset} to {offset + width} lie in no window")
            else:
                self.notChecked[None] += 1
            return self.unused()
        window = self.windows[at]
        isFree = not window.checked or self.isBoundedByEngine(window)
        how, reason = self.guarded(position, at, value, offset + width - window.base, isFree)
        if not window.checked:
            self.notChecked[at] += 1
        elif how:
            self.proved[(at, how)] += 1
        else:
            self.refuse(instruction, reason)
        return None

    def guarded(self, position, at, value, extent, isFree):
        """(how, None) if the access cannot leave the window's size, or may (`isFree`); else (None, why)."""
        facts, reason = self.flow.facts, f"nothing shows that {extent} bytes from its address are in bounds"
        isValue, check = len(value) == 2, self.pending.pop() if self.pending else None
        if check:
            reason = "its address is computed after the check"
            if isValue:
                covered, reason = self.covered(position, check, at, value, extent)
            self.unused()
            if reason is None:
                self.established(check)
                self.known.learn(facts, value, at, covered)
                return "checked", None
        reason = f"window {self.windows[at].name}: {reason}"
        isProven = isValue and self.known.extent(facts, value, at) >= extent
        if check and (isProven or isFree):
            self.inexact(check, reason)
        if isProven:
            return ("at a constant address" if value[0] == 0 else "by an earlier check"), None
        return ("by the engine", None) if isFree else (None, reason)

    def covered(self, position, check, at, value, extent):
        """(extent that the check is exact for, None), or (None, why it is exact for none).

        Besides the access' own, that may be the extent of an access that surely follows with nothing in between that
        anybody could tell from a trap. If it leaves the window and does not wrap, that access traps; if it wraps, this
        one does, as long as the capacity and the extent together do not leave the address space.
        """
        def why(extent):
            return self.guards.whyInexact(check.condition, Question(at, value, extent, None), self.flow.epochs)

        reason = why(extent)
        if reason is None and value[0] != 0:
            return extent, None
        # At a constant address a check can be exact for several extents.
        capacity = self.windows[at].end() - self.windows[at].base
        for larger in reversed(self.largerExtents(position)):
            if larger > extent and capacity + larger <= 1 << self.bits and why(larger) is None:
                return larger, None
        return (extent, None) if reason is None else (None, reason)

    def established(self, check):
        check.used = True
        self.places.add(check.place)

    def refuse(self, instruction, reason):
        self.unproved.append((self.index, instruction.offset, reason))

    def bulk(self, instruction):
        stack, immediates = self.flow.stack, instruction.immediates
        operands = {FILL: [(-3, 0)], COPY: [(-3, 0), (-2, 1)], INIT: [(-3, 1)]}[instruction.opcode]
        for depth, memory in operands:
            self.bulkOperand(instruction, immediates[memory], stack[depth], stack[-1])
        self.unused()

    def bulkOperand(self, instruction, memory, value, length):
        """address + base with a check of address + length before it."""
        if self.module.memories[memory].bits() != self.bits:
            self.notChecked[None] += 1
            return
        lengthBits = 32 if instruction.opcode == INIT else self.bits
        reasons = []
        for at, window in enumerate(self.windows):
            if window.memory != memory:
                continue
            if len(value) == 3 or len(length) == 3:
                break
            address = (value[0], (value[1] - window.base) & self.mask)
            for check in sorted(self.pending, key=lambda check: check.used):
                question = Question(at, address, None, length, lengthBits)
                reason = self.guards.whyInexact(check.condition, question, self.flow.epochs)
                if reason is None:
                    self.established(check)
                    self.proved[(at, "in bulk")] += 1
                    return
                reasons.append(f"window {window.name}: {reason}")
        if not self.layout.rebased:
            self.notChecked[None] += 1
        elif any(w.memory == memory and w.base == 0 and self.isBoundedByEngine(w) for w in self.windows):
            self.proved[(self.windowAt(memory, 0, 0), "by the engine")] += 1
        else:
            self.refuse(instruction, "; ".join(reasons) or "no check of its range")
