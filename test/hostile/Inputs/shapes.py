# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Modules that are hard to read: very many of one thing, very deep, very wide, or lying about their size.

What: `SHAPES`, functions by name. Each returns the bytes of a module and what should become of it: None if it is valid,
      otherwise a part of the message that refuses it.
Why:  a reader's worst cases are not found in modules that compilers make.
Must never: depend on anything but the functions here, so that the same name is the same module everywhere.
"""

SHAPES = {}


def shape(function):
    SHAPES[function.__name__.replace("_", "-")] = function
    return function


def uleb(value, width=0):
    """Unsigned LEB128, padded to `width` bytes."""
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if value or len(out) + 1 < width:
            out.append(byte | 0x80)
        else:
            out.append(byte)
            return bytes(out)


def sleb(value):
    """Signed LEB128."""
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        if value == (-1 if byte & 0x40 else 0):
            out.append(byte)
            return bytes(out)
        out.append(byte | 0x80)


def vec(items):
    return uleb(len(items)) + b"".join(items)


def name(text):
    data = text if isinstance(text, bytes) else text.encode()
    return uleb(len(data)) + data


def section(number, payload):
    return bytes([number]) + uleb(len(payload)) + payload


def repeated(number, item, count):
    """A section of `count` equal items."""
    return section(number, uleb(count) + item * count)


def body(code, locals_=b"\0"):
    content = locals_ + code + b"\x0b"
    return uleb(len(content)) + content


MAGIC = b"\0asm\1\0\0\0"
TYPES = section(1, vec([b"\x60\0\0"]))  # [] -> []
ONE_FUNCTION = TYPES + section(3, vec([b"\0"]))


def module(*sections):
    return MAGIC + b"".join(sections)


def function(code, locals_=b"\0", before=b""):
    """A module of one function [] -> []."""
    return module(ONE_FUNCTION, before, section(10, vec([body(code, locals_)])))


# Very many of one thing. -----------------------------------------------------


@shape
def many_functions():
    count = 1_000_000
    return module(TYPES, repeated(3, b"\0", count), repeated(10, b"\x02\0\x0b", count)), None


@shape
def many_function_imports():
    return module(TYPES, repeated(2, b"\0\0\0\0", 1_000_000)), None


@shape
def many_global_imports():
    return module(repeated(2, b"\0\0\3\x7f\0", 1_000_000)), None


@shape
def many_tag_imports():
    return module(TYPES, repeated(2, b"\0\0\4\0\0", 1_000_000)), None


@shape
def many_types():
    return module(repeated(1, b"\x60\0\0", 1_000_000)), None


@shape
def many_different_types():
    numbers = [0x7F, 0x7E, 0x7D, 0x7C]
    types = []
    for i in range(250_000):
        digits = bytes(numbers[i >> (2 * d) & 3] for d in range(9))
        types.append(b"\x60\x09" + digits + b"\0")
    return module(section(1, vec(types))), None


@shape
def types_that_name_the_one_before():
    types = [b"\x60\0\0"] + [b"\x60\1\x63" + sleb(i) + b"\0" for i in range(250_000)]
    return module(section(1, vec(types))), None


@shape
def many_globals():
    return module(repeated(6, b"\x7f\0\x41\0\x0b", 1_000_000)), None


@shape
def many_tags():
    return module(TYPES, repeated(13, b"\0\0", 1_000_000)), None


@shape
def many_tables():
    return module(repeated(4, b"\x70\0\0", 100_000)), None


@shape
def many_memories():
    return module(repeated(5, b"\0\0", 10_000)), None


@shape
def many_exports():
    exports = [name(b"%x" % i) + b"\0\0" for i in range(1_000_000)]
    return module(ONE_FUNCTION, section(7, vec(exports)), section(10, vec([body(b"")]))), None


@shape
def many_equal_exports():
    exports = repeated(7, b"\0\0\0", 1_000_000)
    return module(ONE_FUNCTION, exports, section(10, vec([body(b"")]))), "the export name is used twice"


@shape
def many_passive_data_segments():
    return module(section(5, vec([b"\0\0"])), repeated(11, b"\1\0", 500_000)), None


@shape
def many_active_data_segments():
    return module(section(5, vec([b"\0\0"])), repeated(11, b"\0\x41\0\x0b\0", 500_000)), None


@shape
def many_element_segments():
    return module(section(4, vec([b"\x70\0\0"])), repeated(9, b"\1\0\0", 500_000)), None


@shape
def many_elements():
    table, code = section(4, vec([b"\x70\0\0"])), section(10, vec([body(b"")]))
    return module(ONE_FUNCTION, table, section(9, b"\1\1\0" + uleb(5_000_000) + b"\0" * 5_000_000), code), None


@shape
def many_element_expressions():
    items = uleb(1_000_000) + b"\xd2\0\x0b" * 1_000_000
    table, code = section(4, vec([b"\x70\0\0"])), section(10, vec([body(b"")]))
    return module(ONE_FUNCTION, table, section(9, b"\1\5\x70" + items), code), None


@shape
def many_custom_sections():
    return module(section(0, b"\0") * 100_000), None


@shape
def many_names():
    count = 300_000
    functions = b"".join(uleb(i) + b"\1x" for i in range(count))
    maps = b"".join(uleb(i) + b"\0" for i in range(count))
    names = section(1, uleb(count) + functions) + section(2, uleb(count) + maps) + section(3, uleb(count) + maps)
    code = repeated(10, b"\x02\0\x0b", count)
    return module(TYPES, repeated(3, b"\0", count), code, section(0, name("name") + names)), None


@shape
def many_local_names():
    entries = 2_000_000
    names = section(2, uleb(entries) + b"\0\0" * entries) + b"\x40\0" * entries
    return module(ONE_FUNCTION, section(10, vec([body(b"")])), section(0, name("name") + names)), None


@shape
def more_functions_than_supported():
    count = 1_000_001
    return module(TYPES, repeated(3, b"\0", count)), "1000001 functions are more than 1000000"


@shape
def more_custom_sections_than_supported():
    return module(section(0, b"\0") * 100_001), "100001 custom sections are more than 100000"


# Very deep. ------------------------------------------------------------------

DEEP = 100_000


@shape
def deep_blocks():
    return function(b"\x02\x40" * DEEP + b"\x0b" * DEEP), None


@shape
def deep_blocks_of_a_function_type():
    return function(b"\x02\0" * DEEP + b"\x0b" * DEEP), None


@shape
def deep_loops_and_branches():
    inner = b"".join(b"\x0c" + uleb(i) for i in range(0, DEEP, 97))
    return function(b"\x03\x40" * DEEP + inner + b"\x0b" * DEEP), None


@shape
def deep_ifs():
    return function(b"\x41\0\x04\x40" * DEEP + b"\x05\x0b" * DEEP), None


@shape
def deep_tries():
    return function(b"\x06\x40" * DEEP + b"\x19\x0b" * DEEP), None


@shape
def deep_delegates():
    return function(b"\x06\x40" * DEEP + b"\x18\0" * DEEP), None


@shape
def deep_try_tables():
    return function(b"\x1f\x40\1\2\0" * DEEP + b"\x0b" * DEEP), None


@shape
def deep_unreachable():
    return function(b"\0" + b"\x02\x40" * DEEP + b"\0\x0b" * DEEP), None


@shape
def deep_with_locals_to_set():
    # Non-null locals are tracked per block: (local (ref 0)), set in every second block.
    open_block = b"\x02\x40\x02\x40\xd2\0\x21\0"
    locals_ = b"\1\1\x64\0"
    declared = section(7, vec([name("f") + b"\0\0"]))
    return function(open_block * (DEEP // 2) + b"\x0b" * DEEP, locals_, declared), None


@shape
def never_closed():
    return function(b"\x02\x40" * DEEP), "ends inside a block"


@shape
def long_constant_expression():
    count = 300_000
    init = b"\x41\1" + b"\x41\1\x6a" * count + b"\x0b"
    return module(section(6, vec([b"\x7f\0" + init]))), None


@shape
def high_constant_expression():
    count = 300_000
    init = b"\x41\1" * count + b"\x6a" * (count - 1) + b"\x0b"
    return module(section(6, vec([b"\x7f\0" + init]))), None


@shape
def globals_that_double():
    # Each reads the one before twice: whoever evaluates naively never ends.
    chain = [b"\x7f\0\x41\1\x0b"] + [b"\x7f\0\x23" + uleb(i) + b"\x23" + uleb(i) + b"\x6a\x0b" for i in range(60)]
    data = b"\0\x23\x3c\x0b\0"
    return module(section(5, vec([b"\0\1"])), section(6, vec(chain)), repeated(11, data, 1000)), None


# Very wide. ------------------------------------------------------------------


@shape
def ten_million_locals():
    return function(b"\x20" + uleb(9_999_999) + b"\x1a", b"\1" + uleb(10_000_000) + b"\x7f"), None


@shape
def all_the_locals_there_can_be():
    return function(b"", b"\1" + uleb(0xFFFFFFFF) + b"\x7e"), None


@shape
def one_local_too_many():
    return function(b"", b"\2" + (uleb(0x80000000) + b"\x7e") * 2), "too many locals"


@shape
def many_runs_of_locals():
    count = 2_000_000
    gets = b"".join(b"\x20" + uleb(i) + b"\x1a" for i in range(0, count, 31))
    return function(gets, uleb(count) + b"\1\x7f" * count), None


@shape
def many_locals_to_set():
    count = 200_000
    sets = b"".join(b"\xd2\0\x21" + uleb(i) for i in range(count))
    declared = section(7, vec([name("f") + b"\0\0"]))
    return function(sets, b"\1" + uleb(count) + b"\x64\0", declared), None


@shape
def giant_branch_table():
    count = 5_000_000
    return function(b"\x41\0\x0e" + uleb(count) + b"\0" * (count + 1)), None


@shape
def many_branch_tables():
    return function(b"\x02\x40" * 50 + (b"\x41\0\x0e\x30" + bytes(range(49))) * 40_000 + b"\x0b" * 50), None


@shape
def giant_operand_stack():
    count = 2_000_000
    return function(b"\x41\0" * count + b"\x1a" * count), None


@shape
def giant_function():
    return function(b"\1" * 8_000_000), None


@shape
def wide_type():
    count = 4_000_000
    return module(section(1, vec([b"\x60" + uleb(count) + b"\x7f" * count + b"\0"]))), None


@shape
def wide_type_called_often():
    # A call moves a thousand operands: work that the bytes of the calls do not pay for.
    types = section(1, vec([b"\x60\0" + uleb(1000) + b"\x7f" * 1000, b"\x60\0\0"]))
    functions = section(3, vec([b"\0", b"\1"]))
    make = body(b"\x41\0" * 1000)
    code = section(10, vec([make, body(b"\x10\0\0" * 500_000)]))
    return module(types, functions, code), "too many operands"


@shape
def select_of_many_types():
    count = 1_000_000
    return function(b"\0\x1c" + uleb(count) + b"\x7f" * count), "select has 1000000 types"


@shape
def many_catch_clauses():
    count = 1_000_000
    return function(b"\x1f\x40" + uleb(count) + b"\2\0" * count + b"\x0b"), None


# Lying about sizes. ----------------------------------------------------------

HUGE = uleb(0xFFFFFFFF)


def length_bombs():
    """A count or size of 2^32 - 1 wherever the format has one, with a little and with many bytes behind it."""
    for number, prefix in [
        (0, b""), (1, b""), (1, b"\1\x60"), (1, b"\1\x60\0"), (2, b""), (2, b"\1"), (2, b"\1\0"), (3, b""), (4, b""),
        (5, b""), (6, b""), (7, b""), (7, b"\1"), (9, b""), (9, b"\1\1\0"), (9, b"\1\5\x70"), (10, b""), (10, b"\1"),
        (11, b""), (11, b"\1\1"), (13, b""),
    ]:  # fmt: skip
        for rest in (b"", b"\0" * 100_000, b"\x7f" * 100_000):
            sections = ONE_FUNCTION if number == 10 else b""
            yield module(sections, section(number, prefix + HUGE + rest))
    for number in range(14):
        yield MAGIC + bytes([number]) + HUGE + b"\0" * 1000
    for code in (b"\x0e", b"\x1c", b"\x1f\x40"):  # br_table, select, try_table
        yield function(b"\0" + code + HUGE)
    yield function(b"", HUGE + b"\1\x7f" * 100_000)  # runs of locals


@shape
def length_bombs_in_every_place():
    return list(length_bombs()), "error"


@shape
def sections_that_overlap():
    # Each section claims bytes of the next one, or leaves some of its own.
    whole = [TYPES, section(3, vec([b"\0"])), section(5, vec([b"\0\1"])), section(10, vec([body(b"")]))]
    out = []
    for i, part in enumerate(whole):
        for change in (-2, -1, 1, 2, 3):
            size = part[1] + change
            if size >= 0:
                out.append(module(*whole[:i], bytes([part[0], size]) + part[2:], *whole[i + 1 :]))
    return out, "error"


@shape
def numbers_too_long_or_too_large():
    too_long, too_large = b"\x80" * 5 + b"\0", b"\xff\xff\xff\xff\x7f"
    out = []
    for number in (too_long, too_large):
        out += [module(bytes([i]) + number) for i in range(14)]
        out += [module(bytes([i]) + uleb(len(number)) + number) for i in range(1, 14)]
        for opcode in (b"\x0c", b"\x10", b"\x20", b"\x23", b"\xd2", b"\x28", b"\xfc", b"\xfd", b"\xfe"):
            out.append(function(b"\0" + opcode + number))
    out += [function(b"\x41" + b"\x80" * 5 + b"\0\x1a"), function(b"\x42" + b"\x80" * 10 + b"\0\x1a")]
    out += [function(b"\x41\xff\xff\xff\xff\x4f\x1a"), function(b"\x42" + b"\xff" * 9 + b"\x7e\x1a")]
    return out, "error"


@shape
def names_that_are_not_utf8():
    bad = [b"\x80", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xff", b"a\xe2\x82", b"\xf8\x88\x80\x80\x80"]
    out = []
    for text in bad:
        out.append(module(section(0, name(text))))
        out.append(module(section(2, vec([name(text) + b"\0\3\x7f\0"]))))
        out.append(module(section(2, vec([b"\0" + name(text) + b"\3\x7f\0"]))))
        out.append(module(section(5, vec([b"\0\0"])), section(7, vec([name(text) + b"\2\0"]))))
    return out, "UTF-8"
