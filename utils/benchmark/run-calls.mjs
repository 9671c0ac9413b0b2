// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs the two-allocator program of the tests in V8 and prints the milliseconds and the sums it
//       computed, as JSON.
// Why:  what a lowering costs shows when its code runs, in an engine none of us wrote.
// Must never: time compilation: V8's optimising compiler has finished before the clock starts.
//
// USAGE: node --no-liftoff run-calls.mjs MODULE.wasm

import { readFileSync } from 'node:fs';

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const { exports } = new WebAssembly.Instance(module, {});
exports.__wasm_call_ctors?.();

const built = exports.a_work(150, 1500);
const round = () => {
  let sums = 0;
  for (let i = 0; i < 120; ++i) sums = (sums * 31 + exports.a_sum() + exports.b_sum(i)) | 0;
  return sums;
};
round();
const begin = performance.now();
const sums = round();
const milliseconds = performance.now() - begin;
console.log(JSON.stringify({ milliseconds, sums: [built, sums] }));
