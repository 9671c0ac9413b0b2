// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs the commands of a script, as wast2json writes them, in V8.
// Why:  a second engine that none of us wrote. utils/run-wast calls it.
// Must never: take an assertion that it does not understand for one that holds.
//
// USAGE: run-in-v8.mjs SCRIPT.json
// Prints a line for each command: `LINE ok` or `LINE failed: REASON`.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const file = process.argv[2];
const { commands } = JSON.parse(readFileSync(file, 'utf8'));
const modules = new Map(); // by name in the script
const registered = { spectest: makeSpectest() };
let current = null;

function makeSpectest() {
  const print = () => {};
  return {
    print, print_i32: print, print_i64: print, print_f32: print, print_f64: print, print_i32_f32: print,
    print_f64_f64: print,
    global_i32: new WebAssembly.Global({ value: 'i32' }, 666),
    global_i64: new WebAssembly.Global({ value: 'i64' }, 666n),
    global_f32: new WebAssembly.Global({ value: 'f32' }, 666.6),
    global_f64: new WebAssembly.Global({ value: 'f64' }, 666.6),
    table: new WebAssembly.Table({ initial: 10, maximum: 20, element: 'anyfunc' }),
    memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }),
  };
}

function bytesOf(command) {
  return readFileSync(join(dirname(file), command.filename));
}

function instantiate(command) {
  return new WebAssembly.Instance(new WebAssembly.Module(bytesOf(command)), registered);
}

const scratch = new DataView(new ArrayBuffer(8));
const externs = new Map();

function externOf(value) {
  if (!externs.has(value)) externs.set(value, { extern: value });
  return externs.get(value);
}

function toJs({ type, value }) {
  switch (type) {
    case 'i32': return Number(BigInt.asIntN(32, BigInt(value)));
    case 'i64': return BigInt.asIntN(64, BigInt(value));
    case 'f32': scratch.setUint32(0, Number(value)); return scratch.getFloat32(0);
    case 'f64': scratch.setBigUint64(0, BigInt(value)); return scratch.getFloat64(0);
    case 'externref': return value === 'null' ? null : externOf(value);
    case 'funcref': if (value === 'null') return null;
  }
  throw new Error(`a value of type ${type} cannot be given to V8`);
}

/// NaNs by kind only: V8's interface does not show payloads.
function isEqual(expected, actual) {
  const { type, value } = expected;
  if (type === 'funcref' && value !== 'null') return typeof actual === 'function';
  if ((type === 'f32' || type === 'f64') && String(value).startsWith('nan')) return Number.isNaN(actual);
  return Object.is(toJs(expected), actual);
}

function show(value) {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function run({ type, field, args, module }) {
  const instance = module === undefined ? current : modules.get(module);
  const exported = instance.exports[field];
  if (type === 'get') return exported.value;
  return exported(...args.map(toJs));
}

function expectResults({ action, expected }) {
  let results = run(action);
  results = expected.length === 0 ? [] : expected.length === 1 ? [results] : results;
  expected.forEach((value, index) => {
    if (!isEqual(value, results[index]))
      throw new Error(`result ${index} is ${show(results[index])}, not ${value.value}`);
  });
}

// What the specification's tests call a trap, and V8.
const traps = [
  [/out of bounds memory access/, /memory access out of bounds|data segment \d+ is out of bounds|data segment out of bounds/],
  [/out of bounds table access|undefined element/, /table (index is|access) out of bounds|table initializer .*out of bounds|element segment out of bounds/],
  [/uninitialized element|indirect call type mismatch/, /null function or function signature|table index is out of bounds/],
  [/unreachable/, /unreachable/],
  [/integer divide by zero/, /divide by zero|remainder by zero/],
  [/integer overflow/, /divide result unrepresentable|float unrepresentable/],
  [/invalid conversion to integer/, /float unrepresentable/],
  [/unaligned atomic/, /unaligned/],
  [/null/, /null/],
];

function expectTrap(text, action) {
  try {
    action();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    const known = traps.find(([specified]) => specified.test(text));
    if (!known?.[1].test(error.message)) throw new Error(`it trapped with '${error.message}', not '${text}'`);
    return;
  }
  throw new Error(`it did not trap: ${text}`);
}

function expectThrown(kinds, action) {
  try {
    action();
  } catch (error) {
    if (kinds.some((kind) => error instanceof kind)) return;
    throw error;
  }
  throw new Error(`no ${kinds[0].name}`);
}

const handlers = {
  module(command) {
    current = instantiate(command);
    if (command.name !== undefined) modules.set(command.name, current);
  },
  register(command) {
    registered[command.as] = (command.name === undefined ? current : modules.get(command.name)).exports;
  },
  action: ({ action }) => run(action),
  assert_return: expectResults,
  assert_trap: ({ action, text }) => expectTrap(text, () => run(action)),
  assert_exhaustion: ({ action }) => expectThrown([RangeError], () => run(action)),
  assert_exception: ({ action }) => expectThrown([WebAssembly.Exception], () => run(action)),
  assert_uninstantiable: (command) => expectTrap(command.text, () => instantiate(command)),
  // A module that is not there is a TypeError.
  assert_unlinkable: (command) => expectThrown([WebAssembly.LinkError, TypeError], () => instantiate(command)),
  assert_invalid: (command) => expectThrown([WebAssembly.CompileError], () => new WebAssembly.Module(bytesOf(command))),
  assert_malformed: (command) => expectThrown([WebAssembly.CompileError], () => new WebAssembly.Module(bytesOf(command))),
};

for (const command of commands) {
  try {
    const handle = handlers[command.type] ?? (() => { throw new Error(`'${command.type}' is not known`); });
    handle(command);
    console.log(`${command.line} ok`);
  } catch (error) {
    console.log(`${command.line} failed: ${String(error.message).split('\n')[0]}`);
  }
}
