# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: replaces the section meld.layout of a module by spoiled ones and says what the tool makes of each.
# Why:  see layout-errors.test.
# Must never: accept another end than status 1 with a message, or, where the section is not needed, the same bytes.
#
# USAGE: spoil-layout.py MODULE SCRATCH-FILE TOOL...

import json
import subprocess
import sys

path, scratch = sys.argv[1:3]
tool = sys.argv[3:]
with open(path, "rb") as file:
    module = file.read()


def leb(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def encode(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


name = b"\x0bmeld.layout"
at = 8
while at < len(module):
    size, begin = leb(module, at + 1)
    if module[at] == 0 and module[begin:begin + len(name)] == name:
        break
    at = begin + size
else:
    sys.exit("spoil-layout.py: no section meld.layout")
layout = json.loads(module[begin + len(name):begin + size])
rest = module[:at] + module[begin + size:]


def window(**fields):
    changed = json.loads(json.dumps(layout))
    first = next(w for w in changed["windows"] if w["grownGlobal"] is not None)
    for key, value in fields.items():
        if value is ...:
            del first[key]
        else:
            first[key] = value
    return changed


def top(**fields):
    return {key: value for key, value in {**layout, **fields}.items() if value is not ...}


cases = {
    "not JSON": "{",
    "another version": top(version=2),
    "no windows": top(windows=...),
    "a window that is a number": top(windows=[1]),
    "a missing number": window(initialPages=...),
    "a negative number": window(reservePages=-1),
    "a memory that does not exist": window(memory=5, input=5),
    "a memory that is not frozen": None,
    "more pages than the memory has": window(reservePages=4),
    "a base where nothing was merged": window(base=65536, reservePages=2),
    "a global that does not exist": window(grownGlobal=77),
    "an immutable global": window(grownGlobal=0),
    "a function that does not exist": window(growFunction=77),
    "no counter": window(grownGlobal=None),
    "past its limit": window(maximumPages=2),
    "for other sections": top(digest=layout["digest"][::-1]),
    "merged without a window": top(rebased=True, windows=[]),
    "a segment that does not exist": top(assumedSegments=[{"segment": 0, "input": 0}]),
    "a segment that is a number": top(assumedSegments=[0]),
    "nobody to call": top(oom="call"),
    "somebody to call for nothing": top(oomFunction=0),
    "somebody to call who does not exist": top(oom="call", oomFunction=77),
}
for title, content in cases.items():
    text = (content if isinstance(content, str) else json.dumps(content or layout)).encode()
    base = rest
    if content is None:  # (memory 4 4) (memory 1 1) becomes (memory 4 5)
        assert base.count(b"\x05\x07\x02\x01\x04\x04\x01\x01\x01") == 1, base.hex()
        base = base.replace(b"\x05\x07\x02\x01\x04\x04\x01\x01\x01", b"\x05\x07\x02\x01\x04\x05\x01\x01\x01")
    payload = name + text
    spoiled = base + b"\0" + encode(len(payload)) + payload
    with open(scratch, "wb") as file:
        file.write(spoiled)
    done = subprocess.run([*tool, "-passes=verify", scratch, "-o", "-"], capture_output=True, check=False)
    if done.returncode != 0 or done.stdout != spoiled:
        sys.exit(f"{title}: not passed through: {done.returncode} {done.stderr.decode()}")
    done = subprocess.run([*tool, "-passes=probe,print<memory-layout>", scratch, "-disable-output"], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{title}: looking at it ended with {done.returncode} {done.stderr.decode()}")
    for passes in ("rebase", "bump-grow"):
        done = subprocess.run([*tool, f"-passes={passes}", scratch, "-o", "-"], capture_output=True, check=False)
        message = done.stderr.decode()
        if done.returncode != 1 or done.stdout or f"error: {passes}: " not in message or "remedy: " not in message:
            sys.exit(f"{title}: {passes} ended with {done.returncode}: {message}")
    print(f"{title}: refused: {message.split(': error: bump-grow: ')[1].splitlines()[0]}")
print(f"{len(cases)} spoiled sections refused, each passed through where nothing needs it")
