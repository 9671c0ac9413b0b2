#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs scripts of the specification's test format with three validators.

What: every `module` must be valid to us, every `assert_invalid` and `assert_malformed` module must not; wabt and V8 must
      agree, or differ for a reason that is on the list of explained disagreements.
Why:  the format is how the specification's own tests are written: rules can be tested one by one.
Must never: pass over a command of a script that it does not understand.

USAGE: run-wast.py --build=DIR --node=NODE --scratch=DIR --wast2json=PROGRAM SCRIPT...
"""

import argparse
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import verdicts  # noqa: E402

FEATURES = ["exceptions", "threads", "tail-call", "multi-memory", "memory64", "extended-const", "relaxed-simd"]
EXPECTED = {"module": True, "assert_invalid": False, "assert_malformed": False}


def main():
    parser = argparse.ArgumentParser()
    for flag in ("build", "node", "scratch", "wast2json"):
        parser.add_argument("--" + flag, required=True)
    parser.add_argument("scripts", nargs="+")
    options = parser.parse_args()
    tools = verdicts.Tools(options.build, options.node)
    explained = verdicts.Explained(os.path.join(HERE, "explained.txt"))
    os.makedirs(options.scratch, exist_ok=True)
    counts = {True: 0, False: 0}
    bad = apart = 0
    for script in options.scripts:
        out = os.path.join(options.scratch, os.path.basename(script) + ".json")
        flags = ["--enable-" + feature for feature in FEATURES]
        # --no-check: what we say is to be found out, not what wabt says.
        subprocess.run([options.wast2json, "--no-check", *flags, script, "-o", out], check=True)
        with open(out, encoding="utf-8") as file:
            commands = json.load(file)["commands"]
        modules = []
        for command in commands:
            if command["type"] not in EXPECTED or command.get("module_type", "binary") != "binary":
                sys.exit(f"{script}:{command['line']}: {command['type']} is not for this runner")
            with open(os.path.join(options.scratch, command["filename"]), "rb") as file:
                modules.append(file.read())
        for command, row in zip(commands, verdicts.judge(tools, out + ".batch", modules), strict=True):
            expected = EXPECTED[command["type"]]
            counts[expected] += 1
            ours = verdicts.accepts(row["meld"])
            others = explained.disagreements(row)
            apart += any(verdicts.accepts(verdict) != ours for verdict in row.values())
            if ours != expected or others:
                bad += 1
                print(f"{script}:{command['line']}: FAILED: {command['type']}: {row}")
    print(f"run-wast: {counts[True]} valid, {counts[False]} invalid, {apart} explained disagreements, {bad} failed")
    return 1 if bad or not counts[True] or not counts[False] else 0


if __name__ == "__main__":
    sys.exit(main())
