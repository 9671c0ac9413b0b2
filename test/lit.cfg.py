# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The lit suite: which files are tests and what the % words in their RUN lines stand for.
#
# It exists so that tests name tools by role; where they are is CMake's business. It must never skip a test because a
# tool is missing: that stops lit at once, with the name of what to install.

import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(config.meld_source_root, "utils", "cmake"))

import meld_lit

config.name = "meld-opt"
suite = meld_lit.Suite(config, lit_config)
config.suffixes = [".wat", ".test", ".c", ".cpp", ".mjs"]
config.excludes = ["Inputs", "unit", "projects", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
config.test_exec_root = os.path.join(config.meld_binary_root, "test")
config.environment.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")

built = os.path.join(config.meld_binary_root, "bin")
utils = os.path.join(config.meld_source_root, "utils")
tool = suite.need


def helper(folder, name):
    return os.path.join(config.test_source_root, folder, "Inputs", name)


# More flags for every run of the tool, e.g. --param meld_opt_flags=-verify-each
meld_opt = tool(["meld-opt"], [built])
flags = lit_config.params.get("meld_opt_flags", "")
clang = tool(["clang-19"])
node = tool(["node"], [config.npm_bin])
interpreter = tool(["wasm-interp"])
include_directories = [
    os.path.join(config.meld_source_root, "include"),
    os.path.join(config.meld_binary_root, "include"),
    *config.llvm_include_dirs.split(";"),
]

# lit applies them before its own %s, %t.
substitutions = {
    "meld-opt": (meld_opt + " " + flags).strip(),
    # Without those flags, for tests that give one of them themselves.
    "plain-meld-opt": meld_opt,
    # For modules that are invalid on purpose: without the flags that would verify them.
    "unverified-meld-opt": meld_opt + " -disable-verify",
    # Not needed by who builds meld-opt alone and runs the tests of a pass.
    "meld-diff": os.path.join(built, "meld-diff"),
    "wasm-validate": tool(["wasm-validate"]),
    "wasm-interp": interpreter,
    "wasm-objdump": tool(["wasm-objdump"]),
    "wat2wasm": tool(["wat2wasm"]),
    "wasm2wat": tool(["wasm2wat"]),
    "clangxx": tool(["clang++-19"]),
    "clang": clang,
    "node": node,
    # npm's wasm-merge is JavaScript: run it on that Node, whatever `node` the machine has.
    "wasm-merge": node + " " + tool(["wasm-merge"], [config.npm_bin]),
    "z3": tool(["z3"]),
    "opt": tool(["opt-19"]),
    "llc": tool(["llc-19"]),
    "llvm-remarkutil": tool(["llvm-remarkutil-19"]),
    "llvm-opt-report": tool(["llvm-opt-report-19"]),
    "opt-viewer": config.python
    + " "
    + tool(["opt-viewer.py"], [os.path.join(config.llvm_tools_dir, "..", "share", "opt-viewer")]),
    # The plugins that the build made, and the compiler that made them and this tool, for others.
    "plugins": os.path.join(config.test_exec_root, "plugin"),
    "build-plugin": "%s -std=c++20 -shared -fPIC -fvisibility=hidden %s %s"
    % (
        config.host_cxx,
        "-UNDEBUG" if config.has_assertions else "-DNDEBUG",
        " ".join("-I" + directory for directory in include_directories),
    ),
    "flip-assertions": "-DNDEBUG" if config.has_assertions else "-UNDEBUG",
    "llvm-lib": config.llvm_library_dir,
    "wasm-as": node + " " + tool(["wasm-as"], [config.npm_bin]),
    # Everything that must hold for a module of one feature (test/features), and the tools it asks.
    "feature": config.python + " " + helper("features", "feature.py"),
    "tools-of-features": " ".join(
        "'%s=%s'" % (name, command)
        for name, command in [
            ("wat2wasm", tool(["wat2wasm"])),
            ("wasm-as", node + " " + tool(["wasm-as"], [config.npm_bin])),
            ("wasm-validate", tool(["wasm-validate"])),
            ("v8-validate", node + " " + helper("Binary", "validate.mjs")),
            ("wasm-opt", node + " " + tool(["wasm-opt"], [config.npm_bin])),
            ("binaryen-108", tool(["wasm-opt"])),
            ("meld-opt", (meld_opt + " " + flags).strip()),
        ]
    ),
    # Pages call the tool by its name.
    "run-page": "env 'PATH=%s' %s %s"
    % (os.pathsep.join([built, config.npm_bin, config.environment["PATH"]]), config.python, os.path.join(utils, "run-page")),
    "source": config.meld_source_root,
    "npm-bin": config.npm_bin,
    "wast2json": tool(["wast2json"]),
    # Scripts of the specification's kind, whose modules go through pipelines.
    "run-wast": " ".join(
        [config.python, os.path.join(utils, "run-wast"), "--meld-opt=" + meld_opt, "--node=" + node]
        + ["--wast2json=" + tool(["wast2json"]), "--spectest-interp=" + tool(["spectest-interp"])]
        + ["--flag=" + flag for flag in flags.split()]
    ),
    # A valid module for a number; and the fuzz targets, which run the inputs that they are given.
    "generate": os.path.join(built, "meld-generate"),
    **{"fuzz-" + target: os.path.join(built, "meld-fuzz-" + target) for target in ("reader", "verifier", "printer", "pipeline")},
    "binary-root": config.meld_binary_root,
    "python": config.python,
    "utils": utils,
    "lit": config.lit,
    # Runs two modules and compares them: in V8 (any results, memories), in wabt's interpreter (exports without
    # parameters).
    "exec-compare": node + " " + os.path.join(utils, "exec-compare", "exec-compare.mjs"),
    "interp-compare": "%s %s %s" % (config.python, helper("passes", "interp-compare.py"), interpreter),
    "v8-validate": node + " " + helper("Binary", "validate.mjs"),
    # Describes core modules by interfaces, and builds components of them.
    "component": node + " " + helper(os.path.join("passes", "cabi-realloc-drop"), "component.mjs"),
    # Writes a module byte by byte; prints a module's sections and bodies as bytes.
    "bytes": config.python + " " + helper("Binary", "bytes.py"),
    "dump": config.python + " " + helper("Binary", "dump.py"),
    # Judges status, messages and memory; the latter not under a sanitizer, which keeps memory back.
    "bounds": config.python + " " + helper("hostile", "bounds.py") + (" --any-memory" if config.sanitizer else ""),
}
# A command that gives one of those flags itself does not get them, since no flag may be given twice, nor does a listing.
if flags:
    listings = ["-version", "--version", "-print-passes", "-describe-pass", "-print-pipeline-passes"]
    given = "|".join([re.escape(flag.split("=")[0]) for flag in flags.split()] + listings)
    config.substitutions.append((r"%meld-opt\b(?=[^|&;]*\s(?:" + given + r")\b)", meld_opt))
suite.add(substitutions)
tool(["llvm-ar"])
# utils/setup installs what the tests need, and the build makes meld-opt.
suite.finish()
