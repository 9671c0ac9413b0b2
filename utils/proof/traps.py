# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: recognises the instruction sequences that trap for certain, and where checks of a body branch to one.
# Why: a check is a conditional way to a trap; which ways these are must follow from the instructions.
# Never: take something for a trap that could go on.
"""The trap sequences: an access beyond the memory at a constant address, `unreachable`, a call before `unreachable`."""

from dataclasses import dataclass

from .operands import WIDTHS

BLOCK, IF, END, RETURN, UNREACHABLE, CALL = 0x02, 0x04, 0x0B, 0x0F, 0x00, 0x10
CONST, CONST64 = 0x41, 0x42


@dataclass(frozen=True)
class Trap:
    """`kind`: access, unreachable or call; only the first is never the program's own."""
    kind: str
    length: int  # instructions
    callee: int | None = None


def isBeyond(module, address, access):
    """Whether an access at a constant address is out of bounds of its memory, whatever it holds."""
    memory, offset = module.memories[access.immediates[0]], access.immediates[1]
    return (address & ((1 << memory.bits()) - 1)) + offset + WIDTHS[access.opcode] > memory.bytes()


def trapAt(module, body, position):
    """The trap sequence that begins at a position, or None."""
    codes = [instruction.opcode for instruction in body[position:position + 3]]
    if codes[:1] == [UNREACHABLE]:
        return Trap("unreachable", 1)
    if len(codes) < 3 or codes[0] not in (CONST, CONST64) or codes[2] != UNREACHABLE:
        return None
    if codes[1] in range(0x28, 0x36) and isBeyond(module, body[position].immediates[0], body[position + 1]):
        return Trap("access", 3)
    if codes[1] == CALL and codes[0] == CONST:
        return Trap("call", 3, body[position + 1].immediates[0])
    return None


def trapOfIf(module, body, position):
    """The trap that is all an `if` without results holds, or None."""
    if body[position].immediates[0] is not None:
        return None
    trap = trapAt(module, body, position + 1)
    if trap and position + 1 + trap.length < len(body) and body[position + 1 + trap.length].opcode == END:
        return trap
    return None


def trapOfBody(module, body, ends):
    """(position of the block's end, trap) if the body is: block ... return end TRAP end.
    Nothing but a branch to that block leads to the trap."""
    if len(body) < 5 or body[0].opcode != BLOCK or body[0].immediates[0] is not None:
        return None
    end = ends[0]
    trap = trapAt(module, body, end + 1)
    isWhole = trap and end + 1 + trap.length == len(body) - 1 and body[end - 1].opcode == RETURN
    return (end, trap) if isWhole else None
