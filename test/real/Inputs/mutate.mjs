// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: writes a copy of a module with one thing wrong in it, or with a custom section added.
// Why:  a comparison that never failed proves nothing: each mutation is what a broken lowering
//       would do, and the tests show that exec-compare reports it.
// Must never: write a module that equals its input.
//
// USAGE: mutate.mjs MUTATION IN.wasm OUT.wasm
//   flip-data-byte           inverts the last byte of the first active segment
//   drop-segment             empties the last active segment that is not empty
//   move-segment             moves the first active segment by 8 bytes
//   offset=EXPORT            adds 4 to the first static offset in the exported function's body
//   offset-at=I/N            adds 4 to one of all static offsets: the first of the Ith of N parts of them
//   trap-at=I/N              puts an unreachable before that access: a comparison that notices reached it
//   flip-at=I/N              inverts a byte of the active segments, chosen in the same way
//   drop-at=I/N              empties an active segment, chosen in the same way
//   memory=EXPORT            lets the first access to another memory in that body go to memory 0
//   grow-fails               every memory.grow answers -1
//   size-off-by-one          every memory.size answers one page more
//   grow-one-less            every memory.grow of n pages gets n - 1
//   no-trap=EXPORT           the first unreachable in that body becomes a nop
//   layout=FILE              appends the custom section meld.layout with the file's text
//   layout-base=N            moves the last window in meld.layout by N bytes

import { readFileSync, writeFileSync } from 'node:fs';
import { Cursor, concat, encodeU } from '../../../utils/exec-compare/leb128.mjs';
import { Section, parseModule, withCustomSection, withSection }
  from '../../../utils/exec-compare/wasm-sections.mjs';
import { readBodies } from './instructions.mjs';

const opcodes = { unreachable: 0x00, size: 0x3f, grow: 0x40 };

function die(message) {
  throw new Error(message);
}

function sectionContent(module, id) {
  return module.sections.find((section) => section.id === id)?.content ?? die(`no section ${id}`);
}

function withBodies(module, bodies) {
  const encoded = bodies.flatMap(({ bytes }) => [encodeU(bytes.length), bytes]);
  return withSection(module, Section.code, concat([encodeU(bodies.length), ...encoded]));
}

/// Replaces the bytes [start, end) of a body.
function splice(body, start, end, replacement) {
  body.bytes = concat([body.bytes.subarray(0, start), replacement, body.bytes.subarray(end)]);
}

/// Replaces every instruction that `pick` accepts by `make(instruction, its bytes)`.
function replaceAll(module, pick, make) {
  const bodies = readBodies(sectionContent(module, Section.code));
  let count = 0;
  for (const body of bodies)
    for (const instruction of body.instructions.toReversed()) {
      if (!pick(instruction)) continue;
      const { start, end } = instruction;
      splice(body, start, end, make(instruction, body.bytes.slice(start, end)));
      ++count;
    }
  if (count === 0) die('no such instruction');
  return withBodies(module, bodies);
}

/// Replaces the first instruction that `pick` accepts in the body of the exported function `name`
/// or in the functions that it calls directly (linkers put a wrapper around exports).
function replaceFirst(module, name, pick, make) {
  const entry = module.exports.find((e) => e.kind === 'func' && e.name === name) ??
    die(`no exported function ${name}`);
  const imported = module.imports.filter(({ kind }) => kind === 'func').length;
  const bodies = readBodies(sectionContent(module, Section.code));
  const own = bodies[entry.index - imported];
  const callees = own.instructions.filter(({ opcode }) => opcode === 0x10)
    .map(({ immediates }) => bodies[immediates[0] - imported]);
  for (const body of [own, ...callees]) {
    const instruction = body?.instructions.find(pick);
    if (!instruction) continue;
    splice(body, instruction.start, instruction.end, make(instruction, body.bytes));
    return withBodies(module, bodies);
  }
  return die(`no such instruction in ${name}`);
}

/// The first element of the Ith of N equal parts of a list, for `I/N`.
function choose(list, text) {
  const [part, parts] = text.split('/').map(Number);
  if (list.length === 0) die('there is nothing to choose from');
  return list[Math.floor((part * list.length) / parts)];
}

function encodeAccess({ opcode, align, memory, offset }) {
  const flags = memory ? [align | 0x40, ...encodeU(memory)] : [align];
  return [opcode, ...flags, ...encodeU(offset)];
}

/// Replaces one of all accesses with a static offset by `make(access)`.
function replaceAccess(module, text, make) {
  const bodies = readBodies(sectionContent(module, Section.code));
  const { body, access } = choose(bodies.flatMap((body) => body.instructions
    .filter(({ isMemoryAccess, offset }) => isMemoryAccess && offset > 0)
    .map((access) => ({ body, access }))), text);
  splice(body, access.start, access.end, make(access));
  return withBodies(module, bodies);
}

/// Segments as {prefix, start (of the initial bytes), bytes, active}; offsets must be i32.const.
function readSegments(content) {
  const cursor = new Cursor(content);
  return Array.from({ length: cursor.u32() }, () => {
    const begin = cursor.pos;
    const kind = cursor.u32();
    if (kind === 2) cursor.u32();
    let offsetAt = null;
    if (kind !== 1) {
      if (cursor.u8() !== 0x41) cursor.fail('segment offset is not i32.const');
      offsetAt = cursor.pos;
      cursor.skipLeb(32);
      if (cursor.u8() !== 0x0b) cursor.fail('segment offset is not one instruction');
    }
    const prefix = content.slice(begin, cursor.pos);
    const bytes = cursor.take(cursor.u32()).slice();
    return { prefix, offsetAt: offsetAt === null ? null : offsetAt - begin, bytes };
  });
}

function withSegments(module, edit) {
  const segments = readSegments(sectionContent(module, Section.data));
  edit(segments.filter(({ offsetAt, bytes }) => offsetAt !== null && bytes.length > 0));
  const encoded = segments.flatMap(({ prefix, bytes }) => [prefix, encodeU(bytes.length), bytes]);
  return withSection(module, Section.data, concat([encodeU(segments.length), ...encoded]));
}

const mutations = {
  'flip-data-byte': (module) => withSegments(module, ([first]) => {
    first.bytes[first.bytes.length - 1] ^= 0xff;
  }),
  'drop-segment': (module) => withSegments(module, (active) => {
    active.at(-1).bytes = new Uint8Array();
  }),
  'move-segment': (module) => withSegments(module, ([first]) => {
    first.prefix[first.offsetAt] ^= 0x08; // the low 7 bits of the SLEB128: 8 bytes up or down
  }),
  offset: (module, name) => replaceFirst(module, name,
    ({ isMemoryAccess, offset }) => isMemoryAccess && offset > 0,
    (access) => encodeAccess({ ...access, offset: access.offset + 4 })),
  'offset-at': (module, text) => replaceAccess(module, text,
    (access) => encodeAccess({ ...access, offset: access.offset + 4 })),
  'trap-at': (module, text) => replaceAccess(module, text,
    (access) => [opcodes.unreachable, ...encodeAccess(access)]),
  'flip-at': (module, text) => withSegments(module, (active) => {
    const { bytes, at } = choose(active.flatMap(({ bytes }) => Array.from(bytes, (_, at) => ({ bytes, at }))), text);
    bytes[at] ^= 0xff;
  }),
  'drop-at': (module, text) => withSegments(module, (active) => {
    choose(active, text).bytes = new Uint8Array();
  }),
  memory: (module, name) => replaceFirst(module, name,
    ({ isMemoryAccess, memory }) => isMemoryAccess && memory > 0,
    (access) => encodeAccess({ ...access, memory: 0 })),
  'grow-fails': (module) => replaceAll(module, ({ opcode }) => opcode === opcodes.grow,
    () => [0x1a, 0x41, 0x7f]), // drop, i32.const -1
  'size-off-by-one': (module) => replaceAll(module, ({ opcode }) => opcode === opcodes.size,
    (instruction, bytes) => [...bytes, 0x41, 0x01, 0x6a]), // i32.const 1, i32.add
  'grow-one-less': (module) => replaceAll(module, ({ opcode }) => opcode === opcodes.grow,
    (instruction, bytes) => [0x41, 0x01, 0x6b, ...bytes]), // i32.const 1, i32.sub
  'no-trap': (module, name) => replaceFirst(module, name,
    ({ opcode }) => opcode === opcodes.unreachable, () => [0x01]),
  layout: (module, file) => withCustomSection(module, 'meld.layout', readFileSync(file)),
  'layout-base'(module, text) {
    const section = module.customs.find(({ name }) => name === 'meld.layout') ?? die('no layout');
    const layout = JSON.parse(new TextDecoder().decode(section.content));
    layout.windows.at(-1).base += Number(text);
    return withCustomSection(module, 'meld.layout', new TextEncoder().encode(JSON.stringify(layout)));
  },
};

const [mutation = '', input, output] = process.argv.slice(2);
const [kind, argument] = mutation.split(/=(.*)/s);
if (!Object.hasOwn(mutations, kind) || !output) die('usage: mutate.mjs MUTATION IN.wasm OUT.wasm');
const before = new Uint8Array(readFileSync(input));
const after = mutations[kind](parseModule(before), argument);
if (Buffer.compare(before, after) === 0) die(`${mutation} changed nothing`);
writeFileSync(output, after);
