# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: a validator that finds every module of a batch valid.
# Why:  the comparison must notice it.
# Must never: look at a module.
#
# USAGE: accept-everything.py BATCH

import struct
import sys

with open(sys.argv[1], "rb") as file:
    batch = file.read()
while len(batch) >= 4:
    print("ok")
    batch = batch[4 + struct.unpack("<I", batch[:4])[0] :]
