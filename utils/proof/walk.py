# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: walks a body instruction by instruction and tells checks, accesses and the rest apart.
# Why: what checks guard is proved in one walk, and what they may cover is collected in another.
# Never: pass over an access, or take for a check what does not lead to a trap.
"""Steps of a body. A check is a conditional way to a trap; its condition was popped, and its trap is not entered."""

from dataclasses import dataclass

from .operands import COPY, FILL, INIT, WIDTHS
from .traps import trapOfBody, trapOfIf

BRANCH_IF, IF = 0x0D, 0x04


@dataclass
class Step:
    kind: str  # dead, access, bulk, check or other
    position: int
    instruction: object
    condition: tuple | None = None
    trap: object = None
    place: tuple | None = None  # what checks have in common that end in such traps; None: perhaps the program's own


def walk(module, index, flow):
    """Yields each step before `flow` makes it."""
    body = flow.body
    end, outermost = trapOfBody(module, body, flow.ends) or (len(body), None)
    position = 0
    while position < end:  # nothing but a check leads to the trap at the end of the body
        instruction = body[position]
        opcode = instruction.opcode
        kind = "other"
        if flow.dead:
            kind = "dead"
        elif opcode in WIDTHS:
            kind = "access"
        elif opcode in (FILL, COPY, INIT):
            kind = "bulk"
        elif opcode == BRANCH_IF and outermost and instruction.immediates[0] == len(flow.frames) - 2:
            yield Step("check", position, instruction, flow.stack.pop(), outermost, ("outermost", index))
            position += 1
            continue
        elif opcode == IF and (trap := trapOfIf(module, body, position)):
            place = ("call", trap.callee) if trap.kind == "call" else None
            yield Step("check", position, instruction, flow.stack.pop(), trap, place)
            position += trap.length + 2
            continue
        yield Step(kind, position, instruction)
        flow.step(position, instruction)
        position += 1
