# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the cost of lowered code: run time in V8 and size of programs with two memories, before and after lowering, and as
#       Binaryen lowers them.
# Why:  a fast tool that makes slow code is of no use.
# Must never: compare programs that compute different results, or leave out a lowering because it looks bad.

import json
import pathlib
import statistics
import subprocess
from dataclasses import dataclass

from .inputs import MERGE, TARGET, run, sections_of, without_memory_exports

LINK = [*TARGET, "-mexec-model=reactor", "-nostartfiles", "-Wl,--no-entry", "-Wl,--export=__wasm_call_ctors",
        "-Wl,-z,stack-size=16384", "-Wl,--import-undefined", "-Wl,--strip-all"]
PROCESSES = 7  # of each variant, in turns
ORIGINAL = "original, two memories"


@dataclass
class Program:
    title: str
    parts: list  # (source, name it is imported by)
    calls: dict  # for run-calls.mjs


PROGRAMS = [
    Program("two allocators: lists and records (C)",
            [("test/real/Inputs/pair-a.c", "a"), ("test/real/Inputs/pair-b.c", "b")],
            {"setup": [["a_work", 150, 1500]], "round": [["a_sum"], ["b_sum", "i"]], "times": 120}),
    Program("text and containers: formatting, regular expressions, sorting (C), maps and strings (C++)",
            [("utils/benchmark/programs/text.c", "text"), ("test/real/Inputs/containers.cpp", "containers")],
            {"setup": [["text_write", 1500]], "round": [["text_read", "i"], ["sort_numbers", 3000, "i"]], "times": 6}),
    Program("digests and numbers: SHA-256, CRC-32, repetitions, matrices, sieve, heap (C)",
            [("utils/benchmark/programs/digest.c", "digest"), ("utils/benchmark/programs/numeric.c", "numeric")],
            {"setup": [["digest_fill", 200000], ["numeric_fill"]], "round": [["digest_round", "i"]], "times": 20}),
]


def build(root: pathlib.Path, work: pathlib.Path, program: Program) -> pathlib.Path:
    npm = root / "utils" / "npm" / "node_modules" / ".bin"
    include = f"-I{root / 'test' / 'real' / 'Inputs'}"
    parts = []
    for source, name in program.parts:
        compiled, linked = work / f"{name}.o", work / f"{name}.wasm"
        isC = source.endswith(".c")
        compiler = ["clang-19", "-std=c17"] if isC else ["clang++-19", "-std=c++20", "-stdlib=libc++", "-fno-exceptions"]
        run(*compiler, *TARGET, "-O2", include, "-c", root / source, "-o", compiled)
        run("clang-19" if isC else "clang++-19", *([] if isC else ["-stdlib=libc++"]), *LINK, compiled, "-o", linked)
        parts += [linked, name]
    merged = work / f"{program.parts[0][1]}-merged.wasm"
    run(npm / "wasm-merge", *parts, *MERGE, "--enable-reference-types", "-o", merged)
    merged.write_bytes(without_memory_exports(merged.read_bytes()))
    return merged


def lower(root: pathlib.Path, meld: str, original: pathlib.Path) -> dict[str, pathlib.Path]:
    """Each variant of the program. Binaryen gets no reserve: its memories go on growing."""
    npm = root / "utils" / "npm" / "node_modules" / ".bin"
    variants = {ORIGINAL: original}
    for bounds in ("none", "trap"):
        lowered = original.with_suffix(f".{bounds}.wasm")
        passes = f"-passes=rebase<reserve=16;bounds={bounds}>,bump-grow"
        run(meld, passes, original, "-o", lowered)
        variants[f"meld-opt, bounds={bounds}"] = lowered
    for flag in ("--multi-memory-lowering", "--multi-memory-lowering-with-bounds-checks"):
        lowered = original.with_suffix(f".{flag[2:]}.wasm")
        run(npm / "wasm-opt", "--all-features", flag, original, "-o", lowered)
        variants[f"wasm-opt {flag}"] = lowered
    return variants


def code_bytes(path: pathlib.Path) -> int:
    return sum(len(payload) for kind, payload in sections_of(path.read_bytes()) if kind == 10)


def time_calls(root: pathlib.Path, path: pathlib.Path, calls: dict) -> dict | None:
    """Nothing if the program fails."""
    npm = root / "utils" / "npm" / "node_modules" / ".bin"
    command = [npm / "node", "--no-liftoff", "--single-threaded", pathlib.Path(__file__).with_name("run-calls.mjs"), path,
               json.dumps({**calls, "rounds": 5})]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else None


def compare(root: pathlib.Path, meld: str, work: pathlib.Path, markdown: bool) -> None:
    for program in PROGRAMS:
        variants = lower(root, meld, build(root, work, program))
        best: dict[str, list[float]] = {name: [] for name in variants}
        sums, failed = {}, set()
        for _ in range(PROCESSES):  # in turns, so that a busy moment hits all alike
            for name, path in variants.items():
                answer = None if name in failed else time_calls(root, path, program.calls)
                if answer is None:
                    failed.add(name)
                    continue
                best[name].append(min(answer["milliseconds"]))
                sums[name] = answer["sum"]
        print_program(program, variants, best, sums, markdown)


def print_program(program, variants, best, sums, markdown) -> None:
    title = f"{program.title}: median of {PROCESSES} processes, the best of 5 rounds in each"
    print(f"\n### {title}\n" if markdown else f"\n{title}")
    base, size = statistics.median(best[ORIGINAL]), code_bytes(variants[ORIGINAL])
    if markdown:
        print("| code | ms | ratio | bytes of code | growth |\n|---|---:|---:|---:|---:|")
    for name, path in variants.items():
        bytes_ = code_bytes(path)
        if name not in sums:
            timing = [f"{'fails':>8}", f"{'':>7}"]
        elif sums[name] != sums[ORIGINAL]:
            timing = [f"{'wrong':>8}", f"{'':>7}"]
        else:
            milliseconds = statistics.median(best[name])
            timing = [f"{milliseconds:8.1f}", f"{milliseconds / base:6.3f}x"]
        cells = [f"{name:<52}", *timing, f"{bytes_:8d}", f"{100 * (bytes_ / size - 1):+6.1f} %"]
        print("| " + " | ".join(cells) + " |" if markdown else "  " + "  ".join(cells))
