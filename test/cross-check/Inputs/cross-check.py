#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares our verifier with wabt's and V8's.

What: on whole modules, on an instruction of every kind used rightly and wrongly, on rules of newer features, and on
      single mutations of the modules. Every disagreement must be on the list of explained ones.
Why:  a verifier that agrees with itself proves nothing.
Must never: pass because nothing was compared, or because a validator said nothing.

USAGE: cross-check.py --build=DIR --node=NODE --scratch=DIR [--mutants=N] [--seed=N] [--save] [--explained=FILE]
       [--judge=FILE] MODULE...
       --mutants   of each module (default 0)
       --save      keep modules with unexplained disagreements in the scratch directory
       --explained the list of explained disagreements (default: the one beside this script)
       --judge     a Python script in place of our verifier
"""

import argparse
import os
import random
import re
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import mutants  # noqa: E402
import newer  # noqa: E402
import opcodes  # noqa: E402
import verdicts  # noqa: E402

SHOWN = 60
BATCH = 20_000


class Comparison:
    def __init__(self, options):
        self.tools = verdicts.Tools(options.build, options.node)
        if options.judge:
            self.tools.commands["meld"] = [sys.executable, options.judge]
        self.explained = verdicts.Explained(options.explained)
        self.scratch = options.scratch
        self.save = options.save
        self.accepted = self.refused = self.apart = self.bad = 0
        self.kinds = {}  # verdicts without their numbers -> how often

    def report(self, label, data, judged, why):
        self.bad += 1
        kind = re.sub(r"0x[0-9a-f]+|\d+", "N", f"{why} {judged}")
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] > 1 or len(self.kinds) > SHOWN:
            return
        place = ""
        if self.save:
            place = os.path.join(self.scratch, f"apart-{len(self.kinds)}.wasm")
            with open(place, "wb") as file:
                file.write(data)
        print(f"UNEXPLAINED: {label}: {why} {place}")
        for engine, verdict in judged.items():
            print(f"    {engine}: {verdict[:200]}")

    def compare(self, labelled):
        """(label, module, expected or None) ...: expected is what we must say."""
        for begin in range(0, len(labelled), BATCH):
            part = labelled[begin : begin + BATCH]
            judged = verdicts.judge(self.tools, os.path.join(self.scratch, "batch"), [data for _, data, _ in part])
            for (label, data, expected), row in zip(part, judged, strict=True):
                ours = verdicts.accepts(row["meld"])
                others = self.explained.disagreements(row)
                if others:
                    self.report(label, data, row, "other than " + " and ".join(others))
                elif expected is not None and expected != ours:
                    self.report(label, data, row, "should be " + ("valid" if expected else "invalid"))
                elif any(verdicts.accepts(verdict) != ours for verdict in row.values()):
                    self.apart += 1
                elif ours:
                    self.accepted += 1
                else:
                    self.refused += 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--node", required=True)
    parser.add_argument("--scratch", required=True)
    parser.add_argument("--mutants", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--explained", default=os.path.join(HERE, "explained.txt"))
    parser.add_argument("--judge")
    parser.add_argument("modules", nargs="+")
    options = parser.parse_args()
    os.makedirs(options.scratch, exist_ok=True)
    comparison = Comparison(options)
    comparison.compare(list(opcodes.cases()) + list(newer.cases()))
    for path in options.modules:
        with open(path, "rb") as file:
            data = file.read()
        name = os.path.basename(path)
        labelled = [(name, data, True)]
        generator = random.Random(f"{options.seed} {name}")
        labelled += [(f"{name}: mutant", mutant, None) for mutant in mutants.mutants(data, generator, options.mutants)]
        comparison.compare(labelled)
    total = comparison.accepted + comparison.refused + comparison.apart + comparison.bad
    print(
        f"cross-check: {total} modules: {comparison.accepted} valid and {comparison.refused} invalid to all, "
        f"{comparison.apart} explained, {comparison.bad} unexplained"
    )
    for (engine, _, _, why), count in comparison.explained.used.items():
        if count:
            print(f"  {count}: {engine}: {why}")
    return 1 if comparison.bad or not comparison.accepted or not comparison.refused else 0


if __name__ == "__main__":
    sys.exit(main())
