# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What every lit suite around meld-opt needs: the format, FileCheck and its kin, words for tools, features.

It exists so that a suite of others is a few lines, and this project's own is not another copy of them. It must never
leave out a test whose suite said that it needs a tool: that stops lit, with the name of what is missing.

A suite's lit.cfg.py, if it has one:

    import meld_lit
    meld_lit.configure(config, lit_config)
"""

import os
import re
import shutil
import subprocess

import lit.formats

# Words for tools of wabt and others, with the names they may have; each one found is a feature, too.
TOOLS = {
    "wat2wasm": ["wat2wasm"],
    "wasm2wat": ["wasm2wat"],
    "wasm-validate": ["wasm-validate"],
    "wasm-interp": ["wasm-interp"],
    "wasm-objdump": ["wasm-objdump"],
    "node": ["node", "nodejs"],
    "clang": ["clang-19", "clang"],
}
# Without these no test means anything.
ALWAYS = ["FileCheck", "not", "count", "split-file"]
# (module (memory 1) (memory 1)): whether an engine knows two memories.
TWO_MEMORIES = "WebAssembly.validate(Uint8Array.of(0,97,115,109,1,0,0,0,5,5,2,0,1,0,1))"


class Suite:
    """Collects words and features, and what is missing."""

    def __init__(self, config, lit_config):
        self.config, self.lit_config = config, lit_config
        self.missing = []
        self.words = {}
        config.test_format = lit.formats.ShTest(execute_external=False)
        config.suffixes = [".wat", ".test"]
        config.excludes = ["Inputs", "CMakeLists.txt"]
        self.path = os.pathsep.join([config.llvm_tools_dir, os.environ.get("PATH", os.defpath)])
        config.environment["PATH"] = self.path
        config.environment["LC_ALL"] = "C.UTF-8"
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"):
            if name in os.environ:
                config.environment[name] = os.environ[name]

    def find(self, names, directories=None):
        """The path of the first of `names` that exists, in `directories` or PATH; None otherwise."""
        path = os.pathsep.join(directories) if directories else self.path
        return next(filter(None, (shutil.which(name, path=path) for name in names)), None)

    def need(self, names, directories=None):
        """The same, but lit will not start without it."""
        found = self.find(names, directories)
        if not found:
            self.missing.append(names[0])
        return found or names[0]

    def add(self, words):
        """`%NAME` stands for a value in RUN lines."""
        self.words.update(words)

    def finish(self):
        # Patterns end in \b so that %clang is not taken for the beginning of %clangxx; the longest come first, so that
        # none is taken for the beginning of one with a dash.
        for name in sorted(self.words, key=len, reverse=True):
            self.config.substitutions.append((r"%" + re.escape(name) + r"\b", self.words[name].replace("\\", r"\\")))
        for name in ALWAYS:
            self.need([name])
        if self.missing:
            self.lit_config.fatal("not found: " + ", ".join(self.missing))


def parts(text):
    """The items of a list as CMake writes it."""
    return [part for part in text.split(";") if part]


def configure(config, lit_config):
    """Sets up a suite that meld_add_lit_testsuite made."""
    suite = Suite(config, lit_config)
    plugins = ["-load-pass-plugin=" + plugin for plugin in parts(config.meld_plugins)]
    flags = lit_config.params.get("meld_opt_flags", "")
    suite.add(
        {
            "meld-opt": " ".join([config.meld_opt, *plugins, *flags.split()]),
            # Without the plugins.
            "plain-meld-opt": config.meld_opt,
            "python": config.python,
        }
    )
    required = parts(config.meld_requires)
    for name, names in TOOLS.items():
        found = suite.need(names) if name in required else suite.find(names)
        if found:
            suite.add({name: found})
            config.available_features.add(name)
    for name in required:
        if name not in TOOLS:
            suite.add({name: suite.need([name])})
    if "node" in suite.words:
        done = subprocess.run([suite.words["node"], "-p", TWO_MEMORIES], capture_output=True, text=True, check=False)
        if done.stdout.strip() == "true":
            config.available_features.add("node-multi-memory")
    suite.add(dict(word.split("=", 1) for word in parts(config.meld_words)))
    suite.finish()
    return suite
