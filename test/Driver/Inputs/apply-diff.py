# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Applies one of the diffs in a log to a text and compares the result with another text.

It exists because a diff may look plausible and be wrong. It must never skip a line that does not fit.

USAGE: apply-diff.py PASS LOG BEFORE AFTER   (BEFORE and AFTER: printed by -print-before=PASS and -print-after=PASS)
"""

import re
import sys


def block(path, heading):
    """The lines after a heading, up to the next heading or message."""
    lines = open(path, encoding="utf-8").read().split("\n")
    begin = next(i for i, line in enumerate(lines) if line.startswith(f";; *** {heading} "))
    end = begin + 1
    while end < len(lines) and not re.match(r";; \*\*\* |\S*: (warning|error|remark): |remedy: |$", lines[end]):
        end += 1
    return lines[begin + 1 : end]


def main(name, log, before, after):
    old, new = block(before, "before " + name), block(after, "after " + name)
    made, at = [], 0
    for line in block(log, "after " + name):
        hunk = re.match(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@$", line)
        if hunk:
            first, count, to, added = map(int, hunk.groups())
            start = first - 1 if count else first
            made += old[at:start]
            at = start
            if len(made) != (to - 1 if added else to):
                sys.exit(f"the hunk {line} begins at line {len(made) + 1} of the new text")
            continue
        if line[0] in " -":
            if old[at] != line[1:]:
                sys.exit(f"line {at + 1} is {old[at]!r}, the diff says {line!r}")
            at += 1
        if line[0] in " +":
            made.append(line[1:])
    made += old[at:]
    print("the diff turns one into the other" if made == new else f"different: {made}\n{new}")


if __name__ == "__main__":
    main(*sys.argv[1:])
