# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions with checks of a memory that grows, and how often each loads its size and sets a limit (rebase S13).

What: the first check after each instruction that may change the size computes its limit, in front of the outermost loop in
      which the size stays; a local keeps it if another check takes it.
Why:  a wrong choice costs time only, and is seen nowhere else.
Never: has functions that read globals or set locals themselves.

USAGE: limit-checks.py module | expected | count < PRINTED
"""

import re
import sys


def loads(end, begin=0, offset=0):
    return "".join(f"(drop (i32.load 0 offset={offset} (local.get {i})))" for i in range(begin, end))


def in_loop(text):
    return f"(loop {text} (br_if 0 (local.get 9)))"


GROW = "(drop (memory.grow 0 (i32.const 0)))"
# Text, loads of the counter, limits set.
CASES = {
    "two": (loads(2), 1, 1),
    "three": (loads(3), 1, 1),
    "one-in-loop": (in_loop(loads(1)), 1, 1),
    "loop-and-two": (loads(2) + in_loop(loads(3)), 1, 1),
    "one-in-loop-that-grows": (in_loop(loads(1) + GROW), 1, 0),
    "growth-before-loop": (GROW + in_loop(loads(1)), 1, 1),
    "growth-in-loop-before-two-loops": (in_loop(GROW) + in_loop(in_loop(loads(1))), 1, 1),
    "growth-in-two-loops": (in_loop(in_loop(GROW)) + in_loop(loads(8)), 1, 1),
    "as-deep-as-counts": (in_loop(in_loop(in_loop(in_loop(loads(1))))) + in_loop(GROW), 1, 1),
    "four-with-growth": (loads(2) + GROW + loads(4, 2), 2, 2),
    "two-with-growth": (loads(1) + GROW + loads(2, 1), 2, 0),
    "five-with-growth": (loads(2) + GROW + loads(5, 2), 2, 2),
    "call-that-grows": (loads(2) + "(call $grow)" + loads(5, 2), 2, 2),
    "call-that-does-not": (loads(2) + "(call $rest)" + loads(3, 2), 1, 1),
    "call-of-a-caller": (loads(2) + "(call $grow-later)" + loads(5, 2), 2, 2),
    "call-indirect": (loads(2) + "(call_indirect (i32.const 0))" + loads(5, 2), 2, 2),
    "growth-of-another": (loads(2) + "(drop (memory.grow 2 (i32.const 0)))" + loads(3, 2), 1, 1),
    "two-extents": (loads(3) + loads(6, 3, 4), 1, 2),
    "block-before-two-extents": ("(block (nop))" + loads(1) + loads(2, 1, 4), 2, 0),
    "loop-before-two-extents": (in_loop("(nop)") + loads(1) + loads(2, 1, 4), 2, 0),
    "handler": ("(try (do (call $rest)) (catch_all))" + loads(4), 4, 0),
}  # fmt: skip
MODULE = """(module
  (memory 1 3) (memory 1 1) (memory 1 2) (memory 1 1)
  (table 1 funcref) (elem (i32.const 0) $grow)
  (func $grow (drop (memory.grow 0 (i32.const 1))))
  (func $grow-later (call $rest) (call $grow))
  (func $rest (export "rest"))
{0})"""


def function(name, text):
    return f'  (func (export "{name}") (param {" ".join(["i32"] * 10)}) {text})'


def main(mode):
    if mode == "module":
        print(MODULE.format("\n".join(function(name, text) for name, (text, _, _) in CASES.items())))
    elif mode == "expected":
        print("rest 0 0", *(f"{name} {got} {limits}" for name, (_, got, limits) in CASES.items()), sep="\n")
    else:
        printed = sys.stdin.read()
        names = {index: name for name, index in re.findall(r'\(export "([^"]*)" \(func (\S+)\)\)', printed)}
        for name, index, body in re.findall(r"\n *\(func (\$\S+ )?\(;(\d+);\)(.*?)(?=\n *\(func |\Z)", printed, re.S):
            exported = names.get(name.strip()) or names.get(index)
            if exported:
                print(exported, body.count("global.get"), body.count("local.set") + body.count("local.tee"))


main(sys.argv[1])
