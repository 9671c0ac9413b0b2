// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs calls of a module in V8 and prints the processor milliseconds of each measured round and the sum that all
//       rounds computed, as JSON.
// Why:  what a lowering costs shows when its code runs, in an engine none of us wrote.
// Must never: time other processes, or compilation: V8's optimising compiler has finished before the clock starts.
//
// USAGE: node --no-liftoff --single-threaded run-calls.mjs MODULE.wasm '{"setup": CALLS, "round": CALLS, "times": N, "rounds": N}'
// A call is [EXPORT, ARGUMENT...]; the argument "i" counts the times that a round repeats its calls.

import { readFileSync } from 'node:fs';

const [path, text] = process.argv.slice(2);
const plan = JSON.parse(text);
const module = new WebAssembly.Module(readFileSync(path));
const nothing = () => 0;
const imports = {};
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  if (kind !== 'function') throw new Error(`import ${from}.${name} is a ${kind}`);
  (imports[from] ??= {})[name] = nothing;
}
const { exports } = new WebAssembly.Instance(module, imports);
for (const name of Object.keys(exports)) if (/^__wasm_call_ctors(_\d+)?$/.test(name)) exports[name]();

let sum = 0;
const call = ([name, ...values], i) => {
  const result = exports[name](...values.map((value) => (value === 'i' ? i : value)));
  sum = (Math.imul(sum, 31) + Number(BigInt.asIntN(32, BigInt(result)))) | 0;
};
const round = () => {
  for (let i = 0; i < plan.times; ++i) for (const one of plan.round) call(one, i);
};
for (const one of plan.setup) call(one, 0);
round();
const milliseconds = [];
for (let i = 0; i < plan.rounds; ++i) {
  const begin = process.cpuUsage();
  round();
  const { user, system } = process.cpuUsage(begin);
  milliseconds.push((user + system) / 1000);
}
console.log(JSON.stringify({ milliseconds, sum }));
