# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Which mistakes in a program the comparison by execution notices: makes each, runs it against the program, and counts.

It exists because a comparison that never failed proves nothing. It must never count a mistake that could not be made,
nor a comparison that did not take place, as noticed.

USAGE: noticed.py PROGRAM.wasm SCRATCH.wasm -- MUTATE... -- COMPARE...
The mutant and the program are put in place of @MUTATION, @PROGRAM and @MUTANT in the two commands.
"""

import subprocess
import sys

SAMPLES = 8
ONCE = ["grow-fails", "grow-one-less", "size-off-by-one"]
SAMPLED = ["offset-at", "flip-at", "drop-at"]
ABSENT = ("no such instruction", "there is nothing to choose from", "no section")


def run(command, values):
    words = [values.get(word, word) for word in command]
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def main(arguments):
    program, scratch = arguments[:2]
    rest = arguments[3:]
    mutate, compare = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    for kind in ONCE + SAMPLED:
        noticed = made = 0
        for mutation in [kind] if kind in ONCE else [f"{kind}={part}/{SAMPLES}" for part in range(SAMPLES)]:
            values = {"@MUTATION": mutation, "@PROGRAM": program, "@MUTANT": scratch}
            done = run(mutate, values)
            if done.returncode != 0:
                if any(reason in done.stderr for reason in ABSENT):
                    continue
                sys.exit(f"{mutation}: {done.stderr}")
            made += 1
            compared = run(compare, values)
            if compared.returncode not in (0, 1):
                sys.exit(f"{mutation}: {compared.stdout}{compared.stderr}")
            noticed += compared.returncode
        if made:
            print(f"{kind}: {noticed} of {made}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
