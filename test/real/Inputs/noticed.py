# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Which mistakes in a program the comparison by execution notices: makes each, runs it against the program, and counts.

It exists because a comparison that never failed proves nothing. It must never count a mistake that could not be made,
nor a comparison that did not take place, as noticed. A wrong offset in code that no call runs cannot be noticed by
running: an `unreachable` put in its place tells how many the calls reached.

USAGE: noticed.py PROGRAM.wasm SCRATCH.wasm -- MUTATE... -- COMPARE...
The mutant and the program are put in place of @MUTATION, @PROGRAM and @MUTANT in the two commands.
"""

import subprocess
import sys

SAMPLES = 8
ONCE = ["grow-fails", "grow-one-less", "size-off-by-one"]
SAMPLED = ["offset-at", "flip-at", "drop-at"]
REACHED_IF_NOTICED = {"offset-at": "trap-at"}
ABSENT = ("no such instruction", "there is nothing to choose from", "no section")


def run(command, values):
    words = [values.get(word, word) for word in command]
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def is_noticed(mutation, mutate, compare, program, scratch):
    """None if there is no such mutation of the program."""
    values = {"@MUTATION": mutation, "@PROGRAM": program, "@MUTANT": scratch}
    made = run(mutate, values)
    if made.returncode != 0:
        if any(reason in made.stderr for reason in ABSENT):
            return None
        sys.exit(f"{mutation}: {made.stderr}")
    compared = run(compare, values)
    if compared.returncode not in (0, 1):
        sys.exit(f"{mutation}: {compared.stdout}{compared.stderr}")
    return compared.returncode == 1


def main(arguments):
    program, scratch = arguments[:2]
    rest = arguments[3:]
    mutate, compare = rest[: rest.index("--")], rest[rest.index("--") + 1 :]
    for kind in ONCE + SAMPLED:
        parts = [""] if kind in ONCE else [f"={part}/{SAMPLES}" for part in range(SAMPLES)]
        made, probe = len(parts), REACHED_IF_NOTICED.get(kind)
        if probe:
            parts = [part for part in parts if is_noticed(probe + part, mutate, compare, program, scratch)]
        noticed = [is_noticed(kind + part, mutate, compare, program, scratch) for part in parts]
        if None not in noticed:
            print(f"{kind}: {sum(noticed)} of {made}" + (f", {len(parts)} reached" if probe else ""), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
