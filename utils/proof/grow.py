# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the specification of a bounded grow and the question whether a helper is exactly that.
# Why: a guard that is off by one, signed or wrapping hands out memory of a neighbour.
# Never: state the specification in arithmetic that could wrap; it is 64 bits wide over page counts of at most 2^48, and
#        the count that is asked for is only compared.
"""grow(n) over (grown, n): result, state, cleared bytes and traps, for every grown <= reserve and every n."""

from dataclasses import dataclass

from . import clearing, wasm
from .executor import Call, Executor, Fill, Unproved
from .layout import PAGE
from .smt import FALSE, Script, constant


@dataclass(frozen=True)
class Path:
    """One way through the helper: when it is taken, and what it then does."""
    condition: list
    kind: str  # return or trap
    reason: str
    result: object  # Term or None
    grown: object  # the growth global at the end
    grownBytes: object  # the one that counts bytes; None if there is none
    clears: list  # (start, length, valid), bytes
    others: list  # (index, before, after) of other globals it writes
    told: object  # the call of the function that is told of exhaustion, or None; the globals are those it finds


def expected(window, layout, isCleared, grown, count):
    """The specification on plain integers, in words; used to explain a counterexample."""
    size = window.initial + grown
    if count > window.limit - size or (count > window.reserve - grown and layout.oom == "fail"):
        return f"returns -1, grown={grown}"
    if count > window.reserve - grown:
        told = f"calls function {layout.oomFunction} with {window.input}, {count}, " if layout.oom == "call" else ""
        return f"{told}traps, grown={grown}"
    cleared = ""
    if count and isCleared:
        cleared = f", clears [{window.base + size * PAGE}, {window.base + (size + count) * PAGE})"
    return f"returns {size}, grown={grown + count}{cleared}"


class GrowProof:
    """The paths of one helper, over the symbols `grown` and `count`."""

    def __init__(self, module, layout, window, solver):
        self.module, self.layout, self.window, self.solver = module, layout, window, solver
        self.script, self.helpers = Script(), {}
        self.bits, index = window.bits, wasm.indexType(window.bits)
        if module.signature(window.helper) != ([index], [index]):
            raise Unproved(f"its type is not (i{self.bits}) -> (i{self.bits})")
        told = layout.oomFunction
        if told is not None and module.signature(told) != ([wasm.I32, index], []):
            raise Unproved(f"the type of function {told} is not (i32 i{self.bits}) -> ()")
        executor = Executor(module, window.helper, self.script, unknown=told)
        self.grown, self.count = executor.globalAtEntry(window.grown), self.script.fresh(self.bits, "n")
        if self.grown.bits != self.bits:
            raise Unproved(f"global {window.grown} is not an i{self.bits}")
        self.grownBytes = None if window.grownBytes is None else executor.globalAtEntry(window.grownBytes)
        self.assumption = self.script.every([self.script.atMost(self.grown, constant(self.bits, window.reserve))] +
                                            clearing.inStep(self.script, self.grown, self.grownBytes))
        self.executor, self.paths = executor, []
        self.outcomes = self.possible(executor.run(executor.entry([self.count])))

    def possible(self, outcomes):
        """Without those traps that no input leads to, such as those of checks that hold."""
        traps = [outcome for outcome in outcomes if outcome.kind == "trap"]
        answers = self.solver.check(self.script, [[self.assumption] + trap.state.condition for trap in traps])
        never = {id(trap) for trap, answer in zip(traps, answers) if answer == "unsat"}
        return [outcome for outcome in outcomes if id(outcome) not in never]

    def callees(self):
        """The functions it calls to clear, each once."""
        events = [event for outcome in self.outcomes for event in outcome.state.events]
        return sorted({event.function for event in events if isinstance(event, Call)} - {self.layout.oomFunction})

    def toldBy(self, outcome):
        """The call that tells of exhaustion, with nothing after it but a trap; None if there is none."""
        told = [event for event in outcome.state.events
                if isinstance(event, Call) and event.function == self.layout.oomFunction]
        if told and (outcome.kind != "trap" or len(told) > 1 or outcome.state.events[-1] is not told[0]):
            raise Unproved(f"it goes on after a call of function {self.layout.oomFunction}")
        return told[0] if told else None

    def bindPaths(self, helpers):
        """Reads calls as what `helpers` (function -> ClearingHelper) were shown to do; all paths or none."""
        paths = []
        for outcome in self.outcomes:
            state = outcome.state
            told = self.toldBy(outcome)
            values = told.globals if told else state.globals
            clears = [self.clearOf(event, helpers) for event in state.events if event is not told]
            others = [(index, self.executor.globalAtEntry(index), value) for index, value in values.items()
                      if index not in (self.window.grown, self.window.grownBytes)]
            result = outcome.results[0] if outcome.kind == "return" else None
            paths.append(Path(state.condition, outcome.kind, outcome.reason, result,
                              values.get(self.window.grown, self.grown),
                              values.get(self.window.grownBytes, self.grownBytes), clears, others, told))
        self.paths = paths

    def clearOf(self, event, helpers):
        script, window = self.script, self.window
        if isinstance(event, Fill):
            if event.memory != window.memory:
                raise Unproved(f"it fills memory {event.memory}")
            return event.start, event.length, event.isZero
        if isinstance(event, Call) and event.function in helpers:
            helper = helpers[event.function]
            start, length = helper.range(script, *event.arguments)
            grown = event.globals.get(window.grown, self.grown)
            memoryBytes = self.module.memories[window.memory].bytes()
            grownBytes = event.globals.get(window.grownBytes, self.grownBytes)
            valid = helper.requirement(script, window, memoryBytes, *event.arguments, grown, grownBytes)
            return start, length, script.every(valid)
        if isinstance(event, Call):
            raise Unproved(f"it calls function {event.function}, about which nothing is known")
        raise Unproved("it stores to memory itself")

    def matches(self, path):
        """The term that says: on this path the helper does what the specification says."""
        script, window = self.script, self.window
        grown, count = script.widen(self.grown), script.widen(self.count)
        size = script.add(grown, constant(64, window.initial))
        isPastLimit = script.below(script.subtract(constant(64, window.limit), size), count)
        isPastReserve = script.below(script.subtract(constant(64, window.reserve), grown), count)
        same = script.every([script.equal(path.grown, self.grown)] + ([FALSE] if path.clears else []))
        if path.kind == "return":
            refused = script.every([same, script.equal(path.result, constant(self.bits, -1))])
            exhausted = refused if self.layout.oom == "fail" else FALSE
            served = script.every([script.equal(script.widen(path.result), size),
                                   script.equal(script.widen(path.grown), script.add(grown, count)),
                                   self.clearsRight(path, size, count)])
        else:
            refused, served = FALSE, FALSE
            exhausted = FALSE if self.layout.oom == "fail" else script.every([same, self.tellsRight(path)])
        specified = script.choose(isPastLimit, refused, script.choose(isPastReserve, exhausted, served))
        untouched = [script.equal(before, after) for _, before, after in path.others]
        untouched += clearing.inStep(script, path.grown, path.grownBytes)
        return script.every([specified] + untouched)

    def mustClear(self):
        return self.layout.zero == "clear" and not self.layout.staysZero(self.window)

    def clearsRight(self, path, size, count):
        """Exactly the granted bytes are cleared, in one piece or in adjacent ones; no event at all when n = 0."""
        script, page = self.script, constant(64, PAGE)
        if not path.clears:
            return script.every([]) if not self.mustClear() else script.equal(count, constant(64, 0))
        if self.layout.zero == "assume":
            return FALSE
        reached = script.add(script.binary("bvmul", size, page), constant(64, self.window.base))
        end = script.add(reached, script.binary("bvmul", count, page))
        facts = [script.negate(script.equal(count, constant(64, 0)))]
        for start, length, valid in path.clears:
            facts += [valid, script.equal(start, reached)]
            reached = script.add(reached, length)
        return script.every(facts + [script.equal(reached, end)])

    def tellsRight(self, path):
        """On exhaustion, with oom=call, the function is told the memory of the input and the pages, otherwise nobody."""
        if path.told is None or self.layout.oom != "call":
            return FALSE if path.told or self.layout.oom == "call" else self.script.every([])
        memory, pages = path.told.arguments
        return self.script.every([self.script.equal(memory, constant(32, self.window.input)),
                                  self.script.equal(pages, self.count)])

    def decide(self, claims):
        """`claims`: one Bool term a path. Raises Unproved with a counterexample unless all always hold."""
        questions = [[self.assumption] + path.condition + [self.script.negate(claim)]
                     for path, claim in zip(self.paths, claims)]
        answers = self.solver.check(self.script, questions + [[self.assumption]])
        if answers.pop() != "sat":
            raise Unproved("the assumptions cannot hold")
        for path, question, answer in zip(self.paths, questions, answers):
            if answer == "sat":
                raise Unproved(self.counterexample(path, question))
        if "unknown" in answers:
            raise Unproved("the solver gave up")

    def counterexample(self, path, question):
        terms = [self.grown, self.count, path.grown] + ([path.result] if path.kind == "return" else [])
        for start, length, _ in path.clears:
            terms += [start, length]
        terms += [after for _, _, after in path.others]
        terms += [path.grownBytes] if path.grownBytes is not None else []
        terms += list(path.told.arguments) if path.told else []
        values = self.solver.model(self.script, question, terms)
        grown, count, after = values[:3]
        got, rest = f"traps ({path.reason})", values[3:]
        if path.kind == "return":
            got, rest = f"returns {'-1' if rest[0] == (1 << self.bits) - 1 else rest[0]}", rest[1:]
        got += f", grown={after}"
        for start, length, valid in path.clears:
            got += f", clears [{rest[0]}, {rest[0] + rest[1]})"
            rest = rest[2:]
        for (index, _, _), value in zip(path.others, rest):
            got += f", global {index}={value}"
        rest = rest[len(path.others):]
        if path.grownBytes is not None and rest[0] != after * PAGE:
            got += f", grown in bytes={rest[0]}"
        if path.told:
            got = f"calls function {path.told.function} with {', '.join(map(str, rest[-len(path.told.arguments):]))}, {got}"
        wanted = expected(self.window, self.layout, self.mustClear() or path.clears, grown, count)
        if got == wanted:
            got += " with nonzero bytes, or outside what the clearing helper was shown for"
        return f"grown={grown}, n={count}: got {got}; expected {wanted}"

    def proveSpecification(self):
        self.decide([self.matches(path) for path in self.paths])

    def proveInvariant(self):
        """grown <= reserve, and the same in bytes, after every call that started with it, traps included."""
        script, reserve = self.script, constant(self.bits, self.window.reserve)
        self.decide([script.every([script.atMost(path.grown, reserve)] +
                                  clearing.inStep(script, path.grown, path.grownBytes)) for path in self.paths])


def proveHelpers(module, window, solver, callees):
    """function -> ClearingHelper for each callee, or the reason why not (a string)."""
    found = {}
    for function in callees:
        try:
            found[function] = clearing.proveClearing(module, function, window, solver)
        except Unproved as error:
            found[function] = str(error)
    return found
