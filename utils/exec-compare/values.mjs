// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes wasm values so that equal text means equal bits (NaN payloads aside), reads
//       arguments from JSON, and derives values from text and from a seed.
// Why:  both modules must get the same arguments and the same host results, and floats must be
//       compared by bits: 0.0 is not -0.0, and NaN equals NaN.
// Must never: use a source of chance other than the seed.

const scratch = new DataView(new ArrayBuffer(8));

/// The canonical text of one value of type `type` ('i32', 'i64', 'f32', 'f64', a reference).
export function showValue(type, value) {
  switch (type) {
    case 'i32':
      return `i32:${value | 0}`;
    case 'i64':
      return `i64:${BigInt.asIntN(64, value)}`;
    case 'f32':
      if (Number.isNaN(value)) return 'f32:nan';
      scratch.setFloat32(0, value);
      return `f32:${value}:0x${scratch.getUint32(0).toString(16).padStart(8, '0')}`;
    case 'f64':
      if (Number.isNaN(value)) return 'f64:nan';
      scratch.setFloat64(0, value);
      return `f64:${value}:0x${scratch.getBigUint64(0).toString(16).padStart(16, '0')}`;
    default:
      return value === null ? `${type}:null` : `${type}:non-null`;
  }
}

/// The texts of the results of a call: an engine hands over none, one, or an array.
export function showResults(types, result) {
  if (types.length === 0) return [];
  const values = types.length === 1 ? [result] : [...result];
  return types.map((type, index) => showValue(type, values[index]));
}

/// An argument from JSON: numbers, decimal strings for i64, "nan" and "-0" for floats.
export function parseValue(type, json) {
  if (type === 'i32') return Number(json) | 0;
  if (type === 'i64') return BigInt(json);
  if (type === 'f32' || type === 'f64') return json === 'nan' ? NaN : Number(json);
  if (json === null) return null;
  throw new Error(`cannot pass ${JSON.stringify(json)} as ${type}`);
}

/// 32 bits that depend on all of `text` (FNV-1a with a final mix).
export function hashText(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/// A deterministic stream of 32-bit numbers: hashes of the seed and a counter.
export function makeStream(seed) {
  let counter = 0;
  return () => hashText(`${seed}/${counter++}`);
}

const corners = [0, 1, -1, 2, 7, 255, 65535, 65536, 0x7fffffff, -0x80000000];

/// A value of `type` from two draws of `next`: mostly small, sometimes a corner, sometimes any.
export function drawValue(type, next) {
  const choice = next() % 8;
  const bits = next();
  const small = bits % 64;
  const integer = choice < 5 ? small : choice < 7 ? corners[bits % corners.length] : bits | 0;
  if (type === 'i32') return integer;
  if (type === 'i64') return choice < 7 ? BigInt(integer) : BigInt(integer) * 0x1_0000_0001n;
  if (type === 'f32') return Math.fround(integer / 4);
  if (type === 'f64') return integer / 4;
  return null; // references
}
