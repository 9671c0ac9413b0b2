# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles a file for each installed header that includes nothing else.

It exists because a header that only works after another one breaks whoever includes it first. It must never see the
source tree.

USAGE: include-each.py INCLUDE_DIRECTORY LLVM_INCLUDE_DIRECTORY COMPILER
"""

import concurrent.futures
import os
import subprocess
import sys


def main(include, llvm, compiler):
    headers = []
    for directory, _, names in os.walk(os.path.join(include, "meld")):
        headers += [os.path.relpath(os.path.join(directory, name), include) for name in names if name.endswith(".h")]
    command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-x", "c++", "-"]
    command += ["-I", include, "-I", os.path.join(include, "meld"), "-isystem", llvm]

    def fails(header):
        done = subprocess.run(command, input=f'#include "{header}"\n', capture_output=True, text=True, check=False)
        if done.returncode:
            print(header, done.stderr, sep="\n")
        return done.returncode != 0

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = sum(pool.map(fails, sorted(headers)))
    print(f"{len(headers)} headers, {failed} depend on others")


main(*sys.argv[1:])
