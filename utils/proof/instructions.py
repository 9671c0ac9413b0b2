# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: decodes integers, value types and instructions, one instruction after the other.
# Why: scanning for a forbidden instruction must understand the immediates of all the others.
# Never: guess. An opcode or type that is not listed here is an error with its offset.
"""Values and instructions of the binary format (WebAssembly core specification, sections 5.2 to 5.4)."""

from dataclasses import dataclass

I32, I64 = 0x7F, 0x7E
VALUE_TYPES = {0x7F, 0x7E, 0x7D, 0x7C, 0x7B, 0x70, 0x6F, 0x69}


class DecodeError(Exception):
    """The bytes are not a module, or use something this decoder does not know."""

    def __init__(self, offset, fact):
        super().__init__(f"offset 0x{offset:x}: {fact}")


class Cursor:
    """A position in `data` that never passes `end` (both in bytes)."""

    def __init__(self, data, position, end):
        self.data, self.position, self.end = data, position, end

    def byte(self):
        if self.position >= self.end:
            raise DecodeError(self.position, "unexpected end")
        value = self.data[self.position]
        self.position += 1
        return value

    def take(self, count):
        if count > self.end - self.position:
            raise DecodeError(self.position, "unexpected end")
        start = self.position
        self.position += count
        return self.data[start:self.position]

    def unsigned(self, bits=32):
        start, result, shift = self.position, 0, 0
        while True:
            value = self.byte()
            result |= (value & 0x7F) << shift
            shift += 7
            if not value & 0x80:
                break
            if shift >= bits:
                raise DecodeError(start, "integer representation too long")
        if result >> bits:
            raise DecodeError(start, "integer too large")
        return result

    def signed(self, bits):
        start, result, shift = self.position, 0, 0
        while True:
            value = self.byte()
            result |= (value & 0x7F) << shift
            shift += 7
            if not value & 0x80:
                break
            if shift >= bits:
                raise DecodeError(start, "integer representation too long")
        if value & 0x40:
            result -= 1 << shift
        if not -(1 << (bits - 1)) <= result < 1 << (bits - 1):
            raise DecodeError(start, "integer too large")
        return result

    def name(self):
        start = self.position
        try:
            return bytes(self.take(self.unsigned())).decode("utf-8")
        except UnicodeDecodeError:
            raise DecodeError(start, "malformed UTF-8") from None


@dataclass
class Instruction:
    offset: int  # in the file, in bytes
    opcode: int  # 0xfc08 and so on for the prefixed ones
    immediates: tuple


def valueType(cursor):
    start = cursor.position
    code = cursor.byte()
    if code in (0x63, 0x64):
        return (code, cursor.signed(33))
    if code not in VALUE_TYPES:
        raise DecodeError(start, f"unknown value type 0x{code:02x}")
    return code


def vector(cursor, element):
    return [element(cursor) for _ in range(cursor.unsigned())]


def memoryArgument(cursor):
    """(memory index, static offset in bytes)"""
    flags = cursor.unsigned()
    memory = cursor.unsigned() if flags & 0x40 else 0
    return memory, cursor.unsigned(64)


def blockType(cursor):
    start = cursor.position
    code = cursor.byte()
    if code == 0x40:
        return None
    cursor.position = start
    if code in VALUE_TYPES or code in (0x63, 0x64):
        return ("value", valueType(cursor))
    index = cursor.signed(33)
    if index < 0:
        raise DecodeError(start, "unknown block type")
    return ("type", index)


def catchClauses(cursor):
    """Block type and a list of (tag or None, whether with the exception, label)"""
    kind, clauses = blockType(cursor), []
    for _ in range(cursor.unsigned()):
        clause = cursor.byte()
        if clause > 3:
            raise DecodeError(cursor.position - 1, "unknown catch clause")
        tag = cursor.unsigned() if clause < 2 else None
        clauses.append((tag, clause in (1, 3), cursor.unsigned()))
    return (kind, clauses)


def laneAccess(cursor):
    memory = memoryArgument(cursor)
    cursor.byte()
    return memory


def indices(count):
    return lambda cursor: tuple(cursor.unsigned() for _ in range(count))


def skip(count):
    return lambda cursor: (cursor.take(count),)


def nothing(_cursor):
    return ()


def buildImmediates():
    """Opcode -> reader of its immediates, for every instruction that may stand in a body."""
    table = {}

    def put(codes, reader):
        for code in codes:
            table[code] = reader

    put([0x00, 0x01, 0x05, 0x0A, 0x0B, 0x0F, 0x19, 0x1A, 0x1B, 0xD1, 0xD3, 0xD4], nothing)
    put([0x02, 0x03, 0x04, 0x06], lambda cursor: (blockType(cursor),))
    put([0x07, 0x08, 0x09, 0x0C, 0x0D, 0x10, 0x12, 0x14, 0x15, 0x18], indices(1))
    put([0x0E], lambda cursor: (vector(cursor, Cursor.unsigned), cursor.unsigned()))
    put([0x11, 0x13], indices(2))
    put([0x1C], lambda cursor: (vector(cursor, valueType),))
    put([0x1F], catchClauses)
    put(range(0x20, 0x27), indices(1))
    put(range(0x28, 0x3F), memoryArgument)
    put([0x3F, 0x40], indices(1))
    put([0x41], lambda cursor: (cursor.signed(32),))
    put([0x42], lambda cursor: (cursor.signed(64),))
    put([0x43], skip(4))
    put([0x44], skip(8))
    put(range(0x45, 0xC5), nothing)
    put([0xD0], lambda cursor: (cursor.signed(33),))
    put([0xD2, 0xD5, 0xD6], indices(1))
    put(range(0xFC00, 0xFC08), nothing)
    put([0xFC09, 0xFC0B, 0xFC0D, 0xFC0F, 0xFC10, 0xFC11], indices(1))
    put([0xFC08, 0xFC0A, 0xFC0C, 0xFC0E], indices(2))
    put(range(0xFD00, 0xFE14), nothing)  # 0xfd00 + sub-opcode up to 0x113; those with immediates follow
    put(range(0xFD00, 0xFD0C), memoryArgument)
    put([0xFD0C, 0xFD0D], skip(16))
    put(range(0xFD15, 0xFD23), skip(1))
    put(range(0xFD54, 0xFD5C), laneAccess)
    put([0xFD5C, 0xFD5D], memoryArgument)
    return table


IMMEDIATES = buildImmediates()


def atomicImmediates(cursor, offset, code):
    if code == 3:
        return (cursor.byte(),)
    if code > 2 and not 0x10 <= code <= 0x4E:
        raise DecodeError(offset, f"unknown opcode 0xfe 0x{code:02x}")
    return memoryArgument(cursor)


def instructions(data, start, end):
    """Yields every instruction between two offsets, the final `end` included."""
    cursor = Cursor(data, start, end)
    while cursor.position < end:
        offset = cursor.position
        code = cursor.byte()
        if code == 0xFE:
            # 0xfd00 + 0x113 overlaps 0xfe13, so atomics get a space of their own.
            code = cursor.unsigned()
            yield Instruction(offset, 0xFE0000 + code, atomicImmediates(cursor, offset, code))
            continue
        if code in (0xFC, 0xFD):
            sub = cursor.unsigned()
            if sub > 0x113:
                raise DecodeError(offset, f"unknown opcode 0x{code:02x} 0x{sub:02x}")
            if code == 0xFC and sub > 0xFF:
                raise DecodeError(offset, f"unknown opcode 0xfc 0x{sub:02x}")
            code = (code << 8) + sub
        reader = IMMEDIATES.get(code)
        if reader is None:
            raise DecodeError(offset, f"unknown opcode 0x{code:02x}")
        yield Instruction(offset, code, reader(cursor))
