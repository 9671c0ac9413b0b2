# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: walks a body once and knows, at each instruction, the values on the stack and in the locals.
# Why: one forward walk is fast enough for whole modules, and loops need no more than "assigned inside: unknown", but for
#      limits that are loaded anew wherever they change.
# Never: call two values the same unless they are, on every path and in every iteration.
"""Abstract interpretation of one body. In code that no path reaches, `dead` is set and nothing is known.

A growth global is read as (GLOBAL_GET, index, epoch); the read is current while the epoch is. A local may hold such
reads with constants added, its *limit*. Sums with constants are followed in the type that addresses have. Of a loop that assigns a limit it is taken on trust that every iteration begins
with the same limit, current again; a back edge that breaks the trust raises Refuted, and the walk has to begin anew.
"""

from bisect import bisect_left

from .executor import Unproved
from .guards import GLOBAL_GET, I32_CONST, I64_CONST, MODELLED, UNARY
from .operands import EFFECTS

OPENING = {0x02, 0x03, 0x04, 0x06, 0x1F}
DELEGATE, END = 0x18, 0x0B


UNREACHABLE = 0x00
ADDS, SUBTRACTS = (0x6A, 0x7C), (0x6B, 0x7D)  # i32, i64


class Refuted(Exception):
    """`trusted` (the position of a loop, a local) does not hold its limit at every iteration."""

    def __init__(self, trusted):
        super().__init__()
        self.trusted = trusted


def isLimit(value, depth=4):
    """Whether a value is made of reads of growth globals and constants."""
    if len(value) == 2:
        return value[0] == 0
    opcode, left, right = value
    if opcode == GLOBAL_GET:
        return True
    return opcode in ADDS + SUBTRACTS and depth > 0 and isLimit(left, depth - 1) and isLimit(right, depth - 1)


def restamped(value, old, new):
    """A limit read at epochs `old`, as if read at `new`; None if it was not current."""
    if len(value) == 2:
        return value
    opcode, left, right = value
    if opcode == GLOBAL_GET:
        return (opcode, left, new[left]) if right == old[left] else None
    left, right = restamped(left, old, new), restamped(right, old, new)
    return None if left is None or right is None else (opcode, left, right)


class Frame:
    """A block that was entered and not yet left."""
    __slots__ = ("opcode", "position", "height", "parameters", "results", "entry", "join", "trusted", "epochs")

    def __init__(self, opcode, position, height, parameters, results):
        self.opcode, self.position, self.height = opcode, position, height
        self.parameters, self.results = parameters, results
        self.entry = self.join = None  # states: (locals, facts, epochs)
        self.trusted = self.epochs = None  # of a loop: locals taken to hold their limit, and the epochs at its head


class Flow:
    """`epochs`: of each growth global, a number that changes wherever the global may. `refuted`: what not to trust.
    `bits`: of addresses."""

    def __init__(self, module, function, kinds, body, known, growth, bits, refuted=()):
        self.handlers, self.mask = HANDLERS[bits], (1 << bits) - 1
        self.module, self.body, self.known, self.growth, self.refuted = module, body, known, growth, refuted
        parameters = len(module.signature(function)[0])
        self.locals = [known.fresh() for _ in range(parameters)] + [(0, 0)] * (len(kinds) - parameters)
        self.stack, self.facts, self.count = [], {}, 0
        self.epochs = dict.fromkeys(growth.globals, 0)
        self.dead, self.nested = False, 0
        self.frames = [Frame(0x02, -1, 0, [], len(module.signature(function)[1]))]
        self.setAt = [at for at, one in enumerate(body) if one.opcode in (0x21, 0x22)]
        self.setLocals = [body[at].immediates[0] for at in self.setAt]
        self.ends = matchEnds(body)
        self.changes = [(at, changed) for at, one in enumerate(body) if (changed := growth.changedBy(one))
                        and body[at + 1].opcode != UNREACHABLE]

    def step(self, position, instruction):
        opcode = instruction.opcode
        if self.dead:
            return self.skip(position, instruction)
        stack = self.stack
        handler = self.handlers.get(opcode)
        if handler is not None:
            handler(self, position, instruction.immediates)
        elif opcode in MODELLED:
            right = None if opcode in UNARY else stack.pop()
            stack[-1] = (opcode, stack[-1], right)
        elif opcode in EFFECTS:
            takes, leaves = EFFECTS[opcode]
            if takes:
                del stack[-takes:]
            if leaves:
                stack.append(self.known.fresh())
        else:
            raise Unproved(f"opcode 0x{opcode:02x} is not modelled")
        return None

    def skip(self, position, instruction):
        opcode = instruction.opcode
        if opcode in OPENING:
            self.nested += 1
        elif opcode in (END, DELEGATE):
            if self.nested:
                self.nested -= 1
            else:
                self.close(position, ())
        elif not self.nested and opcode == 0x05:
            self.otherwise(position, ())
        elif not self.nested and opcode in (0x07, 0x19):
            self.enterCatch(position, instruction.immediates)

    def state(self):
        return list(self.locals), dict(self.facts), dict(self.epochs)

    def take(self, state):
        self.locals, self.facts, self.epochs = list(state[0]), dict(state[1]), dict(state[2])
        self.dead, self.nested = False, 0

    def merge(self, first, second):
        """What holds whichever of the two states the path came with."""
        (locals0, facts0, epochs0), (locals1, facts1, epochs1) = first, second
        epochs = epochs0
        if epochs0 != epochs1:
            epochs = {index: epoch if epochs1[index] == epoch else self.newEpoch() for index, epoch in epochs0.items()}
            locals0, locals1 = self.restamp(locals0, epochs0, epochs), self.restamp(locals1, epochs1, epochs)
        return (*self.known.merge((locals0, facts0), (locals1, facts1)), epochs)

    def restamp(self, values, old, new):
        """Limits that are current stay so; others become unknown."""
        return [value if len(value) == 2 else restamped(value, old, new) or self.known.fresh() for value in values]

    def newEpoch(self):
        self.count += 1
        return self.count

    def changed(self, indices):
        for index in indices:
            self.epochs[index] = self.newEpoch()

    def die(self, _position=0, _immediates=()):
        self.dead, self.nested = True, 0

    def pushFresh(self, count):
        for _ in range(count):
            self.stack.append(self.known.fresh())

    def forget(self, values, begin, end):
        """Unknown from now on: locals assigned between two positions."""
        at = self.setAt
        for local in set(self.setLocals[bisect_left(at, begin):bisect_left(at, end)]):
            values[local] = self.known.fresh()

    def arities(self, kind):
        if kind is None:
            return 0, 0
        if kind[0] == "value":
            return 0, 1
        parameters, results = self.module.types[kind[1]]
        return len(parameters), len(results)

    def branch(self, depth, state=None):
        if depth >= len(self.frames):
            raise Unproved("a label does not exist")
        frame = self.frames[-1 - depth]
        current = state or (self.locals, self.facts, self.epochs)
        if frame.opcode == 0x03:  # its head was entered with what no iteration changes
            for local, limit in frame.trusted.items():
                if restamped(current[0][local], current[2], frame.epochs) != limit:
                    raise Refuted((frame.position, local))
            return
        if frame.join is None:
            frame.join = (list(current[0]), dict(current[1]), dict(current[2]))
            return
        values, facts, epochs = self.merge(frame.join, current)
        frame.join = (list(values) if values is self.locals else values, facts, dict(epochs))

    def open(self, opcode, position, immediates):
        if opcode == 0x04:
            self.stack.pop()
        parameters, results = self.arities(immediates[0])
        height = len(self.stack) - parameters
        frame = Frame(opcode, position, height, self.stack[height:], results)
        if opcode == 0x03:
            self.stack[height:] = []
            self.pushFresh(parameters)
            self.enterLoop(frame)
        elif opcode == 0x1F:
            self.catchClauses(position, immediates[1])
        if opcode in (0x04, 0x06):
            frame.entry = self.state()
        self.frames.append(frame)

    def enterLoop(self, frame):
        begin, end = frame.position, self.ends[frame.position]
        old = dict(self.epochs)
        for at, indices in self.changes[bisect_left(self.changes, (begin,)):bisect_left(self.changes, (end,))]:
            self.changed(index for index in indices if self.epochs[index] == old[index])
        before = list(self.locals)
        self.forget(self.locals, begin, end)
        frame.trusted, frame.epochs = {}, dict(self.epochs)
        for local, value in enumerate(before):
            if len(value) == 3 and self.locals[local] is not value and (begin, local) not in self.refuted:
                limit = restamped(value, old, self.epochs)
                if limit is not None:
                    self.locals[local] = frame.trusted[local] = limit

    def catchClauses(self, position, clauses):
        """An exception may come from anywhere inside; the labels count from outside."""
        for _tag, _withException, label in clauses:
            values, facts, epochs = self.state()
            self.forget(values, position, self.ends[position])
            self.branch(label, (values, facts, {index: self.newEpoch() for index in epochs}))

    def otherwise(self, _position, _immediates):
        if not self.dead:
            self.branch(0)
        frame = self.frames[-1]
        self.take(frame.entry)
        frame.opcode, frame.entry = 0x05, None
        self.stack[frame.height:] = frame.parameters

    def enterCatch(self, position, immediates):
        if not self.dead:
            self.branch(0)
        frame = self.frames[-1]
        self.take(frame.entry)
        self.forget(self.locals, frame.position, position)
        self.changed(list(self.epochs))
        self.stack[frame.height:] = []
        if self.body[position].opcode == 0x07:
            self.pushFresh(len(self.module.types[self.module.tags[immediates[0]]][0]))

    def close(self, _position, _immediates):
        frame = self.frames.pop()
        join = frame.join
        if frame.opcode == 0x04:  # no else: the condition may have been false
            join = frame.entry if join is None else self.merge(join, frame.entry)
        if not self.dead:
            if join is None:
                return
            join = self.merge(join, (self.locals, self.facts, self.epochs))
        if join is None:
            return self.die()
        self.take(join)
        self.stack[frame.height:] = []
        self.pushFresh(frame.results)

    def branchIf(self, _position, immediates):
        self.stack.pop()
        self.branch(immediates[0])

    def branchAlways(self, _position, immediates):
        self.branch(immediates[0])
        self.die()

    def branchTable(self, _position, immediates):
        for label in set(immediates[0]) | {immediates[1]}:
            self.branch(label)
        self.die()

    def branchOnNull(self, _position, immediates):
        self.branch(immediates[0])

    def branchOnNonNull(self, _position, immediates):
        self.branch(immediates[0])
        self.stack.pop()

    def apply(self, index, position, more=0):
        """A call of type `index`, with `more` operands than its parameters."""
        parameters, results = self.module.types[index]
        count = len(parameters) + more
        if count:
            del self.stack[-count:]
        self.pushFresh(len(results))
        self.changed(self.growth.changedBy(self.body[position]))

    def call(self, position, immediates):
        self.apply(self.module.functions[immediates[0]].type, position)

    def callIndirect(self, position, immediates):
        self.apply(immediates[0], position, 1)

    def localGet(self, _position, immediates):
        self.stack.append(self.locals[immediates[0]])

    def localTee(self, _position, immediates):
        value = self.stack[-1]
        if len(value) == 3 and not isLimit(value):  # not followed through locals, only the fact that it is one value
            value = self.stack[-1] = self.known.fresh()
        self.locals[immediates[0]] = value

    def localSet(self, position, immediates):
        self.localTee(position, immediates)
        self.stack.pop()

    def globalGet(self, _position, immediates):
        epoch = self.epochs.get(immediates[0])
        self.stack.append(self.known.fresh() if epoch is None else (GLOBAL_GET, immediates[0], epoch))

    def globalSet(self, position, _immediates):
        self.stack.pop()
        self.changed(self.growth.changedBy(self.body[position]))

    def constant(self, _position, immediates):
        self.stack.append((0, immediates[0] & self.mask))

    def otherConstant(self, opcode, number):
        self.stack.append((opcode, number, None))

    def addition(self, sign, opcode):
        right, left = self.stack.pop(), self.stack[-1]
        if sign > 0 and left[0] == 0 and len(left) == 2:
            left, right = right, left
        if len(left) == 2 and len(right) == 2 and right[0] == 0:
            self.stack[-1] = (left[0], (left[1] + sign * right[1]) & self.mask)
        elif sign > 0 and len(left) == 3 and left[0] == opcode and right[0] == 0 and left[2] and left[2][0] == 0:
            self.stack[-1] = (opcode, left[1], (0, (left[2][1] + right[1]) & self.mask))  # a limit from another limit
        else:
            self.stack[-1] = (opcode, left, right)


def matchEnds(body):
    """Position of the `end` (or `delegate`) of each block."""
    ends, opened = {}, []
    for position, instruction in enumerate(body):
        if instruction.opcode in OPENING:
            opened.append(position)
        elif instruction.opcode in (END, DELEGATE):
            ends[opened.pop() if opened else -1] = position
    if opened or ends.get(-1) != len(body) - 1:
        raise Unproved("the blocks of the body do not match")
    return ends


def opening(opcode):
    return lambda flow, position, immediates: flow.open(opcode, position, immediates)


def handlersFor(bits):
    """By opcode; those of sums and constants depend on the bits of addresses."""
    wide = bits == 64
    add, subtract = ADDS[wide], SUBTRACTS[wide]
    own, other = (I64_CONST, I32_CONST) if wide else (I32_CONST, I64_CONST)
    return {**COMMON, own: Flow.constant,
            other: lambda flow, _position, immediates: flow.otherConstant(other, immediates[0]),
            add: lambda flow, _position, _immediates: flow.addition(1, add),
            subtract: lambda flow, _position, _immediates: flow.addition(-1, subtract)}


COMMON = {
    **{opcode: opening(opcode) for opcode in OPENING},
    **{opcode: Flow.die for opcode in (0x00, 0x08, 0x09, 0x0A, 0x0F, 0x12, 0x13, 0x15)},
    0x05: Flow.otherwise, 0x07: Flow.enterCatch,
    0x19: Flow.enterCatch, END: Flow.close, DELEGATE: Flow.close, 0x0C: Flow.branchAlways, 0x0D: Flow.branchIf,
    0x0E: Flow.branchTable, 0xD5: Flow.branchOnNull, 0xD6: Flow.branchOnNonNull, 0x10: Flow.call,
    0x11: Flow.callIndirect, 0x14: Flow.callIndirect, 0x20: Flow.localGet, 0x21: Flow.localSet, 0x22: Flow.localTee,
    0x23: Flow.globalGet, 0x24: Flow.globalSet,
}
HANDLERS = {bits: handlersFor(bits) for bits in (32, 64)}
