#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: patches one check of an emitted module in place, or what it rests on, so that it has one classic mistake.
# Why: a proof of accesses is only worth something if it refuses the mistakes that are easily made.
# Never: succeed without having changed a byte, or change the length of anything.
"""USAGE: mutate-checks.py MUTATION IN.wasm OUT.wasm

Patched is the check in the middle of those of that form that are reached and of something not constant; missing-bytes
patches every grow helper.
too-lax         the constant of the check is one higher: it lets through the first address out of bounds
too-strict      the constant is one lower: it traps at the last address in bounds
signed-compare  the comparison is signed
wrong-width     the constant is that of an access three bytes narrower
wrong-size      a limit is loaded from the size of the other window
lax-limit       a limit is loaded one too high
stale-limit     a limit is not computed anew after a call that may grow the window
early-limit     a limit that a loop relies on is not computed in front of it
wrong-limit     a check takes a limit from the local of another
wrong-copy      a check takes an address that waits on the stack from the local of another address
wrong-address   the check looks at another local
wrong-window    the access, not the check, goes to the other window
missing-check   drop; nop instead of br_if
wrapping-add    address and length of the first bulk check are added in as many bits as they have
missing-bytes   the grow helpers do not write the count of bytes
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "utils"))

from proof import layout, wasm  # noqa: E402
from proof.facts import Facts  # noqa: E402
from proof.flow import Flow, Refuted  # noqa: E402
from proof.growth import Growth  # noqa: E402
from proof.walk import walk  # noqa: E402

GET, GLOBAL, BRANCH_IF, NOP, DROP, CALL = 0x20, 0x23, 0x0D, 0x01, 0x1A, 0x10
EXTEND, ADD64, SUBTRACT64, ABOVE64, SHIFT64, OR = 0xAD, 0x7C, 0x7D, 0x56, 0x86, 0x72
SET, TEE = 0x21, 0x22
RANGE = [{GET}, {EXTEND}, {GET}, {EXTEND}, {ADD64}]
# In 64 bits: length >u size, or address >u size - length; of a window that grows, and of one that does not.
SIZES = [[{GLOBAL}, {0x42}, {ADD64}, {0x42}, {SHIFT64}], [{0x42}]]
RANGES64 = [[{GET}, *size, {ABOVE64}, {GET}, *size, {GET}, {SUBTRACT64}, {ABOVE64}, {OR}] for size in SIZES]


def padded(value, length, isSigned):
    """LEB128 of a fixed length."""
    out = bytearray((value >> 7 * i & 0x7F) | 0x80 for i in range(length))
    out[-1] &= 0x7F
    isSame = value >> 7 * length - (1 if isSigned else 0) in ((0, -1) if isSigned else (0,))
    return bytes(out) if isSame else sys.exit(f"mutate-checks.py: {value} does not fit in {length} bytes")


class Patcher:
    def __init__(self, data):
        self.data = bytearray(data)
        self.module = wasm.decode(data)
        self.windows = layout.readLayout(self.module).windows
        self.helpers = {window.helper for window in self.windows}
        self.bits = self.module.memories[0].bits()
        self.growth, self.alive = Growth(self.module, self.windows), {}
        self.constants, self.adds, self.above = (0x42, ADD64, ABOVE64) if self.bits == 64 else (0x41, 0x6A, 0x4B)

    def reached(self, index, decoded):
        """Positions of checks of something that is not constant, outside of dead code: others could be right by chance."""
        refuted = set()
        while index not in self.alive:
            flow = Flow(self.module, index, *decoded, Facts([], [], self.bits), self.growth, self.bits, refuted)
            try:
                self.alive[index] = {step.position for step in walk(self.module, index, flow) if step.kind == "check"
                                     and len(step.condition) == 3 and step.condition[1][0] != 0}
            except Refuted as found:
                refuted.add(found.trusted)
        return self.alive[index]

    def bodies(self):
        for index, entry in enumerate(self.module.functions):
            if not entry.imported and index not in self.helpers:
                yield index, wasm.bodyOf(self.module, index)

    def sites(self, shape):
        """(function, local types, body, position) of each sequence of these opcodes."""
        for index, (kinds, body) in self.bodies():
            codes = [instruction.opcode for instruction in body]
            for at in range(len(codes) - len(shape)):
                if all(code in one for code, one in zip(codes[at:], shape)):
                    yield index, kinds, body, at

    def checks(self):
        """The address, a limit in a local or a count of bytes, and what is left to add."""
        for function, kinds, body, at in self.sites([{GET, TEE}, {GET, GLOBAL}, {self.constants}, {self.adds},
                                                     {self.above}, {BRANCH_IF}]):
            if at + 5 in self.reached(function, (kinds, body)):
                yield function, kinds, body, at

    def limits(self):
        """Where a count of bytes is loaded into a local."""
        counts = {window.grownBytes for window in self.windows}
        for function, kinds, body, at in self.sites([{GLOBAL}, {self.constants}, {self.adds}, {SET, TEE}]):
            if body[at].immediates[0] in counts:
                yield function, kinds, body, at

    def middle(self, sites):
        sites = list(sites)
        if not sites:
            sys.exit("mutate-checks.py: nothing to patch")
        return sites[len(sites) // 2]

    def immediate(self, body, at, value, isSigned=False):
        first, end = body[at].offset + 1, body[at + 1].offset
        self.data[first:end] = padded(value, end - first, isSigned)

    def blank(self, body, at, opcode):
        first, end = body[at].offset, body[at + 1].offset
        self.data[first:end] = bytes([opcode]) + bytes([NOP]) * (end - first - 1)

    def constant(self, step, site=None):
        def steps(site):  # in the same length of LEB128
            return site[2][site[3] + 2].immediates[0] % 64 in range(4, 60)
        function, _, body, at = site or self.middle(site for site in self.checks() if steps(site))
        number = body[at + 2].immediates[0]
        half = 1 << (self.bits - 1)
        self.immediate(body, at + 2, (number if number < half else number - 2 * half) + step, True)
        return function

    def comparison(self):
        function, _, body, at = self.middle(self.checks())
        self.data[body[at + 4].offset] = self.above - 1
        return function

    def size(self):
        function, _, body, at = self.middle(self.limits())
        own = body[at].immediates[0]
        other = next(window.grownBytes for window in self.windows if window.grownBytes not in (None, own))
        self.immediate(body, at, other)
        return function

    def limit(self):
        function, kinds, body, at = self.middle(self.limits())
        return self.constant(1, (function, kinds, body, at - 1))

    def reload(self):
        """What the local has from before is taken instead."""
        function, _, body, at = self.middle(site for site in self.limits() if CALL in [i.opcode for i in site[2][:site[3]]]
                                            and site[2][site[3] + 3].opcode == TEE)
        local, first, end = body[at + 3].immediates[0], body[at].offset, body[at + 4].offset
        self.data[first:end] = bytes([NOP]) * (end - first)
        self.data[first:first + 2] = bytes([GET, local]) if local < 128 else sys.exit("mutate-checks.py: a large local")
        return function

    def hoisted(self):
        function, _, body, at = self.middle(site for site in self.limits() if site[2][site[3] + 3].opcode == SET)
        self.blank(body, at + 3, DROP)
        return function

    def taken(self):
        """Checks that take an address and a limit from locals: the address', the limit's, ..."""
        return self.sites([{GET}, {GET}, {self.above}, {BRANCH_IF}])

    def otherLimit(self):
        def others(site):
            return self.limitsIn(site[2]) - {site[2][site[3] + 1].immediates[0]}
        function, _, body, at = self.middle(site for site in self.taken() if others(site))
        self.immediate(body, at + 1, min(others((function, _, body, at))))
        return function

    def limitsIn(self, body):
        counts = {window.grownBytes for window in self.windows}
        return {body[at + 3].immediates[0] for at in range(len(body) - 3)
                if body[at].opcode == GLOBAL and body[at].immediates[0] in counts and body[at + 3].opcode in (SET, TEE)}

    def copied(self):
        """A `local.tee` that a check far behind takes its address from."""
        def copies(site):
            body, at = site[2], site[3]
            local = body[at].immediates[0]
            return any(one.opcode == TEE and one.immediates[0] == local and body[at + 4].opcode in range(0x36, 0x3F)
                       for one in body[max(at - 8, 0):at])
        function, kinds, body, at = self.middle(site for site in self.taken() if copies(site))
        own = body[at].immediates[0]
        other = next(local for local, kind in enumerate(kinds) if kind == wasm.indexType(self.bits) and local != own)
        self.immediate(body, at, other)
        return function

    def address(self):
        def others(site):
            own = site[2][site[3]].immediates[0]
            return [local for local, kind in enumerate(site[1][:64]) if kind == wasm.indexType(self.bits) and local != own]
        site = self.middle(site for site in self.checks() if others(site) and site[2][site[3]].immediates[0] < 64)
        self.immediate(site[2], site[3], others(site)[0])
        return site[0]

    def window(self):
        """An access right behind its check moves from the second window that grows to the first."""
        low, high = sorted((window for window in self.windows if window.helper), key=lambda window: window.base)[:2]

        def behind(site):
            _, _, body, at = site
            return at + 6 + (body[at + 6].opcode == GET)  # the address itself, if it was set aside

        def guarded(site):
            access = site[2][behind(site)]
            return access.opcode in range(0x28, 0x36) and \
                access.immediates[1] >= high.base and access.immediates[1] < high.base + 64
        site = self.middle(site for site in self.checks() if guarded(site))
        access, end = site[2][behind(site)], site[2][behind(site) + 1].offset
        offset = access.immediates[1] - high.base + low.base
        self.data[access.offset + 2:end] = padded(offset, end - access.offset - 2, False)
        return site[0]

    def missing(self):
        """The first check of its function: none before it can stand for it."""
        function, _, body, at = self.middle(site for site in self.sites([{BRANCH_IF}])
                                            if site[3] == min(self.reached(site[0], site[1:3]), default=None))
        self.blank(body, at, DROP)
        return function

    def wrapping(self):
        if self.bits == 64:
            return self.wrapping64()
        function, _, body, at = next(self.sites(RANGE), None) or self.middle(())
        address, length = [self.data[body[at + i].offset:body[at + i + 1].offset] for i in (0, 2)]
        end = body[at + 5].offset
        self.data[body[at].offset:end] = address + length + bytes([self.adds, EXTEND, NOP])
        return function

    def wrapping64(self):
        """address + length >u size."""
        for size, shape in zip(SIZES, RANGES64):
            for function, _, body, at in self.sites(shape):
                def code(first, count=1, at=at, body=body):
                    return self.data[body[at + first].offset:body[at + first + count].offset]
                first, end = body[at].offset, body[at + len(shape)].offset
                wrong = code(len(size) + 2) + code(0) + bytes([ADD64]) + code(1, len(size)) + bytes([ABOVE64])
                self.data[first:end] = wrong + bytes([NOP]) * (end - first - len(wrong))
                return function
        return self.middle(())

    def bytesCount(self):
        patched = None
        for window in self.windows:
            body = wasm.bodyOf(self.module, window.helper)[1] if window.helper is not None else []
            for at, instruction in enumerate(body):
                if instruction.opcode == 0x24 and instruction.immediates[0] == window.grownBytes:
                    self.blank(body, at, DROP)
                    patched = window.helper
        return patched if patched is not None else sys.exit("mutate-checks.py: nothing to patch")


MUTATIONS = {"too-lax": lambda patcher: patcher.constant(1), "too-strict": lambda patcher: patcher.constant(-1),
             "signed-compare": Patcher.comparison, "wrong-width": lambda patcher: patcher.constant(3),
             "wrong-size": Patcher.size, "lax-limit": Patcher.limit, "stale-limit": Patcher.reload, "early-limit": Patcher.hoisted,
             "wrong-limit": Patcher.otherLimit, "wrong-copy": Patcher.copied, "wrong-address": Patcher.address, "wrong-window": Patcher.window,
             "missing-check": Patcher.missing, "wrapping-add": Patcher.wrapping, "missing-bytes": Patcher.bytesCount}


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in MUTATIONS:
        sys.stderr.write(__doc__)
        return 2
    mutation, source, output = sys.argv[1:]
    data = pathlib.Path(source).read_bytes()
    patcher = Patcher(data)
    function = MUTATIONS[mutation](patcher)
    if patcher.data == data or len(patcher.data) != len(data):
        sys.exit(f"mutate-checks.py: {mutation}: no change, or one of the length")
    pathlib.Path(output).write_bytes(patcher.data)
    print(f"{mutation}: patched function {function}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
