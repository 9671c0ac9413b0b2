// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a module before and after `rebase`, instantiated side by side: calls both alike, compares how they end, and
//       compares every byte of the memories with the bytes of their windows.
// Why:  an access that strays shows as a missing trap, as a wrong result, or as a byte changed in a neighbour.
// Must never: call a pair equal because both failed to do what was asked, or let one difference show up as many.

import { parse } from './bounds-arguments.mjs';

export const PageSize = 65536;

/// Of merged memories larger than this only the pages next to bounds are filled and compared.
const HugeBytes = 2 ** 30;

const outOfBounds = 'memory access out of bounds';
const unreachable = 'unreachable';
const unaligned = 'operation does not support unaligned accesses';

/// How a call ended: a value, or the message of a trap.
function run(callee, values) {
  try {
    return { value: String(callee(...values)) };
  } catch (trap) {
    if (!(trap instanceof WebAssembly.RuntimeError) && !(trap instanceof TypeError)) throw trap;
    return { trap: trap.message };
  }
}

export const show = (end) => (end.trap === undefined ? `returned ${end.value}` : `trapped: ${end.trap}`);

export class Pair {
  /// `trapKind` is that of the option trap= (access, unreachable, call).
  constructor(before, after, trapKind) {
    this.told = [];
    const imports = { env: { told: (memory) => this.told.push(memory) } };
    this.before = new WebAssembly.Instance(before, imports).exports;
    this.after = new WebAssembly.Instance(after, imports).exports;
    this.trapKind = trapKind;
    // Of addresses and numbers of pages.
    this.isWide =
      typeof this.after['m0.base']?.value === 'bigint' ||
      Object.keys(this.before).some((name) => parse(name)?.space.bits === 64);
    this.windows = [];
    for (let i = 0; `m${i}` in this.before; ++i) this.windows.push(this.#window(i));
    if (this.windows.length === 0) throw new Error('no memory is exported as m0');
    this.isHuge = this.after.m0.buffer.byteLength > HugeBytes;
    this.zeros = Buffer.alloc(this.isHuge ? PageSize : this.after.m0.buffer.byteLength);
    this.traps = this.returns = this.checked = 0;
    this.fill();
  }

  #window(i) {
    const value = this.after[`m${i}.base`]?.value ?? 0;
    const base = typeof value === 'bigint' ? Number(value) : value >>> 0;
    const grow = `grow${i}`;
    // A memory that cannot grow and ends the merged one is left to the engine's own check.
    const endsMerged = base + this.size(i) === this.after.m0.buffer.byteLength;
    return { name: `m${i}`, base, initial: this.size(i), grow, isChecked: grow in this.before || !endsMerged };
  }

  size(i) {
    return this.before[`m${i}`].buffer.byteLength;
  }

  /// As V8 takes a number of pages.
  #pages(number) {
    return this.isWide ? BigInt(number) : number;
  }

  /// Grows every memory that can by that many pages, on both sides alike. Returns a difference, or nothing.
  grow(pages) {
    for (const { grow } of this.windows)
      if (grow in this.before) {
        const [b, a] = [this.before, this.after].map((exports) => run(exports[grow], [this.#pages(pages)]));
        if (show(b) !== show(a)) return `${grow}(${pages}): before ${show(b)}, after ${show(a)}`;
      }
    return undefined;
  }

  /// What the memories before can grow to. Uses the pair up.
  capacities() {
    return this.windows.map(({ grow }, i) => {
      for (let pages = 65536; pages >= 1 && grow in this.before; pages /= 2) this.before[grow](this.#pages(pages));
      return this.size(i);
    });
  }

  /// The parts of a memory that are filled and compared.
  #regions(size) {
    if (!this.isHuge) return [[0, size]];
    const middle = 2 ** 31;
    return [0, middle - PageSize, middle, size - PageSize]
      .filter((from) => from >= 0 && from + PageSize <= size)
      .map((from) => [from, from + PageSize]);
  }

  /// Gives every memory bytes of its own, none of them 0, the same on both sides.
  fill() {
    this.windows.forEach(({ name }, i) => {
      const bytes = new Uint8Array(this.before[name].buffer);
      for (const [from, to] of this.#regions(bytes.length))
        for (let at = from; at < to; ++at) bytes[at] = 1 + ((at * 7 + (at >> 8) * 13 + i * 85) % 255);
    });
    this.copyToAfter();
  }

  copyToAfter() {
    const merged = new Uint8Array(this.after.m0.buffer);
    if (!this.isHuge) merged.fill(0);
    for (const { name, base } of this.windows) {
      const bytes = new Uint8Array(this.before[name].buffer);
      for (const [from, to] of this.#regions(bytes.length)) merged.set(bytes.subarray(from, to), base + from);
    }
  }

  /// What differs in the state, if anything: an exported global, contents of a window, or what nothing may have written to.
  stateDifference() {
    for (const [name, { value }] of Object.entries(this.before).filter(([, entity]) => entity instanceof WebAssembly.Global))
      if (value !== this.after[name].value) return `${name} is ${value} before, ${this.after[name].value} after`;
    const merged = Buffer.from(this.after.m0.buffer);
    let end = 0;
    const isZero = (from, to) => this.zeros.subarray(0, to - from).equals(merged.subarray(from, to));
    const untouched = (from, to, what) => {
      const length = Math.min(to - from, this.zeros.length);
      return isZero(from, from + length) && isZero(to - length, to) ? undefined : `${what} was written to`;
    };
    for (const { name, base } of this.windows) {
      const bytes = Buffer.from(this.before[name].buffer);
      const isSame = ([from, to]) => bytes.subarray(from, to).equals(merged.subarray(base + from, base + to));
      const difference =
        untouched(end, base, `the gap before ${name}`) ??
        (this.#regions(bytes.length).every(isSame) ? undefined : `bytes of ${name} differ`);
      if (difference) return difference;
      end = base + bytes.length;
    }
    return untouched(end, merged.length, 'what is beyond the last memory');
  }

  /// Calls both sides. Returns a difference, or nothing. `memories` are those whose number a handler may be told.
  call(name, values, memories) {
    this.told.length = 0;
    const before = run(this.before[name], values);
    if (this.told.length !== 0) throw new Error(`${name}: the handler runs before lowering`);
    const after = run(this.after[name], values);
    if (before.trap === undefined) ++this.returns;
    else ++this.traps;
    if (before.trap !== undefined && this.#mayEnd(before.trap, after.trap, memories)) return undefined;
    if (before.trap === undefined && show(before) === show(after) && this.told.length === 0) return undefined;
    const told = this.told.length === 0 ? '' : `, told ${this.told}`;
    return `${name}(${values.join(', ')}): before ${show(before)}, after ${show(after)}${told}`;
  }

  /// Whether the trap after lowering is one that the option promises for the trap before.
  #mayEnd(before, after, memories) {
    if (after === undefined) return false;
    const isTold = after === unreachable && this.trapKind === 'call' && before !== unreachable;
    if (this.told.length !== (isTold ? 1 : 0)) return false;
    if (isTold && memories && !memories.includes(this.told[0])) return false;
    // Only windows that the engine checks, and ranges in segments, keep the engine's trap.
    if (before === after) {
      const isOurs = memories?.every((memory) => this.windows[memory].isChecked);
      return this.trapKind === 'access' || before !== outOfBounds || !isOurs;
    }
    // An access both misaligned and out of bounds may report either.
    if (before === unaligned || before === outOfBounds) {
      this.checked += after === unreachable;
      return after === unaligned || after === (this.trapKind === 'access' ? outOfBounds : unreachable);
    }
    return false;
  }
}
