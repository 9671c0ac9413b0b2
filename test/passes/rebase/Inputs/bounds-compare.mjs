// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: calls every export of a module before and after `rebase` with addresses next to all bounds: with the memories as
//       they begin, grown by a page, and grown as far as they can, each time after a growth that fails.
// Why:  after lowering a call must trap iff it trapped before, and leave the same bytes.
// Must never: report success over a module in which nothing trapped or nothing returned, or with which growth was not seen.
//
// USAGE: bounds-compare.mjs BEFORE AFTER [--trap=access|unreachable|call] [--sample=N] [--seed=N] [--expect-checked]
// Memories are exported as m0, m1, ...; grow0, ... grow them; the names of other exports: bounds-arguments.mjs.
// Exit status: 0 alike, 1 different, 2 nothing was compared, or usage.

import fs from 'node:fs';
import process from 'node:process';
import { PageSize, Pair } from './bounds-pair.mjs';
import { Random, argumentLists, parse } from './bounds-arguments.mjs';

const Shown = 12;
Error.stackTraceLimit = 0;

function parseCommandLine(words) {
  const options = { files: [], trap: 'access', sample: 0, seed: 1, expectChecked: false };
  for (const word of words) {
    const [name, value] = word.split('=');
    if (name === '--trap' && ['access', 'unreachable', 'call'].includes(value)) options.trap = value;
    else if ((name === '--sample' || name === '--seed') && Number(value) > 0) options[name.slice(2)] = Number(value);
    else if (word === '--expect-checked') options.expectChecked = true;
    else if (!word.startsWith('--')) options.files.push(word);
    else options.files.length = 3;
  }
  return options.files.length === 2 ? options : undefined;
}

class Comparison {
  constructor(before, after, options) {
    this.modules = [before, after, options.trap];
    this.options = options;
    this.random = new Random(options.seed);
    this.capacities = new Pair(...this.modules).capacities();
    this.counts = { calls: 0, traps: 0, returns: 0, checked: 0 };
    this.differences = [];
    this.differing = new Set();
  }

  newPair() {
    const pair = new Pair(...this.modules);
    pair.windows.forEach((window, i) => (window.capacity = this.capacities[i]));
    return pair;
  }

  note(text, name) {
    this.differences.push(text);
    if (name) this.differing.add(name);
  }

  count(pair) {
    for (const key of ['traps', 'returns', 'checked']) this.counts[key] += pair[key];
    this.counts.calls += pair.traps + pair.returns;
  }

  runFunction(pair, spec) {
    const windows = pair.windows.map((window, i) => ({ ...window, current: pair.size(i) }));
    // A trap of memory.init may be the segment's.
    const isKnown = spec.memory !== undefined && !spec.kinds.includes('d');
    const memories = isKnown ? [spec.memory, spec.source ?? spec.memory] : undefined;
    for (const values of argumentLists(spec, pair, windows, this.random, this.options.sample)) {
      const difference = pair.call(spec.name, values, memories);
      if (difference) this.note(difference, spec.name);
    }
    const difference = pair.stateDifference();
    if (!difference) return;
    this.note(`${spec.name}: ${difference}`, spec.name);
    pair.copyToAfter();
  }

  run() {
    const pair = this.newPair();
    this.specs = Object.keys(pair.before).map(parse).filter(Boolean);
    const isGrowing = pair.windows.some(({ grow }) => grow in pair.before);
    const largest = Math.max(...this.capacities) / PageSize;
    const half = largest / 2;
    // One page, then all at once or, through a huge memory, by way of its middle.
    const steps = pair.isHuge ? [0, 1, half - 1, half - 1, 1] : [0, 1, largest];
    for (const pages of isGrowing ? steps : [0]) {
      if (pages !== 0) this.grow(pair, pages);
      for (const tooMany of [largest + 1, 65537, -1]) this.noteGrowth(pair.grow(tooMany));
      for (const spec of this.specs) if (!spec.grows) this.runFunction(pair, spec);
    }
    this.count(pair);
    for (const spec of this.specs.filter((s) => s.grows)) {
      const own = this.newPair();
      this.runFunction(own, spec);
      this.count(own);
    }
    pair.windows.forEach(({ name }, i) => {
      if (pair.size(i) !== this.capacities[i]) this.note(`${name} did not grow to its capacity`);
    });
  }

  noteGrowth(difference) {
    if (difference) this.note(difference);
  }

  grow(pair, pages) {
    // One page at a time, so that each memory stops at its own end; a huge one is alone.
    const step = pair.isHuge ? pages : 1;
    for (let done = 0; done < pages; done += step) this.noteGrowth(pair.grow(step));
    const difference = pair.stateDifference(); // fresh pages are zero
    if (difference) this.note(`after growth: ${difference}`);
    pair.fill();
  }

  report() {
    const { calls, traps, returns, checked } = this.counts;
    const what = `${this.specs.length} functions, ${calls} calls, ${traps} trapped, ${returns} returned`;
    if (this.differences.length !== 0) {
      for (const difference of this.differences.slice(0, Shown)) console.log(difference);
      console.log(
        `bounds-compare: different: ${this.differences.length} times, in ${this.differing.size} functions; ${what}`,
      );
      return 1;
    }
    if (traps === 0 || returns === 0 || (this.options.expectChecked && checked === 0)) {
      console.log(`bounds-compare: nothing compared: ${what}, ${checked} by checks`);
      return 2;
    }
    console.log(`bounds-compare: equal: ${what}`);
    return 0;
  }
}

const options = parseCommandLine(process.argv.slice(2));
if (!options) {
  console.error('usage: bounds-compare.mjs BEFORE AFTER [--trap=KIND] [--sample=N] [--seed=N] [--expect-checked]');
  process.exit(2);
}
const [before, after] = options.files.map((file) => new WebAssembly.Module(fs.readFileSync(file)));
const comparison = new Comparison(before, after, options);
comparison.run();
process.exitCode = comparison.report();
