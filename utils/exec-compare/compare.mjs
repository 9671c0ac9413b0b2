// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs one sequence of calls in both modules and finds the first observable difference:
//       endings and results, host calls, exported globals, sizes and bytes of memories.
// Why:  this is the definition of "behaves the same" that the tests of lowered modules rely on.
// Must never: end early without saying so in the result; skip a memory, global or host call.

import { memoryName } from './layout.mjs';

const pageSize = 65536;
const hex = (number) => `0x${number.toString(16)}`;
const difference = (what, before, after, more = {}) => ({ what, before, after, ...more });

function firstUnequal(left, right) {
  if (Buffer.compare(left, right) === 0) return -1;
  return left.findIndex((byte, index) => byte !== right[index]);
}

/// The first host call that differs; where the call also ended differently, that is told as well.
function compareLogs(before, after, ending, other) {
  const length = Math.max(before.log.length, after.log.length);
  const later = ({ text }) => (ending.text === other.text ? '' : `, later ${text}`);
  for (let i = 0; i < length; ++i)
    if (before.log[i] !== after.log[i])
      return difference(`host call ${i}`, `${before.log[i] ?? 'none'}${later(ending)}`,
        `${after.log[i] ?? 'none'}${later(other)}`);
  return null;
}

function compareGlobals(before, after) {
  const others = after.globals();
  for (const [name, value] of before.globals())
    if (others.get(name) !== value)
      return difference(`global ${name}`, value, others.get(name) ?? 'not exported');
  return null;
}

function compareWindow(before, after, index) {
  const name = memoryName(before.module, before.windows[index].input);
  const [size, otherSize] = [before.size(index), after.size(index)];
  if (size !== otherSize)
    return difference(`size of ${name} in pages`, size / pageSize, otherSize / pageSize);
  let [bytes, others] = [before.bytes(index), after.bytes(index)];
  if (!others)
    return difference(`window of ${name}`, `${size} bytes`, 'not within its memory');
  const { scratch } = after;
  if (scratch && scratch.input === before.windows[index].input) // set aside for the adapters
    [bytes, others] = [bytes, others].map((all) => Uint8Array.from(all).fill(0, scratch.address, scratch.address + scratch.bytes));
  const at = firstUnequal(bytes, others);
  if (at < 0) return null;
  return difference(`byte of ${name} at ${hex(at)}`, hex(bytes[at]), hex(others[at]),
    { address: hex(at), absolute: hex(after.windows[index].base + at) });
}

/// Bytes of the lowered memories that are in no window's current size must be untouched.
function compareOutside(after, zeros) {
  for (let memory = 0; memory < after.module.memories.length; ++memory) {
    const bytes = after.memory(memory);
    const spans = after.windows
      .map((window, index) => ({ memory: window.memory, base: window.base, size: after.size(index) }))
      .concat(after.added)
      .filter((span) => span.memory === memory)
      .sort((left, right) => left.base - right.base);
    if (spans.length === 0) continue;
    let start = 0;
    for (const { base, size } of [...spans, { base: bytes.length, size: 0 }]) {
      const gap = bytes.subarray(start, Math.max(start, base));
      const at = firstUnequal(gap, zeros(gap.length));
      if (at >= 0)
        return difference(`byte outside all windows at ${hex(start + at)}`, '0x0', hex(gap[at]),
          { absolute: hex(start + at) });
      start = Math.max(start, base + size);
    }
  }
  return null;
}

function compareBases(before, after) {
  const globals = after.globals();
  for (const { name, index } of before.exported('memory')) {
    const base = globals.get(`${name}.base`);
    const wanted = after.windows.find(({ input }) => input === index)?.base;
    if (base !== undefined && !before.globals().has(`${name}.base`) && base.split(':')[1] !== `${wanted}`)
      return difference(`exported base of ${name}`, `${wanted}`, base);
  }
  return null;
}

function compareState(before, after, zeros) {
  let found = compareGlobals(before, after);
  for (let index = 0; !found && index < before.windows.length; ++index)
    found = compareWindow(before, after, index);
  if (!found && after.windows.some((window) => !window.physical))
    found = compareOutside(after, zeros);
  return found;
}

function compareExports(before, after, ignored) {
  for (const { name, kind } of before.module.exports) {
    if (ignored.includes(name)) continue;
    const other = after.module.exports.find((entry) => entry.name === name);
    if (other?.kind !== kind)
      return difference(`export ${name}`, kind, other?.kind ?? 'not exported');
  }
  return null;
}

/// Did the module after lowering stop because a reserve is exhausted (bump-grow's oom=trap)?
function isGrowTrap(after, ending) {
  return ending.trap !== undefined && ending.function !== null &&
    after.windows.some((window) => !window.physical && window.growFunction === ending.function);
}

function unexpected(entry, ending) {
  if (entry.returns !== undefined) {
    const values = [entry.returns].flat().map(String);
    const got = ending.shown?.map((text) => text.split(':')[1]);
    if (JSON.stringify(values) !== JSON.stringify(got)) return `${values}`;
  }
  if (entry.traps !== undefined && entry.traps !== ending.trap) return `trap: ${entry.traps}`;
  if (entry.exits !== undefined && ending.text !== `exited with code ${entry.exits}`)
    return `exit: ${entry.exits}`;
  return null;
}

const describeCall = ({ call, args = [] }) => `${call}(${args.join(', ')})`;

/// Compares one run. `calls`: [{call, args, returns?, traps?, exits?, pointers?}]. Returns
/// `{difference | null, calls, hostCalls, endings, stopped | null, oomTrap}`; `difference.call` says
/// where. `report(line)` is told each call and how it ended.
export function compareRun(before, after, calls, { oomTrapOk, ignored = [], report = () => {} }) {
  const result = {
    difference: null, calls: 0, hostCalls: 0, endings: {}, stopped: null, oomTrap: false,
  };
  let zeroBytes = Buffer.alloc(0);
  const zeros = (length) => {
    if (zeroBytes.length < length) zeroBytes = Buffer.alloc(length);
    return zeroBytes.subarray(0, length);
  };
  const fail = (call, found) => {
    result.difference = { call, ...found };
    return result;
  };

  let found = compareExports(before, after, ignored);
  if (found) return fail('before any call', found);

  for (let number = 0; number <= calls.length; ++number) {
    const entry = calls[number - 1];
    const call = entry ? `call ${number} of ${calls.length}: ${describeCall(entry)}` : 'instantiation';
    const run = (side) => (entry ? side.call(entry.call, entry.args ?? [], entry.pointers) : side.instantiate());
    const [ending, other] = [run(before), run(after)];
    report(`${call}: ${ending.text}`);
    result.calls = number;
    result.hostCalls += before.log.length;
    const kind = ending.trap ?? ending.text.split(' ')[0];
    result.endings[kind] = (result.endings[kind] ?? 0) + 1;

    if (oomTrapOk && isGrowTrap(after, other)) {
      result.oomTrap = true;
      result.stopped = `reserve exhausted (${other.text} in function ${other.function}) in ${call}`;
      return result;
    }
    found = compareLogs(before, after, ending, other);
    if (found) return fail(call, found);
    if (ending.text !== other.text)
      return fail(call, difference('ending', ending.text,
        isGrowTrap(after, other) ? `${other.text} (reserve exhausted)` : other.text));
    const wanted = entry ? unexpected(entry, ending) : null;
    if (wanted !== null)
      return fail(call, difference('ending that the calls file states', ending.text, wanted));
    if (!before.instance || !after.instance) {
      result.stopped = `${ending.text} at instantiation`;
      return result;
    }
    if (/time|stack overflow/.test(ending.text)) {
      result.stopped = `${ending.text} in ${call}`;
      return result;
    }
    found = compareState(before, after, zeros) ?? (entry ? null : compareBases(before, after));
    if (found) return fail(call, found);
    if (ending.ends) {
      result.stopped = `${ending.text} in ${call}`;
      return result;
    }
  }
  return result;
}
