# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: runs all checks on one module and writes a line for each fact.
# Why: a reader of the log must see what was shown, of which window, and what was not.
# Never: let a failed premise count as proved, or a module without grow helpers pass.
"""Proves a finished module; one line a fact, and a last line with the counts."""

from . import grow, layout, wasm
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

    def isComplete(self):
        return self.proved > 0 and self.unproved == 0


def proveWindow(report, module, plan, scan, window, solver):
    """The growth global, the clearing helpers and the grow helper of one window."""
    named = f"window {window.name}"
    report.fact(f"growth global of {named} (global {window.grown})",
                f"mutable i32, initial value 0, written only by function {window.helper}",
                lambda: layout.checkGrownGlobal(module, plan, scan, window))
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


def proveModule(data, solver, out):
    """True iff everything was shown. Raises DecodeError, LayoutError or SolverError."""
    module = wasm.decode(data)
    plan = layout.readLayout(module)
    growing = [window for window in plan.windows if window.helper is not None]
    if not growing:
        raise layout.LayoutError(f"{layout.SECTION}: no window has a grow helper, there is nothing to prove")
    scan = layout.scanCode(module)
    report = Report(out)
    report.fact("module", f"no memory.grow in {scan.bodies} functions", lambda: layout.checkNoGrow(scan))
    for index in sorted({window.memory for window in growing}):
        memory = module.memories[index]
        report.fact(f"memory {index}", f"frozen at {memory.minimum} pages; its windows are disjoint",
                    lambda index=index: layout.checkMemory(module, plan, index))
    for window in growing:
        proveWindow(report, module, plan, scan, window, solver)
    out.write(f"{report.proved} proved, {report.unproved} unproved\n")
    return report.isComplete()
