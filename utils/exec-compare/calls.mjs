// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the sequence of calls for a run: read from a calls file, or generated from the signatures
//       of the exported functions and a seed.
// Why:  a calls file says what a program is for; generated calls reach what nobody thought of.
// Must never: call a function the module does not export, or with arguments of another type.

import { drawValue, makeStream } from './values.mjs';

/// A calls file that does not fit the module.
export class CallsError extends Error {}

const known = ['call', 'args', 'returns', 'traps', 'exits', 'pointers'];
const knownPointers = ['memory', 'args', 'result', 'null'];

/// Checks parsed JSON against the exports. `signatureOf(name)` is null for unknown names.
export function checkCalls(json, signatureOf) {
  if (!Array.isArray(json)) throw new CallsError('the calls file is not a list');
  for (const entry of json) {
    const unknown = Object.keys(entry).find((key) => !known.includes(key));
    if (unknown) throw new CallsError(`unknown key "${unknown}" in the calls file`);
    const type = signatureOf(entry.call);
    if (!type) throw new CallsError(`no exported function "${entry.call}"`);
    if ((entry.args ?? []).length !== type.params.length)
      throw new CallsError(`"${entry.call}" takes ${type.params.length} arguments`);
    const { pointers } = entry;
    if (pointers && (!Number.isInteger(pointers.memory) || Object.keys(pointers).some((key) => !knownPointers.includes(key))))
      throw new CallsError(`"${entry.call}": pointers have a memory, and perhaps ${knownPointers.slice(1).join(', ')}`);
  }
  return json;
}

const initializers = ['_initialize', '__wasm_call_ctors'];
const isNumber = (type) => /^[if](32|64)$/.test(type);
const asJson = (value) => (typeof value === 'bigint' ? String(value)
  : Object.is(value, -0) ? '-0' : value);

/// Three calls for each export (at least 8, at most 96) in an order drawn from the seed. An
/// initializer comes first and once. Functions with reference or vector parameters are left out.
export function generateCalls(names, signatureOf, seed) {
  const first = names.find((name) => initializers.includes(name));
  const callable = names.filter((name) => !initializers.includes(name) &&
    [...signatureOf(name).params, ...signatureOf(name).results].every(isNumber));
  if (callable.length === 0) throw new CallsError('no exported function can be called');
  const next = makeStream(`calls/${seed}`);
  const calls = first === undefined ? [] : [{ call: first, args: [] }];
  for (let left = Math.min(96, Math.max(8, 3 * callable.length)); left > 0; --left) {
    const call = callable[next() % callable.length];
    calls.push({ call, args: signatureOf(call).params.map((type) => asJson(drawValue(type, next))) });
  }
  return calls;
}
