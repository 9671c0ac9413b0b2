// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: builds the import object of a module: functions that log their arguments and answer with
//       values derived from their name, arguments and the seed; memories, tables, globals and tags
//       of the declared type; a deterministic WASI.
// Why:  any module can then be run without its host, and what it says to its host is compared.
// Must never: answer the same question differently in the two runs.

import { cappedMaximum } from './wasm-sections.mjs';
import { drawValue, makeStream, showValue } from './values.mjs';
import { wasiFunction } from './wasi.mjs';

function stubFunction(entry, type, seed, log) {
  const name = `${entry.module}.${entry.name}`;
  return (...args) => {
    const shown = type.params.map((param, index) => showValue(param, args[index])).join(', ');
    const next = makeStream(`${seed}/${name}(${shown})`);
    const results = type.results.map((result) => drawValue(result, next));
    log(`${name}(${shown}) = ${results.map((value, i) => showValue(type.results[i], value))}`);
    return type.results.length > 1 ? results : results[0];
  };
}

function descriptor(limits, maximum) {
  const shape = { initial: Number(limits.minimum) };
  if (maximum !== null) shape.maximum = Number(maximum);
  if (limits.shared) shape.shared = true;
  return shape;
}

/// Import objects may not depend on the side: globals are multiples of 16, as addresses would be.
function importedGlobal(entry, seed) {
  const bits = makeStream(`${seed}/global ${entry.module}.${entry.name}`)() % 64;
  const numbers = { i32: bits * 16, i64: BigInt(bits) * 16n, f32: bits / 4, f64: bits / 4 };
  const isNumber = Object.hasOwn(numbers, entry.type);
  const value = isNumber ? entry.type : entry.type === 'funcref' ? 'anyfunc' : entry.type;
  return new WebAssembly.Global({ value, mutable: entry.mutable },
    isNumber ? numbers[entry.type] : null);
}

/// The import object for `module` (parsed). `window(n)` gives the bytes that pointers mean in calls
/// of the function import n; `caps` are maxima in pages for memories, by index in the module;
/// `log(text)` records calls. `host`: other functions, see `exec-compare --host`. With `plain`,
/// arguments that may be pointers are not recorded.
export function makeImports(module, { seed, window, caps, log, host, exports, plain }) {
  const object = {};
  let memoryIndex = 0;
  let functionIndex = 0;
  for (const entry of module.imports) {
    let value;
    if (entry.kind === 'func') {
      const type = module.types[entry.type];
      const index = functionIndex++;
      const bytes = () => window(index);
      value = host?.(entry.module, entry.name, { bytes, log, index, exports }) ??
        (entry.module === 'wasi_snapshot_preview1'
          ? wasiFunction(entry.name, bytes, log, plain)
          : stubFunction(entry, type, seed, log));
    } else if (entry.kind === 'memory') {
      const maximum = cappedMaximum(entry.limits, caps?.[memoryIndex++]);
      value = new WebAssembly.Memory(descriptor(entry.limits, maximum));
    } else if (entry.kind === 'table') {
      const element = entry.type === 'funcref' ? 'anyfunc' : entry.type;
      value = new WebAssembly.Table({ element, ...descriptor(entry.limits, entry.limits.maximum) });
    } else if (entry.kind === 'global') {
      value = importedGlobal(entry, seed);
    } else {
      value = new WebAssembly.Tag({ parameters: module.types[entry.type].params });
    }
    (object[entry.module] ??= Object.create(null))[entry.uniqueName ?? entry.name] = value;
  }
  return object;
}
