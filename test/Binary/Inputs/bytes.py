# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: writes the bytes that a text spells: for modules that no assembler would write.
# Why:  padded numbers, empty sections and malformed modules must be written down exactly, and readably.
# Must never: repair what it is given.
#
# USAGE: bytes.py TEXT OUTPUT
#   ;; to the end of the line   a comment
#   module      the preamble of a core module of version 1
#   0a1b        bytes, two hexadecimal digits each
#   'abc'       the bytes of the characters;  "abc" the same after their number
#   ( ... )     the bytes inside after their number;  5( ... ) with that number in five bytes
#   5:17        the number 17 as an unsigned LEB128 in five bytes

import re
import sys

TOKEN = re.compile(r""";;[^\n]*|(?P<pad>\d*)\(|(?P<close>\))|(?P<width>\d+):(?P<number>\d+)|(?P<module>module\b)"""
                   r"""|(?P<hex>(?:[0-9a-fA-F]{2})+)(?![0-9a-zA-Z:(])|'(?P<raw>[^']*)'|"(?P<name>[^"]*)"|(?P<other>\S)""")


def leb(value, width=0):
    out = bytearray()
    while value >= 0x80 or len(out) + 1 < width:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def assemble(text):
    stack = [("", bytearray())]
    for match in TOKEN.finditer(text):
        out = stack[-1][1]
        if match["pad"] is not None:
            stack.append((match["pad"], bytearray()))
        elif match["close"]:
            pad, inner = stack.pop()
            stack[-1][1].extend(leb(len(inner), int(pad or 0)) + inner)
        elif match["number"]:
            out += leb(int(match["number"]), int(match["width"]))
        elif match["module"]:
            out += b"\0asm\1\0\0\0"
        elif match["hex"]:
            out += bytes.fromhex(match["hex"])
        elif match["raw"] is not None:
            out += match["raw"].encode()
        elif match["name"] is not None:
            out += leb(len(match["name"].encode())) + match["name"].encode()
        elif match["other"]:
            sys.exit(f"bytes.py: not understood at {text[match.start():match.start() + 20]!r}")
    if len(stack) != 1:
        sys.exit("bytes.py: a parenthesis is not closed")
    return bytes(stack[0][1])


with open(sys.argv[1], encoding="utf-8") as source:
    content = assemble(source.read())
with open(sys.argv[2], "wb") as target:
    target.write(content)
