#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Gives a tool every module of shapes.py, and checks how it ends and how much memory it took.

What: a valid module must come out byte for byte; any other must be refused with status 1 and its message. Peak memory
      may be 32 MiB and 8 bytes for each byte of the file, by GNU time.
Why:  quality has numbers: counts in headers are not trusted, work is linear, nothing recurses on the input's depth.
Must never: count a module as handled whose peak could not be read, unless told that memory is not to be judged.

USAGE: bounds.py [--any-memory] [--only=NAME] [--text] SCRATCH-DIRECTORY TOOL...
       --any-memory   for tools under a sanitizer, which keep memory back
       --text         print valid modules as text instead; then the bound is on the text's length
"""

import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import shapes  # noqa: E402

BASE, FACTOR = 32 << 20, 8
TIMEOUT = 120  # seconds: a hang or quadratic work, not a measurement


def run(tool, path, scratch, text):
    """Status, standard error, output and peak bytes of one run."""
    out, peak = os.path.join(scratch, "out"), os.path.join(scratch, "peak")
    command = ["/usr/bin/time", "-v", "-o", peak, *tool, path, "-o", out, *(["-S"] if text else [])]
    if os.path.exists(out):
        os.remove(out)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT, check=False)
    with open(peak, encoding="utf-8") as file:
        found = re.search(r"Maximum resident set size \(kbytes\): (\d+)", file.read())
    output = None
    if os.path.exists(out):
        with open(out, "rb") as file:
            output = file.read()
    return done.returncode, done.stderr.decode(errors="replace"), output, int(found.group(1)) * 1024


def judge(data, expected, result, text, any_memory):
    """What is wrong with a run; empty if nothing."""
    status, errors, output, peak = result
    if expected is None:
        if status != 0:
            return f"refused: {errors.strip()[:300]}"
        if not text and output != data:
            return "came out changed"
    elif status != 1:
        return f"exit status {status}: {errors.strip()[:300]}"
    elif expected not in errors:
        return f"other message: {errors.strip()[:300]}"
    elif output is not None:
        return "refused, but there is output"
    allowed = BASE + FACTOR * max(len(data), len(output or b"") if text else 0)
    if not any_memory and peak > allowed:
        return f"peak {peak} is more than {allowed}"
    return ""


def main(arguments):
    any_memory, text, only = False, False, None
    while arguments and arguments[0].startswith("--"):
        flag = arguments.pop(0)
        if flag == "--any-memory":
            any_memory = True
        elif flag == "--text":
            text = True
        elif flag.startswith("--only="):
            only = flag[len("--only=") :]
        else:
            sys.exit(f"bounds.py: unknown flag {flag}")
    scratch, tool = arguments[0], arguments[1:]
    os.makedirs(scratch, exist_ok=True)
    path = os.path.join(scratch, "hostile.wasm")
    bad = runs = 0
    for label, make in shapes.SHAPES.items():
        if only and only != label:
            continue
        made, expected = make()
        if text and expected is not None:
            continue
        worst, wrong = 0.0, ""
        for data in made if isinstance(made, list) else [made]:
            with open(path, "wb") as file:
                file.write(data)
            result = run(tool, path, scratch, text)
            size = max(len(data), len(result[2] or b"") if text else 0)
            worst = max(worst, (result[3] - BASE) / size)
            wrong = wrong or judge(data, expected, result, text, any_memory)
            runs += 1
        bad += bool(wrong)
        print(f"{label}: {'FAILED: ' + wrong if wrong else 'good'}; beyond 32 MiB {worst:.1f} bytes a byte")
    print(f"hostile: {runs} runs, {bad} failed")
    return 1 if bad or not runs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
