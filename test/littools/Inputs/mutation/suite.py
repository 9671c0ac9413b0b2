# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tries every change of sum.cpp on a suite of two tests, with the parts of utils/mutation-test.

It exists for test/littools/mutation-test.test. It must never print what differs from run to run.
USAGE: suite.py INPUTS SCRATCH UTILS COMPILER
"""

import os
import subprocess
import sys

inputs, scratch, utils, compiler = sys.argv[1:]
sys.path.insert(0, utils)

from mutation import instrument, trials  # noqa: E402

TESTS = {
    "kinds.test": """RUN: %sum | grep -x '0 20'
RUN: %sum 5 | grep -x '3 10'
""",
    "small.test": """RUN: %sum 1 3 4 | grep -x '7 20'
""",
}

os.makedirs(os.path.join(scratch, "passes"))
with open(os.path.join(scratch, "passes", "mutant.h"), "w", encoding="utf-8") as file:
    file.write(instrument.HOOK)
with open(os.path.join(inputs, "sum.cpp"), encoding="utf-8") as file:
    original = file.read()
target = os.path.join(scratch, "sum.cpp")
text, changes, refused = instrument.instrument(target, "sum.cpp", original, 1, ["-x", "c++", "-std=c++20", "-I" + scratch])
with open(target, "w", encoding="utf-8") as file:
    file.write(text)
program = os.path.join(scratch, "sum")
subprocess.run([compiler, "-std=c++20", "-w", "-I" + scratch, target, "-o", program], check=True)

suite = os.path.join(scratch, "suite")
os.makedirs(suite)
for name, script in TESTS.items():
    with open(os.path.join(suite, name), "w", encoding="utf-8") as file:
        file.write(script)
with open(os.path.join(suite, "lit.cfg.py"), "w", encoding="utf-8") as file:
    file.write(f"""import lit.formats
config.name = "sum"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".test"]
config.environment["PATH"] = {os.environ["PATH"]!r}
config.substitutions.append(("%sum", {program!r}))
""")
loaded = trials.Suite(suite, {})


class All(trials.Job):
    """The tests in order, until one does not pass."""

    def __init__(self, label, environment):
        super().__init__(label, environment)
        self.names = sorted(loaded.tests, reverse=True)

    def next(self):
        failed = self.results and self.results[-1][1] != trials.PASSED
        return None if failed or not self.names else self.names.pop()


def verdict(job):
    return next((f"{verdict}: {test}" for test, verdict, _ in job.results if verdict != trials.PASSED), "survived")


reached = os.path.join(scratch, "reached")
with open(reached, "wb") as file:
    file.truncate(changes[-1].number + 1)
jobs = [All(None, {"MELD_MUTANTS_REACHED": reached}), *(All(c, {"MELD_MUTANT": str(c.number)}) for c in changes)]
verdicts = {job.label: verdict(job) for job in trials.run(loaded, jobs, 2, os.path.join(scratch, "slots"), lambda name: 5)}
with open(reached, "rb") as file:
    marks = file.read()
print("unchanged:", verdicts[None])
for change in changes:
    print(f"{change.line}: {change.key.split(': ', 1)[1]}: {verdicts[change] if marks[change.number] else 'not reached'}")
