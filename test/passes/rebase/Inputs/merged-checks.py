# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A function for each instruction that may stand between two accesses of one address; and how many checks it has then.

What: one check covers both accesses where nothing between them traps or could be seen after a trap (rebase S14).
Why:  a check that comes too early hides an effect or another trap; one too many costs.
Never: takes an instruction for another one: each has its function.

USAGE: merged-checks.py module            prints the module
       merged-checks.py count < PRINTED   compares the checks of each function with what is expected
"""

import re
import sys

TRUNCATIONS = [f"{to}.trunc_{of}_{sign}" for to in ("i32", "i64") for of in ("f32", "f64") for sign in "su"]
ONE = {  # checks cover what stands behind it
    "nothing": "",
    "nop": "(nop)",
    "drop": "(drop (local.get $x))",
    "select": "(drop (select (local.get $x) (local.get $y) (i32.const 1)))",
    "typed-select": "(drop (select (result i32) (local.get $x) (local.get $y) (i32.const 1)))",
    "block": "(block (nop))",
    "set": "(local.set $y (local.get $x))",
    "tee": "(drop (local.tee $y (local.get $x)))",
    "global-get": "(drop (global.get $g))",
    "ref-null": "(drop (ref.null func))",
    "ref-func": "(drop (ref.func $f))",
    "ref-is-null": "(drop (ref.is_null (ref.null func)))",
    "add": "(drop (i32.add (local.get $x) (i32.const 5)))",
    "mul-i64": "(drop (i64.mul (i64.const 5) (i64.const 6)))",
    "sqrt-f32": "(drop (f32.sqrt (f32.const 5)))",
    "sqrt-f64": "(drop (f64.sqrt (f64.const 5)))",
    "saturating": "(drop (i32.trunc_sat_f32_s (f32.const 5)))",
    "vector": "(drop (v128.not (v128.const i64x2 1 2)))",
    "lane": "(drop (i32x4.extract_lane 1 (v128.const i64x2 1 2)))",
    "shuffle": "(drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (v128.const i64x2 1 2) (v128.const i64x2 1 2)))",
    "load8": "(drop (i32.load8_u $a offset=4 (local.get $p)))",
    "load": "(drop (f64.load $a offset=4 (local.get $p)))",
}  # fmt: skip
TWO = {
    **{f"{type}.{op}": f"(drop ({type}.{op} ({type}.const 6) ({type}.const 2)))" for type in ("i32", "i64")
       for op in ("div_s", "div_u", "rem_s", "rem_u")},
    **{op: f"(drop ({op} ({op.split('_')[1]}.const 5)))" for op in TRUNCATIONS},
    "global-set": "(global.set $g (local.get $x))",
    "call": "(call $f)",
    "block-with-branch": "(block (br_if 0 (local.get $x)))",
    "loop": "(loop)",
    "if": "(if (local.get $x) (then))",
    "store": "(i32.store $a (local.get $p) (local.get $x))",
    "atomic-load": "(drop (i32.atomic.load (local.get $p)))",
    "other-address": "(local.set $p (i32.add (local.get $p) (i32.const 8)))",
    "other-memory": "(i32.store $b (i32.const 0) (local.get $x))",
    "load-that-the-engine-checks": "(drop (i32.load $last (local.get $p)))",
    "load-that-always-traps": "(drop (i32.load $a offset=65536 (local.get $p)))",
    "table-set": "(table.set 0 (i32.const 0) (ref.null func))",
    "size": "(drop (memory.grow $c (i32.const 0)))",
}  # fmt: skip
FUNCTION = """  (func (export "{0}") (param $p i32) (param $x i32) (param $y i32)
    (drop (i32.load $a (local.get $p)))
    {1}
    (drop (i32.load $a offset=8 (local.get $p))))"""
MODULE = """(module
  (memory $a 1 1) (memory $b 1 1) (memory $c 1 2) (memory $last 1 1)
  (global $g (mut i32) (i32.const 0))
  (table 1 funcref) (elem declare func $f)
  (func $f)
{0})"""


def main(mode):
    if mode == "module":
        print(MODULE.format("\n".join(FUNCTION.format(name, text) for name, text in {**ONE, **TWO}.items())))
        return 0
    printed = sys.stdin.read()
    names = dict((index, name) for name, index in re.findall(r'\(export "([^"]*)" \(func (\d+)\)\)', printed))
    bodies = re.findall(r"\n *\(func (?:\$\S+ )?\(;(\d+);\)(.*?)(?=\n *\(func |\Z)", printed, re.S)
    counts = {names[index]: len(re.findall(r"i32[.]gt_u", body)) for index, body in bodies if index in names}
    wrong = [f"{name}: {counts.get(name)} checks, not {count}" for cases, count in ((ONE, 1), (TWO, 2)) for name in cases
             if counts.get(name) != count]
    print(f"{len(ONE) + len(TWO)} functions, {len(wrong)} with other checks than expected", *wrong, sep="\n")
    return len(wrong) != 0


sys.exit(main(sys.argv[1]))
