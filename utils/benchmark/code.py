# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the cost of lowered code: run time in V8 and size of the two-allocator program of the tests,
#       before and after lowering, and as Binaryen lowers it.
# Why:  a fast tool that makes slow code is of no use.
# Must never: compare programs that compute different results.

import json
import pathlib
import statistics
import subprocess

from .inputs import MERGE, TARGET, run, sections_of, without_memory_exports

LINK = [*TARGET, "-mexec-model=reactor", "-nostartfiles", "-Wl,--no-entry", "-Wl,--export=__wasm_call_ctors"]
ROUNDS = 9


def build(root: pathlib.Path, work: pathlib.Path) -> pathlib.Path:
    npm = root / "utils" / "npm" / "node_modules" / ".bin"
    parts = []
    for name in ("a", "b"):
        source = root / "test" / "real" / "Inputs" / f"pair-{name}.c"
        compiled, linked = work / f"pair-{name}.o", work / f"pair-{name}.wasm"
        run("clang-19", *TARGET, "-std=c17", "-O2", "-c", source, "-o", compiled)
        run("clang-19", *LINK, "-Wl,-z,stack-size=4096", "-Wl,--import-undefined", "-Wl,--strip-all", compiled, "-o", linked)
        parts += [linked, name]
    merged = work / "pair.wasm"
    run(npm / "wasm-merge", *parts, *MERGE, "-o", merged)
    merged.write_bytes(without_memory_exports(merged.read_bytes()))
    return merged


def code_bytes(path: pathlib.Path) -> int:
    return sum(len(payload) for kind, payload in sections_of(path.read_bytes()) if kind == 10)


def compare(root: pathlib.Path, meld: str, work: pathlib.Path, markdown: bool) -> None:
    npm = root / "utils" / "npm" / "node_modules" / ".bin"
    original = build(root, work)
    variants = {"original, two memories": original}
    for bounds in ("none", "trap"):
        lowered = work / f"pair-{bounds}.wasm"
        command = [meld, f"-passes=rebase<reserve=64;bounds={bounds}>,bump-grow", str(original), "-o", str(lowered)]
        lowered.unlink(missing_ok=True)
        if subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            variants[f"meld-opt, bounds={bounds}"] = lowered
    other = work / "pair-binaryen.wasm"
    run(npm / "wasm-opt", "--all-features", "--multi-memory-lowering", original, "-o", other)
    variants["wasm-opt --multi-memory-lowering"] = other

    times: dict[str, list[float]] = {name: [] for name in variants}
    sums = set()
    for _ in range(ROUNDS):  # in turns, so that a busy moment hits all alike
        for name, path in variants.items():
            command = [npm / "node", "--no-liftoff", pathlib.Path(__file__).with_name("run-calls.mjs"), path]
            answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            times[name].append(answer["milliseconds"])
            sums.add(tuple(answer["sums"]))
    if len(sums) != 1:
        raise SystemExit("bench: the variants computed different sums")

    title = f"run time in V8 of the two-allocator program, median of {ROUNDS}"
    print(f"\n### {title}\n" if markdown else f"\n{title}")
    base = statistics.median(times["original, two memories"])
    size = code_bytes(original)
    if markdown:
        print("| code | ms | ratio | bytes of code | growth |\n|---|---:|---:|---:|---:|")
    for name, path in variants.items():
        milliseconds, bytes_ = statistics.median(times[name]), code_bytes(path)
        cells = [f"{name:<34}", f"{milliseconds:8.1f}", f"{milliseconds / base:6.3f}x", f"{bytes_:8d}", f"{100 * (bytes_ / size - 1):+6.1f} %"]
        print("| " + " | ".join(cells) + " |" if markdown else "  " + "  ".join(cells))
