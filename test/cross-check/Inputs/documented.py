# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks that every reason of explained.txt stands in the table of docs/testing.md.

What: one line of output for each reason that does not.
Why:  whoever reads the documentation learns every way in which we differ from other engines.
Must never: accept a list without entries.

USAGE: documented.py TESTING.md
"""

import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import verdicts  # noqa: E402

rules = verdicts.Explained(os.path.join(HERE, "explained.txt")).rules
with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
names = {"wabt": "wabt 1.0.32", "v8": "V8 of Node 22"}
missing = sorted({why for engine, _, _, why in rules if f"| {names[engine]} | {why} |" not in text})
for why in missing:
    print(f"not in {sys.argv[1]}: {why}")
sys.exit(1 if missing or not rules else 0)
