// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: for many types, in each of the four positions a type can have, compares what cabi-realloc-drop decides with
//       whether a component can still be built once cabi_realloc is gone.
// Why:  flattening and allocation have many cases; the peer knows them all.
// Must never: count a refusal for another reason as agreement.
//
// USAGE: matrix.mjs SCRATCH_DIRECTORY MELD_OPT [FLAG...]

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dummy, refusal } from './component.mjs';

const [scratch, ...tool] = process.argv.slice(2);
const numbers = ['bool', 's8', 'u8', 's16', 'u16', 's32', 'u32', 's64', 'u64', 'f32', 'f64', 'char'];
const fields = (count, type) => Array.from({ length: count }, (_, i) => `f${i}: ${type}`).join(', ');
const labels = (count) => Array.from({ length: count }, (_, i) => `l${i}`).join(', ');

/// Name -> [definitions, type].
const types = {
  ...Object.fromEntries(numbers.map((type) => [type, ['', type]])),
  string: ['', 'string'],
  list: ['', 'list<u8>'],
  'list of lists': ['', 'list<list<f64>>'],
  tuple: ['', 'tuple<u8, f64, s64>'],
  'tuple with a string': ['', 'tuple<u8, string>'],
  option: ['', 'option<f32>'],
  'option of string': ['', 'option<string>'],
  'option of option': ['', 'option<option<u64>>'],
  result: ['', 'result'],
  'result of both': ['', 'result<f32, s64>'],
  'result of error': ['', 'result<_, f64>'],
  'result of list': ['', 'result<u8, list<u8>>'],
  record: [`record t { a: u8, b: f32, c: tuple<u64, bool> }`, 't'],
  'record of 16': [`record t { ${fields(16, 'u32')} }`, 't'],
  'record of 17': [`record t { ${fields(17, 'u32')} }`, 't'],
  'record of records': [`record u { ${fields(4, 'f32')} } record t { ${fields(4, 'u')} }`, 't'],
  'record of records, one more': [`record u { ${fields(4, 'f32')} } record t { ${fields(4, 'u')}, last: u8 }`, 't'],
  variant: ['variant t { a(u32), b(f32), c(f64), d, e(tuple<f32, s64>) }', 't'],
  'variant with a string': ['variant t { a(u32), b(option<string>) }', 't'],
  'variant of 16': [`record u { ${fields(15, 'u32')} } variant t { a(u), b }`, 't'],
  'variant of 17': [`record u { ${fields(16, 'u32')} } variant t { a(u), b }`, 't'],
  enum: [`enum t { ${labels(300)} }`, 't'],
  flags: [`flags t { ${labels(5)} }`, 't'],
  'flags, 32': [`flags t { ${labels(32)} }`, 't'],
  own: ['resource r', 'r'],
  'record of a resource': ['resource r; record t { a: own<r>, b: list<r> }', 't'],
  alias: ['type u = string; type t = u', 't'],
  'alias of a number': ['type u = u64; type t = u', 't'],
};
const positions = {
  'export parameter': (type) => ['export', `func(x: ${type})`],
  'export parameters': (type) => ['export', `func(x: u32, y: ${type}, z: ${type}) -> f32`],
  'export result': (type) => ['export', `func() -> ${type}`],
  'import parameter': (type) => ['import', `func(x: ${type})`],
  'import parameters': (type) => ['import', `func(x: ${type}, y: f64, z: ${type}) -> u64`],
  'import result': (type) => ['import', `func() -> ${type}`],
};

let checked = 0;
let dropped = 0;
const differences = [];
for (const [typeName, [definitions, type]] of Object.entries(types))
  for (const [position, make] of Object.entries(positions)) {
    const [direction, signature] = make(type);
    const wit = `package test:matrix;\ninterface i { ${definitions.replace(/([^;}])$/, '$1;')} f: ${signature}; }\n` +
      `world w { ${direction} i; }\n`;
    const file = join(scratch, 'in.wasm');
    const binary = await dummy(wit, 'w');
    writeFileSync(file, binary);
    const whole = await refusal(binary);
    if (whole !== null) throw new Error(`${typeName}, ${position}: no component at all: ${whole}`);
    // "cabi_realloc" has no pair with that name, so the export is gone for the peer.
    const without = Buffer.from(Buffer.from(binary).toString('latin1').replace('\x0ccabi_realloc\x00', '\x0ccabi_nothing\x00'), 'latin1');
    const reason = await refusal(without);
    if (reason !== null && !/realloc/.test(reason)) throw new Error(`${typeName}, ${position}: ${reason}`);
    const out = join(scratch, 'out.wasm');
    const run = spawnSync(tool[0], [...tool.slice(1), '-passes=cabi-realloc-drop', file, '-o', out], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`${typeName}, ${position}: ${run.stderr}`);
    const isDropped = !readFileSync(out).includes('cabi_realloc');
    if (isDropped !== /remark: cabi-realloc-drop: dropped "cabi_realloc"/.test(run.stderr))
      throw new Error(`${typeName}, ${position}: says something else than it does: ${run.stderr}`);
    checked += 1;
    dropped += isDropped ? 1 : 0;
    if (isDropped !== (reason === null))
      differences.push(`${typeName}, ${position}: ${isDropped ? 'dropped' : 'kept'}, but the peer says: ${reason}\n${run.stderr}`);
    if (isDropped && (await refusal(readFileSync(out))) !== null)
      differences.push(`${typeName}, ${position}: no component of the output: ${await refusal(readFileSync(out))}`);
  }
console.log(differences.join('\n') || `${checked} cases, ${dropped} dropped: agreed`);
process.exitCode = differences.length === 0 ? 0 : 1;
