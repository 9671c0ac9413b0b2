// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: a cursor over wasm bytes, and the variable-length integers of the binary format
//       (core specification, "Binary Format", "Values").
// Why:  the section parser, the patches of the comparison and the mutations of the tests read
//       and write the same few encodings.
// Must never: read past the end or accept an integer that is too long; both throw WasmError.

/// A module this tool cannot read. The message has the offset in bytes.
export class WasmError extends Error {}

/// Reads values front to back from `bytes[pos, end)`.
export class Cursor {
  constructor(bytes, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  get done() {
    return this.pos >= this.end;
  }

  fail(message) {
    throw new WasmError(`offset 0x${this.pos.toString(16)}: ${message}`);
  }

  u8() {
    if (this.pos >= this.end) this.fail('unexpected end');
    return this.bytes[this.pos++];
  }

  /// An unsigned LEB128 of at most `bits` bits, as a BigInt.
  uleb(bits) {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (shift >= BigInt(bits)) this.fail('integer representation too long');
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (!(byte & 0x80)) break;
    }
    if (value >> BigInt(bits)) this.fail('integer too large');
    return value;
  }

  u32() {
    return Number(this.uleb(32));
  }

  u64() {
    return this.uleb(64);
  }

  /// Passes over a signed or unsigned LEB128 of at most `bits` bits.
  skipLeb(bits) {
    const limit = Math.ceil(bits / 7);
    for (let count = 0; count < limit; ++count)
      if (!(this.u8() & 0x80)) return;
    this.fail('integer representation too long');
  }

  take(length) {
    if (length > this.end - this.pos) this.fail('length out of bounds');
    const part = this.bytes.subarray(this.pos, this.pos + length);
    this.pos += length;
    return part;
  }

  name() {
    return new TextDecoder('utf-8', { fatal: true }).decode(this.take(this.u32()));
  }
}

/// The shortest unsigned LEB128 of a number or BigInt, as an array of bytes.
export function encodeU(value) {
  const bytes = [];
  let rest = BigInt(value);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return bytes;
}

/// A name: its length in bytes, then UTF-8.
export function encodeName(text) {
  const utf8 = new TextEncoder().encode(text);
  return [...encodeU(utf8.length), ...utf8];
}

/// Joins byte sequences into one Uint8Array.
export function concat(parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let pos = 0;
  for (const part of parts) {
    joined.set(part, pos);
    pos += part.length;
  }
  return joined;
}
