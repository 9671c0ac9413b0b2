# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a command whose standard output is a terminal, and prints what came out there.

It exists because a test's own output never is one. It must never hide the command's exit status.

USAGE: in-terminal.py COMMAND ARGUMENT...
"""

import os
import pty
import subprocess
import sys

leader, follower = pty.openpty()
process = subprocess.Popen(sys.argv[1:], stdout=follower)
os.close(follower)
shown = b""
while True:
    try:
        part = os.read(leader, 65536)
    except OSError:  # how Linux reports that the other end is closed
        break
    if not part:
        break
    shown += part
sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(process.wait())
