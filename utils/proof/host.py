# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: proves of the helpers of host-pointer adapters that they are exact for every address, length and size, and that
#       adapters keep to them: imports with adapters are called by these only, and scratch bytes are given back.
# Why: every check and every translation of an adapter is a call of a helper; the rest of it moves values around.
# Never: count as proved that an adapter asks a helper for the right length: that depends on a description that the
#        module does not have, and is left to tests.
"""Helpers: (address i32, bytes i64) -> i32, to the host or from it, of a window; and take, (used i32, bytes i64) -> i32."""

from dataclasses import dataclass

from . import clearing, wasm
from .executor import Executor, Unproved
from .flow import matchEnds
from .layout import PAGE
from .smt import Script, constant
from .traps import trapOfBody

CALL, RETURN_CALL, REF_FUNC = 0x10, 0x12, 0xD2
BLOCK, END, BR, BR_IF, RETURN = 0x02, 0x0B, 0x0C, 0x0D, 0x0F
OPENING = {0x02, 0x03, 0x04, 0x06, 0x1F}  # block, loop, if, try, try_table
LEAVING = {0x0E, RETURN, 0x12, 0x13, 0x15}  # br_table, return and tail calls
LOCAL_GET, LOCAL_SET, LOCAL_TEE, GLOBAL_GET, GLOBAL_SET = 0x20, 0x21, 0x22, 0x23, 0x24


@dataclass(frozen=True)
class Path:
    kind: str  # return or trap
    condition: list
    claim: object  # what has to hold on it


def decide(script, solver, assumptions, paths):
    """Unproved unless every path's claim always holds."""
    questions = [assumptions + path.condition + [script.negate(path.claim)] for path in paths]
    answers = solver.check(script, questions + [assumptions])
    if answers.pop() != "sat":
        raise Unproved("the assumptions cannot hold")
    for path, answer in zip(paths, answers):
        if answer != "unsat":
            raise Unproved(f"there is an input for which it should not {path.kind}" if answer == "sat"
                           else "the solver gave up")


def untouched(outcome):
    """A path that returns does nothing else."""
    if outcome.kind == "return" and (outcome.state.events or outcome.state.globals):
        raise Unproved("it calls, stores or writes a global")
    if outcome.kind not in ("return", "trap"):
        raise Unproved("it has a loop")


def proveMove(module, window, function, isToHost, solver):
    """Traps iff the bytes do not lie in the window's current size, and adds or subtracts its base."""
    if module.signature(function) != ([wasm.I32, wasm.I64], [wasm.I32]):
        raise Unproved("its type is not (i32, i64) -> (i32)")
    script = Script()
    executor = Executor(module, function, script)
    address, length = script.fresh(32, "address"), script.fresh(64, "length")
    assumptions, size = [script.below(length, constant(64, 1 << 63))], constant(64, window.initial * PAGE)
    if window.grown is not None:
        grown = executor.globalAtEntry(window.grown)
        grownBytes = None if window.grownBytes is None else executor.globalAtEntry(window.grownBytes)
        assumptions += [script.atMost(grown, constant(32, window.reserve))] + clearing.inStep(script, grown, grownBytes)
        size = script.binary("bvmul", script.add(script.widen(grown), constant(64, window.initial)), constant(64, PAGE))
    base = constant(32, window.base)
    relative = address if isToHost else script.subtract(address, base)
    result = script.add(address, base) if isToHost else relative
    isInside = script.atMost(script.add(script.widen(relative), length), size)
    paths = []
    for outcome in executor.run(executor.entry([address, length])):
        untouched(outcome)
        claim = script.negate(isInside)
        if outcome.kind == "return":
            claim = script.every([isInside, script.equal(outcome.results[0], result)])
        paths.append(Path(outcome.kind, outcome.state.condition, claim))
    decide(script, solver, assumptions, paths)


def proveTake(module, layout, solver):
    """From what is used to what is used with some more bytes: aligned, within the scratch bytes, or a trap."""
    scratch = layout.scratch
    if module.signature(scratch.take) != ([wasm.I32, wasm.I64], [wasm.I32]):
        raise Unproved("its type is not (i32, i64) -> (i32)")
    if scratch.address % 16 or scratch.bytes % 16:
        raise Unproved("its bytes are not aligned")
    script = Script()
    executor = Executor(module, scratch.take, script)
    used, length = script.fresh(32, "used"), script.fresh(64, "length")
    low = constant(32, 15)

    def isAligned(term):
        return script.equal(script.binary("bvand", term, low), constant(32, 0))

    assumptions = [script.atMost(used, constant(32, scratch.bytes)), isAligned(used)]
    suffices = script.atMost(length, script.subtract(constant(64, scratch.bytes), script.widen(used)))
    paths = []
    for outcome in executor.run(executor.entry([used, length])):
        untouched(outcome)
        claim = script.negate(suffices)
        if outcome.kind == "return":
            after = outcome.results[0]
            claim = script.every([
                suffices, script.atMost(script.add(script.widen(used), length), script.widen(after)),
                script.atMost(after, constant(32, scratch.bytes)), isAligned(after)])
        paths.append(Path(outcome.kind, outcome.state.condition, claim))
    decide(script, solver, assumptions, paths)


def checkScratch(module, layout, scan):
    """The counter starts at 0, is hidden, and is only written by adapters, which put back what it was."""
    scratch = layout.scratch
    entry = module.globals[scratch.used]
    if entry.imported or not entry.mutable or entry.type != wasm.I32 or entry.value != 0:
        raise Unproved("its counter is not a defined mutable i32 global that starts at 0")
    if any(kind == 3 and index == scratch.used for _, kind, index in module.exports):
        raise Unproved("its counter is exported")
    if scratch.window is None or scratch.address + scratch.bytes > scratch.window.initial * PAGE:
        raise Unproved("its bytes do not lie in the initial size of a window")
    writers = scan.writers.get(scratch.used, set())
    others = writers - {adapter.function for adapter in layout.adapters}
    if others:
        raise Unproved(f"its counter is also written by function {min(others)}")
    for function in sorted(writers):
        checkCounter(module, wasm.bodyOf(module, function)[1], scratch, function)


def withoutTrap(module, body):
    """(the body inside of the block that checks branch out of to trap, how far out of it that block's label is): without
    the block inside it that takes the place of the function's label. (body, None) without such checks."""
    ends = matchEnds(body)
    found = trapOfBody(module, body, ends)
    if not found:
        return body, None
    end = found[0]
    if body[1].opcode == BLOCK and ends[1] == end - 2:
        return body[2:end - 1], 1
    return [*body[1:end - 1], body[end]], 0


def checkCounter(module, body, scratch, function):
    """The counter is read once, before any call, into a local, `before`. Besides, it is only set to `before` or to a
    local, `now`, that is only set to `before` or to what take made of it. No write of it is conditional, nothing leaves
    the function early, and the last write is of `before`."""

    def isAt(at, opcode, *immediates):
        return 0 <= at < len(body) and body[at].opcode == opcode and tuple(body[at].immediates[:1]) == immediates[:1]

    def fail(why):
        raise Unproved(f"function {function} {why}")

    body, trap = withoutTrap(module, body)
    reads = [at for at, one in enumerate(body) if one.opcode == GLOBAL_GET and one.immediates[0] == scratch.used]
    calls = [at for at, one in enumerate(body) if one.opcode == CALL]
    if len(reads) != 1 or body[reads[0] + 1].opcode != LOCAL_SET or any(at < reads[0] for at in calls):
        fail("does not keep the counter that it found")
    before, now, depth, last = body[reads[0] + 1].immediates[0], None, 0, None
    for at, one in enumerate(body):
        if one.opcode in OPENING:
            depth += 1
        elif one.opcode == END:
            depth -= 1
        elif one.opcode in LEAVING or (one.opcode in (BR, BR_IF) and one.immediates[0] >= depth and
                                       (trap is None or one.immediates[0] != depth + trap)):
            fail(f"may leave at offset 0x{one.offset:x}")
        elif isAt(at, GLOBAL_SET, scratch.used):
            if depth != 0 or body[at - 1].opcode != LOCAL_GET:
                fail(f"writes the counter conditionally, or something unknown, at offset 0x{one.offset:x}")
            last = body[at - 1].immediates[0]
            if last != before:
                now = last if now is None else now
                if last != now:
                    fail(f"writes something unknown to the counter at offset 0x{one.offset:x}")
    if last != before:
        fail("does not put back the counter that it found")
    for at, one in enumerate(body):
        if one.opcode not in (LOCAL_SET, LOCAL_TEE) or one.immediates[0] not in (before, now):
            continue
        isTaken = isAt(at - 1, CALL, scratch.take) and isNow(body, at - 1, now)
        isReset = isAt(at - 1, LOCAL_GET, before)
        if at != reads[0] + 1 and (one.immediates[0] == before or not (isTaken or isReset)):
            fail(f"counts something unknown at offset 0x{one.offset:x}")


def isNow(body, call, now):
    """The first operand of this call of take is `now`: `local.get now, (local.tee P,) local.get BYTES, call`."""
    at = call - 2
    if body[call - 1].opcode == LOCAL_GET and at >= 0 and body[at].opcode == LOCAL_TEE:
        at -= 1
    return body[call - 1].opcode == LOCAL_GET and at >= 0 and body[at].opcode == LOCAL_GET and body[at].immediates[0] == now


def checkCallers(module, layout):
    """Every use of an import that has an adapter is in an adapter."""
    adapters = {adapter.function for adapter in layout.adapters}
    imports = {adapter.target for adapter in layout.adapters if not adapter.isExport}
    for index, entry in enumerate(module.functions):
        if entry.imported or index in adapters:
            continue
        for one in wasm.scanBody(module, entry):
            if one.opcode in (CALL, RETURN_CALL, REF_FUNC) and one.immediates[0] in imports:
                raise Unproved(f"function {index} uses import {one.immediates[0]} at offset 0x{one.offset:x}")


def helpersOf(layout):
    """Functions that are proved here: accesses in them are what they are made to trap with."""
    found = {function for window in layout.windows for function in (window.toHost, window.fromHost)}
    return (found | ({layout.scratch.take} if layout.scratch else set())) - {None}


def proveHost(report, module, layout, scan, solver):
    for window in layout.windows:
        for function, isToHost, words in ((window.toHost, True, "to"), (window.fromHost, False, "from")):
            if function is not None:
                report.fact(f"pointers of window {window.name} {words} the host (function {function})",
                            "traps iff the bytes leave the window's size, else moved by its base",
                            lambda: proveMove(module, window, function, isToHost, solver))
    if layout.scratch:
        report.fact(f"scratch bytes (function {layout.scratch.take})", "aligned, traps iff they do not suffice",
                    lambda: proveTake(module, layout, solver))
        report.fact(f"scratch counter (global {layout.scratch.used})", "starts at 0, given back by each adapter",
                    lambda: checkScratch(module, layout, scan))
    if layout.adapters:
        imports = [adapter for adapter in layout.adapters if not adapter.isExport]
        if imports:
            report.fact("host adapters", f"the imports of {len(imports)} are used by adapters only",
                        lambda: checkCallers(module, layout))
        report.out.write(f"not proved: that {len(layout.adapters)} host adapters translate what their description says\n")
