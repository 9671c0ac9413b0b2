# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: compares the numbers of docs/hazards.md with the lines `HAZARD: Hnn` of the tests and with the patches hNN.patch;
#       each patch must still fit the sources.
# Why:  a hazard without a test comes back; a test that would not fail holds nothing (utils/hazard-mutants shows that it
#       does, but takes its time).
# Must never: count a hazard as tested because its number occurs in prose; change a source.
#
# USAGE: check-hazards.py HAZARDS.MD TEST-DIRECTORY PATCH-DIRECTORY SOURCES

import os
import re
import subprocess
import sys

table, directory, patch_directory, sources = sys.argv[1:]
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
    names[:] = [name for name in names if name not in ("Inputs", "Output", "mutants")]
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
needed = [number for number in numbers if number not in later]
errors += [f"{table}: {number} has no test" for number in needed if number not in used]

patches = {}
for name in sorted(os.listdir(patch_directory)):
    path = os.path.join(patch_directory, name)
    if not re.fullmatch(r"h\d\d\.patch", name) or name[:3].upper() not in needed:
        errors.append(f"{path}: this file is the patch of no hazard that is tested")
        continue
    patches[name[:3].upper()] = path
    with open(path, encoding="utf-8") as file:
        if not re.match(rf"HAZARD: {name[:3].upper()}\n\S.*\n", file.read()):
            errors.append(f"{path}: does not begin with its number and what the tool does wrong with it")
    fits = subprocess.run(["patch", "-p1", "-s", "-f", "-F0", "--dry-run", "-d", sources, "-i", os.path.abspath(path)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if fits.returncode != 0:
        errors.append(f"{path}: does not fit the sources any more: {fits.stdout.strip()}")
errors += [f"{table}: {number} has no patch" for number in needed if number not in patches]
print("\n".join(errors) if errors else f"{len(used)} hazards tested, {len(patches)} of them have a patch, {len(later)} later")
sys.exit(1 if errors else 0)
