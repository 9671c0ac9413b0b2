# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: runs a command several times and takes the median of what the kernel accounted to it.
# Why:  processor time is what a build farm pays; wall time depends on the neighbours.
# Must never: count the parent's time or a failed run.

import os
import platform
import statistics
import time
from dataclasses import dataclass


@dataclass
class Result:
    processor: float  # seconds, user + system, of the process and its children
    wall: float  # seconds
    resident: int  # bytes at the peak
    failure: str = ""


def run(command: list[str]) -> Result:
    begin = time.monotonic()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        try:
            os.execvp(command[0], command)
        except OSError:
            os._exit(127)
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - begin
    failure = "" if status == 0 else f"failed (exit status {os.waitstatus_to_exitcode(status)})"
    return Result(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, failure)


def median(command: list[str], runs: int) -> Result:
    """Each figure is the median of its own; the first run, which warms the caches, does not count."""
    warm = run(command)
    if warm.failure:
        return warm
    results = [run(command) for _ in range(runs)]
    failed = next((result for result in results if result.failure), None)
    if failed:
        return failed
    return Result(*(statistics.median(getattr(result, name) for result in results) for name in ("processor", "wall", "resident")))


def floor() -> int:
    """A process starts with the peak of the one that forked it, this interpreter's: nothing below is seen."""
    return run(["true"]).resident


def machine() -> str:
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return f"{model}, {os.cpu_count()} processors, Linux {platform.release()}, load {os.getloadavg()[0]:.1f}"


def print_table(title, results, reference, markdown, unit="s", size=None) -> None:
    base = next((result.processor for name, result in results if name == reference and not result.failure), None)
    scale, digits = (1000, 1) if unit == "ms" else (1, 3)
    rows = [["tool", f"processor {unit}", f"wall {unit}", "peak MiB"]]
    if reference:
        rows[0].append("less than wasm-opt")
    if size:
        rows[0].append("peak / input")
    least = floor() * 1.1
    for name, result in results:
        if result.failure:
            rows.append([name, result.failure] + [""] * (len(rows[0]) - 2))
            continue
        row = [name, f"{result.processor * scale:.{digits}f}", f"{result.wall * scale:.{digits}f}", f"{result.resident / 2**20:.1f}" if result.resident > least else f"< {least / 2**20:.0f}"]
        if reference:
            row.append(f"{base / result.processor:.1f}x" if base and result.processor else "")
        if size:
            row.append(f"{result.resident / size:.1f}" if result.resident > least else "")
        rows.append(row)
    print(f"\n### {title}\n" if markdown else f"\n{title}", flush=True)
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [cell.ljust(widths[i]) if i == 0 else cell.rjust(widths[i]) for i, cell in enumerate(row)]
        print("| " + " | ".join(cells) + " |" if markdown else "  " + "  ".join(cells).rstrip(), flush=True)
        if markdown and number == 0:
            print("|" + "|".join(["---"] + ["---:"] * (len(row) - 1)) + "|", flush=True)
