// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: runs a WASI command with Node's own WASI host, which knows nothing of windows: it uses the exported memory at the
//       addresses that it is given.
// Why:  a host that was not written for the test.
// Must never: help the module; its status is the command's.
//
// USAGE: run-wasi.mjs MODULE.wasm DIRECTORY [ARGUMENT...]

import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';

const [file, directory, ...args] = process.argv.slice(2);
const wasi = new WASI({
  version: 'preview1', args: ['host', ...args], env: { GREETING: 'hello, window' }, preopens: { '/dir': directory },
  returnOnExit: true,
});
const module = new WebAssembly.Module(readFileSync(file));
process.exitCode = wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
