# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""USAGE: count-checks.py < PRINTED      how many unsigned comparisons each exported function has: those of its checks

It exists so that a test can say where checks are needed and where not. It must never be given functions that compare so
themselves."""

import re
import sys

printed = sys.stdin.read()
names = {index: name for name, index in re.findall(r'\(export "([^"]*)" \(func (\S+)\)\)', printed)}
for name, index, body in re.findall(r"\n *\(func (\$\S+ )?\(;(\d+);\)(.*?)(?=\n *\(func |\Z)", printed, re.S):
    exported = names.get(name.strip() or index) or names.get(index)
    if exported:
        print(f"{exported} {len(re.findall(r'i(?:32|64)[.]gt_u', body))}")
