// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Runs a WASI program that the heap tracker instrumented, and shows on standard error what its heap held.
//
// It exists so that a program built for the command line is tracked by two commands. It must never give the program
// more than its arguments and the three standard streams.
//
// USAGE: node --no-warnings run.mjs MODULE.wasm [ARGUMENT...]

import {readFileSync} from "node:fs";
import {WASI} from "node:wasi";
import {formatReport, readReport} from "./report.mjs";

const wasi = new WASI({version: "preview1", args: process.argv.slice(2), returnOnExit: true});
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
// V8 calls Node's own functions in a way that a module with two memories cannot be called in; functions around them it
// does not.
const around = Object.entries(wasi.wasiImport).map(([name, call]) => [name, (...args) => call(...args)]);
const imports = {wasi_snapshot_preview1: Object.fromEntries(around)};
const instance = new WebAssembly.Instance(module, imports);
process.exitCode = wasi.start(instance);
console.error(formatReport(readReport(instance.exports)));
