// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Asks for memory in every way that shape.wat has, and prints what the tracker counted.
//
// It exists because the ways of a C program are not all there are. It must never call a function twice where one call
// tells.
//
// USAGE: shape.mjs MODULE.wasm REPORT.mjs

import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const [file, reportFile] = process.argv.slice(2);
const {readReport} = await import(pathToFileURL(reportFile));
const {exports} = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)));
const report = (memory) => readReport(exports, memory);
const site = (name, memory) => report(memory).sites.find((s) => s.name.startsWith(name) && s.blocks > 0);
const show = (name, key = `$${name} `, memory = "heap-tracker") => {
  const {peak, current, blocks} = site(key, memory);
  console.log(`${name}: peak ${peak}, now ${current}, ${blocks} blocks`);
};

const first = exports.direct(10);
const blocks = [first, exports.tail(20), exports.zeroed(4)];
// Nothing is asked for: the block is given back.
exports.moved(exports.malloc(60), 0);
const old = exports.malloc(30);
blocks.push(exports.moved(old, 50));
blocks.push(exports.aligned(32, 70));
blocks.push(exports.indirect(40), exports["by-value"](100), exports["by-global"](200));
show("direct");
show("tail");
show("zeroed");
show("moved");
show("aligned");
show("elsewhere", "elsewhere");
let {peak, current, lost, unknown} = report();
console.log(`all: peak ${peak}, now ${current}, lost ${lost}, unknown ${unknown}`);
for (const block of blocks) exports.give(block);
exports.free(0);
console.log(`after free: now ${report().current}, unknown ${report().unknown}`);
exports.free(first);
console.log(`twice: unknown ${report().unknown}`);
exports.step.value = 2;
exports.direct(1);
exports.direct(1);
console.log(`too near: lost ${report().lost}`);
if (exports["pool-tracker"]) {
  exports.pooled(80);
  show("pooled", "$pooled ", "pool-tracker");
  console.log(`heap-tracker after pooled: now ${report().current}`);
}
