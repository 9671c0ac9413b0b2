# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: runs one function body on symbols and returns every path with how it ends.
# Why: proofs must speak of the emitted instructions whatever their shape, not of a known pattern.
# Never: skip an instruction. One that is not modelled makes the whole function unproved.
"""Symbolic execution: each branch forks the path; stores, fills and calls are recorded as events."""

from dataclasses import dataclass, field

from . import semantics, wasm
from .smt import TRUE, Term, constant

PATH_LIMIT = 4096
STEP_LIMIT = 1 << 17
BITS = {wasm.I32: 32, wasm.I64: 64}


class Unproved(Exception):
    """Why something could not be shown."""


@dataclass(frozen=True)
class Store:
    memory: int
    address: Term  # effective address in bytes, 64 bits: in bounds, so it has not wrapped
    width: int  # bytes
    isZero: Term
    offset: int  # static offset in bytes


@dataclass(frozen=True)
class Fill:
    memory: int
    start: Term  # 64 bits, bytes
    length: Term  # 64 bits, bytes
    isZero: Term


@dataclass(frozen=True)
class Call:
    function: int
    arguments: tuple
    globals: dict  # written so far: index -> value


@dataclass(frozen=True)
class Label:
    target: int
    arity: int
    height: int
    isLoop: bool


@dataclass
class State:
    position: int
    locals: list
    stack: list = field(default_factory=list)
    labels: list = field(default_factory=list)
    globals: dict = field(default_factory=dict)  # written ones only
    events: list = field(default_factory=list)
    condition: list = field(default_factory=list)

    def copy(self, condition=None, position=None):
        return State(self.position if position is None else position, list(self.locals), list(self.stack),
                     list(self.labels), dict(self.globals), list(self.events),
                     self.condition + ([condition] if condition else []))


@dataclass
class Outcome:
    """kind: return, trap, loop (arrived at a loop's head) or again (branched back to it)"""
    kind: str
    state: State
    results: list
    reason: str = ""


def matchEnds(body):
    """Position of each block's `end`, and of each if's `else`."""
    ends, elses, opened = {}, {}, []
    for position, instruction in enumerate(body):
        if instruction.opcode in (0x02, 0x03, 0x04):
            opened.append(position)
        elif instruction.opcode in (0x06, 0x1F):
            raise Unproved(f"exception handling at offset 0x{instruction.offset:x} is not modelled")
        elif instruction.opcode == 0x05:
            if not opened or body[opened[-1]].opcode != 0x04:
                raise Unproved(f"else without if at offset 0x{instruction.offset:x}")
            elses[opened[-1]] = position
        elif instruction.opcode == 0x0B:
            ends[opened.pop() if opened else -1] = position
    if opened or ends.get(-1) != len(body) - 1:
        raise Unproved("the blocks of the body do not match")
    return ends, elses


class Executor:
    """Executes one function of `module`; terms go to `script`."""

    def __init__(self, module, function, script, stopAtLoops=False, unknown=None):
        """`unknown`: a function of which a call may write every global; those of others are recorded only."""
        self.module, self.script, self.stopAtLoops, self.unknown = module, script, stopAtLoops, unknown
        if module.functions[function].imported:
            raise Unproved(f"function {function} is imported")
        self.kinds, self.body = wasm.bodyOf(module, function)
        self.parameters, self.results = module.signature(function)
        if any(kind not in BITS for kind in self.kinds):
            raise Unproved("locals other than i32 and i64 are not modelled")
        self.ends, self.elses = matchEnds(self.body)
        self.unwritten = {}

    def entry(self, arguments):
        zeros = [constant(BITS[kind], 0) for kind in self.kinds[len(arguments):]]
        return State(0, list(arguments) + zeros)

    def globalAtEntry(self, index):
        """The value of a global when the function is entered: its constant if immutable, else a symbol."""
        if index not in self.unwritten:
            entry = self.module.globals[index]
            if entry.type not in BITS:
                raise Unproved(f"global {index} is neither i32 nor i64")
            bits = BITS[entry.type]
            isKnown = not entry.mutable and entry.value is not None
            self.unwritten[index] = constant(bits, entry.value) if isKnown else self.script.fresh(bits, "global")
        return self.unwritten[index]

    def globalIn(self, values, index):
        return values[index] if index in values else self.globalAtEntry(index)

    def run(self, state):
        """Every outcome from `state` on; together their conditions cover all inputs."""
        pending, outcomes, steps = [state], [], 0
        while pending:
            current = pending.pop()
            while current is not None:
                steps += 1
                if steps > STEP_LIMIT or len(pending) + len(outcomes) > PATH_LIMIT:
                    raise Unproved("too many paths")
                current = self.step(current, pending, outcomes)
        return outcomes

    def step(self, state, pending, outcomes):
        """Executes one instruction; returns the state to go on with, or None at the end of a path."""
        instruction = self.body[state.position]
        code, immediates = instruction.opcode, instruction.immediates
        try:
            if code in (0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x0B, 0x0C, 0x0D, 0x0F):
                return self.control(state, code, immediates, pending, outcomes)
            state.position += 1
            if code in semantics.LOADS or code in semantics.STORES or code in (0x3F, 0xFC0B):
                self.memory(state, code, immediates, outcomes)
            elif code == 0x10:
                self.call(state, immediates[0])
            elif 0x1A <= code <= 0x24:
                self.variable(state, code, immediates)
            else:
                self.numeric(state, code, immediates, outcomes)
        except (IndexError, AssertionError):
            raise Unproved(f"the instruction at offset 0x{instruction.offset:x} is not valid") from None
        except Unproved as error:
            raise Unproved(f"{error} (offset 0x{instruction.offset:x})") from None
        return state

    def arities(self, kind):
        if kind is None:
            return 0, 0
        if kind[0] == "value":
            return 0, 1
        parameters, results = self.module.types[kind[1]]
        return len(parameters), len(results)

    def control(self, state, code, immediates, pending, outcomes):
        position = state.position
        if code == 0x00:
            return self.finish(outcomes, "trap", state, [], "unreachable")
        if code == 0x01:
            state.position += 1
            return state
        if code in (0x02, 0x03):
            parameters, results = self.arities(immediates[0])
            state.position += 1
            if code == 0x02:
                state.labels.append(Label(self.ends[position] + 1, results, len(state.stack) - parameters, False))
                return state
            state.labels.append(Label(position, parameters, len(state.stack) - parameters, True))
            return self.finish(outcomes, "loop", state, []) if self.stopAtLoops else state
        if code == 0x04:
            return self.fork(state, immediates[0], pending)
        if code == 0x05:
            label = state.labels.pop()
            state.position = label.target
            return state
        if code == 0x0B:
            if not state.labels:
                return self.finish(outcomes, "return", state, self.top(state, len(self.results)))
            state.labels.pop()
            state.position += 1
            return state
        if code == 0x0C:
            return self.branch(state, immediates[0], outcomes)
        if code == 0x0D:
            condition = state.stack.pop()
            assert condition.bits == 32
            zero = semantics.isZero(self.script, condition)
            taken = self.branch(state.copy(self.script.negate(zero)), immediates[0], outcomes)
            if taken is not None:
                pending.append(taken)
            return state.copy(zero, position + 1)
        return self.finish(outcomes, "return", state, self.top(state, len(self.results)))

    def fork(self, state, kind, pending):
        """`if`: the false side goes to `else`, or past the end."""
        position = state.position
        condition = state.stack.pop()
        assert condition.bits == 32
        zero = semantics.isZero(self.script, condition)
        parameters, results = self.arities(kind)
        label = Label(self.ends[position] + 1, results, len(state.stack) - parameters, False)
        otherwise = state.copy(zero, self.elses.get(position, self.ends[position]) + 1)
        if position in self.elses:
            otherwise.labels.append(label)
        pending.append(otherwise)
        taken = state.copy(self.script.negate(zero), position + 1)
        taken.labels.append(label)
        return taken

    def branch(self, state, depth, outcomes):
        if depth == len(state.labels):
            return self.finish(outcomes, "return", state, self.top(state, len(self.results)))
        assert depth < len(state.labels)
        label = state.labels[-1 - depth]
        if label.isLoop:
            if not self.stopAtLoops:
                raise Unproved("a loop is not modelled here")
            del state.labels[len(state.labels) - depth:]
            state.position = label.target + 1
            return self.finish(outcomes, "again", state, [])
        values = self.top(state, label.arity)
        state.stack = state.stack[:label.height] + values
        del state.labels[len(state.labels) - 1 - depth:]
        state.position = label.target
        return state

    def top(self, state, count):
        assert len(state.stack) >= count
        return state.stack[len(state.stack) - count:]

    def finish(self, outcomes, kind, state, results, reason=""):
        outcomes.append(Outcome(kind, state, results, reason))

    def trapIf(self, state, condition, outcomes, reason):
        """Splits off the trapping path; `state` goes on under the negation."""
        self.finish(outcomes, "trap", state.copy(condition), [], reason)
        state.condition.append(self.script.negate(condition))

    def memory(self, state, code, immediates, outcomes):
        script, index = self.script, immediates[0]
        entry = self.module.memories[index]
        if not entry.isFrozen() or entry.shared or entry.bytes() >= 1 << 64:
            raise Unproved(f"memory {index} is not a frozen, unshared memory of less than 2^64 bytes")
        bits = entry.bits()
        if code == 0x3F:
            state.stack.append(constant(bits, entry.minimum))
            return
        if code == 0xFC0B:
            length, value, start = self.pop(state, bits), self.pop(state, 32), self.pop(state, bits)
            start, length = script.widen(start), script.widen(length)
            outside = self.outside(entry, start, length)
            self.trapIf(state, outside, outcomes, "memory.fill out of bounds")
            zero = semantics.isZero(script, script.low(value, 8))
            state.events.append(Fill(index, start, length, zero))
            return
        valueBits, width = semantics.LOADS.get(code) or semantics.STORES[code]
        value = self.pop(state, valueBits) if code in semantics.STORES else None
        pointer = script.widen(self.pop(state, bits))
        outside = self.outside(entry, pointer, constant(64, width), immediates[1])
        self.trapIf(state, outside, outcomes, "memory access out of bounds")
        address = script.add(pointer, constant(64, immediates[1]))  # in bounds, so it does not wrap
        if value is None:
            state.stack.append(script.fresh(valueBits, "loaded"))  # any value: the bytes are not modelled
        else:
            zero = semantics.isZero(script, script.low(value, 8 * width))
            state.events.append(Store(index, address, width, zero, immediates[1]))

    def outside(self, memory, start, length, offset=0):
        """Whether start + offset + length, unbounded, is past the memory's end; of 64-bit terms. No sum is formed."""
        if offset > memory.bytes():
            return TRUE
        script, room = self.script, constant(64, memory.bytes() - offset)
        isInside = script.every([script.atMost(start, room), script.atMost(length, script.subtract(room, start))])
        return script.negate(isInside)

    def pop(self, state, bits):
        term = state.stack.pop()
        assert term.bits == bits
        return term

    def call(self, state, function):
        parameters, results = self.module.signature(function)
        if any(kind not in BITS for kind in parameters + results):
            raise Unproved(f"call of function {function} with types that are not modelled")
        arguments = [self.pop(state, BITS[kind]) for kind in reversed(parameters)][::-1]
        state.events.append(Call(function, tuple(arguments), dict(state.globals)))
        if function == self.unknown:
            written = [index for index, entry in enumerate(self.module.globals) if entry.mutable and entry.type in BITS]
            state.globals.update((index, self.script.fresh(BITS[self.module.globals[index].type], "after"))
                                 for index in written)
        state.stack += [self.script.fresh(BITS[kind], "result") for kind in results]

    def variable(self, state, code, immediates):
        if code == 0x1A:
            state.stack.pop()
        elif code in (0x1B, 0x1C):
            condition, no, yes = self.pop(state, 32), state.stack.pop(), state.stack.pop()
            assert yes.bits == no.bits
            state.stack.append(self.script.choose(semantics.isZero(self.script, condition), no, yes))
        elif code == 0x20:
            state.stack.append(state.locals[immediates[0]])
        elif code in (0x21, 0x22):
            index = immediates[0]
            state.locals[index] = self.pop(state, state.locals[index].bits)
            if code == 0x22:
                state.stack.append(state.locals[index])
        elif code == 0x23:
            state.stack.append(self.globalIn(state.globals, immediates[0]))
        elif code == 0x24:
            bits = self.globalAtEntry(immediates[0]).bits
            state.globals[immediates[0]] = self.pop(state, bits)
        else:
            raise Unproved(f"opcode 0x{code:02x} is not modelled")

    def numeric(self, state, code, immediates, outcomes):
        script = self.script
        if code in (0x41, 0x42):
            result = constant(32 if code == 0x41 else 64, immediates[0])
        elif code in semantics.EQZ:
            result = semantics.truth(script, semantics.isZero(script, self.pop(state, semantics.EQZ[code])))
        elif code in semantics.COMPARE:
            right, left = state.stack.pop(), state.stack.pop()
            result = semantics.compare(script, code, left, right)
        elif code in semantics.BINARY:
            right, left = state.stack.pop(), state.stack.pop()
            for condition in semantics.trapsOf(script, code, left, right):
                self.trapIf(state, condition, outcomes, "integer division")
            result = semantics.binary(script, code, left, right)
        elif code == 0xA7:
            result = script.low(self.pop(state, 64), 32)
        elif code == 0xAC:
            result = script.widenSigned(self.pop(state, 32), 64)
        elif code == 0xAD:
            result = script.widen(self.pop(state, 32))
        elif code in semantics.SIGN_EXTEND:
            bits, part = semantics.SIGN_EXTEND[code]
            result = script.widenSigned(script.low(self.pop(state, bits), part), bits)
        else:
            raise Unproved(f"opcode 0x{code:02x} is not modelled")
        state.stack.append(result)
