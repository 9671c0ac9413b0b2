# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: compares the numbers of docs/hazards.md with the lines `HAZARD: Hnn` of the tests.
# Why:  a hazard without a test comes back.
# Must never: count a hazard as tested because its number occurs in prose.
#
# USAGE: check-hazards.py HAZARDS.MD TEST-DIRECTORY

import os
import re
import sys

table, directory = sys.argv[1:]
numbers, later = [], set()
with open(table, encoding="utf-8") as file:
    for line in file:
        row = re.match(r"\| (H\d\d) \|", line)
        if row:
            numbers.append(row[1])
            if line.rstrip().endswith("(later) |"):
                later.add(row[1])
errors = []
if numbers != [f"H{n:02}" for n in range(1, len(numbers) + 1)] or not numbers:
    errors.append(f"{table}: the numbers are not H01, H02, ... in order")
used = {}
for folder, names, files in os.walk(directory):
    names[:] = [name for name in names if name not in ("Inputs", "Output")]
    for name in files:
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
            for line in file:
                mark = re.match(r"(?:;;|#|//) HAZARD:(.*)", line)
                for number in re.findall(r"\w+", mark[1]) if mark else []:
                    used.setdefault(number, []).append(os.path.join(folder, name))
for number, files in sorted(used.items()):
    if number not in numbers:
        errors.append(f"{files[0]}: {number} is not in {table}")
    if number in later:
        errors.append(f"{files[0]}: {number} is marked later in {table}, but has a test: take the mark away")
errors += [f"{table}: {number} has no test" for number in numbers if number not in used and number not in later]
print("\n".join(errors) if errors else f"{len(used)} hazards tested, {len(later)} later")
sys.exit(1 if errors else 0)
