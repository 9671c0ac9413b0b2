# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the calls of a program, made of both copies of it in a merged module, one after the other.
# Why:  what one does must not show in the other, and the merger gives the second copy's exports names of its own.
# Never: guess such a name: it is read from the module.
#
# USAGE: memory64-pair.py CALLS.json MERGED.wasm > PAIR.json

import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "utils"))

from proof import wasm  # noqa: E402

calls = json.loads(pathlib.Path(sys.argv[1]).read_text())
exports = [name for name, _, _ in wasm.decode(pathlib.Path(sys.argv[2]).read_bytes()).exports]
pair = []
for call in calls:
    second = [name for name in exports if re.fullmatch(re.escape(call["call"]) + r"_\d+", name)]
    pair += [call, {**call, "call": second[0]}]
print(json.dumps(pair))
