# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints a module with a memory and a function for each argument: BYTES makes a body of that size, which stores once, and
Nlocals one with so many locals, one of them a parameter, which fills once.

It exists because text for bodies at the limits of engines would take long to read. It must never be off by one: the test
that uses it is about one byte, and one local, more or less."""

import sys


def leb(value):
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def section(number, content):
    return bytes([number]) + leb(len(content)) + content


def body(kind):
    if kind.endswith("locals"):
        # One run of i32, then memory.fill at 0 of no bytes.
        return b"\x01" + leb(int(kind.removesuffix("locals")) - 1) + b"\x7f" + b"\x41\x00\x41\x00\x41\x00\xfc\x0b\x00" + b"\x0b"
    store = b"\x00" + b"\x41\x00\x41\x00\x36\x02\x00"
    left = int(kind) - len(store) - 1
    # Constants of the longest encoding, so that there are few instructions; the rest is nop.
    return store + (b"\x42" + b"\x80" * 9 + b"\x00\x1a") * (left // 12) + b"\x01" * (left % 12) + b"\x0b"


bodies = [body(kind) for kind in sys.argv[1:]]
count = leb(len(bodies))
sys.stdout.buffer.write(
    b"\0asm\1\0\0\0"
    + section(1, b"\x01\x60\x01\x7f\x00")
    + section(3, count + b"\0" * len(bodies))
    + section(5, b"\x01\x00\x01")
    + section(10, count + b"".join(leb(len(each)) + each for each in bodies))
)
