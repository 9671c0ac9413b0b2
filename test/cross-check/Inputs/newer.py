# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Modules about typed references, exceptions with try_table, tables with initial values and 64-bit tables, right and wrong.

What: one module for each rule, assembled here, because no assembler in reach writes invalid ones.
Why:  wabt does not know these features, so scripts (rules/*.wast) cannot speak of them.
Must never: contain two defects in one module.
"""

from opcodes import section, uleb, vec

I32, I64, FUNCREF, EXTERNREF, EXNREF = b"\x7f", b"\x7e", b"\x70", b"\x6f", b"\x69"
NULLREFS = b"\x74"  # (ref null noexn)
CALL_REF, RETURN_CALL_REF, BR_ON_NULL, BR_ON_NON_NULL, AS_NON_NULL, IS_NULL = (
    bytes([c]) for c in (0x14, 0x15, 0xD5, 0xD6, 0xD4, 0xD1)
)
END, DROP, RETURN, UNREACHABLE, THROW_REF = b"\x0b", b"\x1a", b"\x0f", b"\x00", b"\x0a"


def ref(heap):
    return b"\x64" + (bytes([heap]) if isinstance(heap, int) else heap)


def ref_null(heap):
    return b"\x63" + (bytes([heap]) if isinstance(heap, int) else heap)


def func_type(params=(), results=()):
    return b"\x60" + vec(list(params)) + vec(list(results))


def get(local):
    return b"\x20" + uleb(local)


def set_(local):
    return b"\x21" + uleb(local)


def const(value):
    return b"\x41" + bytes([value])


# Types 0 to 5, which every module has.
TYPES = [
    func_type(),  # 0
    func_type([I32], [I32]),  # 1
    func_type([I32], [I32]),  # 2: the same as 1
    func_type([], [ref(1)]),  # 3
    func_type([I32]),  # 4: also the tag's
    func_type([ref_null(5)], [ref_null(5)]),  # 5: names itself
]


def module(params, results, code, locals_=(), types=(), tables=(), elements=(), globals_=(), tags=(b"\0\4",)):
    """Function 0 is [i32] -> [i32]; function 1 has the given type and code. Both are declared."""
    all_types = TYPES + list(types) + [func_type(params, results)]
    parts = [b"\0asm\1\0\0\0", section(1, vec(all_types)), section(3, vec([b"\1", uleb(len(all_types) - 1)]))]
    if tables:
        parts.append(section(4, vec(list(tables))))
    parts.append(section(13, vec(list(tags))))
    if globals_:
        parts.append(section(6, vec(list(globals_))))
    parts.append(section(9, vec([b"\3\0" + vec([b"\0", b"\1"]), *elements])))
    body = vec([b"\1" + t for t in locals_]) + code + END
    first = b"\0" + get(0) + END
    parts.append(section(10, vec([uleb(len(first)) + first, uleb(len(body)) + body])))
    return b"".join(parts)


def block(type_, code):
    return b"\x02" + type_ + code + END


def try_table(type_, clauses, code):
    return b"\x1f" + type_ + vec(list(clauses)) + code + END


def cases():
    def case(label, expected, *args, **keywords):
        return label, module(*args, **keywords), expected

    null1 = b"\xd0\1"  # ref.null 1
    func0, func1 = b"\xd2\0", b"\xd2\1"
    # call_ref
    yield case("call_ref", True, [ref(1)], [I32], const(0) + get(0) + CALL_REF + b"\1")
    yield case("call_ref of a nullable reference", True, [ref_null(1)], [I32], const(0) + get(0) + CALL_REF + b"\1")
    yield case("call_ref of an equal type", True, [ref(2)], [I32], const(0) + get(0) + CALL_REF + b"\1")
    yield case("call_ref of another type", False, [ref(0)], [I32], const(0) + get(0) + CALL_REF + b"\1")
    yield case("call_ref of funcref", False, [FUNCREF], [I32], const(0) + get(0) + CALL_REF + b"\1")
    yield case("call_ref of no type", False, [ref(1)], [I32], const(0) + get(0) + CALL_REF + b"\x2a")
    yield case("call_ref without the argument", False, [ref(1)], [I32], get(0) + CALL_REF + b"\1")
    yield case("call_ref of the bottom type", True, [], [I32], const(0) + b"\xd0\x73" + CALL_REF + b"\1")
    yield case("call_ref of an i32", False, [], [I32], const(0) + const(0) + CALL_REF + b"\1")
    yield case("call_ref in unreachable code", True, [], [I32], UNREACHABLE + CALL_REF + b"\1")
    yield case("return_call_ref", True, [ref(1)], [I32], const(0) + get(0) + RETURN_CALL_REF + b"\1")
    yield case("return_call_ref with other results", False, [ref(1)], [I64], const(0) + get(0) + RETURN_CALL_REF + b"\1")
    yield case("return_call_ref with a result for none", False, [ref(1)], [], const(0) + get(0) + RETURN_CALL_REF + b"\1")
    yield case("return_call_ref with a subtype for results", True, [ref(3)], [ref_null(1)], get(0) + RETURN_CALL_REF + b"\3")
    yield case("return_call_ref of another type", False, [ref(0)], [I32], const(0) + get(0) + RETURN_CALL_REF + b"\1")
    # ref.func, ref.null, matching
    yield case("ref.func is of the function's type", True, [], [ref(1)], func0)
    yield case("ref.func is not null", True, [], [ref(0x70)], func0)
    yield case("ref.func of another type", False, [], [ref(0)], func0)
    yield case("ref.null is nullable", False, [], [ref(1)], null1)
    yield case("ref.null of a type", True, [], [ref_null(2)], null1)
    yield case("ref.null of no type", False, [], [FUNCREF], b"\xd0\x2a")
    yield case("a typed reference is a funcref", True, [ref_null(1)], [FUNCREF], get(0))
    yield case("a funcref is no typed reference", False, [FUNCREF], [ref_null(1)], get(0))
    yield case("null is nothing non-null", False, [ref_null(1)], [ref(1)], get(0))
    yield case("nofunc is below every function type", True, [], [ref_null(1)], b"\xd0\x73")
    yield case("noextern is no function", False, [], [FUNCREF], b"\xd0\x72")
    yield case("noextern is below extern", True, [], [EXTERNREF], b"\xd0\x72")
    yield case("noexn is below exn", True, [], [EXNREF], b"\xd0\x74")
    yield case("exn is not below noexn", False, [EXNREF], [NULLREFS], get(0))
    yield case("nofunc is no external reference", False, [], [EXTERNREF], b"\xd0\x73")
    yield case("a type may name itself", True, [ref_null(5)], [ref_null(5)], get(0))
    yield case("equal types that name themselves", True, [ref(5)], [ref(6)], get(0), types=[func_type([ref_null(6)], [ref_null(6)])])
    yield case("types that name different ones", False, [ref(6)], [ref(7)], get(0), types=[func_type([ref(0)]), func_type([ref(1)])])
    yield case("types that name equal ones", True, [ref(6)], [ref(7)], get(0), types=[func_type([ref(1)]), func_type([ref(2)])])
    yield case("a type that names a later one", False, [], [], b"", types=[func_type([ref(7)])])
    yield case("a type that names none", False, [], [], b"", types=[func_type([ref(0x2A)])])
    # ref.as_non_null, ref.is_null, br_on_null, br_on_non_null
    yield case("ref.as_non_null", True, [ref_null(1)], [ref(1)], get(0) + AS_NON_NULL)
    yield case("ref.as_non_null of an i32", False, [I32], [], get(0) + AS_NON_NULL + DROP)
    yield case("ref.is_null of a typed reference", True, [ref(1)], [I32], get(0) + IS_NULL)
    yield case("br_on_null", True, [ref_null(1)], [], get(0) + BR_ON_NULL + b"\0" + DROP)
    yield case("br_on_null leaves a reference that is not null", True, [ref_null(1)], [ref(1)], block(b"\x40", get(0) + BR_ON_NULL + b"\0" + RETURN) + UNREACHABLE)
    yield case("br_on_null of an i32", False, [I32], [], get(0) + BR_ON_NULL + b"\0" + DROP)
    yield case("br_on_null to a label that wants more", False, [ref_null(1)], [I32], get(0) + BR_ON_NULL + b"\0" + DROP + const(0))
    yield case("br_on_null with the label's values below", True, [ref_null(1)], [I32], const(0) + get(0) + BR_ON_NULL + b"\0" + DROP)
    yield case("br_on_null to no label", False, [ref_null(1)], [], get(0) + BR_ON_NULL + b"\2" + DROP)
    yield case("br_on_non_null", True, [ref_null(1)], [ref(1)], get(0) + BR_ON_NON_NULL + b"\0" + UNREACHABLE)
    yield case("br_on_non_null to another type", False, [ref_null(1)], [ref(0)], get(0) + BR_ON_NON_NULL + b"\0" + UNREACHABLE)
    yield case("br_on_non_null to a label of a number", False, [ref_null(1)], [I32], get(0) + BR_ON_NON_NULL + b"\0" + const(0))
    yield case("br_on_non_null to a label of nothing", False, [ref_null(1)], [], get(0) + BR_ON_NON_NULL + b"\0")
    yield case("br_on_non_null of an i32", False, [I32], [ref(1)], get(0) + BR_ON_NON_NULL + b"\0" + UNREACHABLE)
    # Locals without a default value
    local = [ref(1)]
    yield case("a local that is set", True, [], [ref(1)], func0 + set_(0) + get(0), local)
    yield case("a local that is not set", False, [], [ref(1)], get(0), local)
    yield case("a local that a tee sets", True, [], [ref(1)], func0 + b"\x22\0" + DROP + get(0), local)
    yield case("a local that is set before a block", True, [], [ref(1)], func0 + set_(0) + block(ref(1), get(0)), local)
    yield case("a local that is set in a block only", False, [], [ref(1)], block(b"\x40", func0 + set_(0)) + get(0), local)
    yield case("a local that is set in both arms", False, [], [ref(1)], const(0) + b"\x04\x40" + func0 + set_(0) + b"\x05" + func0 + set_(0) + END + get(0), local)
    yield case("a local that the other arm set", False, [], [ref(1)], const(0) + b"\x04" + ref(1) + func0 + set_(0) + get(0) + b"\x05" + get(0) + END, local)
    yield case("a local that is set and set again inside", True, [], [ref(1)], func0 + set_(0) + block(b"\x40", func0 + set_(0)) + get(0), local)
    yield case("a local in unreachable code", False, [], [ref(1)], UNREACHABLE + get(0), local)
    yield case("a parameter is set", True, [ref(1)], [ref(1)], get(0))
    yield case("a nullable local has a default", True, [], [ref_null(1)], get(0), [ref_null(1)])
    yield case("a local of no type", False, [], [], b"", [ref(0x2A)])
    # select
    yield case("select of a typed reference", True, [ref(1)], [ref_null(1)], get(0) + null1 + const(0) + b"\x1c\1" + ref_null(1))
    yield case("select of another reference", False, [ref(1)], [ref(0)], get(0) + get(0) + const(0) + b"\x1c\1" + ref(0))
    yield case("select of references without a type", False, [ref(1)], [ref(1)], get(0) + get(0) + const(0) + b"\x1b")
    yield case("a block that names no type", False, [], [], block(ref(0x2A), UNREACHABLE) + DROP)
    # Tables and segments
    init = func0 + END
    yield case("a table with an initial value", True, [], [ref(1)], const(0) + b"\x25\0", tables=[b"\x40\0" + ref(1) + b"\0\1" + init])
    yield case("a table whose initial value is of another type", False, [], [], b"", tables=[b"\x40\0" + ref(0) + b"\0\1" + init])
    yield case("a table whose initial value is null", False, [], [], b"", tables=[b"\x40\0" + ref(1) + b"\0\1" + null1 + END])
    yield case("a table of non-null references without", False, [], [], b"", tables=[ref(1) + b"\0\1"])
    yield case("an empty table of non-null references without", False, [], [], b"", tables=[ref(1) + b"\0\0"])
    yield case("a table of typed references", True, [], [], const(0) + func0 + b"\x26\0", tables=[ref_null(1) + b"\0\1"])
    yield case("table.set of another type", False, [], [], const(0) + func1 + b"\x26\0", tables=[ref_null(1) + b"\0\1"])
    yield case("table.set of null into non-null", False, [], [], const(0) + null1 + b"\x26\0", tables=[b"\x40\0" + ref(1) + b"\0\1" + init])
    yield case("a table of no type", False, [], [], b"", tables=[ref_null(0x2A) + b"\0\1"])
    yield case("call_indirect through typed references", True, [], [I32], const(0) + const(0) + b"\x11\1\0", tables=[ref_null(1) + b"\0\1"])
    yield case("call_indirect through exnref", False, [], [I32], const(0) + const(0) + b"\x11\1\0", tables=[EXNREF + b"\0\1"])
    yield case("table.copy to a supertype", True, [], [], const(0) * 3 + b"\xfc\x0e\1\0", tables=[ref_null(1) + b"\0\1", FUNCREF + b"\0\1"])
    yield case("table.copy to a subtype", False, [], [], const(0) * 3 + b"\xfc\x0e\0\1", tables=[ref_null(1) + b"\0\1", FUNCREF + b"\0\1"])
    typed = b"\5" + ref(1) + vec([init])
    yield case("a segment of typed references", True, [], [], const(0) * 3 + b"\xfc\x0c\1\0", tables=[ref_null(1) + b"\0\1"], elements=[typed])
    yield case("a segment of a supertype", False, [], [], const(0) * 3 + b"\xfc\x0c\1\0", tables=[ref_null(1) + b"\0\1"], elements=[b"\5\x70" + vec([init])])
    yield case("a segment with an item of another type", False, [], [], b"", elements=[b"\5" + ref(0) + vec([init])])
    yield case("a segment with null among non-null", False, [], [], b"", elements=[b"\5" + ref(1) + vec([null1 + END])])
    yield case("a segment of no type", False, [], [], b"", elements=[b"\5" + ref(0x2A) + b"\0"])
    yield case("an active segment for a supertype", True, [], [], b"", tables=[FUNCREF + b"\0\1"], elements=[b"\6\0\x41\0\x0b" + ref(1) + vec([init])])
    yield case("an active segment for a subtype", False, [], [], b"", tables=[ref_null(1) + b"\0\1"], elements=[b"\6\0\x41\0\x0b\x70" + vec([init])])
    yield case("function indices for non-null references", True, [], [], b"", tables=[b"\x40\0" + ref(0x70) + b"\0\1" + init], elements=[b"\0\x41\0\x0b\1\0"])
    # Globals
    yield case("a global of a typed reference", True, [], [ref(1)], b"\x23\0", globals_=[ref(1) + b"\0" + init])
    yield case("a global that reads the one before", True, [], [ref(1)], b"\x23\1", globals_=[ref(1) + b"\0" + init, ref(1) + b"\0\x23\0\x0b"])
    yield case("a global that reads itself", False, [], [], b"", globals_=[I32 + b"\0\x23\0\x0b"])
    yield case("a global that reads a mutable one", False, [], [], b"", globals_=[I32 + b"\1\x41\0\x0b", I32 + b"\0\x23\0\x0b"])
    yield case("a global of null for non-null", False, [], [], b"", globals_=[ref(1) + b"\0" + null1 + END])
    yield case("a global of no type", False, [], [], b"", globals_=[ref_null(0x2A) + b"\0" + null1 + END])
    # try_table, throw_ref
    body = UNREACHABLE
    yield case("catch", True, [], [I32], try_table(b"\x40", [b"\0\0\0"], body) + UNREACHABLE)
    yield case("catch_ref", True, [], [I32, ref(EXNREF)], try_table(b"\x40", [b"\1\0\0"], body) + UNREACHABLE)
    yield case("catch_ref into exnref", True, [], [I32, EXNREF], try_table(b"\x40", [b"\1\0\0"], body) + UNREACHABLE)
    yield case("catch_all", True, [], [], try_table(b"\x40", [b"\2\0"], body))
    yield case("catch_all_ref", True, [], [EXNREF], try_table(b"\x40", [b"\3\0"], body) + UNREACHABLE)
    yield case("catch into a label of nothing", False, [], [], try_table(b"\x40", [b"\0\0\0"], body))
    yield case("catch into a label of another type", False, [], [I64], try_table(b"\x40", [b"\0\0\0"], body) + UNREACHABLE)
    yield case("catch_ref into a label without the reference", False, [], [I32], try_table(b"\x40", [b"\1\0\0"], body) + UNREACHABLE)
    yield case("catch_all into a label of something", False, [], [I32], try_table(b"\x40", [b"\2\0"], body) + UNREACHABLE)
    yield case("catch_all_ref into a label of an i32", False, [], [I32], try_table(b"\x40", [b"\3\0"], body) + UNREACHABLE)
    yield case("catch of no tag", False, [], [I32], try_table(b"\x40", [b"\0\7\0"], body) + UNREACHABLE)
    yield case("catch into no label", False, [], [I32], try_table(b"\x40", [b"\0\0\1"], body) + UNREACHABLE)
    yield case("labels of clauses count from outside", False, [], [], try_table(I32, [b"\0\0\0"], const(0)) + DROP)
    yield case("a clause of no kind", False, [], [], try_table(b"\x40", [b"\4\0"], body))
    yield case("try_table gives its results", False, [], [], try_table(I32, [b"\2\0"], const(0)))
    yield case("try_table takes its parameters", True, [I32], [I32], get(0) + try_table(b"\1", [], b"") )
    yield case("try_table of no type", False, [], [], try_table(b"\x2a", [], b""))
    yield case("throw_ref", True, [EXNREF], [], get(0) + THROW_REF)
    yield case("throw_ref of an i32", False, [I32], [], get(0) + THROW_REF)
    yield case("throw_ref of funcref", False, [FUNCREF], [], get(0) + THROW_REF)
    yield case("what follows throw_ref is polymorphic", True, [EXNREF], [I32], get(0) + THROW_REF)
    yield case("throw", True, [], [], const(0) + b"\x08\0")
    yield case("throw without its value", False, [], [], b"\x08\0")
    yield case("a tag with results", False, [], [], b"", tags=[b"\0\4", b"\0\1"])
    # Tables of 64 bits: V8 of Node 22 does not know them, so ours alone decides.
    wide = [FUNCREF + b"\4\1", FUNCREF + b"\0\1"]
    yield case("table.get of a 64-bit table", True, [I64], [FUNCREF], get(0) + b"\x25\0", tables=wide)
    yield case("table.get of a 64-bit table by i32", False, [I32], [FUNCREF], get(0) + b"\x25\0", tables=wide)
    yield case("table.size of a 64-bit table", True, [], [I64], b"\xfc\x10\0", tables=wide)
    yield case("call_indirect through a 64-bit table", True, [I64], [], get(0) + b"\x11\0\0", tables=wide)
    yield case("call_indirect through a 64-bit table by i32", False, [I32], [], get(0) + b"\x11\0\0", tables=wide)
    yield case("table.copy between widths", True, [I64], [], const(0) + get(0) + const(0) + b"\xfc\x0e\1\0", tables=wide)
    yield case("table.copy between widths with a wide count", False, [I64], [], const(0) + get(0) + get(0) + b"\xfc\x0e\1\0", tables=wide)
    yield case("an active segment of a 64-bit table", True, [], [], b"", tables=wide, elements=[b"\0\x42\0\x0b\0"])
    yield case("an active segment of a 64-bit table by i32", False, [], [], b"", tables=wide, elements=[b"\0\x41\0\x0b\0"])
