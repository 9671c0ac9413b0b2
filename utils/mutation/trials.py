# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs tests with one change switched on, many at a time, each in a process group of its own.

What: which changes a test reaches, and whether any of the tests that reach a change fails with it.
Why:  starting lit for each of some thousand changes costs more than the tests; most changes fail a short one.
Must never: let a test of one slot write where one of another slot does; wait for a test that hangs.
"""

import copy
import os
import resource
import select
import signal
import sys
import time

from littools.suites import import_lit

PASSED, FAILED, HUNG = "passed", "failed", "hung"
MEMORY_BYTES = 6 << 30  # of a process with a change that never stops asking for more
FILE_BYTES = 1 << 30


class Suite:
    """A configured lit suite, loaded once, and programs that are tests as well: command by name."""

    def __init__(self, directory, programs):
        self.programs = programs
        self.lit = import_lit([directory])
        self.config = self.lit.LitConfig.LitConfig(
            progname="lit", path=[], quiet=True, useValgrind=False, valgrindLeakCheck=False, valgrindArgs=[], noExecute=False,
            debug=False, isWindows=False, order="lexical", params={},
        )  # fmt: skip
        found = self.lit.discovery.find_tests_for_inputs(self.config, [directory])
        self.tests = {"/".join(test.path_in_suite): test for test in found}

    def start(self, name, slot, environment, log):
        """The process that runs a test; it ends with 0 if the test passed."""
        sys.stdout.flush()
        child = os.fork()
        if child:
            return child
        status = 2
        try:
            os.setsid()
            out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(out, 1)
            os.dup2(out, 2)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
            resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
            if name in self.programs:
                os.chdir(slot)
                os.execve(self.programs[name][0], self.programs[name], {**os.environ, **environment})
            test = self.tests[name]
            test.suite = copy.copy(test.suite)
            test.suite.exec_root = slot
            test.config.environment.update(environment)
            result = test.config.test_format.execute(test, self.config)
            os.write(1, result.output.encode(errors="replace"))
            status = 1 if result.code.isFailure else 0
        finally:
            os._exit(status)


class Job:
    """A sequence of tests; `next` is asked for the following one until it gives None."""

    def __init__(self, label, environment):
        self.label, self.environment = label, environment
        self.results = []  # (test, verdict, seconds)

    def next(self):
        raise NotImplementedError


def run(suite, jobs, slots, scratch, limit_of):
    """Yields each job when its sequence is over. `limit_of(test)`: seconds after which it counts as hung."""
    pending = iter(jobs)
    free = [os.path.join(scratch, f"slot{i}") for i in range(slots)]
    running = {}  # pid: [job, test, slot, begin, deadline, pidfd, killed]
    poll = select.poll()
    over = False

    def launch(job, slot):
        name = job.next()
        if name is None:
            free.append(slot)
            return job
        os.makedirs(slot, exist_ok=True)
        begin = time.monotonic()
        child = suite.start(name, slot, job.environment, os.path.join(slot, "log"))
        handle = os.pidfd_open(child)
        poll.register(handle, select.POLLIN)
        running[handle] = [job, name, slot, begin, begin + limit_of(name), child, False]
        return None

    try:
        while running or not over:
            while free and not over:
                job = next(pending, None)
                if job is None:
                    over = True
                    break
                done = launch(job, free.pop())
                if done:
                    yield done
            if not running:
                continue
            ended = {handle for handle, _ in poll.poll(200)}
            for handle, entry in list(running.items()):
                job, name, slot, begin, deadline, child, killed = entry
                if handle not in ended:
                    if time.monotonic() > deadline and not killed:
                        os.killpg(child, signal.SIGKILL)
                        entry[6] = True
                    continue
                poll.unregister(handle)
                os.close(handle)
                del running[handle]
                status = os.waitpid(child, 0)[1]
                try:
                    os.killpg(child, signal.SIGKILL)  # what it left behind
                except ProcessLookupError:
                    pass
                verdict = HUNG if killed else PASSED if status == 0 else FAILED
                job.results.append((name, verdict, time.monotonic() - begin))
                done = launch(job, slot)
                if done:
                    yield done
    finally:
        for entry in running.values():
            os.killpg(entry[5], signal.SIGKILL)
