# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: writes a module with one exported function for every memory instruction, memory and static offset next to a bound.
# Why:  each width has its own boundary, and each type of value operand its own way past the check.
# Must never: leave out an instruction of a family it was asked for, or depend on anything but its arguments.
#
# USAGE: bounds-accesses.py MEMORIES FAMILIES [--handler] [--memory64]
#   MEMORIES  INITIAL[:MAXIMUM][g], by commas: pages; g exports a function that grows it
#   FAMILIES  by commas: scalar, simd, atomic, bulk, constant, few (one instruction per width)
#   --handler exports the function `handler` for trap=call:handler
#   --memory64 gives the memories 64-bit addresses
# The form of the exports' names is explained in bounds-arguments.mjs.

import sys

PAGE = 65536
TWO32 = 2**32
TWO64 = 2**64


class Addresses:
    """The type of addresses, and one past the last of them; the letters of parameters of that type."""

    def __init__(self, is64):
        self.type, self.end = ("i64", TWO64) if is64 else ("i32", TWO32)
        self.address, self.source, self.length = "ASN" if is64 else "asn"
        # What else addresses and offsets next to bounds could wrongly be compared with.
        self.far = {TWO32 - 1, TWO32, 2**63} if is64 else set()


class Instruction:
    """`values` are the kinds of its operands after the address; `result` is the type of its result, or None."""

    def __init__(self, name, width, values="", result=None, lanes=0):
        self.name, self.width, self.values, self.result, self.lanes = name, width, values, result, lanes


def scalar():
    for kind in ("i32", "i64", "f32", "f64"):
        width = int(kind[1:]) // 8
        yield Instruction(f"{kind}.load", width, "", kind)
        yield Instruction(f"{kind}.store", width, kind)
        for part in (8, 16, 32):
            if kind[0] == "i" and part // 8 < width:
                yield Instruction(f"{kind}.load{part}_s", part // 8, "", kind)
                yield Instruction(f"{kind}.load{part}_u", part // 8, "", kind)
                yield Instruction(f"{kind}.store{part}", part // 8, kind)


def simd():
    yield Instruction("v128.load", 16, "", "v128")
    yield Instruction("v128.store", 16, "v128")
    for shape in ("8x8", "16x4", "32x2"):
        for sign in "su":
            yield Instruction(f"v128.load{shape}_{sign}", 8, "", "v128")
    for bits in (8, 16, 32, 64):
        yield Instruction(f"v128.load{bits}_splat", bits // 8, "", "v128")
        yield Instruction(f"v128.load{bits}_lane", bits // 8, "v128", "v128", 128 // bits)
        yield Instruction(f"v128.store{bits}_lane", bits // 8, "v128", None, 128 // bits)
    yield Instruction("v128.load32_zero", 4, "", "v128")
    yield Instruction("v128.load64_zero", 8, "", "v128")


def atomic():
    for kind in ("i32", "i64"):
        for bits in (8, 16, 32, 64):
            width = bits // 8
            if width > int(kind[1:]) // 8:
                continue
            whole = bits == int(kind[1:])
            part, zero = ("", "") if whole else (str(bits), "_u")
            yield Instruction(f"{kind}.atomic.load{part}{zero}", width, "", kind)
            yield Instruction(f"{kind}.atomic.store{part}", width, kind)
            for change in ("add", "sub", "and", "or", "xor", "xchg"):
                yield Instruction(f"{kind}.atomic.rmw{part}.{change}{zero}", width, kind, kind)
            yield Instruction(f"{kind}.atomic.rmw{part}.cmpxchg{zero}", width, f"{kind}= {kind}", kind)
    yield Instruction("memory.atomic.notify", 4, "i32", "i32")
    # On memories that are not shared these always trap, for whatever reason comes first.
    yield Instruction("memory.atomic.wait32", 4, "i32 i64", "i32")
    yield Instruction("memory.atomic.wait64", 8, "i64 i64", "i32")


def few():
    wanted = "i32.load8_u i64.store16 f32.load f64.store v128.load v128.store i32.atomic.rmw.cmpxchg v128.store64_lane"
    names = wanted.split()
    return [i for family in (scalar, simd, atomic) for i in family() if i.name in names]


FAMILIES = {"scalar": scalar, "simd": simd, "atomic": atomic, "few": few}
# How a parameter (its kind, its type) becomes a value operand.
OPERANDS = {
    "i32": ("v", "i32", "{}"),
    "i64": ("V", "i64", "{}"),
    "f32": ("v", "i32", "(f32.reinterpret_i32 {})"),
    "f64": ("V", "i64", "(f64.reinterpret_i64 {})"),
    "v128": ("V", "i64", "(i64x2.splat {})"),
    "i32=": ("x", "i32", "{}"),
    "i64=": ("X", "i64", "{}"),
}
# How a result becomes something JavaScript sees without changing a bit of it.
RESULTS = {
    None: ("", "{}"),
    "i32": ("(result i32)", "{}"),
    "i64": ("(result i64)", "{}"),
    "f32": ("(result i32)", "(i32.reinterpret_f32 {})"),
    "f64": ("(result i64)", "(i64.reinterpret_f64 {})"),
    "v128": (
        "(result i64 i64) (local $v v128)",
        "(local.set $v {}) (i64x2.extract_lane 0 (local.get $v)) (i64x2.extract_lane 1 (local.get $v))",
    ),
}


class Memory:
    def __init__(self, text):
        self.grows = text.endswith("g")
        initial, _, maximum = text.rstrip("g").partition(":")
        self.limits = f"{initial} {maximum}".strip()
        self.initial = int(initial) * PAGE
        self.capacity = int(maximum) * PAGE if self.grows else self.initial


def offsets(space, memory, width, all_of_them):
    """Static offsets next to bounds of the memory, and of the address space."""
    ends = {memory.initial, memory.capacity}
    wanted = {0, 1, space.end - 1} | {end - width for end in ends} | {end - width + 1 for end in ends}
    if all_of_them:
        wanted |= {8, PAGE - width, PAGE, PAGE + 1, 2**31 - 1, 2**31, 2**31 + 1, space.end - PAGE, space.end - width}
        wanted |= {end + delta for end in ends for delta in (-width - 1, -1, 0, 1)} | space.far
    return sorted(offset for offset in wanted if 0 <= offset < space.end)


def access(out, space, number, memory, instruction, offset, shape, address):
    """One function; `address` is the operand's text, or None for the parameter."""
    kinds, params, operands = ("", "", []) if address else (space.address, space.type, ["(local.get 0)"])
    if address:
        operands = [address]
    elif shape == "unknown":
        operands = [f"({space.type}.xor (local.get 0) ({space.type}.const 0))"]
    for value in instruction.values.split():
        kind, param, text = OPERANDS[value]
        operands.append(text.format(f"(local.get {len(kinds)})"))
        kinds += kind
        params += " " + param
    header, body = RESULTS[instruction.result]
    lanes = [0, instruction.lanes - 1] if instruction.lanes else [None]
    lane = lanes[(offset + number) % len(lanes)]
    suffix = "" if lane is None else f" {lane}"
    text = f"({instruction.name} {number} offset={offset}{suffix} {' '.join(operands)})"
    what = f"{instruction.name} {shape}@{number}+{offset}/{instruction.width}:{kinds}"
    out.append(f'(func (export "{what}") (param {params}) {header} {body.format(text)})')


def accesses(out, space, memories, instructions):
    for number, memory in enumerate(memories):
        for instruction in instructions:
            # Read-modify-write instructions differ in their name only.
            is_one_of_many = ".rmw" in instruction.name and "add" not in instruction.name and "cmp" not in instruction.name
            for offset in offsets(space, memory, instruction.width, not is_one_of_many):
                access(out, space, number, memory, instruction, offset, "local", None)
            for offset in offsets(space, memory, instruction.width, False):
                access(out, space, number, memory, instruction, offset, "unknown", None)


def constants(out, space, memories):
    for number, memory in enumerate(memories):
        for instruction in few():
            if ".atomic" in instruction.name:
                continue
            for offset in (0, 1, 4096, PAGE - 1):
                last = {end - offset - instruction.width for end in (memory.initial, memory.capacity)}
                places = {p + d for p in last for d in (-1, 0, 1)} | {0, 2**31, space.end - offset, space.end - 1}
                places |= space.far
                for place in sorted({p % space.end for p in places}):
                    text = f"({space.type}.const {place})"
                    access(out, space, number, memory, instruction, offset, f"constant {place}", text)


def bulk(out, space, memories):
    three = "(local.get 0) (local.get 1) (local.get 2)"
    address, source_kind, length = space.address, space.source, space.length
    for number in range(len(memories)):
        params = f"(param {space.type} i32 {space.type})"
        out.append(f'(func (export "memory.fill@{number}:{address}v{length}") {params} (memory.fill {number} {three}))')
        # The offset in a segment and the length of what is copied from it are always i32.
        init = f"(param {space.type} i32 i32) (memory.init {number} $segment {three})"
        out.append(f'(func (export "memory.init@{number}:{address}dn") {init})')
        # The value of an operand is that of the time it was evaluated, not that of the check.
        tee = "(local.get 1)" if space.type == "i32" else "(i64.extend_i32_u (local.get 1))"
        value = "" if space.type == "i32" else "(i32.wrap_i64)"
        late = f"(local.get 0) (local.tee 0 {tee}) {value} (local.get 2) (local.set 0 ({space.type}.const 0))"
        out.append(f'(func (export "memory.fill late@{number}:{address}v{length}") {params} {late} (memory.fill {number}))')
        for source in range(len(memories)):
            what = f"memory.copy@{number}<{source}:{address}{source_kind}{length}"
            params = f"(param {space.type} {space.type} {space.type})"
            out.append(f'(func (export "{what}") {params} (memory.copy {number} {source} {three}))')


def main(arguments):
    handler, space = "--handler" in arguments, Addresses("--memory64" in arguments)
    words = [word for word in arguments if word not in ("--handler", "--memory64")]
    if len(words) != 2:
        sys.exit("usage: bounds-accesses.py MEMORIES FAMILIES [--handler] [--memory64]")
    memories = [Memory(text) for text in words[0].split(",")]
    out = ["(module"]
    if handler:
        out.append('(import "env" "told" (func $told (param i32)))')
        out.append('(func (export "handler") (param i32) (call $told (local.get 0)))')
    for number, memory in enumerate(memories):
        index = "i64 " if space.type == "i64" else ""
        out.append(f'(memory (export "m{number}") {index}{memory.limits})')
        if memory.grows:
            grow = f"(param {space.type}) (result {space.type}) (memory.grow {number} (local.get 0))"
            out.append(f'(func (export "grow{number}") {grow})')
    out.append('(data $segment "\\f1\\f2\\f3\\f4\\f5\\f6\\f7\\f8")')
    for family in words[1].split(","):
        if family == "bulk":
            bulk(out, space, memories)
        elif family == "constant":
            constants(out, space, memories)
        else:
            accesses(out, space, memories, list(FAMILIES[family]()))
    print("\n".join(out) + ")")


if __name__ == "__main__":
    main(sys.argv[1:])
