# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: gives a tool every proper prefix of a module and checks how it ends.
# Why:  see truncations.test.
# Must never: accept a status without the message that belongs to it.
#
# USAGE: truncate.py MODULE SCRATCH-FILE WASM-VALIDATE TOOL...

import os
import subprocess
import sys

module, scratch, validate = sys.argv[1:4]
tool = sys.argv[4:]
with open(module, "rb") as file:
    data = file.read()
if len(data) < 200:
    sys.exit(f"truncate.py: {module} is too small to be a real module")
counts = {0: 0, 1: 0}
for length in range(len(data)):
    with open(scratch, "wb") as file:
        file.write(data[:length])
    done = subprocess.run([*tool, scratch, "-o", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    where = f"cut to {length} of {len(data)} bytes"
    if done.returncode not in counts:
        sys.exit(f"{where}: exit status {done.returncode}\n{done.stderr.decode()}")
    counts[done.returncode] += 1
    if done.returncode == 0:
        if done.stdout != data[:length]:
            sys.exit(f"{where}: accepted, but changed")
        if subprocess.run([validate, "--enable-all", scratch], capture_output=True, check=False).returncode != 0:
            sys.exit(f"{where}: accepted, but invalid")
    elif done.stdout or b": error: " not in done.stderr:
        sys.exit(f"{where}: refused without a message, or with output: {done.stderr!r}")
os.remove(scratch)
if counts[1] < len(data) - 20:
    sys.exit(f"only {counts[1]} truncations were refused")
print(f"truncations: {len(data)}, refused {counts[1]}, valid {counts[0]}")
