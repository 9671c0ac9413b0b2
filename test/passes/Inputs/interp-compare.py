# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: runs the exports of a module before and after lowering in wabt's interpreter and says whether they end alike;
#       prints how each ended.
# Why:  wabt knows several memories; it is an engine none of us wrote.
# Must never: call two runs equal that called nothing, or compare the addresses in an engine's trap messages: they are
#       not the program's to see.
#
# USAGE: interp-compare.py WASM-INTERP BEFORE AFTER   exit status: 0 alike, 1 different, 2 nothing could be compared

import re
import subprocess
import sys


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120)
    lines = []
    for line in done.stdout.splitlines():
        line = re.sub(r"(out of bounds memory access).*", r"\1", line)
        lines.append(line)
    return lines


interpreter, before, after = sys.argv[1:]
flags = ["--enable-threads", "--enable-memory64", "--enable-extended-const", "--dummy-import-func", "--run-all-exports"]
first = run([interpreter, "--enable-multi-memory", *flags, before])
second = run([interpreter, *flags, after])
print("\n".join(first))
if not any("=>" in line for line in first) and not any("error" in line for line in first):
    sys.exit("interp-compare.py: no export was called")
if first != second:
    print("DIFFERENT AFTER LOWERING:")
    print("\n".join(second))
    sys.exit(1)
