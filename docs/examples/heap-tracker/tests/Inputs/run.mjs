// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs words.wasm, prints what the tracker counted, and compares it with what the host counted from the program's own
// messages, if it sends any.
//
// It exists because a count that is only compared with itself proves nothing. It must never read the tracker's memory
// to make its own count.
//
// USAGE: run.mjs MODULE.wasm REPORT.mjs [--compare]

import {readFileSync} from "node:fs";
import {pathToFileURL} from "node:url";

const [file, reportFile, mode] = process.argv.slice(2);
const {readReport, formatReport} = await import(pathToFileURL(reportFile));

const blocks = new Map(); // address -> [site, size]
const sites = new Map(); // site -> {current, peak, live, blocks}
const total = {current: 0, peak: 0};
let memory;

function siteOf(where) {
  if (!sites.has(where)) sites.set(where, {current: 0, peak: 0, live: 0, blocks: 0});
  return sites.get(where);
}
function forget(block) {
  if (block === 0) return;
  const [where, size] = blocks.get(block);
  blocks.delete(block);
  siteOf(where).current -= size;
  siteOf(where).live--;
  total.current -= size;
}
function got(where, before, block, size) {
  const name = typeof where === "string" ? where : new TextDecoder().decode(new Uint8Array(memory.buffer, where, 64)).split("\0")[0];
  if (block === 0) return 0;
  if (before !== 0) forget(before);
  blocks.set(block, [name, size >>> 0]);
  const site = siteOf(name);
  site.current += size >>> 0;
  site.live++;
  site.blocks++;
  site.peak = Math.max(site.peak, site.current);
  total.current += size >>> 0;
  total.peak = Math.max(total.peak, total.current);
  return block;
}

const module = new WebAssembly.Module(readFileSync(file));
const {exports} = new WebAssembly.Instance(module, {host: {got, gave: forget}});
memory = exports.memory;
const compares = mode === "--compare";

let differences = 0;
function compare(after) {
  if (!compares) return;
  const report = readReport(exports);
  const seen = new Map(); // what the tracker says, by the function that called
  for (const site of report.sites) {
    const name = site.name.replace(/^\$?([^ ]*) .*$/, "$1");
    const known = seen.get(name);
    if (known && site.blocks > 0 && known.blocks > 0) throw new Error(`two call sites of ${name} are in use`);
    if (!known || site.blocks > 0) seen.set(name, site);
  }
  const check = (what, theirs, ours) => {
    if (theirs === ours) return;
    if (++differences > 10) return;
    console.log(`after ${after}: ${what}: the tracker says ${theirs}, the host ${ours}`);
  };
  for (const [name, site] of sites)
    for (const key of ["current", "peak", "live", "blocks"]) check(`${key} of ${name}`, seen.get(name)?.[key], site[key]);
  for (const [name, site] of seen) if (!sites.has(name)) check(`blocks of ${name}`, site.blocks, 0);
  check("current", report.current, total.current);
  check("peak", report.peak, total.peak);
  check("lost", report.lost, 0);
  check("unknown", report.unknown, 0);
}

const results = [];
for (const [name, ...args] of [
  ["count_words", 50],
  ["list_words"],
  ["count_words", 500],
  ["rest", 1000],
  ["list_words"],
  ["too_much"],
  ["rest", 5000],
]) {
  results.push(exports[name](...args));
  compare(`${name}(${args})`);
}
// The host is a caller, too.
const block = exports.malloc(640);
if (compares) got("elsewhere", 0, block, 640);
compare("malloc(640)");
exports.free(block);
if (compares) forget(block);
compare("free");

console.log(`results: ${results.join(" ")}`);
if (compares) console.log(`${differences} differences, ${sites.size} sites, ${total.peak} bytes at most`);
if (exports["heap-tracker"]) console.log(formatReport(readReport(exports)));
process.exit(differences ? 1 : 0);
