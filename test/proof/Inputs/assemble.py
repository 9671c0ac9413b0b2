#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: assembles a .wat and appends the `meld.layout` section that its `;; LAYOUT:` line states.
# Why: wat2wasm writes no custom sections; and one text with named edits shows what each mutant changes.
# Never: let an edit that changes nothing pass, or a mutant would be the original.
"""USAGE: assemble.py IN.wat OUT.wasm [--replace OLD NEW]... [--layout OLD NEW]... -- WAT2WASM [ARGS]

--replace edits the text, --layout the section; OLD must occur exactly once (`OLD@2`: the second of several).
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile


def edit(text, old, new):
    found = re.fullmatch(r"(.*)@(\d+)", old, re.S)
    old, nth = (found.group(1), int(found.group(2))) if found else (old, None)
    parts = text.split(old)
    if (nth is None and len(parts) != 2) or (nth is not None and not 1 <= nth < len(parts)):
        sys.exit(f"assemble.py: '{old}' occurs {len(parts) - 1} times")
    nth = nth or 1
    return old.join(parts[:nth]) + new + old.join(parts[nth:])


def leb(value):
    out = bytearray()
    while True:
        byte, value = value & 0x7F, value >> 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def main():
    split = sys.argv.index("--")
    arguments, assembler = sys.argv[1:split], sys.argv[split + 1:]
    source, output = arguments[:2]
    text = pathlib.Path(source).read_text(encoding="utf-8")
    section = re.search(r"^;; LAYOUT: (.*)$", text, re.M).group(1)
    for position in range(2, len(arguments), 3):
        kind, old, new = arguments[position:position + 3]
        if kind == "--replace":
            body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(";;"))
            text = edit(body, old, new)
        elif kind == "--layout":
            section = edit(section, old, new)
        else:
            sys.exit(f"assemble.py: unknown option '{kind}'")
    json.loads(section)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "input.wat")
        path.write_text(text, encoding="utf-8")
        if subprocess.run(assembler + [str(path), "-o", output], check=False).returncode:
            sys.exit("assemble.py: the edited text does not assemble")
    name = b"meld.layout"
    content = leb(len(name)) + name + section.encode("utf-8")
    with open(output, "ab") as file:
        file.write(b"\0" + leb(len(content)) + content)


if __name__ == "__main__":
    main()
