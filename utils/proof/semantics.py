# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the integer instructions of WebAssembly as bit-vector terms, and their trap conditions.
# Why: one table the executor looks up; each line can be held against the specification.
# Never: approximate. What is not here is not modelled, and the proof says so.
"""Numeric instructions (WebAssembly core specification, section 4.3.2, "Integer operations")."""

from .smt import constant

COMPARISONS = ["=", "distinct", "bvslt", "bvult", "bvsgt", "bvugt", "bvsle", "bvule", "bvsge", "bvuge"]
COMPARE = {**{0x46 + i: (32, name) for i, name in enumerate(COMPARISONS)},
           **{0x51 + i: (64, name) for i, name in enumerate(COMPARISONS)}}
EQZ = {0x45: 32, 0x50: 64}
ARITHMETIC = ["bvadd", "bvsub", "bvmul", "bvsdiv", "bvudiv", "bvsrem", "bvurem", "bvand", "bvor", "bvxor",
              "bvshl", "bvashr", "bvlshr", "rotl", "rotr"]
BINARY = {**{0x6A + i: (32, name) for i, name in enumerate(ARITHMETIC)},
          **{0x7C + i: (64, name) for i, name in enumerate(ARITHMETIC)}}
SIGN_EXTEND = {0xC0: (32, 8), 0xC1: (32, 16), 0xC2: (64, 8), 0xC3: (64, 16), 0xC4: (64, 32)}
# opcode: (bits of the value on the stack, bytes in memory)
LOADS = {0x28: (32, 4), 0x29: (64, 8), 0x2C: (32, 1), 0x2D: (32, 1), 0x2E: (32, 2), 0x2F: (32, 2), 0x30: (64, 1),
         0x31: (64, 1), 0x32: (64, 2), 0x33: (64, 2), 0x34: (64, 4), 0x35: (64, 4)}
STORES = {0x36: (32, 4), 0x37: (64, 8), 0x3A: (32, 1), 0x3B: (32, 2), 0x3C: (64, 1), 0x3D: (64, 2), 0x3E: (64, 4)}


def compare(script, opcode, left, right):
    """The i32 result of a comparison."""
    bits, operation = COMPARE[opcode]
    assert left.bits == right.bits == bits
    return truth(script, script.compare(operation, left, right))


def truth(script, condition):
    return script.choose(condition, constant(32, 1), constant(32, 0))


def isZero(script, term):
    return script.equal(term, constant(term.bits, 0))


def trapsOf(script, opcode, left, right):
    """The conditions under which a binary instruction traps."""
    bits, operation = BINARY[opcode]
    if operation not in ("bvsdiv", "bvudiv", "bvsrem", "bvurem"):
        return []
    conditions = [isZero(script, right)]
    if operation == "bvsdiv":
        smallest = script.equal(left, constant(bits, 1 << (bits - 1)))
        conditions.append(script.every([smallest, script.equal(right, constant(bits, -1))]))
    return conditions


def binary(script, opcode, left, right):
    """The result of a binary instruction that did not trap."""
    bits, operation = BINARY[opcode]
    assert left.bits == right.bits == bits
    if operation not in ("bvshl", "bvashr", "bvlshr", "rotl", "rotr"):
        return script.binary(operation, left, right)
    # wasm takes shift counts modulo the width; SMT-LIB shifts everything out.
    mask = constant(bits, bits - 1)
    count = script.binary("bvand", right, mask)
    if operation not in ("rotl", "rotr"):
        return script.binary(operation, left, count)
    back = script.binary("bvand", script.subtract(constant(bits, bits), count), mask)
    first, second = ("bvshl", "bvlshr") if operation == "rotl" else ("bvlshr", "bvshl")
    return script.binary("bvor", script.binary(first, left, count), script.binary(second, left, back))
