# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Asks three validators about many modules, and tells where they disagree without an explanation.

What: `judge` runs meld-verdicts, wabt-verdicts and V8 on a batch; `Explained` is the list of disagreements that are
      understood.
Why:  our verifier is compared with validators that none of us wrote.
Must never: count a module on which a validator gave no verdict as agreed.
"""

import os
import re
import struct
import subprocess

ENGINES = ("meld", "wabt", "v8")


class Tools:
    """Where the validators are."""

    def __init__(self, build_directory, node):
        here = os.path.dirname(os.path.abspath(__file__))
        self.commands = {
            "meld": [os.path.join(build_directory, "bin", "meld-verdicts")],
            "wabt": [os.path.join(build_directory, "bin", "wabt-verdicts")],
            "v8": [node, os.path.join(here, "v8-verdicts.mjs")],
        }


def write_batch(path, modules):
    with open(path, "wb") as file:
        for data in modules:
            file.write(struct.pack("<I", len(data)) + data)


def run(command, path, modules):
    """One verdict a module. Where a validator crashes, the verdict says so, and the rest is asked for again."""
    verdicts = []
    while len(verdicts) < len(modules):
        write_batch(path, modules[len(verdicts) :])
        done = subprocess.run([*command, path], capture_output=True, check=False)
        lines = done.stdout.decode(errors="replace").splitlines()
        verdicts += lines[: len(modules) - len(verdicts)]
        if len(verdicts) < len(modules):
            verdicts.append(f"crash {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return verdicts


def judge(tools, path, modules):
    """A list of dictionaries, engine to verdict, in the order of `modules`."""
    columns = [run(tools.commands[engine], path, modules) for engine in ENGINES]
    return [dict(zip(ENGINES, row)) for row in zip(*columns)]


def accepts(verdict):
    return verdict == "ok"


class Explained:
    """Lines `engine | what it says | what we say | why`: a disagreement of that engine with us is explained if both
    patterns are found in the verdicts. An empty pattern fits every verdict."""

    def __init__(self, path):
        self.rules = []
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.strip()
                if not line or line.startswith("#"):
                    continue
                parts = [part.strip() for part in re.split(r"\s\|(?=\s)", line)]
                if len(parts) != 4 or parts[0] not in ENGINES[1:] or not parts[3]:
                    raise SystemExit(f"{path}:{number}: not `engine | pattern | pattern | why`")
                self.rules.append((parts[0], re.compile(parts[1]), re.compile(parts[2]), parts[3]))
        self.used = {rule: 0 for rule in self.rules}

    def explains(self, engine, verdicts):
        for rule in self.rules:
            name, theirs, ours, _ = rule
            if name == engine and theirs.search(verdicts[engine]) and ours.search(verdicts["meld"]):
                self.used[rule] += 1
                return True
        return False

    def disagreements(self, verdicts):
        """Engines whose verdict is another than ours, without an explanation. A crash of ours has none."""
        if verdicts["meld"].startswith("crash"):
            return ["meld"]
        return [
            engine
            for engine in ENGINES[1:]
            if (accepts(verdicts[engine]) != accepts(verdicts["meld"]) or verdicts[engine].startswith("crash"))
            and not self.explains(engine, verdicts)
        ]
