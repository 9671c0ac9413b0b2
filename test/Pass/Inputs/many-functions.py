# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints a module with two memories and as many functions as asked for, as text.

It exists because a test of threads needs more functions than anybody writes by hand.

USAGE: many-functions.py COUNT
"""

import sys

print('(module (memory $a 1) (memory $b (export "b") 1)')
for i in range(int(sys.argv[1])):
    print(f"  (func $f{i} (param i32) (result i32) local.get 0 i32.load offset={i})")
print('  (func (export "g") (result i32) i32.const 1 memory.grow))')
