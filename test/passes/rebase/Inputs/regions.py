# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: computes from the numbers of a layout header which bytes each region covers, part by part, and holds that against
#       the windows of the JSON map.
# Why:  the tool's own arithmetic is not asked.
# Must never: pass a window without a region, or a region that reaches into another window.
#
# USAGE: regions.py layout.h map.json

import json
import re
import sys

header = dict(re.findall(r"^#define MELD_(\w+) (\w+)", open(sys.argv[1], encoding="utf-8").read(), re.M))
windows = json.load(open(sys.argv[2], encoding="utf-8"))["windows"]
covered = 0
for window in windows:
    name = window["name"].upper()
    if f"{name}_MPU_BASE" not in header:
        sys.exit(f"{name}: no region")
    base, size, srd = int(header[f"{name}_MPU_BASE"], 16), 1 << int(header[f"{name}_MPU_SIZE_LOG2"]), int(header[f"{name}_MPU_SRD"], 16)
    if base % size or int(header["MPU_ALIGN"], 16) % size:
        sys.exit(f"{name}: the region is not at a multiple of its size")
    parts = [(base + i * size // 8, base + (i + 1) * size // 8) for i in range(8) if not srd >> i & 1]

    def covers(byte):
        return any(begin <= byte < end for begin, end in parts)
    edges = {byte for other in windows for byte in (other["baseBytes"], other["endBytes"] - 1)}
    for byte in edges | {begin for begin, _ in parts} | {end - 1 for _, end in parts}:
        inside = window["baseBytes"] <= byte < window["endBytes"]
        others = any(other is not window and other["baseBytes"] <= byte < other["endBytes"] for other in windows)
        if (inside and not covers(byte)) or (others and covers(byte)):
            sys.exit(f"{name}: byte {byte:#x} is covered wrongly")
    covered += 1
print(f"{covered} windows covered by regions of their own")
