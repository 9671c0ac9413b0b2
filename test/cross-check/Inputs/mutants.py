# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Single mutations of valid modules.

What: `mutants(module, random, count)` yields modules that differ from a valid one in one place: a byte, an instruction
      put in or taken out with all sizes made right again, a section taken out, or the end cut off.
Why:  a validator is wrong in what it accepts, and that shows only on modules that are almost valid.
Must never: use anything but the given random generator, so that a seed names the same modules for ever.
"""

from opcodes import uleb

# Short instruction sequences that the rules of validation have something to say about. Immediates are small, so that
# they often name something that exists.
SNIPPETS = [
    bytes.fromhex(text)
    for text in """
    00 01 05 0b 0f 19 1a 1b 41807f 42c000 43000080bf 4400000000000000c0
    2000 2001 2002 2003 2100 2101 2102 2200 2201 2203 2300 2301 2302 2400 2401 2402 2500 2501 2600 2601
    0240 027f 0270 0200 0201 0203 0340 037e 0302 0440 047f 047d 0401
    0c00 0c01 0c02 0d00 0d01 0d02 0e0000 0e010001 0e0200010f
    1000 1001 1002 110000 110100 110001 110200 1200 1201 1202 130000 130100 1400 1401 1500 1501
    0640 067f 0700 0701 0800 0801 0900 0901 0a 1800 1801 1f4000 1f40010000 1f4001000000 1f4001010000 1f40010200 1f40010300
    1f7f010301 1f00020000000201 1c017f 1c0170 1c016400 1c027f7f 1c00
    280200 280300 28420000 28420100 290300 290400 2d0000 2d0100 3602ffff03 360280808080808000 370300 3a0000
    3f00 3f01 4000 4001 45 46 50 6a 7c 92 a0 a7 ac b6 bb bc bf c0 c2 c4
    d070 d06f d069 d06e d073 d000 d001 d1 d200 d201 d202 d203 d4 d500 d501 d600 d601
    fc00 fc07 fc080000 fc080100 fc080001 fc0900 fc0901 fc0a0000 fc0a0100 fc0a0001 fc0b00 fc0b01 fc0c0000 fc0c0100 fc0c0001
    fc0d00 fc0d01 fc0e0000 fc0e0100 fc0e0001 fc0f00 fc0f01 fc1000 fc1001 fc1100 fc1101 fc12 fc13
    fd000400 fd0b0400 fd0c00000000000000000000000000000000 fd0d000102030405060708090a0b0c0d0e1f
    fd0d000102030405060708090a0b0c0d0e20 fd0e fd0f fd1500 fd150f fd1510 fd1b03 fd1b04 fd1d02 fd5400000f fd54000010 fd57030001
    fd5c0200 fd6e fd8001 fd9a01 fd8002 fd9302 fd9402
    fe000200 fe000100 fe010200 fe0300 fe0301 fe100200 fe110300 fe120000 fe170200 fe1e0200 fe480200 fe4e0200 fe4f0200
    fb00 fb0000 fb1c d3
    """.split()
    if len(text) % 2 == 0
]
VALUE_TYPES = [0x7F, 0x7E, 0x7D, 0x7C, 0x7B, 0x70, 0x6F, 0x69, 0x40, 0x63, 0x64, 0x74, 0x6E]
NUMBERS = [0, 1, 2, 3, 4, 5, 0x10, 0x3F, 0x40, 0x41, 0x7F, 0x80, 0xFF]


def read_uleb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at += 1
        shift += 7
        if byte < 0x80:
            return value, at


def sections_of(data):
    """(number, payload) of each section."""
    out, at = [], 8
    while at < len(data):
        number = data[at]
        size, at = read_uleb(data, at + 1)
        out.append((number, data[at : at + size]))
        at += size
    return out


def assemble(sections):
    return b"\0asm\1\0\0\0" + b"".join(bytes([n]) + uleb(len(p)) + p for n, p in sections)


def bodies_of(payload):
    count, at = read_uleb(payload, 0)
    out = []
    for _ in range(count):
        size, at = read_uleb(payload, at)
        out.append(payload[at : at + size])
        at += size
    return out


def code_section(bodies):
    return uleb(len(bodies)) + b"".join(uleb(len(b)) + b for b in bodies)


def change_byte(data, random):
    if not data:
        return data
    at = random.randrange(len(data))
    kind = random.randrange(4)
    if kind == 0:
        new = data[at] ^ (1 << random.randrange(8))
    elif kind == 1:
        new = random.choice(VALUE_TYPES)
    elif kind == 2:
        new = random.choice(NUMBERS)
    else:
        new = random.randrange(256)
    return data[:at] + bytes([new]) + data[at + 1 :]


def change_body(body, random):
    kind = random.randrange(4)
    at = random.randrange(1, len(body)) if len(body) > 1 else 0
    if kind == 0:
        return change_byte(body, random)
    if kind == 1:
        return body[:at] + random.choice(SNIPPETS) + body[at:]
    if kind == 2:
        return body[:at] + body[at + random.randrange(1, 4) :]
    snippet = random.choice(SNIPPETS)
    return body[:at] + snippet + body[at + len(snippet) :]


def mutants(data, random, count):
    sections = sections_of(data)
    code = next((i for i, (number, _) in enumerate(sections) if number == 10), None)
    bodies = bodies_of(sections[code][1]) if code is not None else []
    for _ in range(count):
        kind = random.randrange(10)
        if kind < 6 and bodies:
            which = random.randrange(len(bodies))
            changed = bodies[:which] + [change_body(bodies[which], random)] + bodies[which + 1 :]
            yield assemble(sections[:code] + [(10, code_section(changed))] + sections[code + 1 :])
        elif kind < 9:
            which = random.randrange(len(sections))
            number, payload = sections[which]
            yield assemble(sections[:which] + [(number, change_byte(payload, random))] + sections[which + 1 :])
        elif random.randrange(2):
            which = random.randrange(len(sections))
            yield assemble(sections[:which] + sections[which + 1 :])
        else:
            yield data[: random.randrange(8, len(data))]
