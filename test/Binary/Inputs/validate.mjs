// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: says whether V8 accepts a module.
// Why:  a validator none of us wrote, of an engine that people run; wabt's takes exception to custom sections at odd places
//       and overlooks some malformed numbers.
// Must never: run the module.
//
// USAGE: validate.mjs MODULE   exit status: 0 valid, 1 not, with V8's reason

import { readFileSync } from 'node:fs';

try {
  new WebAssembly.Module(readFileSync(process.argv[2]));
} catch (error) {
  if (!(error instanceof WebAssembly.CompileError)) throw error;
  console.error(`${process.argv[2]}: ${error.message}`);
  process.exitCode = 1;
}
