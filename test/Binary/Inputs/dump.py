# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: prints the sections of a module, one a line, and its function bodies, as bytes.
# Why:  tests say which bytes an edit may not change; a disassembler shows meanings, not bytes.
# Must never: use code of this project: it is the second opinion.
#
# USAGE: dump.py MODULE
#   section 5 (size field 1 bytes): 010001
#   custom "name": 0001...
#   body 3: 00410b

import sys


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def leb(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def take(self, count):
        self.at += count
        return self.data[self.at - count:self.at]


with open(sys.argv[1], "rb") as file:
    whole = Reader(file.read())
if whole.take(8) != b"\0asm\1\0\0\0":
    sys.exit("dump.py: not a core module")
while whole.at < len(whole.data):
    section = whole.take(1)[0]
    before = whole.at
    size = whole.leb()
    width = whole.at - before
    payload = Reader(whole.take(size))
    if section == 0:
        name = payload.take(payload.leb()).decode()
        print(f'custom "{name}": {payload.data[payload.at:].hex()}')
        continue
    print(f"section {section} (size field {width} bytes): {payload.data.hex()}")
    if section == 10:
        for number in range(payload.leb()):
            print(f"body {number}: {payload.take(payload.leb()).hex()}")
