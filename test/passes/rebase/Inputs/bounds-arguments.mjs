// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the arguments with which a function is called, from its export name: WHAT@MEMORY<SOURCE+OFFSET/WIDTH:KINDS. All
//       but the kinds, a letter for each parameter, may be missing.
// Why:  mistakes in bounds show only next to a bound, so nearly all addresses lie there.
// Must never: depend on time or on an unseeded random number: a difference must come back.
//
// Kinds: a an address, s an address in the source memory, n a length, A, S and N the same in 64 bits, d an offset in a
//        segment of 8 bytes, c a choice from 0 to 3, v and V a value (i32, i64), x and X the value that lies there (i32,
//        i64), g no parameter: the function grows memories when the choice is 3.

const Two32 = 2 ** 32;
const Large = { A: 'a', S: 's', N: 'n' };

/// Addresses of so many bits, in which all arithmetic is exact until `unique` wraps it.
class Space {
  constructor(bits) {
    this.bits = bits;
    this.end = 1n << BigInt(bits);
    // What else a comparison could go wrong at.
    this.landmarks = [0n, 1n, this.end / 2n - 1n, this.end / 2n, this.end - 1n];
    if (bits === 64) this.landmarks.push(1n << 31n, (1n << 32n) - 1n, 1n << 32n);
  }
  unique(values) {
    return [...new Set(values.map((value) => BigInt.asUintN(this.bits, value)))];
  }
  /// A number as V8 takes it for a parameter of that many bits.
  argument(value) {
    return this.bits === 64 ? value : Number(value);
  }
}
export const spaces = { 32: new Space(32), 64: new Space(64) };

export function parse(exported) {
  const form = /^([^@:]+)(?:@(\d+))?(?:<(\d+))?(?:\+(\d+))?(?:\/(\d+))?:([a-zA-Z]*)$/.exec(exported);
  if (!form) return undefined;
  const number = (text) => (text === undefined ? undefined : Number(text));
  const [, what, memory, source, offset, width, letters] = form;
  const kinds = [...letters].map((letter) => Large[letter] ?? letter);
  return {
    name: exported,
    what,
    memory: number(memory),
    source: number(source),
    offset: BigInt(offset ?? 0),
    width: number(width) ?? 0,
    kinds: kinds.filter((kind) => kind !== 'g'),
    grows: kinds.includes('g'),
    space: spaces[/[ASN]/.test(letters) ? 64 : 32],
    // What is copied from a segment is always so long.
    lengths: spaces[letters.includes('N') ? 64 : 32],
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
const ends = (window) => [...new Set([window.initial, window.current, window.capacity].map(BigInt))];

/// Addresses at which an access with that offset and width begins, ends or stops being in bounds.
function accessAddresses({ space, offset, width }, window) {
  const wide = BigInt(width);
  const list = [...space.landmarks, space.end - wide, space.end - offset, space.end - offset - 1n];
  list.push(space.end - offset - wide, space.end - offset - wide - 1n);
  for (const end of ends(window)) {
    const last = end - offset - wide;
    list.push(last - wide, last - 1n, last, last + 1n, last + wide);
    list.push(end - wide, end - 1n, end, end + 1n, end + wide);
  }
  return space.unique(list);
}

function bulkAddresses({ space }, window) {
  const list = [0n, 1n, space.end / 2n, space.end - 8n, space.end - 1n];
  if (space.bits === 64) list.push(1n << 32n);
  for (const end of ends(window)) list.push(end - 5n, end - 1n, end, end + 1n);
  return space.unique(list);
}

/// Addresses for functions whose accesses are of any memory, width and small offset.
function flowAddresses({ space }, windows) {
  const list = [...space.landmarks, 8n, space.end - 16n, space.end - 8n];
  for (const window of windows)
    for (const end of ends(window)) for (const back of [64n, 24n, 16n, 9n, 8n, 4n, 1n, 0n]) list.push(end - back);
  return space.unique(list);
}

/// What lies at an address of the memory before, or 0 out of bounds.
function current(pair, memory, at, width) {
  const bytes = new Uint8Array(pair.before[`m${memory}`].buffer);
  let value = 0n;
  if (at + BigInt(width) <= BigInt(bytes.length))
    for (let i = width; i-- > 0; ) value = (value << 8n) | BigInt(bytes[Number(at) + i]);
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
    if (isBulk) return bulkAddresses(spec, window);
    return window ? accessAddresses(spec, window) : flowAddresses(spec, windows);
  });
  if (spec.grows) choices = choices.map((list, i) => (spec.kinds[i] === 'c' ? [0, 3] : list));
  const finish = function* (values) {
    const list = [...values];
    const address = list[spec.kinds.indexOf('a')];
    const source = list[spec.kinds.indexOf('s')];
    for (const [i, kind] of spec.kinds.entries()) {
      if (kind === 'a' || kind === 's') list[i] = spec.space.argument(list[i]);
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
    const { space, lengths } = spec;
    const list64 = lengths.bits === 64 ? [1n << 32n, space.end / 2n] : [];
    const wanted = [0n, 1n, 5n, lengths.end - 1n, space.end - address, space.end - address + 1n, ...list64];
    for (const end of ends(windows[spec.memory])) wanted.push(end - address, end - address + 1n);
    if (source !== undefined)
      for (const end of ends(windows[spec.source])) wanted.push(end - source, end - source + 1n);
    for (const length of lengths.unique(wanted)) {
      list[spec.kinds.indexOf('n')] = lengths.argument(length);
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
