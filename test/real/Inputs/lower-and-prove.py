# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: meld-opt, whose output is proved as soon as it is written.
# Why:  a proof that each test has to ask for is forgotten by the next one.
# Must never: hide meld-opt's output or exit status, or pass over an output that has something to prove.
#
# USAGE: lower-and-prove.py Z3 MELD_OPT ARGUMENT...
# Exit status: meld-opt's own; 99 if something of its output is not proved.

import io
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "utils"))

from proof import layout, report, smt, wasm  # noqa: E402


def main():
    z3, *command = sys.argv[1:]
    status = subprocess.run(command, check=False).returncode
    sys.stdout.flush()
    if status != 0 or "-o" not in command or "-S" in command:
        return status
    data = pathlib.Path(command[command.index("-o") + 1]).read_bytes()
    module = wasm.decode(data)
    if not any(name == layout.SECTION for name, _ in module.customs):
        return 0  # not lowered
    if not any(window.helper is not None or window.checked for window in layout.readLayout(module).windows):
        return 0  # neither grows nor is checked
    facts = io.StringIO()
    if report.proveModule(data, smt.Solver(z3), facts):
        return 0
    sys.stderr.write("".join(line for line in facts.getvalue().splitlines(True) if not line.startswith("proved:")))
    return 99


if __name__ == "__main__":
    sys.exit(main())
