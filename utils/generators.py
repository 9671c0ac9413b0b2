# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Valid modules made from numbers, by our generator and by Debian's wasm-opt.

What: one module per call; the same number gives the same module.
Why:  the cross-check of the verifier and the metamorphic checks want modules that nobody wrote.
Must never: go on without a module.
"""

import pathlib
import random
import subprocess
import sys

# Debian's wasm-opt makes modules that were valid when references were subtypes of externref.
EVERYTHING = ["--all-features", "--disable-gc", "--disable-typed-function-references", "--disable-reference-types"]
# What is lowered, as threads are not, and run by wabt's interpreter, which does the other two wrongly.
LOWERED = [*EVERYTHING, "--disable-threads", "--disable-exception-handling", "--disable-tail-call"]
IN_BOUNDS = ["--no-fuzz-oob"]


def run(command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr.decode(errors='replace')}")


def ours(meld_generate, seed, target, *flags):
    """By the generator of the fuzz targets (test/fuzz/Generator.h), with flags of meld-generate."""
    run([meld_generate, str(seed), "-o", target, *flags])
    return target


def binaryens(seed, target, flags):
    """By wasm-opt -ttf, from a file of random bytes beside the target."""
    generator = random.Random(seed)
    source = pathlib.Path(f"{target}.random")
    source.write_bytes(generator.randbytes(generator.randrange(200, 3000)))
    run(["wasm-opt", "-ttf", *flags, source, "-o", target])
    source.unlink()
    return target
