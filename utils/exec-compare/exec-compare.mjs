// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the command `exec-compare BEFORE.wasm AFTER.wasm`: runs both modules with the same calls
//       and the same host and says whether anybody could tell them apart.
// Why:  a lowered module is right if and only if it behaves as the original did.
// Must never: say "equal" without saying how much was compared; confuse "differs" (exit status 1)
//       with "could not compare" (exit status 2).
//
// USAGE: see `usage` below. Needs a Node with multiple memories (22 or later).

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { CallsError, checkCalls, generateCalls } from './calls.mjs';
import { compareRun } from './compare.mjs';
import { LayoutError, memoryName, readLayout } from './layout.mjs';
import { WasmError } from './leb128.mjs';
import { Side } from './side.mjs';
import { parseModule } from './wasm-sections.mjs';

const usage = `usage: exec-compare BEFORE.wasm AFTER.wasm [options]
  --calls=FILE        call what this JSON list says: [{"call": "run", "args": [1, 2]}, ...]; an
                      entry may state "returns" (value or list), "traps" (class), "exits" (code)
  --seeds=N           generate calls for seeds 1 to N instead (default 3)
  --cap-before        lower the maxima of BEFORE's memories to what AFTER has reserved for them,
                      so that memory.grow fails there exactly where oom=fail makes it fail
  --oom-trap-ok       accept a trap in AFTER's grow helper as the end of a run, and say so
  --expect-oom=KIND   fail: as --cap-before; trap: as --cap-before --oom-trap-ok, and at least
                      one run must end that way
  --wasi-memory=N     the memory of BEFORE that pointers in WASI calls mean (default 0)
  --host-pointers     adapters of AFTER translate pointers: its host gets and gives addresses of the
                      merged memory; calls say which arguments are "pointers"
  --import-memory=F:N the memory of BEFORE that pointers in calls of function import F, or F-G, mean;
                      they count from 0 (may be repeated; default as --wasi-memory)
  --host=FILE         an ECMAScript module whose default export is called for each function import with
                      (module, name, {bytes, log, index, exports}) and gives a function or undefined;
                      bytes() are those that pointers mean, exports() the instance's
  --removed-memory=N  AFTER has nothing for BEFORE's memory N, whose bytes nobody can see (may be
                      repeated)
  --ignore-export=X   AFTER need not export X, and no generated call uses it (may be repeated)
  --timeout=MS        milliseconds per call (default 20000)
  --trace             print every call and how it ended
  --json              print the outcome as JSON
exit status: 0 equal, 1 different, 2 nothing was compared`;

class UsageError extends Error {}

function readOptions(argv) {
  const string = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  let parsed;
  try {
    parsed = parseArgs({
      args: argv, allowPositionals: true,
      options: {
        calls: string, seeds: string, 'cap-before': flag, 'oom-trap-ok': flag, 'expect-oom': string,
        'wasi-memory': { type: 'string', default: '0' }, timeout: { type: 'string', default: '20000' },
        'ignore-export': { type: 'string', multiple: true, default: [] }, trace: flag,
        'removed-memory': { type: 'string', multiple: true, default: [] }, json: flag,
        'host-pointers': flag, 'import-memory': { type: 'string', multiple: true, default: [] }, host: string,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError(error.message);
  }
  const { values, positionals } = parsed;
  if (values.help) return { help: true };
  if (positionals.length !== 2) throw new UsageError('two modules are needed');
  if (values.calls !== undefined && values.seeds !== undefined)
    throw new UsageError('--calls and --seeds exclude each other');
  const number = (name, text, least) => {
    if (!/^\d+$/.test(text) || Number(text) < least) throw new UsageError(`--${name}=${text}`);
    return Number(text);
  };
  const oom = values['expect-oom'];
  if (oom !== undefined && oom !== 'fail' && oom !== 'trap') throw new UsageError(`--expect-oom=${oom}`);
  return {
    files: positionals, callsFile: values.calls, seeds: number('seeds', values.seeds ?? '3', 1),
    capBefore: values['cap-before'] || oom !== undefined,
    oomTrapOk: values['oom-trap-ok'] || oom === 'trap', mustOomTrap: oom === 'trap',
    wasiWindow: number('wasi-memory', values['wasi-memory'], 0),
    timeout: number('timeout', values.timeout, 1), ignored: values['ignore-export'],
    removed: values['removed-memory'].map((text) => number('removed-memory', text, 0)),
    hostPointers: values['host-pointers'], hostFile: values.host,
    memoryOf: new Map(values['import-memory'].flatMap((text) => {
      const [entries, memory] = text.split(':');
      const [first, last = first] = entries.split('-').map((entry) => number('import-memory', entry, 0));
      return Array.from({ length: last - first + 1 },
        (_, index) => [first + index, number('import-memory', memory ?? '', 0)]);
    })),
    trace: values.trace, json: values.json,
  };
}

function load(file) {
  try {
    return parseModule(new Uint8Array(readFileSync(file)));
  } catch (error) {
    throw new UsageError(`${file}: ${error.message}`);
  }
}

function makeSide(file, module, options) {
  try {
    return new Side(module.bytes, options);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}

function reserveCaps(layout) {
  if (!layout.recorded) throw new UsageError('--cap-before: AFTER has no custom section meld.layout');
  const caps = [];
  for (const window of layout.windows) caps[window.input] = window.initialPages + window.reservePages;
  return caps;
}

/// Runs all seeds. Returns the object that --json prints.
function compareAll(options) {
  const [beforeFile, afterFile] = options.files;
  const [before, after] = options.files.map(load);
  const layout = readLayout(before, after, options.removed);
  if (before.memories.length > 0 && options.wasiWindow >= before.memories.length)
    throw new UsageError(`--wasi-memory=${options.wasiWindow}: BEFORE has no such memory`);
  const caps = options.capBefore ? reserveCaps(layout) : null;
  const physical = layout.windows.map(({ input }) => ({ input, memory: input, base: 0, physical: true }));
  const total = { equal: true, runs: 0, calls: 0, hostCalls: 0, endings: {}, stopped: [], oomTraps: 0 };
  const seeds = options.callsFile === undefined ? options.seeds : 1;
  for (let seed = 1; seed <= seeds; ++seed) {
    const { timeout, wasiWindow, memoryOf, hostPointers, host } = options;
    const common = { seed, timeout, wasiWindow, memoryOf, hostPointers, host };
    const left = makeSide(beforeFile, before, { ...common, windows: physical, caps });
    const right = makeSide(afterFile, after, { ...common, ...layout, isAddressed: hostPointers });
    const signatureOf = (name) => left.signatureOf(name);
    const calls = options.callsFile === undefined
      ? generateCalls(left.exported('func').map(({ name }) => name).filter((name) => !options.ignored.includes(name)),
        signatureOf, seed)
      : checkCalls(JSON.parse(readFileSync(options.callsFile, 'utf8')), signatureOf);
    const run = compareRun(left, right, calls, {
      ...options, report: options.trace ? (line) => console.log(`seed ${seed}: ${line}`) : undefined,
    });
    total.runs += 1;
    total.calls += run.calls;
    total.hostCalls += run.hostCalls;
    total.oomTraps += run.oomTrap ? 1 : 0;
    for (const [kind, count] of Object.entries(run.endings))
      total.endings[kind] = (total.endings[kind] ?? 0) + count;
    if (run.stopped) total.stopped.push(`seed ${seed}: ${run.stopped}`);
    if (run.difference) return { ...total, equal: false, difference: { seed, ...run.difference } };
    if (left.instance && right.instance)
      total.memories = layout.windows.map((window, index) => ({
        name: memoryName(before, window.input), initialPages: Number(before.memories[window.input].minimum),
        finalPages: left.size(index) / 65536, memory: window.memory, base: window.base,
      }));
  }
  if (options.mustOomTrap && total.oomTraps === 0)
    return { ...total, equal: false, difference: { seed: seeds, call: 'all calls',
      what: 'exhausted reserve', before: 'expected by --expect-oom=trap', after: 'no trap' } };
  return total;
}

function printOutcome(total) {
  if (!total.equal) {
    const { seed, call, what, before, after, absolute } = total.difference;
    console.log(`exec-compare: different (seed ${seed}), ${call}`);
    console.log(`  what:   ${what}${absolute === undefined ? '' : ` (address ${absolute} in AFTER)`}`);
    console.log(`  before: ${before}`);
    console.log(`  after:  ${after}`);
    return;
  }
  const endings = Object.entries(total.endings).map(([kind, count]) => `${kind} ${count}`).join(', ');
  console.log(`exec-compare: equal: ${total.runs} runs, ${total.calls} calls, ` +
    `${total.hostCalls} host calls; ${endings}`);
  for (const { name, initialPages, finalPages, memory, base } of total.memories ?? [])
    console.log(`  ${name}: ${initialPages} -> ${finalPages} pages, ` +
      `in memory ${memory} at 0x${base.toString(16)}`);
  for (const line of total.stopped) console.log(`  stopped: ${line}`);
}

async function main(argv) {
  try {
    const options = readOptions(argv);
    if (options.help) {
      console.log(usage);
      return 0;
    }
    if (options.hostFile !== undefined)
      options.host = (await import(pathToFileURL(resolve(options.hostFile)))).default;
    const total = compareAll(options);
    if (options.json) console.log(JSON.stringify(total, null, 2));
    else printOutcome(total);
    return total.equal ? 0 : 1;
  } catch (error) {
    const isInput = [UsageError, LayoutError, CallsError, WasmError, SyntaxError]
      .some((kind) => error instanceof kind);
    console.error(isInput ? `exec-compare: error: ${error.message}` : error);
    if (error instanceof UsageError) console.error(usage);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
