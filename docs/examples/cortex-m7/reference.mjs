// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs the unlowered module, with a memory for each component, in V8, with the firmware's functions.
// Why:  what it prints is what the image has to print.
// Must never: know of windows.
//
// USAGE: node reference.mjs fused.wasm   (Node 22 or later: several memories)

import { readFileSync } from 'node:fs';

const lines = [];
let instance;
const printer = (component) => (pointer, length) => {
  const bytes = new Uint8Array(instance.exports[component].buffer, pointer >>> 0, length >>> 0);
  lines.push(`${component}: ${new TextDecoder().decode(bytes)}`);
};
const stop = (what) => () => {
  throw new Error(what);
};
const imports = {
  firmware: {
    journal_print: printer('journal'),
    statistics_print: printer('statistics'),
    filter_print: printer('filter'),
    out_of_bounds: stop('out of bounds'),
    out_of_memory: stop('out of memory'),
  },
  wasi_snapshot_preview1: { fd_write: () => 8 }, // EBADF
};
instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2])), imports);
const { journal_start, statistics_start, filter_run, statistics_show, journal_show } = instance.exports;
journal_start();
statistics_start();
const sum = filter_run(3000) >>> 0;
statistics_show();
journal_show(3);
lines.push(`sum ${sum}`);
console.log(lines.join('\n'));
