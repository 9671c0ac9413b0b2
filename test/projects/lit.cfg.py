# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# The suite of projects that use the installed package: what the % words in its RUN lines stand for.
#
# It exists so that both compilers, and the package, are named in one place. It must never name a file of the build
# tree besides the package.

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(config.meld_source_root, "utils", "cmake"))

import meld_lit

config.name = "projects"
suite = meld_lit.Suite(config, lit_config)
config.test_source_root = os.path.join(config.meld_source_root, "test", "projects")
# The right Node for who looks for one; compilations that were done before are not repeated.
config.environment["PATH"] = config.npm_bin + os.pathsep + config.environment["PATH"]
for name in ("HOME", "CCACHE_DIR"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

ccache = suite.need(["ccache"])
# For pages whose reader is told to call CMake, and has installed the package.
page_environment = {
    "MELD": config.package,
    "PATH": os.path.join(config.package, "bin") + os.pathsep + config.environment["PATH"],
    "CMAKE_CXX_COMPILER_LAUNCHER": ccache,
}
run_page = os.path.join(config.meld_source_root, "utils", "run-page")

cmake = suite.need(["cmake"]) + " -G Ninja -DCMAKE_CXX_COMPILER_LAUNCHER=" + ccache


def configure(c_compiler, cxx_compiler):
    """For a project that uses the package."""
    return " ".join(
        [
            cmake,
            "-DCMAKE_PREFIX_PATH=" + config.package,
            "-DCMAKE_C_COMPILER=" + suite.need([c_compiler]),
            "-DCMAKE_CXX_COMPILER=" + suite.need([cxx_compiler]),
        ]
    )


suite.add(
    {
        "package": config.package,
        "meld-opt": os.path.join(config.package, "bin", "meld-opt"),
        "source": config.meld_source_root,
        "configure": cmake,
        "configure-gcc": configure("gcc", "g++"),
        "configure-clang": configure("clang-19", "clang++-19"),
        "run-page": " ".join(
            ["env", *(f"{name}='{value}'" for name, value in page_environment.items()), config.python, run_page]
        ),
        "ninja": suite.need(["ninja"]),
        "clangxx": suite.need(["clang++-19"]),
        "node": suite.need(["node"], [config.npm_bin]),
        "python": config.python,
        "llvm-include": config.llvm_include_dirs.split(";")[0],
        "utils": os.path.join(config.meld_source_root, "utils"),
    }
)
suite.finish()
if not os.path.exists(config.package) and not lit_config.noExecute:
    lit_config.fatal("no package is installed for these tests: ninja check-meld-projects makes it and runs them")
