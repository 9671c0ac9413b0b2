# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: appends a custom section to a module.
# Why:  sections that no tool writes have to come from somewhere.
# Must never: look at what the module has already.
#
# USAGE: append-section.py MODULE NAME HEX OUTPUT

import sys


def leb(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


source, name, payload, output = sys.argv[1:]
content = leb(len(name)) + name.encode() + bytes.fromhex(payload)
with open(source, "rb") as file:
    module = file.read()
with open(output, "wb") as file:
    file.write(module + b"\0" + leb(len(content)) + content)
