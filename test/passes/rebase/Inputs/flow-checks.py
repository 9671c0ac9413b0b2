# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions in which an address is, or is not, known to be proven: past an instruction of every kind, and where ways join.

What: JOINS: what two ways prove together. MANY: how much is kept in mind at a time. LOOPS: a loop at every byte. STACK: an
      address lies on the stack while another instruction takes its operands from above it and leaves its results there; it
      is known afterwards, so that it needs no second check.
Why:  one operand too many or too few, and the address would be taken for another value.
Never: has two ideas in one function.

USAGE: flow-checks.py module|expected TYPE      the module, or `NAME CHECKS` for each function; TYPE: of addresses
"""

import re
import sys

# Functions of (param $p) (param $q) (param $c i32); `P` is a proof of eight bytes from $p on.
P = "(drop (i64.load 1 (local.get $p)))"
HALF = "(drop (i32.load 1 (local.get $p)))"
FROM_4 = "(drop (i64.load 1 (iNN.add (local.get $p) (iNN.const 4))))"
LOAD, LOAD_8 = "(drop (i32.load 1 (local.get $p)))", "(drop (i64.load 1 (local.get $p)))"
FROM_8 = FROM_4.replace("const 4", "const 8")
LOAD_AT_8 = "(drop (i32.load 1 (iNN.add (local.get $p) (iNN.const 8))))"
BYTE = "(drop (i32.load8_u 1 (local.get $p)))"
IN_0, OF_Q = P.replace("load 1", "load 0"), P.replace("$p", "$q")
LOAD_AT_4 = "(drop (i32.load 1 (iNN.add (local.get $p) (iNN.const 4))))"
CALL = "(call $f)"  # no check before it covers what comes after it


def at(begin, load="i64.load", of="$p"):
    return f"(drop ({load} 1 (iNN.add (local.get {of}) (iNN.const {begin}))))"


def arms(one, other):
    return f"(if (local.get $c) (then {one}) (else {other}))"


JOINS = {
    "both": (arms(P, HALF) + LOAD, 2),
    "both-other-way": (arms(HALF, P) + LOAD, 2),
    "both-one-byte": (arms(BYTE, BYTE) + BYTE, 2),
    "both-not-so-far": (arms(P, HALF) + LOAD_8, 3),
    "both-not-so-far-other-way": (arms(HALF, P) + LOAD_8, 3),
    "overlap": (arms(P, FROM_4) + LOAD_AT_4, 2),
    "overlap-other-way": (arms(FROM_4, P) + LOAD_AT_4, 2),
    "overlap-begins-later": (arms(P, FROM_4) + LOAD, 3),
    "overlap-begins-later-other-way": (arms(FROM_4, P) + LOAD, 3),
    "overlap-ends-earlier": (arms(P, FROM_4) + FROM_4, 3),
    "overlap-ends-earlier-other-way": (arms(FROM_4, P) + FROM_4, 3),
    "overlap-far": (arms(FROM_4, FROM_8) + LOAD_AT_8, 2),
    "overlap-far-other-way": (arms(FROM_8, FROM_4) + LOAD_AT_8, 2),
    "disjoint": (arms(P, FROM_8) + LOAD, 3),
    "disjoint-other-way": (arms(FROM_8, P) + LOAD_AT_8, 3),
    "two-branches": (f"(block (br_if 0 (local.get $c)) {P} (br_if 0 (local.get $c)))" + LOAD, 2),
    "two-memories": (P + IN_0 + "(call $f)" + P + IN_0, 2),
    "two-locals": (P + OF_Q + "(call $f)" + P + OF_Q, 2),
    "covers-across-another": (HALF + IN_0 + LOAD_8, 2),
    "other-memory": (arms(P, IN_0) + LOAD, 3),
    "other-local": (arms(P, OF_Q) + LOAD, 3),
    "one-of-two": (arms(P + OF_Q, OF_Q) + LOAD.replace("$p", "$q"), 3),
    "one-arm": (f"(if (local.get $c) (then {P}))" + LOAD, 2),
    "one-arm-after": (P + f"(if (local.get $c) (then (local.set $q (local.get $p))))" + LOAD, 1),
    "arm-that-ends": (f"(if (local.get $c) (then {P}) (else (return)))" + LOAD, 1),
    "arm-that-throws": (f"(if (local.get $c) (then {P}) (else (throw $none)))" + LOAD, 1),
    "arm-that-traps": (f"(if (local.get $c) (then {P}) (else (unreachable)))" + LOAD, 1),
    "arm-that-calls-last": (f"(if (local.get $c) (then {P}) (else (return_call $f)))" + LOAD, 1),
    "dead-arms": (f"(block (br 0) (if (local.get $c) (then {P})))" + LOAD, 2),
    "loop-that-assigns": (P + "(loop (drop (i32.load 1 (local.get $p))) (local.set $p (local.get $q)) (br_if 0 (local.get $c)))", 2),
    "loop-that-does-not": (P + "(loop (drop (i32.load 1 (local.get $p))) (local.set $q (local.get $p)) (br_if 0 (local.get $c)))", 1),
    "assigned-after-loop": (P + "(loop (drop (i32.load 1 (local.get $p))) (br_if 0 (local.get $c))) (local.set $p (local.get $q))", 1),
    "minus": (P + "(drop (i32.load 1 (iNN.add (iNN.sub (local.get $p) (iNN.const 4)) (iNN.const 8))))", 1),
    "minus-too-far": (P + "(drop (i32.load 1 (iNN.sub (local.get $p) (iNN.const 4))))", 2),
    "minus-itself": (P + "(drop (i32.load 1 (iNN.sub (iNN.const 0) (local.get $p))))", 2),
    "plus-constant-first": (P + "(drop (i32.load 1 (iNN.add (iNN.const 4) (local.get $p))))", 1),
    "back-and-forth": (P + "(drop (i32.load 1 (iNN.add (iNN.add (local.get $p) (iNN.const -4)) (iNN.const 8))))", 1),
    "tee-is-the-address": (P + "(drop (i32.load 1 (local.tee $q (local.get $p))))", 1),
    "plus-unknown": (P + "(drop (i32.load 1 (iNN.add (local.get $p) (local.get $q))))", 2),
    "constants": ("(drop (i32.load 1 (iNN.add (iNN.const 65000) (iNN.const 500)))) (drop (i32.load 1 (iNN.sub (iNN.const 65536) (iNN.const 4))))", 0),
    "constants-past-the-end": ("(drop (i32.load 1 (iNN.sub (iNN.const 65536) (iNN.const 3))))", 1),
    "joined": (P + CALL + FROM_8 + CALL + at(4) + P + FROM_8, 2),
    "joined-other-way": (FROM_8 + CALL + P + CALL + at(4) + P + FROM_8, 2),
    "joined-no-further": (at(12) + CALL + at(4) + CALL + at(28), 3),
    "dead-branch": (f"(block {P} (br 0) (br 0))" + LOAD, 1),
    "dead-if": (P + "(block (br 0) (if (local.get $c) (then (nop))))" + LOAD, 1),
    "dead-else": (P + "(block (br 0) (if (local.get $c) (then (br 1)) (else (nop))))" + LOAD, 1),
    "dead-try": (P + "(block (br 0) (try (do (nop)) (catch_all (nop))))" + LOAD, 1),
    "dead-constant": ("(block (br 0) (drop (i32.load 1 (iNN.const 0))))", 1),
    "dead-address": (P + f"(block (br 0) {LOAD})", 2),
    "dead-missing-address": ("(block (unreachable) (i32.load 1) (drop))", 1),
    "assigned-before-try": ("(local.set $p (local.get $q))" + P + f"(try (do {CALL}) (catch_all {LOAD}))", 1),
    "handler-after-throw": (P + f"(try (do (throw $none)) (catch_all {LOAD}))", 1),
    "assigned-before-loop": ("(local.set $p (local.get $q))" * 8 + P + f"(loop {LOAD} (br_if 0 (local.get $c)))", 1),
    "widened-proves-later": (HALF + LOAD_8 + CALL + LOAD_8, 1),
    "past-the-end": ("(drop (i32.load 1 offset=65533 (local.get $p)))", 0),
    "sum-that-wraps": (P + "(drop (i32.load 1 (iNN.add (iNN.add (local.get $p) (iNN.const HALF)) (iNN.const HALF))))", 1),
    "constants-that-wrap": ("(drop (i32.load 1 (iNN.add (iNN.const HALF) (iNN.const HALF))))", 0),
    "shift-is-no-sum": (P + "(drop (i32.load 1 (iNN.shl (local.get $p) (iNN.const 0))))", 2),
}  # fmt: skip


def many(count, text, last):
    """`text` for each of so many locals, which it calls $n, and then `last`, with $0, $1 ... for the first of them."""
    locals = "".join(f"(local $_{i} iNN)" for i in range(count))
    each = "".join(text.replace("$n", f"$_{i}") for i in range(count))
    return locals + each + re.sub(r"\$(\d)", r"$_\1", last)


# Up to 32 facts are known at a time (rebase S11), and 16 checks may cover more (rebase S14); the oldest goes first.
FIRST, FIRST_8, SECOND, SECOND_8 = (text.replace("$p", local) for local in ("$0", "$1") for text in (LOAD, LOAD_8))
MANY = {
    "facts-32": (many(32, LOAD_8.replace("$p", "$n"), CALL + SECOND + FIRST), 32),
    "facts-33": (many(33, LOAD_8.replace("$p", "$n"), CALL + SECOND + FIRST), 34),
    "joined-facts-17": (many(17, at(0, of="$n") + CALL + at(8, of="$n") + CALL, FIRST), 34),
    "joined-facts-17-other-way": (many(17, at(8, of="$n") + CALL + at(0, of="$n") + CALL, FIRST), 34),
    "open-16": (many(16, LOAD.replace("$p", "$n"), SECOND_8 + FIRST_8), 16),
    "open-17": (many(17, LOAD.replace("$p", "$n"), SECOND_8 + FIRST_8), 18),
}  # fmt: skip
LOOPS = {
    f"loop-after-{n}": (P + "(nop)" * n + f"(loop {LOAD} (br_if 0 (local.get $c))) (local.set $p (local.get $q))", 1) for n in range(16)
}
# Past 2^32, in modules of 64 bits.
FAR = {
    "far": (P + "(drop (i32.load 1 (i64.add (local.get $p) (i64.const 4294967296))))", 2),
    "far-back": (P + "(drop (i32.load 1 (i64.sub (local.get $p) (i64.const 4294967296))))", 2),
}
# Above the address: instructions, whose results are dropped at the end. C and W are an i32 and an i64 of which nothing is
# known: taken for the address, they need a check.
UNKNOWN = {"C": "local.get $c", "W": "local.get $c i64.extend_i32_u"}
STACK = {
    "nothing": "",
    "call": "C W call $two drop",
    "call-indirect": "C W C call_indirect (type $two) drop",
    "global": "global.get $g global.set $g",
    "select": "C C C select drop",
    "select-typed": "C C C select (result i32) drop",
    "set": "C local.set $c",
    "tee": "C local.tee $c drop",
    "block": "block end",
    "block-result": "block (result i32) C end drop",
    "block-two-results": "block (result i32 i64) C W end drop drop",
    "block-parameters": "C W block (param i32 i64) (result f32) drop drop f32.const 3 end drop",
    "loop-parameters": "C W loop (param i32 i64) drop drop end",
    "if-parameters": "C W local.get $c if (param i32 i64) (result f32) drop drop f32.const 1 else drop drop f32.const 3 end drop",
    "if-result": "local.get $c if (result i64) W else W end drop",
    "try-result": "try (result i32) C catch $one end drop",
    "try-catch-all": "try (result i32) C catch_all C end drop",
    "br-out-of-more": "block (result i32) C C C br 0 end drop",
    "dead-pops": "block local.get $c br_if 0 unreachable C i32.add drop end",
    "br-if-out": "local.get $c br_if 0",
    "br-if": "block (result i32) C local.get $c br_if 0 end drop",
    "br-table": "block (result i32) C local.get $c br_table 0 0 end drop",
    "ref-null": "ref.null func drop",
    "ref-func": "ref.func $f drop",
    "ref-is-null": "ref.null func ref.is_null drop",
    "table-get": "C table.get 0 drop",
    "table-set": "C ref.null func table.set 0",
    "table-size": "table.size 0 drop",
    "table-grow": "ref.null func C table.grow 0 drop",
    "table-fill": "C ref.null func C table.fill 0",
    "table-copy": "C C C table.copy 0 0",
    "table-init": "C C C table.init 0 0",
    "elem-drop": "elem.drop 0",
    "memory-size": "memory.size 1 drop",
    "i32-sum": "C C i32.add drop",
    "i64-sum": "W W i64.add drop",
    "i32-difference": "C C i32.sub drop",
    "i64-difference": "W W i64.sub drop",
    "compare": "C C i32.lt_s drop",
    "unary": "f64.const 1 f64.sqrt drop",
    "load": "local.get $p f64.load 1 drop",
    "store": "local.get $p C i32.store8 1",
    "vector": "v128.const i64x2 1 2 v128.const i64x2 1 2 v128.const i64x2 1 2 v128.bitselect drop",
}  # fmt: skip
MODULE = """(module
  (type $two (func (param i32 i64) (result f32)))
  (memory iNN 1 1) (memory iNN 1 1) (memory iNN 1 1)
  (tag $none) (tag $one (param i32))
  (global $g (mut i32) (i32.const 0))
  (table 1 funcref) (elem func $f)
  (func $f (export "f"))
  (func $two (type $two) (f32.const 1))
{0})"""


def functions(kind):
    for name, (text, checks) in {**JOINS, **MANY, **LOOPS, **(FAR if kind == "i64" else {})}.items():
        yield name, text, checks
    for name, text in STACK.items():
        text = re.sub(r"\b[CW]\b", lambda found: UNKNOWN[found[0]], text)
        # $q, which is not proven, lies below.
        yield f"stack-{name}", f"{P} local.get $q local.get $p {text} i32.load 1 drop drop", 1


def main(mode, kind):
    if mode == "module":
        text = "\n".join(f'  (func (export "{name}") (param $p iNN) (param $q iNN) (param $c i32) {text})' for name, text, _ in functions(kind))
        print(MODULE.format(text).replace("const HALF", f"const {1 << (int(kind[1:]) - 1)}").replace("iNN", kind))
    else:
        print("f 0", *(f"{name} {checks}" for name, _, checks in functions(kind)), sep="\n")


main(*sys.argv[1:])
