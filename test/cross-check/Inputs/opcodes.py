# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Modules with one instruction of every kind, right and wrong.

What: for each line of Opcodes.def that has a signature, a module that uses it rightly, and modules with an operand of
      another type, an operand missing, the result taken for another type, and immediates out of range.
Why:  that every line of the table is right is shown by validators that have a table of their own.
Must never: know an opcode that the table does not have.
"""

import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
TABLE = os.path.join(HERE, "..", "..", "..", "include", "meld", "IR", "Opcodes.def")
LINE = re.compile(r'^MELD_OPCODE\((\w+), "([^"]+)", (0x[0-9A-F]+), (0x[0-9A-F]+), (\w+), "([^"]*)", (\d+), (\w+)\)')
TYPES = {"i": 0x7F, "I": 0x7E, "f": 0x7D, "F": 0x7C, "v": 0x7B, "a": 0x7F}
OTHER = {"i": "I", "I": "f", "f": "F", "F": "i", "v": "i", "a": "f"}


def uleb(value):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if not value:
            out.append(byte)
            return bytes(out)
        out.append(byte | 0x80)


def vec(items):
    return uleb(len(items)) + b"".join(items)


def section(number, payload):
    return bytes([number]) + uleb(len(payload)) + payload


def table():
    with open(TABLE, encoding="utf-8") as file:
        lines = [match for match in map(LINE.match, file) if match]
    if len(lines) < 500:
        raise SystemExit(f"opcodes.py: only {len(lines)} opcodes found in {TABLE}")
    return [
        (m[2], int(m[3], 16), int(m[4], 16), m[5], m[6], int(m[7]), m[8]) for m in lines
    ]  # mnemonic, prefix, code, immediates, signature, access bytes, feature


def opcode_bytes(prefix, code):
    return bytes([code]) if prefix == 0 else bytes([prefix]) + uleb(code)


def immediates_of(kind, prefix, access):
    """(right bytes, wrong bytes...) of that kind of immediates; None if there is no signature for such an opcode."""
    align = max(access, 1).bit_length() - 1
    exact = prefix == 0xFE
    memarg = bytes([align, 0])
    wrong_align = [bytes([align + 1, 0])] + ([bytes([align - 1, 0])] if exact and align else [])
    wrong_memory = [bytes([0x40 | align, 7, 0])]
    lanes = 16 // access if access else 0
    table = {
        "None": [b""],
        "MemArg": [memarg, *wrong_align, *wrong_memory],
        "MemArgLane": [memarg + b"\0", *(w + b"\0" for w in wrong_align + wrong_memory), memarg + bytes([lanes])],
        "I32": [b"\5"],
        "I64": [b"\x7b"],
        "F32": [b"\0\0\x80\x3f"],
        "F64": [b"\0" * 6 + b"\xf0\x3f"],
        "V128": [bytes(range(16))],
        "Shuffle": [bytes(range(16, 32)), bytes(range(17, 33))],
        "Memory": [b"\0", b"\7"],
        "MemoryInit": [b"\0\0", b"\7\0", b"\0\7"],
        "Data": [b"\0", b"\7"],
        "Element": [b"\0", b"\7"],
        "Fence": [b"\0", b"\1"],
    }
    return table.get(kind)


def module(params, results, body, memory64=False):
    """One function of these types, beside a memory, a table, a data segment and an element segment."""
    types = section(1, vec([b"\x60" + vec([bytes([TYPES[p]]) for p in params]) + vec([bytes([TYPES[r]]) for r in results])]))
    functions = section(3, vec([b"\0"]))
    tables = section(4, vec([b"\x70\0\1"]))
    memories = section(5, vec([b"\4\1" if memory64 else b"\0\1"]))
    elements = section(9, vec([b"\1\0\0"]))
    count = section(12, b"\1")
    content = b"\0" + body + b"\x0b"
    code = section(10, vec([uleb(len(content)) + content]))
    data = section(11, vec([b"\1\1x"]))
    return b"\0asm\1\0\0\0" + types + functions + tables + memories + elements + count + code + data


def gets(count):
    return b"".join(b"\x20" + uleb(i) for i in range(count))


def cases():
    """(label, module, whether it is right)"""
    for mnemonic, prefix, code, kind, signature, access, _ in table():
        if signature == "*":
            continue
        encoded = opcode_bytes(prefix, code)
        params, results = signature.split(":")
        if kind == "Lane":
            lanes = int(re.search(r"x(\d+)", mnemonic)[1])
            choices = [b"\0", bytes([lanes])]
        else:
            choices = immediates_of(kind, prefix, access)
        if choices is None:
            raise SystemExit(f"opcodes.py: {mnemonic} has immediates of kind {kind}, which nothing here knows")
        right = encoded + choices[0]
        yield mnemonic, module(params, results, gets(len(params)) + right), True
        for wrong in choices[1:]:
            yield mnemonic + ": immediate " + wrong.hex(), module(params, results, gets(len(params)) + encoded + wrong), False
        for i, letter in enumerate(params):
            changed = params[:i] + OTHER[letter] + params[i + 1 :]
            yield f"{mnemonic}: operand {i}", module(changed, results, gets(len(params)) + right), False
        if params:
            yield mnemonic + ": operand missing", module(params, results, gets(len(params) - 1) + right), False
        if results:
            yield mnemonic + ": other result", module(params, OTHER[results], gets(len(params)) + right), False
            yield mnemonic + ": no result", module(params, "", gets(len(params)) + right), False
        else:
            yield mnemonic + ": a result", module(params, "i", gets(len(params)) + right), False
        if "a" in signature:
            wide = params.replace("a", "I"), results.replace("a", "I")
            yield mnemonic + ": 64 bits", module(*wide, gets(len(params)) + right, memory64=True), True
            if "a" in params:
                yield mnemonic + ": 32 of 64 bits", module(params, wide[1], gets(len(params)) + right, memory64=True), False
