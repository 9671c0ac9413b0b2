# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds meld-opt in one or more configurations, runs the suites on each, and counts.

It exists because neither ctest nor lit fails on a skipped test or an empty suite. It must never count a test as passed
unless the suite's own report says so. utils/check calls it once everything is installed.

USAGE: check-suites.py [--all]
"""

import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
JOBS = str(os.cpu_count() or 2)
COMMON = ["-G", "Ninja", "-DMELD_WERROR=ON", "-DCMAKE_C_COMPILER_LAUNCHER=ccache", "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"]
CLANG = ["-DCMAKE_C_COMPILER=clang-19", "-DCMAKE_CXX_COMPILER=clang++-19"]
SANITIZE = ["-DMELD_USE_SANITIZER=address;undefined", "-DMELD_ENABLE_ASSERTIONS=ON"]
# Flags for every run of the tool: each pass leaves a valid module and preserves what it says.
EACH = "-verify-each -verify-analyses"
# The thread sanitizer, on what uses threads. LLVM's own code is not built with it, so the rest would tell nothing new.
THREADS = ["-DMELD_USE_SANITIZER=thread", "-DMELD_ENABLE_ASSERTIONS=ON"]
THREADS_LIT = ["--filter", "meld-opt :: (Pass|Driver|plugin)/|real/threads"]
THREADS_UNIT = ["--gtest_filter=Parallel*:FunctionStage*:PendingEdits*:PassManager*:AnalysisManager*:Extension*:Driver*"]
PROJECTS_OF_CLANG = ["--filter", "new-plugin|standalone"]  # what depends on the compiler of the host
LIT_LIMIT = 15 * 60  # seconds a suite may take before it counts as hung
REPORTED = 20  # names of failed tests that the summary repeats, per suite


class Tally:
    """Results of every suite, in the order run."""

    def __init__(self):
        self.suites = []  # (name, passed, failed names)
        self.stages = []  # (name, seconds)

    def add(self, suite, passed, failed):
        if passed == 0 and not failed:
            failed = ["no test was run"]
        self.suites.append((suite, passed, failed))

    def summary(self):
        passed = sum(p for _, p, _ in self.suites)
        failed = sum(len(f) for _, _, f in self.suites)
        print("\nSuites:")
        for name, good, bad in self.suites:
            print(f"  {name:<34} {good:>5} passed {len(bad):>4} failed")
            for test in bad[:REPORTED]:
                print(f"      failed: {test}")
            if len(bad) > REPORTED:
                print(f"      and {len(bad) - REPORTED} more")
        print("\nMinutes per stage:")
        for name, seconds in self.stages:
            print(f"  {name:<34} {seconds / 60:6.1f}")
        print(f"  {'total':<34} {sum(s for _, s in self.stages) / 60:6.1f}\n")
        print(f"{passed} passed, {failed} failed")
        return 0 if passed and not failed else 1


def say(text):
    print(f"== {text}", flush=True)


def run(command, **kwargs):
    """The exit status of a command; None when it hung."""
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, check=False, **kwargs).returncode
    except subprocess.TimeoutExpired:
        return None


def quiet(command):
    """Runs a command and shows its output only if it failed."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode != 0:
        sys.stdout.buffer.write(done.stdout)
        sys.stdout.flush()
    return done.returncode == 0


def build(name, directory, options):
    """Configures and builds everything; the configuration is repeated so that its options always hold."""
    os.makedirs(directory, exist_ok=True)
    return quiet(["cmake", "-S", ROOT, "-B", directory, *COMMON, *options]) and quiet(["ninja", "-C", directory])


def run_lit(tally, suite, directory, arguments=(), folder="test"):
    with tempfile.TemporaryDirectory() as scratch:
        report = os.path.join(scratch, "lit.json")
        cache = open(os.path.join(directory, "CMakeCache.txt"), encoding="utf-8").read()
        lit = next(line.split("=", 1)[1] for line in cache.splitlines() if line.startswith("MELD_LIT:"))
        command = [sys.executable, lit, "-s", "-v", "-j", JOBS, "--no-progress-bar", "--output", report]
        status = run([*command, *arguments, os.path.join(directory, folder)], timeout=LIT_LIMIT)
        try:
            with open(report, encoding="utf-8") as file:
                tests = json.load(file)["tests"]
        except (OSError, ValueError, KeyError):
            tests = []
    # Everything that is not a plain pass fails: UNSUPPORTED, XFAIL, XPASS, SKIPPED, UNRESOLVED, TIMEOUT as well.
    tests = [test for test in tests if not (arguments and test["code"] == "EXCLUDED")]
    failed = [f"{test['name']} ({test['code']})" for test in tests if test["code"] != "PASS"]
    if status != 0 and not failed:
        failed = [f"lit ended with status {status}" if status is not None else "lit took too long"]
    tally.add(suite, len(tests) - sum(test["code"] != "PASS" for test in tests), failed)


def run_unit(tally, suite, directory, arguments=()):
    binary = os.path.join(directory, "bin", "MeldUnitTests")
    if not os.path.exists(binary):
        tally.add(suite, 0, ["MeldUnitTests was not built: test/unit holds no test"])
        return
    with tempfile.TemporaryDirectory() as scratch:
        report = os.path.join(scratch, "unit.json")
        status = run([binary, "--gtest_brief=1", f"--gtest_output=json:{report}", *arguments], timeout=LIT_LIMIT)
        try:
            with open(report, encoding="utf-8") as file:
                groups = json.load(file)["testsuites"]
        except (OSError, ValueError, KeyError):
            groups = []
    tests = [(f"{t['classname']}.{t['name']}", t) for group in groups for t in group["testsuite"]]
    tests = [(name, test) for name, test in tests if not (arguments and test.get("status") == "NOTRUN")]
    failed = [n for n, t in tests if t.get("failures") or t.get("result") != "COMPLETED"]
    passed = len(tests) - len(failed)
    if status != 0 and not failed:
        failed = [f"MeldUnitTests ended with status {status}"]
    tally.add(suite, passed, failed)


def run_layering(tally):
    failed = []
    for arguments in ([], ["--self-test"]):
        if run([sys.executable, os.path.join(ROOT, "utils", "check-layering"), *arguments]) != 0:
            failed.append(" ".join(["check-layering", *arguments]))
    tally.add("include directions", 2 - len(failed), failed)


def run_check_tests(tally, directory):
    """Lines of tests that look like checks and are none."""
    suites = [os.path.join(directory, "test"), os.path.join(directory, "test-projects")]
    clean = run([sys.executable, os.path.join(ROOT, "utils", "check-tests"), *suites], timeout=LIT_LIMIT) == 0
    tally.add("dead checks", int(clean), [] if clean else ["utils/check-tests build/test"])


def run_cross_check(tally, directory):
    """Our verifier against others, on more mutants than the suites take."""
    command = [sys.executable, os.path.join(ROOT, "utils", "cross-check"), f"--build={directory}"]
    agreed = run([*command, "--mutants=30000", "--seed=2"], timeout=LIT_LIMIT) == 0
    tally.add("cross-check of the verifier", int(agreed), [] if agreed else ["utils/cross-check --mutants=30000 --seed=2"])


def run_listed_changes(tally):
    """The changes of the passes' code that are said to change nothing are changes that there are."""
    known = quiet([os.path.join(ROOT, "utils", "mutation-test"), "--list"])
    tally.add("listed changes of our code", int(known), [] if known else ["utils/mutation-test --list"])


def run_fuzzing(tally):
    """Each fuzz target on a fixed number of inputs, under the sanitizers; what broke one before is in the suites."""
    done = subprocess.run(
        [sys.executable, os.path.join(ROOT, "utils", "fuzz"), "--bounded"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )
    print(done.stdout, flush=True)
    good = sum(line.endswith("nothing found") for line in done.stdout.splitlines())
    tally.add("fuzzing", good, [f"utils/fuzz --bounded ended with status {done.returncode}"] if done.returncode != 0 else [])


def run_projects(tally, label, directory, arguments=()):
    """Installs the package of a build and runs the suite of projects of others against it."""
    suite = f"{label}: plugin projects"

    def work():
        if quiet(["ninja", "-C", directory, "MeldPackage"]):
            run_lit(tally, suite, directory, arguments, "test-projects")
        else:
            tally.add(suite, 0, ["the installation failed; see above"])

    stage(tally, suite, work)


def run_mcu(tally):
    """The example for a microcontroller, from sources to runs on an emulated board."""
    done = subprocess.run(
        [sys.executable, os.path.join(ROOT, "utils", "run-mcu")],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )
    print(done.stdout, flush=True)
    failed = [line[len("FAILED: ") :] for line in done.stdout.splitlines() if line.startswith("FAILED: ")]
    if done.returncode != 0 and not failed:
        failed = [f"utils/run-mcu ended with status {done.returncode}"]
    tally.add("microcontroller", sum(line.startswith("passed: ") for line in done.stdout.splitlines()), failed)


def stage(tally, name, work):
    say(name)
    begin = time.monotonic()
    work()
    tally.stages.append((name, time.monotonic() - begin))


def configuration(tally, label, directory, options, lit=(), unit=()):
    """One build and the suites on it, or the parts that `lit` and `unit` select; returns whether it was built."""
    built = []

    def make():
        if build(label, directory, options):
            built.append(True)
        else:
            tally.add(f"{label}: build", 0, ["the build failed; see above"])

    stage(tally, f"{label}: build", make)
    if built:
        stage(tally, f"{label}: lit", lambda: run_lit(tally, f"{label}: lit", directory, lit))
        stage(tally, f"{label}: unit", lambda: run_unit(tally, f"{label}: unit", directory, unit))
    return bool(built)


def main(arguments):
    if arguments not in ([], ["--all"]):
        print(__doc__, file=sys.stderr)
        return 2
    os.environ.setdefault("UBSAN_OPTIONS", "print_stacktrace=1")
    # What was compiled here need not be compiled again in a copy of the checkout, which a test makes.
    os.environ.update(CCACHE_BASEDIR=ROOT, CCACHE_NOHASHDIR="1")
    tally = Tally()
    directory = os.path.join(ROOT, "build")
    stage(tally, "include directions", lambda: run_layering(tally))
    built = configuration(tally, "gcc", directory, ["-DMELD_USE_SANITIZER=", "-DMELD_ENABLE_ASSERTIONS=OFF"])
    if built:
        stage(tally, "dead checks", lambda: run_check_tests(tally, directory))
    if arguments == ["--all"]:
        if built:
            run_projects(tally, "gcc", directory)
            each = "gcc: lit, every pass verified"
            stage(tally, each, lambda: run_lit(tally, each, directory, ["--param", "meld_opt_flags=" + EACH]))
            stage(tally, "cross-check", lambda: run_cross_check(tally, directory))
            stage(tally, "microcontroller", lambda: run_mcu(tally))
            stage(tally, "fuzzing", lambda: run_fuzzing(tally))
            stage(tally, "listed changes of our code", lambda: run_listed_changes(tally))
        if configuration(tally, "clang-19", os.path.join(ROOT, "build-clang-19"), CLANG):
            run_projects(tally, "clang-19", os.path.join(ROOT, "build-clang-19"), PROJECTS_OF_CLANG)
        configuration(tally, "sanitizers", os.path.join(ROOT, "build-sanitizers"), SANITIZE)
        configuration(tally, "threads", os.path.join(ROOT, "build-threads"), THREADS, THREADS_LIT, THREADS_UNIT)
    return tally.summary()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
