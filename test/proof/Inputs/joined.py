# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the prover makes of two facts about one value, of a window whose capacity ends one page below 2^32.

What: joins facts at steps around the longest that cannot wrap, and says how much is then known in between.
Why:  the pass follows the same rule; if both had it wrong alike, no proof would notice.
Never: asks the pass.
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "utils"))

from proof.facts import Facts  # noqa: E402

CAPACITY = 0xFFFF0000
for step, extent in ((65536, 1), (65537, 1), (65537, 2), (65538, 2), (-24, 1), (24, 1)):
    known, facts = Facts([0, 0], [CAPACITY, CAPACITY], 32), {}
    known.learn(facts, (1, 0), 0, extent)
    known.learn(facts, (1, step & 0xFFFFFFFF), 0, 1)
    between = (1, step // 2 & 0xFFFFFFFF)
    print(step, extent, known.extent(facts, between, 0), known.extent(facts, between, 1))
