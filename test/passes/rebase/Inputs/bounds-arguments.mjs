// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the arguments with which a function is called, from its export name: WHAT@MEMORY<SOURCE+OFFSET/WIDTH:KINDS. All
//       but the kinds, a letter for each parameter, may be missing.
// Why:  mistakes in bounds show only next to a bound, so nearly all addresses lie there.
// Must never: depend on time or on an unseeded random number: a difference must come back.
//
// Kinds: a an address, s an address in the source memory, d an offset in a segment of 8 bytes, n a length, c a choice from
//        0 to 3, v and V a value (i32, i64), x and X the value that lies there (i32, i64), g no parameter: the function
//        grows memories when the choice is 3.

const Two32 = 2 ** 32;
const unique = (values) => [...new Set(values.map((v) => v >>> 0))];

export function parse(exported) {
  const form = /^([^@:]+)(?:@(\d+))?(?:<(\d+))?(?:\+(\d+))?(?:\/(\d+))?:([a-zA-Z]*)$/.exec(exported);
  if (!form) return undefined;
  const number = (text) => (text === undefined ? undefined : Number(text));
  const [, what, memory, source, offset, width, kinds] = form;
  return {
    name: exported,
    what,
    memory: number(memory),
    source: number(source),
    offset: number(offset) ?? 0,
    width: number(width) ?? 0,
    kinds: [...kinds].filter((kind) => kind !== 'g'),
    grows: kinds.includes('g'),
  };
}

/// A small generator of random numbers (xorshift), the same everywhere.
export class Random {
  constructor(seed) {
    this.state = (seed * 2654435761 + 12345) >>> 0 || 1;
  }
  next(below) {
    let x = this.state;
    x = (x ^ (x << 13)) >>> 0;
    x ^= x >>> 17;
    x = (x ^ (x << 5)) >>> 0;
    this.state = x;
    return x % below;
  }
}

/// Every end an address could wrongly be compared with.
const ends = (window) => unique([window.initial, window.current, window.capacity]);

/// Addresses at which an access with that offset and width begins, ends or stops being in bounds.
function accessAddresses(window, offset, width) {
  const list = [0, 1, Two32 / 2 - 1, Two32 / 2, Two32 - 1, Two32 - width, Two32 - offset, Two32 - offset - 1];
  list.push(Two32 - offset - width, Two32 - offset - width - 1);
  for (const end of ends(window)) {
    const last = end - offset - width;
    list.push(last - width, last - 1, last, last + 1, last + width);
    list.push(end - width, end - 1, end, end + 1, end + width);
  }
  return unique(list);
}

function bulkAddresses(window) {
  const list = [0, 1, Two32 / 2, Two32 - 8, Two32 - 1];
  for (const end of ends(window)) list.push(end - 5, end - 1, end, end + 1);
  return unique(list);
}

/// Addresses for functions whose accesses are of any memory, width and small offset.
function flowAddresses(windows) {
  const list = [0, 8, Two32 / 2 - 1, Two32 / 2, Two32 - 16, Two32 - 8, Two32 - 1];
  for (const window of windows)
    for (const end of ends(window)) list.push(end - 64, end - 24, end - 16, end - 9, end - 8, end - 4, end - 1, end);
  return unique(list);
}

/// What lies at an address of the memory before, or 0 out of bounds.
function current(pair, memory, at, width) {
  const bytes = new Uint8Array(pair.before[`m${memory}`].buffer);
  let value = 0n;
  if (at + width <= bytes.length)
    for (let i = width; i-- > 0; ) value = (value << 8n) | BigInt(bytes[at + i]);
  return value;
}

/// The argument lists of one function, in the order of the calls. With `sample`, that many random ones.
export function* argumentLists(spec, pair, windows, random, sample) {
  const fixed = { c: [0, 1, 2, 3], d: [0, 1, 7, 8, 9, 0xffffffff] };
  const isBulk = spec.kinds.includes('n');
  let choices = spec.kinds.map((kind) => {
    if (kind in fixed) return fixed[kind];
    if (kind !== 'a' && kind !== 's') return [undefined]; // depends on what stands before it
    const window = windows[kind === 's' ? spec.source : spec.memory];
    if (isBulk) return bulkAddresses(window);
    return window ? accessAddresses(window, spec.offset, spec.width) : flowAddresses(windows);
  });
  if (spec.grows) choices = choices.map((list, i) => (spec.kinds[i] === 'c' ? [0, 3] : list));
  const finish = function* (values) {
    const list = [...values];
    const address = list[spec.kinds.indexOf('a')];
    const source = list[spec.kinds.indexOf('s')];
    for (const [i, kind] of spec.kinds.entries()) {
      if (kind === 'v') list[i] = random.next(Two32 - 1) | 0;
      if (kind === 'V') list[i] = (BigInt(random.next(Two32 - 1)) << 32n) | BigInt(random.next(Two32 - 1));
      if (kind === 'x' || kind === 'X') {
        const there = current(pair, spec.memory, address + spec.offset, spec.width);
        list[i] = kind === 'x' ? Number(BigInt.asIntN(32, there)) : there;
      }
    }
    if (!isBulk) {
      yield list;
      return;
    }
    const lengths = [0, 1, 5, Two32 - 1, Two32 - address, Two32 - address + 1];
    for (const end of ends(windows[spec.memory])) lengths.push(end - address, end - address + 1);
    if (source !== undefined)
      for (const end of ends(windows[spec.source])) lengths.push(end - source, end - source + 1);
    for (const length of unique(lengths)) {
      list[spec.kinds.indexOf('n')] = length;
      yield [...list];
    }
  };
  if (sample) {
    // Half of the addresses are in bounds of every memory: otherwise few calls would come past the first access.
    const least = Math.min(...windows.map((window) => window.initial));
    const inner = choices.map((list, i) => (spec.kinds[i] === 'a' ? list.filter((value) => value < least) : list));
    const pick = (list) => list[random.next(list.length)];
    const lists = Array.from({ length: sample }, () =>
      choices.map((list, i) => pick(random.next(2) === 0 && inner[i].length !== 0 ? inner[i] : list)),
    );
    // Growth cannot be undone: the calls that grow come last.
    const choice = spec.kinds.indexOf('c');
    if (spec.grows) lists.sort((l, r) => l[choice] - r[choice]);
    for (const list of lists) yield* finish(list);
    return;
  }
  // Every combination, the last parameter slowest; a choice is the last one.
  const index = choices.map(() => 0);
  for (;;) {
    yield* finish(choices.map((list, i) => list[index[i]]));
    let digit = 0;
    while (digit < index.length && ++index[digit] === choices[digit].length) index[digit++] = 0;
    if (digit === index.length) return;
  }
}
