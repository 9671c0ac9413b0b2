# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: runs all checks on one module and writes a line for each fact.
# Why: a reader of the log must see what was shown, of which window, and what was not.
# Never: let a failed premise count as proved, or a module of which nothing is shown pass.
"""Proves a finished module; one line a fact, and a last line with the counts."""

from . import grow, host, layout, smt, wasm
from .accesses import AccessProof
from .executor import Unproved


class Report:
    """Counts facts and writes them to `out`."""

    def __init__(self, out):
        self.out, self.proved, self.unproved = out, 0, 0

    def fact(self, subject, detail, check):
        """Runs `check`; its Unproved or decoding error becomes the reason. Returns what it returned, or None."""
        try:
            result = check()
        except (Unproved, wasm.DecodeError) as error:
            self.unproved += 1
            self.out.write(f"unproved: {subject}: {error}\n")
            return None
        self.proved += 1
        self.out.write(f"proved: {subject}: {detail}\n")
        return result

    def count(self, subject, proved, detail):
        """Facts of one kind, shown one by one."""
        self.proved += proved
        self.out.write(f"proved: {subject}: {detail}\n")

    def isComplete(self):
        return self.proved > 0 and self.unproved == 0


def proveWindow(report, module, plan, scan, window, solver):
    """The growth global, the clearing helpers and the grow helper of one window."""
    named = f"window {window.name}"
    report.fact(f"growth global of {named} (global {window.grown})",
                f"mutable i{window.bits}, initial value 0, written only by function {window.helper}",
                lambda: layout.checkGrownGlobal(module, plan, scan, window, window.grown))
    if window.grownBytes is not None:
        report.fact(f"growth global of {named} in bytes (global {window.grownBytes})",
                    f"mutable i{window.bits}, initial value 0, written only by function {window.helper}",
                    lambda: layout.checkGrownGlobal(module, plan, scan, window, window.grownBytes))
    subject = f"grow helper of {named} (function {window.helper})"
    mode = f"oom={plan.oom}, zero={plan.zero}"
    try:
        proof = grow.GrowProof(module, plan, window, solver)
    except (Unproved, wasm.DecodeError) as error:
        reason = error

        def refuse():
            raise Unproved(str(reason))
        report.fact(subject, "", refuse)
        return
    helpers = {}
    for function, found in grow.proveHelpers(module, window, solver, proof.callees()).items():
        def clears(found=found):
            if isinstance(found, str):
                raise Unproved(found)
            return found
        shown = report.fact(f"clearing helper of {named} (function {function})",
                            "clears exactly the bytes asked for; by induction on its loop", clears)
        if shown:
            helpers[function] = shown

    def specification():
        proof.bindPaths(helpers)
        proof.proveSpecification()
    report.fact(subject, f"result, state, cleared bytes; {mode}", specification)
    if proof.paths:
        report.fact(subject, f"grown <= {window.reserve} holds after every call", proof.proveInvariant)


def proveAccesses(report, module, plan, solver):
    """Every access and bulk operation outside of helpers, whose proofs cover their own."""
    helpers = {window.helper for window in plan.windows} | host.helpersOf(plan)
    session = smt.Session(solver.path)
    try:
        proof = AccessProof(module, plan, session, helpers)
        proof.run()
    finally:
        session.close()
    for index, window in enumerate(plan.windows):
        hows = {how: count for (at, how), count in sorted(proof.proved.items()) if at == index}
        if hows:
            parts = ", ".join(f"{count} {how}" for how, count in hows.items())
            report.count(f"accesses of window {window.name}", sum(hows.values()), parts)
        if proof.notChecked[index]:
            report.out.write(f"not checked: {proof.notChecked[index]} accesses of window {window.name}\n")
    if proof.notChecked[None]:
        report.out.write(f"not checked: {proof.notChecked[None]} accesses of memories that were not merged\n")
    if proof.certain + proof.unreached:
        report.out.write(f"nothing to prove: {proof.certain} accesses always trap, no path reaches {proof.unreached}\n")
    for function, offset, reason in sorted(proof.unproved):
        report.unproved += 1
        report.out.write(f"unproved: function {function} at offset 0x{offset:x}: {reason}\n")


def proveModule(data, solver, out):
    """True iff everything was shown. Raises DecodeError, LayoutError or SolverError."""
    module = wasm.decode(data)
    plan = layout.readLayout(module)
    growing = [window for window in plan.windows if window.helper is not None]
    if not growing and not plan.adapters and not any(window.checked for window in plan.windows):
        raise layout.LayoutError(f"{layout.SECTION}: no window has a grow helper, is checked or has adapters, there is "
                                 "nothing to prove")
    scan = layout.scanCode(module)
    report = Report(out)
    report.fact("module", f"no memory.grow in {scan.bodies} functions", lambda: layout.checkNoGrow(scan))
    for index in sorted({window.memory for window in plan.windows
                         if window.checked or window.helper is not None or plan.adapters}):
        memory = module.memories[index]
        report.fact(f"memory {index}", f"frozen at {memory.minimum} pages; its windows are disjoint",
                    lambda index=index: layout.checkMemory(module, plan, index))
    for window in growing:
        proveWindow(report, module, plan, scan, window, solver)
    host.proveHost(report, module, plan, scan, solver)
    proveAccesses(report, module, plan, solver)
    out.write(f"{report.proved} proved, {report.unproved} unproved\n")
    return report.isComplete()
