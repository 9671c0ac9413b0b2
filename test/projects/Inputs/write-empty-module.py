# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the empty module.

It exists because the package brings no assembler. It must never write text.
"""

import sys

with open(sys.argv[1], "wb") as file:
    file.write(b"\0asm\1\0\0\0")
