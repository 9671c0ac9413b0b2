# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the modules that are measured: made from the sources of the tests, taken from npm packages, or
#       multiplied from those.
# Why:  real code of several sizes, and one size that shows the growth.
# Must never: be downloaded by anything but utils/setup, or be committed.

import pathlib
import subprocess
from dataclasses import dataclass


@dataclass
class Input:
    title: str
    path: pathlib.Path
    memories: int = 1


TARGET = ["--target=wasm32-wasi", "--sysroot=/usr"]
LINK = [*TARGET, "-stdlib=libc++", "-mexec-model=reactor", "-nostartfiles", "-Wl,--no-entry", "-Wl,--export=__wasm_call_ctors"]
MERGE = ["--rename-export-conflicts", "--enable-multimemory", "--enable-bulk-memory", "--enable-sign-ext", "--enable-mutable-globals"]


def run(*command) -> None:
    """Quiet unless it fails; wasm-merge prints a whole module then, so only the end is shown."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: {command[0]} failed:\n{done.stderr[-2000:]}")


def link_containers(root: pathlib.Path, work: pathlib.Path, name: str, *flags: str) -> pathlib.Path:
    source = root / "test" / "real" / "Inputs" / "containers.cpp"
    compiled, linked = work / "containers.o", work / name
    if not linked.exists():
        run("clang++-19", *TARGET, "-std=c++20", "-stdlib=libc++", "-fno-exceptions", "-O2", "-c", source, "-o", compiled)
        run("clang++-19", *LINK, compiled, *flags, "-o", linked)
    return linked


def prepare(root: pathlib.Path, work: pathlib.Path, quick: bool) -> list[Input]:
    npm = root / "utils" / "npm" / "node_modules"
    esbuild = Input("esbuild-wasm (Go)", npm / "esbuild-wasm" / "esbuild.wasm")
    if quick:
        return [esbuild]
    more = [f"-Wl,--export={name}" for name in ("printf", "scanf", "strtod", "regcomp", "regexec", "qsort", "strftime", "glob")]
    small = link_containers(root, work, "containers.wasm", "-Wl,--strip-debug", *more)
    archive = ["-Wl,--whole-archive", "-lc++", "-lc", "-Wl,--no-whole-archive", "-Wl,--no-gc-sections", "-Wl,--allow-undefined"]
    libraries = link_containers(root, work, "libraries.wasm", *archive, "-Wl,--strip-all")
    merged = work / "two-memories.wasm"
    if not merged.exists():
        archive.append("-Wl,--export-dynamic")
        exporting = link_containers(root, work, "exporting.wasm", *archive, "-Wl,--strip-all")
        run(npm / ".bin" / "wasm-merge", exporting, "a", exporting, "b", *MERGE, "--enable-reference-types", "-o", merged)
    large = work / "multiplied.wasm"
    if not large.exists():
        large.write_bytes(multiply(esbuild.path.read_bytes(), 100_000_000))
    return [
        Input("containers.cpp with some of wasi-libc (C, C++)", small),
        Input("all of wasi-libc and libc++ (C, C++)", libraries),
        Input("the same twice, two memories", merged, 2),
        esbuild,
        Input("esbuild-wasm, functions repeated", large),
    ]


# Multiplying. ---------------------------------------------------------------


def read_leb(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def leb(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def sections_of(data: bytes) -> list[tuple[int, bytes]]:
    """Ids and payloads."""
    sections, at = [], 8
    while at < len(data):
        kind = data[at]
        size, at = read_leb(data, at + 1)
        sections.append((kind, data[at : at + size]))
        at += size
    return sections


def without_memory_exports(data: bytes) -> bytes:
    """Binaryen lowers a module only if no memory but the first is exported; so none is."""
    out = bytearray(data[:8])
    for kind, payload in sections_of(data):
        if kind == 7:
            count, at = read_leb(payload, 0)
            kept = []
            for _ in range(count):
                begin = at
                length, at = read_leb(payload, at)
                target = at + length
                at = read_leb(payload, target + 1)[1]
                if payload[target] != 2:
                    kept.append(payload[begin:at])
            payload = leb(len(kept)) + b"".join(kept)
        out += bytes([kind]) + leb(len(payload)) + payload
    return bytes(out)


def multiply(data: bytes, wanted: int) -> bytes:
    """A valid module of at least `wanted` bytes: the functions of `data` again and again, calling the first ones."""
    sections = sections_of(data)
    code = next(payload for kind, payload in sections if kind == 10)
    times = -(-(wanted - len(data)) // len(code)) + 1
    out = bytearray(data[:8])
    for kind, payload in sections:
        if kind == 0:  # custom sections would speak of the original only
            continue
        if kind in (3, 10):
            count, begin = read_leb(payload, 0)
            payload = leb(count * times) + payload[begin:] * times
        out += bytes([kind]) + leb(len(payload)) + payload
    return bytes(out)
