# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: a decoder for finished core modules: their sections and index spaces.
# Why: the proof must judge the emitted bytes, not what our own reader believes they are.
# Never: guess. A section or flag that is not listed here is an error with its offset.
"""Decodes the binary format as far as a proof needs it (WebAssembly core specification, chapter 5)."""

from dataclasses import dataclass, field

from .instructions import I32, I64, Cursor, DecodeError, instructions, valueType, vector


@dataclass
class Function:
    type: int
    imported: bool
    start: int = 0  # offset of the locals, in bytes
    end: int = 0


@dataclass
class Memory:
    minimum: int  # pages
    maximum: int | None  # pages
    shared: bool
    is64: bool
    pageLog2: int
    imported: bool

    def bits(self):
        """Of its addresses, and of numbers of its pages."""
        return 64 if self.is64 else 32

    def isFrozen(self):
        return not self.imported and self.minimum == self.maximum

    def bytes(self):
        return self.minimum << self.pageLog2


@dataclass
class Global:
    type: int
    mutable: bool
    imported: bool
    value: int | None = None  # of a single integer constant, otherwise None


@dataclass
class Module:
    data: bytes
    types: list = field(default_factory=list)  # (parameters, results), None for a type without functions
    functions: list = field(default_factory=list)
    memories: list = field(default_factory=list)
    globals: list = field(default_factory=list)
    tags: list = field(default_factory=list)  # type indices
    exports: list = field(default_factory=list)  # (name, kind, index)
    customs: list = field(default_factory=list)  # (name, bytes)

    def signature(self, function):
        """Parameters and results of a function index, or None."""
        return self.types[self.functions[function].type]


def indexType(bits):
    return I64 if bits == 64 else I32


def functionType(cursor):
    start = cursor.position
    code = cursor.byte()
    if code != 0x60:
        raise DecodeError(start, f"type form 0x{code:02x} is not a function type")
    return vector(cursor, valueType), vector(cursor, valueType)


def limits(cursor, imported):
    start = cursor.position
    flags = cursor.byte()
    if flags & ~0x0F:
        raise DecodeError(start, f"unknown limits flags 0x{flags:02x}")
    bits = 64 if flags & 4 else 32
    minimum = cursor.unsigned(bits)
    maximum = cursor.unsigned(bits) if flags & 1 else None
    pageLog2 = cursor.unsigned() if flags & 8 else 16
    if pageLog2 not in (0, 16):
        raise DecodeError(start, f"page size 2^{pageLog2} is neither 1 nor 65536 bytes")
    return Memory(minimum, maximum, bool(flags & 2), bool(flags & 4), pageLog2, imported)


def tableType(cursor):
    valueType(cursor)
    limits(cursor, False)


def tagType(cursor):
    start = cursor.position
    if cursor.byte() != 0:
        raise DecodeError(start, "unknown tag attribute")
    return cursor.unsigned()


def globalType(cursor, imported):
    kind = valueType(cursor)
    start = cursor.position
    mutable = cursor.byte()
    if mutable > 1:
        raise DecodeError(start, "malformed mutability")
    return Global(kind, bool(mutable), imported)


def constantExpression(cursor):
    """The integer of `const c; end`, None for every other constant expression."""
    values, start = [], cursor.position
    for instruction in instructions(cursor.data, start, cursor.end):
        if instruction.opcode == 0x0B:
            cursor.position = instruction.offset + 1
            isConstant = len(values) == 1 and values[0].opcode in (0x41, 0x42)
            return values[0].immediates[0] if isConstant else None
        values.append(instruction)
    raise DecodeError(start, "constant expression without end")


def bodyOf(module, function):
    """Local types (parameters first) and the instructions of a defined function, as lists."""
    entry = module.functions[function]
    cursor = Cursor(module.data, entry.start, entry.end)
    kinds = list(module.signature(function)[0])
    for _ in range(cursor.unsigned()):
        count, kind = cursor.unsigned(), valueType(cursor)
        if len(kinds) + count > 50000:
            raise DecodeError(cursor.position, "too many locals")
        kinds += [kind] * count
    return kinds, list(instructions(module.data, cursor.position, entry.end))


def scanBody(module, entry):
    """Yields the instructions of a body without keeping them."""
    cursor = Cursor(module.data, entry.start, entry.end)
    for _ in range(cursor.unsigned()):
        cursor.unsigned()
        valueType(cursor)
    return instructions(module.data, cursor.position, entry.end)


def readImport(module, cursor):
    cursor.name()
    cursor.name()
    start = cursor.position
    kind = cursor.byte()
    if kind == 0:
        module.functions.append(Function(cursor.unsigned(), True))
    elif kind == 1:
        tableType(cursor)
    elif kind == 2:
        module.memories.append(limits(cursor, True))
    elif kind == 3:
        module.globals.append(globalType(cursor, True))
    elif kind == 4:
        module.tags.append(tagType(cursor))
    else:
        raise DecodeError(start, f"unknown import kind {kind}")


def readGlobal(module, cursor):
    entry = globalType(cursor, False)
    entry.value = constantExpression(cursor)
    module.globals.append(entry)


def readCode(module, cursor, firstBody):
    count = cursor.unsigned()
    if count != len(module.functions) - firstBody:
        raise DecodeError(cursor.position, "function and code section have different lengths")
    for entry in module.functions[firstBody:]:
        size = cursor.unsigned()
        entry.start = cursor.position
        cursor.take(size)
        entry.end = cursor.position


def decode(data):
    """Decodes a module; raises DecodeError with the offset of what is wrong or unknown."""
    if data[:4] != b"\0asm":
        raise DecodeError(0, "not a binary module (magic number)")
    if data[4:8] != b"\1\0\0\0":
        raise DecodeError(4, "not a core module of version 1 (a component?)")
    module, outer, firstBody, sawCode = Module(data), Cursor(data, 8, len(data)), 0, False
    while outer.position < outer.end:
        start = outer.position
        section, size = outer.byte(), outer.unsigned()
        content = outer.position
        outer.take(size)
        cursor = Cursor(data, content, outer.position)
        if section == 0:
            name = cursor.name()
            module.customs.append((name, bytes(data[cursor.position:cursor.end])))
            continue
        if section == 1:
            module.types = vector(cursor, functionType)
        elif section == 2:
            vector(cursor, lambda inner: readImport(module, inner))
            firstBody = len(module.functions)
        elif section == 3:
            firstBody = len(module.functions)
            module.functions += [Function(index, False) for index in vector(cursor, Cursor.unsigned)]
        elif section == 5:
            module.memories += vector(cursor, lambda inner: limits(inner, False))
        elif section == 6:
            vector(cursor, lambda inner: readGlobal(module, inner))
        elif section == 7:
            module.exports = vector(cursor, lambda inner: (inner.name(), inner.byte(), inner.unsigned()))
        elif section == 10:
            readCode(module, cursor, firstBody)
            sawCode = True
        elif section == 13:
            module.tags += vector(cursor, tagType)
        elif section in (4, 8, 9, 11, 12):
            cursor.position = cursor.end  # says nothing about growth or accesses
        else:
            raise DecodeError(start, f"unknown section {section}")
        if cursor.position != cursor.end:
            raise DecodeError(cursor.position, "section size mismatch")
    if firstBody < len(module.functions) and not sawCode:
        raise DecodeError(len(data), "functions without a code section")
    for entry in module.functions:
        if entry.type >= len(module.types):
            raise DecodeError(len(data), f"type index {entry.type} out of range")
    return module
