#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: patches the grow helpers of an emitted module in place, so that each has one classic mistake.
# Why: a proof is only worth something if it refuses the mistakes that were made elsewhere.
# Never: succeed without having changed a byte, or change anything outside the grow helpers.
"""USAGE: mutate.py off-by-one|signed-compare|wrapping-add IN.wasm OUT.wasm

off-by-one      strict unsigned comparisons become inclusive and the reverse
signed-compare  unsigned comparisons become signed
wrapping-add    the guard `n >u C - grown` becomes `n + grown >u C`, which wraps
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "utils"))

from proof import layout, wasm  # noqa: E402

# i32 and i64: lt_u <-> le_u, gt_u <-> ge_u
INCLUSIVE = {0x49: 0x4D, 0x4D: 0x49, 0x4B: 0x4F, 0x4F: 0x4B, 0x54: 0x58, 0x58: 0x54, 0x56: 0x5A, 0x5A: 0x56}
# lt, gt, le, ge: the signed form is one below the unsigned
SIGNED = {code: code - 1 for code in INCLUSIVE}


def mapOpcodes(data, body, table):
    count = 0
    for instruction in body:
        if instruction.opcode in table:
            data[instruction.offset] = table[instruction.opcode]
            count += 1
    return count


def wrapGuards(data, body, grown):
    """local.get n; const C; global.get grown; sub; gt_u  =>  local.get n; global.get grown; add; const C; gt_u"""
    count = 0
    for first in range(len(body) - 4):
        count0, bound, state, minus, guard = body[first:first + 5]
        shape = [part.opcode for part in (count0, bound, state, minus, guard)]
        if shape != [0x20, 0x41, 0x23, 0x6B, 0x4B] or state.immediates[0] != grown:
            continue
        constant = data[bound.offset:state.offset]
        read = data[state.offset:minus.offset]
        data[bound.offset:guard.offset] = read + b"\x6a" + constant
        count += 1
    return count


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("off-by-one", "signed-compare", "wrapping-add"):
        sys.stderr.write(__doc__)
        return 2
    mutation, source, output = sys.argv[1:]
    data = bytearray(pathlib.Path(source).read_bytes())
    module = wasm.decode(bytes(data))
    for window in layout.readLayout(module).windows:
        if window.helper is None:
            continue
        body = wasm.bodyOf(module, window.helper)[1]
        if mutation == "wrapping-add":
            count = wrapGuards(data, body, window.grown)
        else:
            count = mapOpcodes(data, body, INCLUSIVE if mutation == "off-by-one" else SIGNED)
        if count == 0:
            sys.stderr.write(f"mutate.py: {mutation}: nothing to patch in the grow helper of {window.name}\n")
            return 1
        print(f"{mutation}: {count} patched in the grow helper of {window.name}")
    pathlib.Path(output).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
