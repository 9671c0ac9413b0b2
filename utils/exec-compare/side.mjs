// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: one of the two modules, instantiated: calls its exports, says how a call ended, and shows
//       its memories (or the windows that stand for them), globals and host calls.
// Why:  the comparison then treats the module before and the module after alike.
// Must never: let an engine's error text decide equality by chance: an ending that is not known
//       here is thrown on, not compared.

import vm from 'node:vm';
import { makeImports } from './imports.mjs';
import { HostExit } from './wasi.mjs';
import { parseValue, showResults, showValue } from './values.mjs';
import { parseModule, signature, withExports, withMemoryCaps, withUniqueImports } from './wasm-sections.mjs';

const pageSize = 65536;
const memoryExport = (index) => `__compare.mem${index}`;
const grownExport = (index) => `__compare.grown${index}`;

/// V8's messages for the traps of the specification. Order matters: the first match counts.
const trapClasses = [
  [/unreachable/, 'unreachable'],
  [/data segment.*out of bounds|memory access out of bounds/, 'out-of-bounds memory access'],
  [/divide by zero|remainder by zero/, 'integer divide by zero'],
  [/divide result unrepresentable/, 'integer overflow'],
  [/float unrepresentable/, 'invalid conversion to integer'],
  [/table index is out of bounds|table.*out of bounds/, 'out-of-bounds table access'],
  [/element segment.*out of bounds/, 'out-of-bounds table access'],
  [/null function or function signature mismatch|function signature mismatch/, 'indirect call'],
  [/unaligned/, 'unaligned atomic'],
  [/null pointer|null reference/, 'null reference'],
];

/// How a call ended: `text` is compared; `ends` says that the instance cannot be used afterwards;
/// `function` is the index of the function that trapped, if any.
function ending(error) {
  if (error instanceof HostExit) return { text: `exited with code ${error.code}`, ends: true };
  if (error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { text: 'ran out of time', ends: true };
  if (error instanceof RangeError && /call stack/.test(error.message))
    return { text: 'trapped: stack overflow', trap: 'stack overflow', ends: true };
  if (error instanceof WebAssembly.Exception) return { text: 'threw an exception', ends: false };
  if (!(error instanceof WebAssembly.RuntimeError)) throw error;
  const known = trapClasses.find(([pattern]) => pattern.test(error.message));
  if (!known) throw error;
  const frame = /wasm-function\[(\d+)\]/.exec(error.stack ?? '');
  return {
    text: `trapped: ${known[1]}`, trap: known[1], ends: false,
    function: frame ? Number(frame[1]) : null,
  };
}

export class Side {
  /// `bytes`: the module; `windows`: as from `readLayout`, all of them in this module;
  /// `caps`: maxima in pages by memory index, or null; `timeout`: milliseconds per call;
  /// `wasiWindow`: the input memory that pointers in host calls mean, or `memoryOf` by function
  /// import, or, with `isAddressed`, the whole of the merged memory; `host`: see `exec-compare --host`.
  constructor(bytes, { windows, caps = null, seed, timeout, wasiWindow, memoryOf = new Map(), isAddressed = false,
    hostPointers = false, host = null, added = [], scratch = null }) {
    this.module = parseModule(bytes);
    this.windows = windows;
    Object.assign(this, { memoryOf, isAddressed, hostPointers, host, added, scratch });
    this.log = [];
    this.seed = seed;
    this.caps = caps;
    this.wasiWindow = wasiWindow;
    this.timeout = timeout;
    const unique = host || hostPointers ? parseModule(withUniqueImports(this.module)) : this.module;
    const capped = caps ? parseModule(withMemoryCaps(unique, caps)) : unique;
    const shown = this.module.memories.map((memory, index) =>
      ({ name: memoryExport(index), kind: 'memory', index }));
    windows.forEach((window, index) => {
      if (!window.physical && window.grownGlobal !== null)
        shown.push({ name: grownExport(index), kind: 'global', index: window.grownGlobal });
    });
    this.compiled = new WebAssembly.Module(withExports(capped, shown));
    this.context = vm.createContext({});
    this.script = new vm.Script('thunk()');
  }

  guarded(thunk) {
    this.log.length = 0;
    this.context.thunk = thunk;
    return this.script.runInContext(this.context, { timeout: this.timeout });
  }

  /// Instantiates afresh. The start function and the active segments may trap.
  instantiate() {
    this.instance = null;
    const imports = makeImports(this.module, {
      seed: this.seed, caps: this.caps, log: (text) => this.log.push(text),
      host: this.host, exports: () => this.instance.exports, plain: this.hostPointers,
      window: (entry) => this.hostBytes(entry),
    });
    try {
      this.guarded(() => {
        this.instance = new WebAssembly.Instance(this.compiled, imports);
      });
      return { text: 'instantiated', ends: false };
    } catch (error) {
      return { ...ending(error), ends: true };
    }
  }

  /// The bytes that pointers mean in calls of a function import. What is called while the module
  /// is instantiated cannot reach them yet.
  hostBytes(entry) {
    if (!this.instance) return null;
    if (this.isAddressed) return this.memory(0);
    const input = this.memoryOf.get(entry) ?? this.wasiWindow;
    const index = this.windows.findIndex((window) => window.input === input);
    return index >= 0 ? this.bytes(index) : null;
  }

  exported(kind) {
    return this.module.exports.filter((entry) => entry.kind === kind);
  }

  signatureOf(name) {
    const entry = this.exported('func').find((candidate) => candidate.name === name);
    return entry ? signature(this.module, entry.index) : null;
  }

  /// What has to be added to pointers of an input memory, for this host.
  baseOf(input) {
    if (!this.isAddressed) return 0;
    return this.windows.find((window) => window.input === input)?.base ?? 0;
  }

  /// Calls the export `name` with arguments as in a calls file, in which pointers are relative to
  /// their memory.
  call(name, json, pointers = {}) {
    const { params, results } = this.signatureOf(name);
    const base = this.baseOf(pointers.memory);
    const moved = (value, by) => (pointers.null && value === 0 ? 0 : (value + by) | 0);
    const args = params.map((type, index) => {
      const value = parseValue(type, json[index]);
      return pointers.args?.includes(index) ? moved(value, base) : value;
    });
    const target = this.instance.exports[name];
    try {
      const returned = this.guarded(() => target(...args));
      const shown = showResults(results, pointers.result ? moved(returned, -base) : returned);
      return { text: `returned ${shown.length ? shown.join(', ') : 'nothing'}`, shown, ends: false };
    } catch (error) {
      return ending(error);
    }
  }

  /// The physical memory `index` as bytes.
  memory(index) {
    return new Uint8Array(this.instance.exports[memoryExport(index)].buffer);
  }

  /// The current size of window `index` in bytes, as the module's own counters say.
  size(index) {
    const window = this.windows[index];
    if (window.physical) return this.memory(window.memory).length;
    const grown = window.grownGlobal === null ? 0 : this.instance.exports[grownExport(index)].value;
    const pages = typeof grown === 'bigint' ? Number(BigInt.asUintN(64, grown)) : grown >>> 0;
    return (window.initialPages + pages) * pageSize;
  }

  /// The current bytes of window `index`, or null if it does not lie within its memory.
  bytes(index) {
    const window = this.windows[index];
    const memory = this.memory(window.memory);
    const end = window.base + this.size(index);
    return end <= memory.length ? memory.subarray(window.base, end) : null;
  }

  /// Name -> text of every exported global that can be read from outside.
  globals() {
    const texts = new Map();
    for (const { name, index } of this.exported('global')) {
      const { type } = this.module.globals[index];
      if (type !== 'v128' && type !== 'exnref')
        texts.set(name, showValue(type, this.instance.exports[name].value));
    }
    return texts;
  }
}
