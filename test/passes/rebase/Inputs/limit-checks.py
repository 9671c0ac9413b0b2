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


def extents(count, times, begin=0, memory=0):
    """Accesses of so many extents, 4 bytes more each, and so many addresses: the call keeps one check from covering two."""
    return "".join(
        f"(drop (i32.load {memory} offset={4 * (begin + n)} (local.get {i}))) (call $rest)" for n in range(count) for i in range(times)
    )


def arm(text):
    """An arm that does not come back, and one that computes a limit, and takes it again."""
    return f"(if (local.get 9) (then {text}) (else {loads(2)}))" + loads(3, 2)


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
    "up-to-what-is-there": (loads(2, 0, 65532), 1, 1),
    "further-than-that": (loads(2, 0, 65536) + loads(3, 2) + loads(4, 3, 4), 6, 0),
    "further-takes-none": (loads(1) + loads(2, 1, 65536) + GROW + loads(3, 2), 4, 0),
    "two-memories": (loads(2) + loads(4, 2).replace("load 0", "load 2"), 2, 2),
    "two-extents-in-loop": (in_loop(loads(1) + loads(2, 1, 4)), 1, 2),
    "one-before-another-in-loop": (loads(2) + in_loop(loads(3, 2, 4)), 1, 2),
    "at-hand-before-loop-that-grows": (loads(1) + in_loop(loads(2, 1) + GROW), 2, 0),
    "after-loop": (in_loop(loads(1)) + loads(2, 1), 1, 1),
    "block-between": (loads(1) + "(block (nop))" + loads(2, 1), 1, 1),
    "block-left-by-branch": ("(block (br 0))" + loads(2), 1, 1),
    "both-arms": (f"(if (local.get 9) (then {loads(1)}) (else {loads(2, 1)}))" + loads(3, 2), 2, 2),
    "one-arm": (f"(if (local.get 9) (then {loads(1)}))" + loads(2, 1), 2, 0),
    "dead": ("(unreachable)" + loads(2), 2, 2),  # it sets aside two addresses
    "dead-branch": (f"(block {loads(1)} (br 0) (br 0))" + loads(2, 1), 1, 1),
    "dead-if": (loads(1) + f"(block (br 0) {GROW} (if (local.get 9) (then (nop))))" + loads(2, 1), 1, 1),
    "dead-block-then-growth": (loads(1) + f"(if (local.get 9) (then (block (return)) {GROW}))" + loads(2, 1), 1, 1),
    "branch-past-one": ("(block (block (nop)) (br_if 0 (local.get 9))" + loads(1) + ")" + loads(2, 1), 2, 0),
    "branch-in-arm": (f"(block (if (local.get 9) (then (br 1)) (else {loads(1)}))" + loads(2, 1) + ")", 1, 1),
    "table-past-one": ("(block (block (br_if 0 (local.get 8)) (br_table 1 1 (local.get 9)))" + loads(1) + ")" + loads(2, 1), 2, 0),
    "arm-traps": (arm("(unreachable)"), 1, 1),
    "arm-returns": (arm("(return)"), 1, 1),
    "arm-throws": (arm("(throw $none)"), 1, 1),
    "arm-calls-last": (arm("(return_call $grow)"), 1, 1),
    "arm-calls-last-indirectly": (arm("(return_call_indirect (i32.const 0))"), 1, 1),
    # One that is kept anyway is taken before one that would have to be.
    "from-one-that-is-kept": (loads(1, 0, 4) + loads(2, 1) + loads(3, 2, 8) + GROW + loads(4, 3, 4) + loads(5, 4), 2, 2),
    "from-one-that-is-kept-past-a-join": (
        loads(1, 0, 4) + loads(2, 1) + "(block (br_if 0 (local.get 9)))" + loads(3, 2, 8) + GROW + loads(4, 3, 4) + loads(5, 4), 2, 2),
    "from-the-first": (
        f"(if (local.get 9) (then {loads(1) + loads(2, 1, 4)}) (else {loads(3, 2) + loads(4, 3, 4)}))" + loads(5, 4, 8), 2, 2),
    # Of 16 limits those that are needed most.
    "extents-17": (extents(17, 2), 1, 16),
    "nine-or-once-in-a-loop": (in_loop(extents(15, 2)) + GROW + loads(9, 0, 800) + GROW + in_loop(loads(10, 9, 400)), 3, 16),
    "twice-or-once-in-the-fifth-loop": (
        in_loop(in_loop(in_loop(in_loop(extents(15, 3))))) + GROW + in_loop(in_loop(in_loop(in_loop(loads(2, 0, 800)))))
        + GROW + in_loop(in_loop(in_loop(in_loop(in_loop(loads(3, 2, 400)))))), 3, 16),
    "one-too-many-in-loop": (in_loop(extents(1, 2) + loads(3, 2, 400)) + GROW + in_loop(extents(15, 2, 1)), 2, 16),
    "none-of-a-fixed-size": (extents(16, 3, 0, 1) + loads(2), 1, 1),
    "handler": ("(try (do (call $rest)) (catch_all))" + loads(4), 4, 0),
}  # fmt: skip
MODULE = """(module
  (tag $none)
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
