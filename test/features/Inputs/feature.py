#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks everything that must hold for a module of one feature.

What: assembles a text by an assembler that knows the feature; the peers named must find it valid; meld-opt must give back
      its bytes; what meld-opt prints must be read back by the same assembler as a module of the same structure and
      names. Prints the features that meld-opt finds.
Why:  one test for each feature says the same of each, and which peer knows it.
Must never: take the word of an assembler that nobody else agrees with, unless the feature has one peer only.

USAGE: feature.py --assembler=wabt|binaryen --peers=NAME,... --others=NAME,... FILE SCRATCH TOOL=COMMAND...
       --peers    wabt, v8, binaryen, binaryen-108: must accept the module
       --others   of the same: must refuse it, so that the table in docs/testing.md stays true
Tools: wat2wasm, wasm-as, wasm-validate, v8-validate, wasm-opt, binaryen-108, meld-opt.
"""

import argparse
import os
import shlex
import subprocess
import sys

WABT = ["exceptions", "threads", "tail-call", "multi-memory", "memory64", "extended-const", "relaxed-simd"]
ENABLE = ["--enable-" + feature for feature in WABT]


def run(command, **keywords):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, **keywords)


def must(command, what):
    done = run(command)
    if done.returncode != 0:
        sys.exit(f"feature.py: {what}: {' '.join(command)}\n{done.stderr.decode(errors='replace')}")
    return done


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--assembler", choices=["wabt", "binaryen"], required=True)
    parser.add_argument("--peers", required=True)
    parser.add_argument("--others", default="")
    parser.add_argument("file")
    parser.add_argument("scratch")
    parser.add_argument("tools", nargs="+")
    options = parser.parse_args()
    tools = {name: shlex.split(command) for name, command in (tool.split("=", 1) for tool in options.tools)}
    os.makedirs(options.scratch, exist_ok=True)
    path = {name: os.path.join(options.scratch, name) for name in ("in.wasm", "plain.wasm", "out.wasm", "back.wat", "back.wasm", "other")}

    def assemble(source, target, names=True):
        if options.assembler == "wabt":
            debug = ["--debug-names"] if names else []
            must([*tools["wat2wasm"], *ENABLE, *debug, source, "-o", target], "wabt does not assemble")
        else:
            must([*tools["wasm-as"], "-all", *(["-g"] if names else []), source, "-o", target], "binaryen does not assemble")

    def structure(module):
        done = must([*tools["meld-opt"], "-passes=print<structural-hash>", module, "-disable-output"], "no hash")
        return done.stderr.decode()

    validators = {
        "wabt": [*tools["wasm-validate"], *ENABLE, path["plain.wasm"]],
        "v8": [*tools["v8-validate"], path["plain.wasm"]],
        "binaryen": [*tools["wasm-opt"], "-all", path["plain.wasm"], "-o", path["other"]],
        "binaryen-108": [*tools["binaryen-108"], "--all-features", path["plain.wasm"], "-o", path["other"]],
    }
    assemble(options.file, path["in.wasm"])
    # Peers judge it without names: wabt 1.0.32 numbers those of tags otherwise than binaryen reads them.
    assemble(options.file, path["plain.wasm"], names=False)
    for peer in options.peers.split(","):
        must(validators[peer], f"{peer} refuses it")
    for peer in filter(None, options.others.split(",")):
        if run(validators[peer]).returncode == 0:
            sys.exit(f"feature.py: {peer} accepts it by now; docs/testing.md says it does not")
    must([*tools["meld-opt"], path["in.wasm"], "-o", path["out.wasm"]], "meld-opt refuses it")
    with open(path["in.wasm"], "rb") as before, open(path["out.wasm"], "rb") as after:
        if before.read() != after.read():
            sys.exit("feature.py: other bytes came out")
    must([*tools["meld-opt"], "-S", path["in.wasm"], "-o", path["back.wat"]], "meld-opt does not print it")
    assemble(path["back.wat"], path["back.wasm"])
    if structure(path["in.wasm"]) != structure(path["back.wasm"]):
        sys.exit("feature.py: what was printed was read back as another module")
    found = must([*tools["meld-opt"], "-passes=print<features>", path["in.wasm"], "-disable-output"], "no features")
    print(found.stderr.decode(), end="")
    print(f"same bytes, same text; valid to {options.peers}")


if __name__ == "__main__":
    main()
