# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: how many operands each instruction takes and leaves, and how many bytes an access touches.
# Why: following addresses through a body needs the height of the stack at every instruction.
# Never: list an instruction that branches, calls or has operands by type; those are handled by name.
"""Stack effects and access widths (WebAssembly core specification, chapters 3.3 and 4.4)."""

ATOMIC = 0xFE0000
CALL, CALL_INDIRECT, RETURN_CALL, RETURN_CALL_INDIRECT, CALL_REF, RETURN_CALL_REF = 0x10, 0x11, 0x12, 0x13, 0x14, 0x15
GLOBAL_SET, FILL, COPY, INIT = 0x24, 0xFC0B, 0xFC0A, 0xFC08


def buildEffects():
    """Opcode -> (operands taken, results left)."""
    table = {}

    def put(takes, leaves, *codes):
        for code in codes:
            for single in code if isinstance(code, range) else (code,):
                table[single] = (takes, leaves)

    put(0, 0, 0x01, 0xFC09, 0xFC0D, ATOMIC + 3)
    put(0, 1, 0x23, range(0x41, 0x45), 0x3F, 0xD0, 0xD2, 0xFC10)
    put(1, 0, 0x1A, 0x24)
    put(1, 1, 0x25, 0x40, 0xD1, 0xD4, 0x45, 0x50, range(0x67, 0x6A), range(0x79, 0x7C), range(0x8B, 0x92),
        range(0x99, 0xA0), range(0xA7, 0xC5), range(0xFC00, 0xFC08))
    put(2, 0, 0x26)
    put(2, 1, 0xD3, range(0x46, 0x50), range(0x51, 0x67), range(0x6A, 0x79), range(0x7C, 0x8B), range(0x92, 0x99),
        range(0xA0, 0xA7), 0xFC0F)
    put(3, 0, 0xFC08, 0xFC0A, 0xFC0B, 0xFC0C, 0xFC0E, 0xFC11)
    put(3, 1, 0x1B, 0x1C)
    # Accesses.
    put(1, 1, range(0x28, 0x36))
    put(2, 0, range(0x36, 0x3F))
    put(1, 1, range(ATOMIC + 0x10, ATOMIC + 0x17))
    put(2, 0, range(ATOMIC + 0x17, ATOMIC + 0x1E))
    put(2, 1, ATOMIC, range(ATOMIC + 0x1E, ATOMIC + 0x48))
    put(3, 1, ATOMIC + 1, ATOMIC + 2, range(ATOMIC + 0x48, ATOMIC + 0x4F))
    # Vectors: most take two; then those that do not.
    put(2, 1, range(0xFD00 + 0x0D, 0xFD00 + 0x114))
    put(1, 1, range(0xFD00, 0xFD0B))
    put(2, 0, 0xFD0B)
    put(0, 1, 0xFD0C)
    one = [range(0x0F, 0x17), range(0x18, 0x1A), 0x1B, 0x1D, 0x1F, 0x21, 0x4D, 0x53, range(0x5C, 0x65),
           range(0x67, 0x6B), 0x74, 0x75, 0x7A, range(0x7C, 0x82), 0x83, 0x84, range(0x87, 0x8B), 0x94, 0xA0, 0xA1,
           0xA3, 0xA4, range(0xA7, 0xAB), 0xC0, 0xC1, 0xC3, 0xC4, range(0xC7, 0xCB), 0xE0, 0xE1, 0xE3, 0xEC, 0xED,
           0xEF, range(0xF8, 0x100), range(0x101, 0x105)]
    for code in one:
        for single in code if isinstance(code, range) else (code,):
            put(1, 1, 0xFD00 + single)
    put(3, 1, 0xFD52, range(0xFD00 + 0x105, 0xFD00 + 0x10D), 0xFD00 + 0x113)
    put(2, 1, range(0xFD54, 0xFD58))
    put(2, 0, range(0xFD58, 0xFD5C))
    return table


def buildWidths():
    """Opcode -> bytes, for every instruction with a static offset."""
    plain = [4, 8, 4, 8, 1, 1, 2, 2, 1, 1, 2, 2, 4, 4, 4, 8, 4, 8, 1, 2, 1, 2, 4]
    table = {0x28 + i: width for i, width in enumerate(plain)}
    vectors = [16, 8, 8, 8, 8, 8, 8, 1, 2, 4, 8, 16]
    table.update({0xFD00 + i: width for i, width in enumerate(vectors)})
    lanes = [1, 2, 4, 8, 1, 2, 4, 8, 4, 8]
    table.update({0xFD54 + i: width for i, width in enumerate(lanes)})
    table.update({ATOMIC: 4, ATOMIC + 1: 4, ATOMIC + 2: 8})
    atomics = [4, 8, 1, 2, 1, 2, 4]
    table.update({ATOMIC + 0x10 + i: atomics[i % 7] for i in range(0x3F)})
    return table


EFFECTS = buildEffects()
WIDTHS = buildWidths()
