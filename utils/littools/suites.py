# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Finds the tests of a configured lit suite and expands their RUN lines.

It exists because only lit knows what a suite's words stand for. It must never run a test.
"""

import os
import re
import sys

DIRECTIVES = re.compile(r"%dbg\((.*?)\)\s*(.*)", re.S)


def import_lit(directories):
    """lit's package: that which the build of a suite found, or one that Python finds."""
    for directory in directories:
        while directory != os.path.dirname(directory):
            cache = os.path.join(directory, "CMakeCache.txt")
            if os.path.exists(cache):
                with open(cache, encoding="utf-8") as file:
                    found = re.search(r"^MELD_LIT:[A-Z]*=(.*)$", file.read(), re.M)
                if found:
                    sys.path.insert(0, os.path.dirname(found.group(1)))
                    break
            directory = os.path.dirname(directory)
    import lit.discovery
    import lit.LitConfig
    import lit.ShUtil
    import lit.Test
    import lit.TestRunner

    return lit


class Test:
    """One test: its file, its script as lit would run it, and the directives of the script as written."""

    def __init__(self, lit, test):
        self.lit, self.test = lit, test
        self.name = test.getFullName()
        self.path = os.path.realpath(test.getSourcePath())
        self.directory, base = lit.TestRunner.getTempPaths(test)
        self.scratch = base + ".tmp"  # what %t stands for
        self.problem = None
        test.config.available_features.update(required_features(self.path))
        parsed = lit.TestRunner.parseIntegratedTestScript(test, require_script=False)
        if isinstance(parsed, lit.Test.Result):
            self.problem, parsed = parsed.output, []
        self.directives = parsed
        self.commands = self.expand(parsed)

    def expand(self, parsed):
        runner = self.lit.TestRunner
        substitutions = runner.getDefaultSubstitutions(self.test, self.directory, self.scratch[: -len(".tmp")])
        features = {feature: True for feature in self.test.config.available_features}
        limit = self.test.config.recursiveExpansionLimit
        commands = []
        for line in runner.applySubstitutions(parsed, substitutions, features, recursion_limit=limit):
            if isinstance(line, str):
                found = DIRECTIVES.fullmatch(line.strip())
                commands.append(found.group(2) if found else line)
        return commands

    def filechecks(self):
        """The arguments of each FileCheck in the script, without the name."""
        for command in self.commands:
            yield from self.filechecks_in(command)

    def filechecks_in(self, text):
        try:
            tree = self.lit.ShUtil.ShParser(text, False).parse()
        except Exception:  # lit itself reports what it cannot parse
            return
        for words in simple_commands(self.lit, tree):
            words = [word for word in words if isinstance(word, str)]
            if words and os.path.basename(words[0]) in ("sh", "bash") and "-c" in words[:-1]:
                yield from self.filechecks_in(words[words.index("-c") + 1])
            for i, word in enumerate(words):
                if os.path.basename(word) == "FileCheck":
                    yield words[i + 1 :]
                    break


def required_features(path):
    """Names in REQUIRES lines: a test is looked at whether this machine could run it or not."""
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = re.findall(r"\bREQUIRES:(.*)", file.read())
    return {name for line in lines for name in re.findall(r"[\w.+-]+", line)}


def simple_commands(lit, tree):
    if isinstance(tree, lit.ShUtil.Seq):
        yield from simple_commands(lit, tree.lhs)
        yield from simple_commands(lit, tree.rhs)
    else:
        for command in tree.commands:
            yield command.args


class Arguments:
    """What matters of a FileCheck's arguments."""

    def __init__(self, words):
        self.prefixes, self.file, self.flags = [], None, []
        words = list(words)
        while words:
            word = words.pop(0)
            found = re.fullmatch(r"--?(check-prefix|check-prefixes|comment-prefixes|input-file|D|implicit-check-not|"
                                 r"dump-input[\w-]*)(?:=(.*))?", word, re.S)
            if not word.startswith("-") or word == "-":
                self.file = self.file or word
            elif found and found.group(1) in ("check-prefix", "check-prefixes"):
                value = found.group(2) if found.group(2) is not None else (words.pop(0) if words else "")
                self.prefixes += value.split(",")
            else:
                self.flags.append(word)
                if found and found.group(2) is None and found.group(1) != "D" and words:
                    self.flags.append(words.pop(0))
        self.prefixes = self.prefixes or ["CHECK"]


def find_tests(directories):
    """(lit, tests) of the suites or files named."""
    lit = import_lit([os.path.abspath(directory) for directory in directories])
    config = lit.LitConfig.LitConfig(
        progname="lit",
        path=[],
        quiet=True,
        useValgrind=False,
        valgrindLeakCheck=False,
        valgrindArgs=[],
        noExecute=True,
        debug=False,
        isWindows=False,
        order="lexical",
        params={},
    )
    found = lit.discovery.find_tests_for_inputs(config, directories)
    return [Test(lit, test) for test in sorted(found, key=lambda test: test.getSourcePath())]
