# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: which instructions may change which growth globals.
# Why: a limit that was read before stays exact as long as nothing has grown, across calls of functions that cannot grow.
# Never: miss a way to grow: the host may call back from any import, and an indirect call may reach anything.
"""Transitive effects of functions on the globals that count what has grown."""

from . import wasm
from .operands import CALL, CALL_INDIRECT, CALL_REF, GLOBAL_SET, RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF

UNREACHABLE = 0x00
DIRECT, INDIRECT = (CALL, RETURN_CALL), (CALL_INDIRECT, CALL_REF, RETURN_CALL_INDIRECT, RETURN_CALL_REF)


def returning(instructions):
    """Without what an `unreachable` follows: nothing goes on from there but handlers, which trust nothing anyway."""
    previous = None
    for one in instructions:
        if previous is not None and one.opcode != UNREACHABLE:
            yield previous
        previous = one
    if previous is not None:
        yield previous


class Growth:
    """`globals`: the growth globals of all windows."""

    def __init__(self, module, windows):
        self.globals = frozenset(index for window in windows for index in (window.grown, window.grownBytes)
                                 if index is not None)
        self.byFunction = [frozenset()] * len(module.functions)
        if not self.globals:
            return
        callers = [set() for _ in module.functions]
        changed = []
        for index, entry in enumerate(module.functions):
            effects = set(self.globals) if entry.imported else set()
            for one in () if entry.imported else returning(wasm.scanBody(module, entry)):
                if one.opcode in DIRECT:
                    callers[one.immediates[0]].add(index)
                elif one.opcode in INDIRECT:
                    effects |= self.globals
                elif one.opcode == GLOBAL_SET and one.immediates[0] in self.globals:
                    effects.add(one.immediates[0])
            if effects:
                self.byFunction[index] = frozenset(effects)
                changed.append(index)
        while changed:
            callee = changed.pop()
            for caller in callers[callee]:
                effects = self.byFunction[caller] | self.byFunction[callee]
                if effects != self.byFunction[caller]:
                    self.byFunction[caller] = effects
                    changed.append(caller)

    def changedBy(self, instruction):
        """Growth globals that may differ after the instruction. Tail calls do not come back."""
        if instruction.opcode == CALL:
            return self.byFunction[instruction.immediates[0]]
        if instruction.opcode in (CALL_INDIRECT, CALL_REF):
            return self.globals
        if instruction.opcode == GLOBAL_SET and instruction.immediates[0] in self.globals:
            return frozenset(instruction.immediates[:1])
        return frozenset()
