# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: writes a module of random small functions: accesses through a handful of locals that are set, copied, advanced and
#       carried through blocks, loops, branches, handlers and dead code.
# Why:  rules by which checks are removed meet in ways that nobody thinks of.
# Must never: write a loop that may not end, or depend on anything but its arguments.
#
# USAGE: bounds-random.py --seed=N --functions=N [--exceptions] [--handler] [--memory64]
# Each function is "random NUMBER:aac" (AAc of 64-bit memories): two addresses and a choice; some grow memories when the
# choice is 3.

import random
import sys

PAGE = 65536
# Locals: $a, $b, $x, $y hold addresses; $c is the choice, $n what is left to loop, $s a sum.
LOADS = {"i32.load8_u": 1, "i32.load16_s": 2, "i32.load": 4, "i64.load": 8, "f32.load": 4, "v128.load": 16}
STORES = {"i32.store8": 1, "i32.store16": 2, "i32.store": 4, "i64.store": 8, "f64.store": 8, "v128.store": 16}
# By the type that a load's or store's name begins with: from it to i32, and from i32 to it.
WRAPPED = {"i3": "", "i6": "i32.wrap_i64", "f3": "i32.reinterpret_f32", "v1": "i32x4.extract_lane 0"}
LIFTED = {"i3": "", "i6": "i64.extend_i32_u", "f6": "i64.extend_i32_u f64.reinterpret_i64", "v1": "i32x4.splat"}


class Function:
    """Writes one body. `labels` are the blocks around, innermost last; True for a loop, which is not branched to."""

    def __init__(self, rng, exceptions, wide):
        self.rng, self.exceptions = rng, exceptions
        self.type = "i64" if wide else "i32"  # of addresses
        self.narrow = "i32.wrap_i64" if wide else ""  # from an address to an i32
        self.labels = []
        self.budget = rng.randint(6, 22)  # statements
        self.grows = rng.random() < 0.1
        # Few locals and one memory above others in each function: so that accesses have to do with one another.
        self.names = ["$a", "$b"] + rng.sample(["$x", "$y"], rng.randint(0, 2))
        self.memories = [0, 1, 2] + [rng.choice((0, 1, 1, 2))] * 5
        self.favourite = rng.choice(self.names)

    def pick(self, *choices):
        return self.rng.choice(choices)

    def local(self):
        return self.favourite if self.rng.random() < 0.4 else self.rng.choice(self.names)

    def offset(self):
        if self.rng.random() < 0.9:
            return self.pick(0, 0, 0, 0, 1, 2, 4, 4, 7, 8, 12, 16)
        return self.pick(PAGE - 8, PAGE, PAGE + 8, 2 * PAGE - 4, 2**32 - 8)

    def delta(self):
        if self.rng.random() < 0.9:
            return self.pick(-16, -8, -4, -4, -1, 1, 2, 4, 4, 8, 8, 12, 16)
        return self.pick(PAGE, -PAGE, 2**31) if self.type == "i32" else self.pick(PAGE, -PAGE, 2**32, 2**63)

    def memory(self):
        return self.rng.choice(self.memories)

    def address(self, depth=0):
        """An expression that is an address."""
        kind = self.rng.random()
        if kind < 0.62 or depth > 2:
            return f"(local.get {self.local()})"
        deeper = self.address(depth + 1)
        if kind < 0.72:
            sides = [deeper, f"({self.type}.const {self.delta()})"]
            self.rng.shuffle(sides)
            return f"{' '.join(sides)} {self.type}.add"
        if kind < 0.79:
            return f"{deeper} (local.tee {self.local()})"
        if kind < 0.82:
            return f"({self.type}.const {self.pick(0, 8, PAGE - 8, PAGE - 4, PAGE - 1, PAGE, 2 * PAGE - 8, -4)})"
        if kind < 0.86:
            return f"{deeper} {self.address(depth + 1)} {self.condition()} select"
        if kind < 0.89:
            return f"{deeper} ({self.type}.const 0) {self.type}.xor"
        if kind < 0.92:
            return f"block (result {self.type}) {self.enclosed(1)} {deeper} end"
        if kind < 0.94:
            return f"{deeper} block (param {self.type}) (result {self.type}) {self.enclosed(1)} end"
        if kind < 0.96:
            # The operand is what the local was.
            name = self.local()
            return f"(local.get {name}) {self.address(depth + 1)} (local.set {name})"
        if kind < 0.98:
            return f"{self.condition()} if (result {self.type}) {deeper} else {self.address(depth + 1)} end"
        return f"block (result {self.type}) {deeper} {self.condition()} (br_if 0) drop {self.address(depth + 1)} end"

    def condition(self):
        if self.rng.random() < 0.1:
            return "(i32.and (local.get $s) (i32.const 1))"
        return f"(i32.{self.pick('eq', 'ne', 'lt_u')} (local.get $c) (i32.const {self.rng.randint(0, 3)}))"

    def load(self):
        name = self.rng.choice(list(LOADS))
        address = f"(local.get {self.favourite})" if self.rng.random() < 0.4 else self.address()
        text = f"{address} {name} {self.memory()} offset={self.offset()} {WRAPPED[name[:2]]}"
        return f"{text} (i32.mul (local.get $s) (i32.const 5)) i32.add (local.set $s)"

    def store(self):
        name = self.rng.choice(list(STORES))
        value = self.rng.random()
        if value < 0.5:
            operand = "(local.get $s)"
        elif value < 0.7:
            operand = f"{self.address(2)} (local.tee {self.local()}) {self.narrow}"
        elif value < 0.85:
            operand = f"block (result i32) {self.enclosed(2)} (i32.const {self.rng.randint(0, 99)}) end"
        else:
            operand = f"{self.address(2)} i32.load 1 offset={self.offset()}"
        address = self.address()
        return f"{address} {operand} {LIFTED[name[:2]]} {name} {self.memory()} offset={self.offset()}"

    def statements(self, depth, most=5):
        return " ".join(self.statement(depth) for _ in range(self.rng.randint(1, most)))

    def within(self, is_loop, depth):
        self.labels.append(is_loop)
        text = self.statements(depth + 1)
        self.labels.pop()
        return text

    def enclosed(self, depth):
        """A statement in a block with a result: what branches out of it goes past that block, or nowhere."""
        labels, self.labels = self.labels, [True] * (len(self.labels) + 20)
        text = self.statement(depth)
        self.labels = labels
        return text

    def branch_target(self):
        targets = [depth for depth, is_loop in enumerate(reversed(self.labels)) if not is_loop]
        return self.rng.choice(targets) if targets else None

    def control(self, depth):
        kind = self.rng.random()
        if self.rng.random() < 0.4:
            # Something to be proven before, and relied on within and after.
            proof = f"(drop (i64.load {self.memories[-1]} offset={self.pick(0, 8)} (local.get {self.favourite})))"
            return f"{proof} {self.construct(kind, depth)} {self.load()}"
        return self.construct(kind, depth)

    def construct(self, kind, depth):
        if kind < 0.22:
            return f"{self.condition()} if {self.within(False, depth)} end"
        if kind < 0.40:
            condition = self.condition()
            return f"{condition} if {self.within(False, depth)} else {self.within(False, depth)} end"
        if kind < 0.60:
            return f"block {self.within(False, depth)} end"
        if kind < 0.78:
            again = "(br_if 0 (i32.gt_s (local.tee $n (i32.sub (local.get $n) (i32.const 1))) (i32.const 0)))"
            if self.rng.random() < 0.25:
                # An address goes round as the loop's parameter.
                name = self.local()
                body = self.within(True, depth)
                return f"{self.address()} loop (param {self.type}) local.set {name} {body} {self.address()} {again} drop end"
            return f"loop {self.within(True, depth)} {again} end"
        if kind < 0.84:
            # Three ways out of three blocks.
            self.labels += [False, False]
            first = self.statements(depth + 1, 3)
            self.labels.pop()
            second = self.statements(depth + 1, 3)
            self.labels.pop()
            table = "block local.get $c br_table 0 1 2 end"
            return f"block block {table} {first} {self.pick('', '(br 1)')} end {second} end"
        if self.exceptions:
            ending = self.rng.random()
            delegates = ending < 0.2
            self.labels += [False] * (2 if delegates else 1)
            body = f"{self.statements(depth + 1)} {self.throw()} {self.statements(depth + 1, 2)}"
            if delegates:
                self.labels.pop()
                # Folded: wabt does not read the flat form within another try.
                text = f"(try (do (try (do {body}) (delegate 0)) {self.statements(depth + 1, 2)})"
                text += f" (catch_all {self.statements(depth + 1, 2)}))"
                self.labels.pop()
                return text
            handler = self.statements(depth + 1)
            if self.rng.random() < 0.4:
                # What a handler reads is seen, not hidden by a trap after it.
                handler = f"{self.load()} (local.get $s) return"
            self.labels.pop()
            if ending < 0.6:
                taken = f"local.set {self.local()}" if self.rng.random() < 0.3 else "drop"
                return f"try {body} catch $t {taken} {handler} end"
            return f"try {body} catch_all {handler} end"
        return f"block {self.within(False, depth)} end"

    def throw(self):
        if self.rng.random() < 0.5:
            return f"{self.condition()} {self.address(2)} (call $throwIf)"
        return f"{self.condition()} if {self.address(2)} throw $t end"

    def statement(self, depth):
        self.budget -= 1
        kind = self.rng.random()
        if kind < 0.27 and depth < 4 and self.budget > 0:
            return self.control(depth)
        if kind < 0.50:
            return self.load()
        if kind < 0.64:
            return self.store()
        if kind < 0.84:
            return f"{self.address()} (local.set {self.local()})"
        target = self.branch_target()
        if kind < 0.92 and target is not None:
            return f"{self.condition()} (br_if {target})"
        if kind < 0.935 and target is not None:
            return f"(br {target})"
        if kind < 0.945:
            return f"(if {self.condition()} (then (return (local.get $s))))"
        if kind < 0.955:
            length = f"({self.type}.const {self.rng.randint(0, 9)})"
            return f"{self.address()} (i32.const 3) {length} memory.fill {self.memory()}"
        if kind < 0.965:
            # An effect, or a trap of another kind, that a trap out of bounds must not come before.
            return self.pick("(call $touch)", "(global.set $touched (i32.sub (global.get $touched) (local.get $c)))",
                             "(i32.div_s (i32.const 9) (i32.sub (local.get $c) (i32.const 2))) (local.set $s)")
        if kind < 0.985 and self.grows:
            memory = self.pick(0, 2)
            page = f"({self.type}.const 1)"
            growth = self.pick(f"(memory.grow {memory} {page})", f"(call $grow{memory} {page})",
                               f"(call_indirect (type $grow) {page} (i32.const {memory // 2}))")
            return f"(if (i32.eq (local.get $c) (i32.const 3)) (then (drop {growth})))"
        return self.load()

    def text(self, number):
        body = " ".join(self.statement(0) for _ in range(self.rng.randint(3, 9)))
        grows = "g" if "grow" in body else ""
        return (
            f'(func (export "random {number}:{"aac" if self.type == "i32" else "AAc"}{grows}")'
            f" (param $a {self.type}) (param $b {self.type}) (param $c i32) (result i32)"
            f" (local $x {self.type}) (local $y {self.type}) (local $n i32) (local $s i32)\n"
            f"  (local.set $n (i32.const 4)) {body} (local.get $s))"
        )


def main(arguments):
    options = dict(word.lstrip("-").partition("=")[::2] for word in arguments)
    if set(options) - {"seed", "functions", "exceptions", "handler", "memory64"} or not {"seed", "functions"} <= set(options):
        sys.exit("usage: bounds-random.py --seed=N --functions=N [--exceptions] [--handler] [--memory64]")
    exceptions, wide = "exceptions" in options, "memory64" in options
    index, kind = ("i64 ", "i64") if wide else ("", "i32")
    print("(module")
    if "handler" in options:
        print('(import "env" "told" (func $told (param i32)))')
        print('(func (export "handler") (param i32) (call $told (local.get 0)))')
    print(f'(memory (export "m0") {index}1 3) (memory (export "m1") {index}1) (memory (export "m2") {index}1 2)')
    print(f"(type $grow (func (param {kind}) (result {kind})))")
    print("(table funcref (elem $grow0 $grow2))")
    print('(global $touched (export "touched") (mut i32) (i32.const 0))')
    print("(func $touch (global.set $touched (i32.add (global.get $touched) (i32.const 1))))")
    if exceptions:
        print(f"(tag $t (param {kind}))")
        print(f"(func $throwIf (param i32 {kind}) (if (local.get 0) (then (throw $t (local.get 1)))))")
    for number in (0, 2):
        types = f"(param {kind}) (result {kind})"
        print(f'(func $grow{number} (export "grow{number}") {types} (memory.grow {number} (local.get 0)))')
    rng = random.Random(int(options["seed"]))
    for number in range(int(options["functions"])):
        print(Function(rng, exceptions, wide).text(number))
    print(")")


if __name__ == "__main__":
    main(sys.argv[1:])
