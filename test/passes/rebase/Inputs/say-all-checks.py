# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: copies a module and writes into its meld.layout section that every check was inserted.
# Why:  a record that claims more than the code does must be noticed.
# Never: changes anything else.
"""USAGE: say-all-checks.py IN.wasm OUT.wasm. The section is the last one of the module."""

import sys

NAME = b"\x0bmeld.layout"


def leb(value):
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


data = open(sys.argv[1], "rb").read()
place = data.rindex(NAME)
text = data[place + len(NAME):]
assert text.startswith(b'{"version":1,') and text.endswith(b"}")
begin = place - 1
while data[begin - 1] & 0x80:  # the section's length is a LEB128
    begin -= 1
assert data[begin - 1] == 0
content = NAME + text[:-1] + b',"checks":"all"}'
open(sys.argv[2], "wb").write(data[:begin] + leb(len(content)) + content)
