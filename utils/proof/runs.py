# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: for each access of a body, how far later accesses of the same value reach that surely follow it, with nothing in
#       between that could be told from a trap.
# Why: one check may stand for all of these.
# Never: count an access behind a branch, a call, a store or anything else with an effect or a trap of another kind.
"""Straight runs of code without effects."""

from .operands import EFFECTS, WIDTHS
from .walk import walk

BLOCK, END = 0x02, 0x0B
DIVISIONS = {*range(0x6D, 0x71), *range(0x7F, 0x83)}
TRUNCATIONS = {*range(0xA8, 0xAC), *range(0xAE, 0xB2)}
PURE = ({0x01, 0x1A, 0x1B, 0x1C, 0x20, 0x21, 0x22, 0x23, 0xD0, 0xD1, 0xD2, *range(0x41, 0x45), *range(0x45, 0xC5),
         *range(0xFC00, 0xFC08)} - DIVISIONS - TRUNCATIONS)
VECTORS, ATOMICS = range(0xFD00, 0xFE00), range(0xFE0000, 0xFF0000)


def isPure(opcode):
    """Neither traps nor changes anything but the stack and locals."""
    return opcode in PURE or (opcode in VECTORS and opcode not in WIDTHS)


def isPlainLoad(opcode):
    return opcode not in ATOMICS and EFFECTS[opcode][1] == 1


class Runs:
    """`extents`: position of an access -> extents from its address on that accesses which follow it reach."""

    def __init__(self, proof):
        self.proof, self.extents = proof, {}
        self.run = []  # (position, window, value, extent)
        self.tellsWindow = False  # a trap tells which window it was about
        flow = proof.newFlow()
        for step in walk(proof.module, proof.index, flow):
            opcode = step.instruction.opcode
            if step.kind == "access":
                self.access(flow, step)
            elif step.kind == "check":
                self.tellsWindow |= step.trap.kind == "call"
            elif step.kind != "other" or not (isPure(opcode) or self.isStraight(flow, opcode)):
                self.close()
        self.close()

    @staticmethod
    def isStraight(flow, opcode):
        """A block is entered, or left by its end alone."""
        frame = flow.frames[-1]
        return opcode == BLOCK or (opcode == END and frame.opcode == BLOCK and frame.join is None)

    def access(self, flow, step):
        memory, offset = step.instruction.immediates[0], step.instruction.immediates[1]
        opcode = step.instruction.opcode
        value, end = flow.stack[-EFFECTS[opcode][0]], offset + WIDTHS[opcode]
        at = self.proof.windowAt(memory, offset, end)
        if at is None or not self.proof.windows[at].checked or self.proof.isBoundedByEngine(self.proof.windows[at]):
            return self.close()
        if self.tellsWindow and self.run and self.run[-1][1] != at:
            self.close()
        if len(value) == 2:
            self.run.append((step.position, at, value, end - self.proof.windows[at].base))
        if not isPlainLoad(opcode):
            self.close()
        return None

    def close(self):
        for number, (position, window, (symbol, delta), extent) in enumerate(self.run):
            reached = {((other - delta) & self.proof.mask) + length for _, at, (of, other), length in self.run[number + 1:]
                       if of == symbol and at == window}
            if reached:
                self.extents[position] = sorted(one for one in reached if one > extent)
        self.run = []
