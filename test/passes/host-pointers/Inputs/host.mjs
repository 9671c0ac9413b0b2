// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: the host of components.py: one function for each name, which sees bytes through pointers only.
// Why:  before, bytes() is the memory of the component that calls; after, it is the merged memory. The
//       functions are the same, and what they write down must be, too.
// Must never: look at an address other than to find bytes there; write down a pointer.

const failure = new WebAssembly.Exception(new WebAssembly.Tag({ parameters: [] }), []);
const names = ['first', 'second name', ''];

/// What a host does with a pointer out of bounds is its own affair; this one ends as adapters do.
function at(bytes, address, length) {
  const start = address >>> 0;
  const size = length >>> 0;
  if (start + size > bytes.length) throw new WebAssembly.RuntimeError('memory access out of bounds');
  return new DataView(bytes.buffer, bytes.byteOffset + start, size);
}

const u32 = (bytes, address) => at(bytes, address, 4).getUint32(0, true);
const show = (view) => JSON.stringify(Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('latin1'));

function text(bytes, address) {
  let length = 0;
  while (at(bytes, (address >>> 0) + length, 1).getUint8(0) !== 0) length += 1;
  at(bytes, address, length + 1);
  return at(bytes, address, length);
}

function buffers(bytes, array, count) {
  at(bytes, array, (count >>> 0) * 8);
  return Array.from({ length: count }, (_, i) =>
    at(bytes, u32(bytes, array + 8 * i), u32(bytes, array + 8 * i + 4)));
}

function pattern(view, seed) {
  for (let i = 0; i < view.byteLength; ++i) view.setUint8(i, (seed + i * 7) & 0xff);
}

const functions = ({ bytes, log, exports }) => ({
  print: (address, length) => log(`print ${show(at(bytes(), address, length))}`),
  text: (address) => log(`text ${show(text(bytes(), address))}`),
  fill(address, count) {
    const view = at(bytes(), address, (count >>> 0) * 2);
    log(`fill ${show(view)}`);
    pattern(view, 33);
  },
  gather(array, count) {
    const parts = buffers(bytes(), array, count);
    log(`gather ${parts.map(show)}`);
    return parts.reduce((sum, part) => sum + part.byteLength, 0);
  },
  scatter(array, count) {
    buffers(bytes(), array, count).forEach((part, i) => pattern(part, 65 + i));
    log(`scatter ${count}`);
  },
  maybe(address) {
    const value = address === 0 ? 77 : u32(bytes(), address);
    log(`maybe ${value}`);
    return value;
  },
  echo(address) {
    const byte = at(bytes(), address, 1).getUint8(0);
    log(`echo ${byte}`);
    return byte === 0 ? 0 : address + (byte & 1);
  },
  word(address) {
    const view = text(bytes(), address);
    const all = Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('latin1');
    log(`word of ${JSON.stringify(all)}`);
    return address + all.indexOf(' ') + 1;
  },
  names_size(count, size) {
    at(bytes(), count, 4).setUint32(0, names.length, true);
    at(bytes(), size, 4).setUint32(0, names.join('\0').length + 1, true);
    return 0;
  },
  names_get(array, buffer) {
    if (u32(bytes(), array) === 0xdeadbeef) return 5; // fails and writes nothing
    const view = at(bytes(), array, 4 * names.length);
    at(bytes(), buffer, names.join('\0').length + 1);
    let next = buffer;
    names.forEach((name, i) => {
      view.setUint32(4 * i, next, true);
      Buffer.from(`${name}\0`).forEach((byte) => at(bytes(), next++, 1).setUint8(0, byte));
    });
    log(`names_get ${names.length}`);
    return 0;
  },
  message(address) {
    const all = bytes();
    const name = u32(all, address);
    const parts = buffers(all, u32(all, address + 4), u32(all, address + 8));
    const flags = u32(all, address + 12);
    log(`message ${name === 0 ? 'no name' : show(text(all, name))} ${parts.map(show)} ${flags}`);
    return flags;
  },
  advance(cursor, count) {
    const all = bytes();
    const view = at(all, cursor, 12 * count);
    for (let i = 0; i < count; ++i) {
      const next = view.getUint32(12 * i, true);
      log(`advance at ${show(at(all, next, 1))}, last ${view.getUint32(12 * i + 8, true) === 0 ? 'none' : 'some'}`);
      view.setUint32(12 * i, next + 1, true);
      view.setUint8(12 * i + 4, 0x11);
      view.setUint32(12 * i + 8, next, true);
    }
  },
  lend(packet) {
    if (packet === 0) return 9;
    const all = bytes();
    const view = at(all, packet, 15);
    const pointer = view.getUint32(4, true);
    const byte = at(all, pointer, 1).getUint8(0);
    const around = [at(all, packet, 4), at(all, packet + 8, 7)];
    log(`lend ${around.map(show)}`);
    around.forEach((part, i) => pattern(part, 97 + i));
    view.setUint32(4, pointer + 1, true);
    return byte;
  },
  hand_out(packet) {
    if (packet === 0) return 9;
    pattern(at(bytes(), packet, 15), 65);
    at(bytes(), packet, 15).setUint32(4, packet + 1, true);
    return 1;
  },
  reenter(array, count) {
    const before = buffers(bytes(), array, count).map(show);
    const again = ['a', 'b', 'c'].map((k) => exports()[`${k}_gather`](64, 2));
    log(`reenter ${before} ${again} ${buffers(bytes(), array, count).map(show)}`);
  },
  fail(array, count) {
    log(`fail ${buffers(bytes(), array, count).map(show)}`);
    throw failure;
  },
});

export default (module, name, context) => (module === 'env' ? functions(context)[name] : undefined);
