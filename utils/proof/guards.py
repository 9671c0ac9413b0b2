# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: asks whether a condition holds exactly when an access leaves its window, for every address and size.
# Why: a check that is too lax reaches a neighbour, one that is too strict traps where the input did not.
# Never: take a growth global that may have changed since it was read for its current value.
"""Conditions of checks against "address + extent > current size", in unbounded arithmetic.

A value is a pair (symbol, delta): the unknown i32 or i64 `symbol` plus `delta`, modulo the size of the address space;
symbol 0 is the number 0. A condition is a tree of triples (opcode, left, right) over values, (GLOBAL_GET, index, epoch)
and (I32_CONST or I64_CONST, number, None), for constants of the type that addresses do not have. The epoch of a growth
global ends wherever the global may change.
"""

from dataclasses import dataclass

from . import semantics
from .layout import PAGE
from .smt import Script, constant

I32_CONST, I64_CONST, GLOBAL_GET = 0x41, 0x42, 0x23
WRAP, EXTEND_S, EXTEND_U = 0xA7, 0xAC, 0xAD
TRAPPING = ("bvsdiv", "bvudiv", "bvsrem", "bvurem")
UNARY = {0x45, 0x50, WRAP, EXTEND_S, EXTEND_U}
TWO = set(semantics.COMPARE) | {code for code, (_, name) in semantics.BINARY.items() if name not in TRAPPING}
BITS_OF_OPERAND = {**{code: bits for code, (bits, _) in {**semantics.COMPARE, **semantics.BINARY}.items()},
                   **semantics.EQZ, WRAP: 64, EXTEND_S: 32, EXTEND_U: 32}
MODELLED = UNARY | TWO


@dataclass(frozen=True)
class Question:
    """Of an access `extent` bytes wide (static offset and width), or `length` (a value) bytes long."""
    window: int  # in the layout
    address: tuple
    extent: int | None
    length: tuple | None
    lengthBits: int = 32


class Guards:
    """Answers, each shape of question asked once."""

    def __init__(self, windows, session, bits):
        self.windows, self.session, self.bits = windows, session, bits
        self.mask = (1 << bits) - 1
        self.answers = {}

    def whyInexact(self, condition, question, epochs):
        """None if `condition` holds iff the access leaves the window, else a reason."""
        names = {}
        address, length = question.address, question.length
        if address[0]:
            names[address[0]] = (0, address[1])
        if length is not None and length[0] and length[0] not in names:
            names[length[0]] = (1, length[1])
        try:
            key = (self.shape(condition, names, epochs), question.window, question.extent,
                   self.shape(address, names, epochs), length and self.shape(length, names, epochs),
                   question.lengthBits)
        except RecursionError:
            return "its condition is nested too deeply"
        if key not in self.answers:
            self.answers[key] = self.decide(*key)
        return self.answers[key]

    def shape(self, value, names, epochs):
        """The tree with symbols numbered, deltas taken from the address (or length), and stale reads unknown."""
        if len(value) == 2:
            symbol, delta = value
            if symbol == 0:
                return (-1, delta)
            if symbol not in names:
                names[symbol] = (len(names) + 2, 0)
            number, origin = names[symbol]
            return (number, (delta - origin) & self.mask)
        opcode, left, right = value
        if opcode in (I32_CONST, I64_CONST):
            return value
        if opcode == GLOBAL_GET:
            return (GLOBAL_GET, left, right == epochs[left])
        return (opcode, self.shape(left, names, epochs), right and self.shape(right, names, epochs))

    def decide(self, condition, window, extent, address, length, lengthBits):
        terms = Terms(self.windows, self.bits)
        script = terms.script
        taken = terms.of(condition, 32)
        if taken.bits != 32:
            return "its condition is not an i32"
        start, size = terms.unbounded(terms.of(address, self.bits)), terms.size(window)
        more = constant(self.bits + 8, extent) if length is None else terms.unbounded(terms.of(length, lengthBits))
        leaves = script.below(size, script.add(start, more))
        fires = script.negate(semantics.isZero(script, taken))
        wrong = terms.assumptions + [script.negate(script.equal(fires, leaves))]
        answer, values = self.session.ask(script, wrong, [start, more, size])
        if answer == "unsat":
            return None
        if answer != "sat":
            return "the solver gave up"
        named = "extent" if length is None else "length"
        shown = f"address {values[0]} and {named} {values[1]} at a size of {values[2]} bytes"
        if values[0] + values[1] > values[2]:
            return f"its condition does not hold for {shown}"
        return f"its condition holds for {shown}"


class Terms:
    """SMT terms of one question. No sum of two addresses or lengths wraps in the bits of `unbounded`."""

    def __init__(self, windows, bits):
        self.windows, self.bits, self.script = windows, bits, Script()
        self.symbols, self.pages, self.assumptions = {}, {}, []

    def unbounded(self, term):
        return self.script.widen(term, self.bits + 8)

    def grownPages(self, index):
        """What window `index` has grown by: any number up to its reserve."""
        if index not in self.pages:
            bits = self.windows[index].bits
            self.pages[index] = self.script.fresh(bits, "grown")
            reserve = constant(bits, self.windows[index].reserve)
            self.assumptions.append(self.script.atMost(self.pages[index], reserve))
        return self.pages[index]

    def size(self, index):
        """Current size of a window in bytes, unbounded."""
        initial = constant(self.bits + 8, self.windows[index].initial * PAGE)
        if self.windows[index].grown is None:
            return initial
        grown = self.script.binary("bvmul", self.unbounded(self.grownPages(index)), constant(self.bits + 8, PAGE))
        return self.script.add(grown, initial)

    def growthGlobal(self, number):
        """Pages or bytes; the bytes are modulo 2^32 or 2^64, as the helper's proof says."""
        for index, window in enumerate(self.windows):
            if window.grown == number:
                return self.grownPages(index)
            if window.grownBytes == number:
                return self.script.binary("bvmul", self.grownPages(index), constant(window.bits, PAGE))
        raise KeyError(number)

    def staleGlobal(self, number):
        """What a growth global was once."""
        bits = next(window.bits for window in self.windows if number in (window.grown, window.grownBytes))
        return self.script.fresh(bits, "stale")

    def of(self, value, bits):
        script = self.script
        if len(value) == 2:
            number, delta = value
            if number == -1:
                return constant(bits, delta)
            if number not in self.symbols:
                self.symbols[number] = script.fresh(bits, "value")
            term = self.symbols[number]
            return script.add(term, constant(bits, delta)) if delta else term
        opcode, left, right = value
        if opcode in (I32_CONST, I64_CONST):
            return constant(32 if opcode == I32_CONST else 64, left)
        if opcode == GLOBAL_GET:
            return self.growthGlobal(left) if right else self.staleGlobal(left)
        first = self.of(left, BITS_OF_OPERAND[opcode])
        if opcode in semantics.EQZ:
            return semantics.truth(script, semantics.isZero(script, first))
        if opcode == WRAP:
            return script.low(first, 32)
        if opcode in (EXTEND_S, EXTEND_U):
            return (script.widenSigned if opcode == EXTEND_S else script.widen)(first, 64)
        second = self.of(right, BITS_OF_OPERAND[opcode])
        model = semantics.compare if opcode in semantics.COMPARE else semantics.binary
        return model(script, opcode, first, second)
