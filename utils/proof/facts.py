# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What: the values of locals on the paths to an instruction, and what is proven of these values.
# Why: an access may rest on a check made elsewhere only if that check was passed on every path, for the same value.
# Never: keep a fact at a join that one of the paths does not have.
"""Facts are of values: (symbol, delta) + extent <= current size of a window. Sizes never shrink, so facts stay true."""


class Facts:
    """Merges states (locals, facts); facts: symbol -> tuple of (delta, window, extent)."""

    def __init__(self, initialBytes, capacityBytes, bits):
        self.initialBytes, self.capacityBytes = initialBytes, capacityBytes  # by window
        self.mask = (1 << bits) - 1  # of addresses
        self.count = 0

    def fresh(self):
        """A value about which nothing is known."""
        self.count += 1
        return (self.count, 0)

    def extent(self, facts, value, window):
        """Bytes from `value` on that are in bounds of the window; -1 if not even none."""
        symbol, delta = value
        best = -1
        if symbol == 0:
            best = self.initialBytes[window] - delta
        for origin, of, extent in facts.get(symbol, ()):
            if of == window:
                # origin + extent <= size <= 2^32 (or 2^64), so stepping less than the extent beyond it does not wrap.
                step = (delta - origin) & self.mask
                if step < extent and extent - step > best:
                    best = extent - step
        return best

    def learn(self, facts, value, window, extent):
        """Two facts of which one reaches the other become one: what lies in between is in bounds as well."""
        symbol, begin = value
        known, kept = list(facts.get(symbol, ())), []
        while known:
            origin, of, had = entry = known.pop()
            if of == window and self.reaches(origin, had, begin, window):
                begin, extent = origin, max(had, ((begin - origin) & self.mask) + extent)
            elif of == window and self.reaches(begin, extent, origin, window):
                extent = max(extent, ((origin - begin) & self.mask) + had)
            else:
                kept.append(entry)
                continue
            known, kept = known + kept, []  # it may reach more than before
        facts[symbol] = (*sorted(kept), (begin, window, extent))

    def reaches(self, begin, extent, other, window):
        """Whether `other` is a step beyond `begin`, of which `extent` bytes are in bounds, that cannot wrap."""
        return self.capacityBytes[window] - extent + ((other - begin) & self.mask) <= self.mask

    def merge(self, first, second):
        """What holds whichever of the two states the path came with."""
        (locals0, facts0), (locals1, facts1) = first, second
        facts = {}
        if len(facts1) < len(facts0):
            facts0, facts1 = facts1, facts0
            locals0, locals1 = locals1, locals0
        for symbol, known in facts0.items():
            other = facts1.get(symbol)
            if other is None:
                continue
            facts[symbol] = known if known == other else self.common(symbol, (facts0, known), (facts1, other))
        if locals0 == locals1:
            return locals0, facts
        joined, seen = [], {}
        for left, right in zip(locals0, locals1):
            if left is right or left == right:
                joined.append(left)
                continue
            value = seen.get((left, right))
            if value is None:
                value = seen[(left, right)] = self.fresh()
                if len(left) == len(right) == 2:
                    self.join(facts, value, (facts0, left), (facts1, right))
            joined.append(value)
        if len(facts) > 64:
            live = {value[0] for value in joined}
            facts = {symbol: known for symbol, known in facts.items() if symbol in live}
        return joined, facts

    def common(self, symbol, first, second):
        entries = {}
        for (_, known), (others, _) in ((first, second), (second, first)):
            for delta, window, extent in known:
                both = min(extent, self.extent(others, (symbol, delta), window))
                if both > entries.get((delta, window), 0):
                    entries[(delta, window)] = both
        return tuple((delta, window, extent) for (delta, window), extent in entries.items())

    def join(self, facts, value, first, second):
        """The new value is `left` on one path and `right` on the other; what is known there begins with one of both."""
        (facts0, left), (facts1, right) = first, second
        if not (left[0] in facts0 or left[0] == 0) or not (right[0] in facts1 or right[0] == 0):
            return
        begins = {((origin - side[1]) & self.mask, window) for known, side in ((facts0, left), (facts1, right))
                  for origin, window, _ in known.get(side[0], ())}
        for step, window in sorted(begins | {(0, window) for _, window in begins}):
            both = min(self.extent(known, (side[0], (side[1] + step) & self.mask), window)
                       for known, side in ((facts0, left), (facts1, right)))
            if both > 0:
                self.learn(facts, (value[0], step), window, both)
