# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Cuts a plugin off at many places, and damages its headers, and has the tool load what comes out.

It exists because the tool reads headers of files that anybody may have written. It must never count a crash as a
refusal.

USAGE: cut-plugin.py MELD_OPT PLUGIN DIRECTORY
"""

import os
import struct
import subprocess
import sys


def variants(whole):
    for length in sorted({*range(0, 256, 9), *range(256, len(whole), len(whole) // 24)}):
        yield whole[:length]
    # Offsets and counts of the ELF header, and of the section headers, as wrong as can be.
    header = [(0x20, 8), (0x28, 8), (0x36, 2), (0x38, 2), (0x3A, 2), (0x3C, 2), (0x3E, 2)]
    sections, size, count = struct.unpack_from("<Q", whole, 0x28)[0], 64, struct.unpack_from("<H", whole, 0x3C)[0]
    kinds = [struct.unpack_from("<I", whole, sections + i * size + 4)[0] for i in range(count)]
    for kind in (3, 6, 11):  # strings, dynamic, dynamic symbols
        begin = sections + kinds.index(kind) * size
        header += [(begin + field, width) for field, width in ((0x18, 8), (0x20, 8), (0x28, 4), (0x38, 8))]
    for place, width in header:
        for value in (b"\xff" * width, b"\x01" + b"\0" * (width - 1)):
            yield whole[:place] + value + whole[place + width :]


def main(tool, plugin, directory):
    with open(plugin, "rb") as file:
        whole = file.read()
    refused, others = 0, 0
    path = os.path.join(directory, "cut.so")
    for content in variants(whole):
        with open(path, "wb") as file:
            file.write(content)
        done = subprocess.run([tool, f"-load-pass-plugin={path}", "-version"], capture_output=True, text=True, check=False)
        lines = done.stderr.splitlines()
        is_refused = done.returncode == 2 and len(lines) == 2 and lines[0].startswith(path + ": error: ")
        # What no loader looks at may be anything.
        is_loaded = done.returncode == 0 and not lines and len(content) == len(whole)
        refused += is_refused
        others += not (is_refused or is_loaded)
        if not (is_refused or is_loaded):
            print(f"{len(content)} of {len(whole)} bytes: status {done.returncode}: {done.stderr}")
    print(f"{refused} files refused, {others} not")


main(*sys.argv[1:])
