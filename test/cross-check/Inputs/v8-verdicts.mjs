// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: as MeldVerdicts.cpp, but what V8 says of each module.
// Why:  see there.
// Never: instantiates anything.
//
// USAGE: node v8-verdicts.mjs BATCH

import { readFileSync, writeSync } from "node:fs";

const content = readFileSync(process.argv[2]);
let lines = [];
for (let at = 0; at + 4 <= content.length; ) {
  const length = content.readUInt32LE(at);
  const bytes = content.subarray(at + 4, at + 4 + length);
  at += 4 + length;
  if (WebAssembly.validate(bytes)) {
    lines.push("ok");
  } else {
    try {
      new WebAssembly.Module(bytes);
      lines.push("no, but it compiles");
    } catch (error) {
      lines.push("no " + error.message.replace(/^WebAssembly.Module\(\): /, "").replaceAll("\n", " "));
    }
  }
}
let text = lines.join("\n") + "\n";
while (text.length) text = text.slice(writeSync(1, text));
