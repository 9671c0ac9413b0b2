#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: runs every modelled numeric instruction on edge values in the prover's executor and in an interpreter.
# Why: a wrong line in the table of semantics would make proofs of something else than the code.
# Never: leave out an instruction of the table.
"""USAGE: semantics.py OUT.wasm --tools Z3 WASM-INTERP WAT2WASM"""

import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "utils"))

from proof import semantics, smt, wasm  # noqa: E402
from proof.executor import Executor  # noqa: E402

COMPARE = "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u".split()
BINARY = "add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr".split()
CONVERT = [("i32", "i32.wrap_i64", "i64"), ("i64", "i64.extend_i32_s", "i32"), ("i64", "i64.extend_i32_u", "i32"),
           ("i32", "i32.eqz", "i32"), ("i32", "i32.eqz", "i64"), ("i32", "i32.extend8_s", "i32"),
           ("i32", "i32.extend16_s", "i32"), ("i64", "i64.extend8_s", "i64"), ("i64", "i64.extend16_s", "i64"),
           ("i64", "i64.extend32_s", "i64")]
VALUES = {"i32": [0, 1, 7, 33, 0x80, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF],
          "i64": [0, 1, 7, 65, 0x8000, 0x80000000, 0xFFFFFFFF, (1 << 63) - 1, 1 << 63, (1 << 64) - 1]}


def programs():
    """(result type, instructions) of each case."""
    for kind, values in VALUES.items():
        for left in values:
            for right in values:
                operands = f"{kind}.const {left} {kind}.const {right}"
                for name in COMPARE:
                    yield "i32", f"{operands} {kind}.{name}"
                for name in BINARY:
                    yield kind, f"{operands} {kind}.{name}"
    for result, name, source in CONVERT:
        for value in VALUES[source]:
            yield result, f"{source}.const {value} {name.replace('i32.eqz', source + '.eqz')}"
    for condition in (0, 1, 0x80000000):
        yield "i64", f"i64.const 5 i64.const 6 i32.const {condition} select"


def modelled(module, solver):
    """The executor's answer for every function: a number or "trap"."""
    script, paths = smt.Script(), []
    for function in range(len(module.functions)):
        executor = Executor(module, function, script)
        paths += [(function, outcome) for outcome in executor.run(executor.entry([]))]
    answers = solver.check(script, [outcome.state.condition for _, outcome in paths])
    taken = [path for path, answer in zip(paths, answers) if answer == "sat"]
    assert [function for function, _ in taken] == list(range(len(module.functions))), "not exactly one path each"
    returning = [(function, outcome) for function, outcome in taken if outcome.kind == "return"]
    values = solver.model(script, [], [outcome.results[0] for _, outcome in returning])
    found = dict(zip((function for function, _ in returning), values))
    return [found.get(function, "trap") for function in range(len(module.functions))]


def interpreted(program, path, count):
    done = subprocess.run([program, path, "--run-all-exports"], text=True, capture_output=True, check=False)
    lines = re.findall(r"^f\d+\(\) => (?:i\d+:(\d+)|error: .*)$", done.stdout, re.M)
    assert len(lines) == count, done.stdout[-300:] + done.stderr[-300:]
    return [int(line) if line else "trap" for line in lines]


def main():
    output, (z3, interpreter, assembler) = sys.argv[1], sys.argv[3:]
    cases = list(programs())
    text = "\n".join(f'(func (export "f{index}") (result {kind}) {body})' for index, (kind, body) in enumerate(cases))
    pathlib.Path(output + ".wat").write_text(f"(module {text})", encoding="utf-8")
    subprocess.run([assembler, output + ".wat", "-o", output], check=True)
    module = wasm.decode(pathlib.Path(output).read_bytes())
    ours, theirs = modelled(module, smt.Solver(z3)), interpreted(interpreter, output, len(cases))
    wrong = 0
    for (_, body), mine, other in zip(cases, ours, theirs):
        if mine != other:
            wrong += 1
            print(f"differs: {body}: executor {mine}, interpreter {other}")
    seen = {instruction.opcode for entry in module.functions for instruction in wasm.scanBody(module, entry)}
    tables = (semantics.COMPARE, semantics.BINARY, semantics.EQZ, semantics.SIGN_EXTEND)
    unseen = {code for table in tables for code in table} - seen
    print(f"{len(cases)} cases, {ours.count('trap')} traps, {wrong} differ, {len(unseen)} opcodes not tried")
    return 1 if wrong or unseen else 0


if __name__ == "__main__":
    sys.exit(main())
