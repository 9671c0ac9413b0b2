// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: parses the sections of a core module that say what can be called and looked at (types,
//       imports, functions, memories, globals, exports, custom sections), and replaces sections.
// Why:  an engine's API shows only what is exported. Memories and growth counters that are not
//       exported are compared too, so modules are patched to export them.
// Must never: change a byte of a section that it was not asked to replace; guess at a form it
//       does not know (WasmError).

import { Cursor, WasmError, concat, encodeName, encodeU } from './leb128.mjs';

export const Section = Object.freeze({
  custom: 0, type: 1, import: 2, function: 3, table: 4, memory: 5, global: 6, export: 7, start: 8,
  element: 9, code: 10, data: 11, dataCount: 12, tag: 13,
});

/// Order in the file (specification, "Modules"), which is not the order of the ids.
const fileOrder = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

const valueTypes = new Map([
  [0x7f, 'i32'], [0x7e, 'i64'], [0x7d, 'f32'], [0x7c, 'f64'], [0x7b, 'v128'],
  [0x70, 'funcref'], [0x6f, 'externref'], [0x69, 'exnref'],
]);
const exportKinds = ['func', 'table', 'memory', 'global', 'tag'];

function valueType(cursor) {
  const code = cursor.u8();
  if (code === 0x63 || code === 0x64) { // (ref null? heaptype)
    cursor.skipLeb(33);
    return 'ref';
  }
  return valueTypes.get(code) ?? cursor.fail(`unknown value type 0x${code.toString(16)}`);
}

/// Minimum and maximum are in pages (of a memory) or entries (of a table), as BigInt.
function limits(cursor) {
  const flags = cursor.u8();
  if (flags > 7) cursor.fail(`unknown limits flags 0x${flags.toString(16)}`);
  const minimum = cursor.u64();
  const maximum = flags & 1 ? cursor.u64() : null;
  return { minimum, maximum, shared: Boolean(flags & 2), is64: Boolean(flags & 4) };
}

function globalType(cursor) {
  const type = valueType(cursor);
  return { type, mutable: cursor.u8() === 1 };
}

function skipConstantExpression(cursor) {
  for (;;) {
    const opcode = cursor.u8();
    if (opcode === 0x0b) return; // end
    if (opcode === 0x41) cursor.skipLeb(32); // i32.const
    else if (opcode === 0x42) cursor.skipLeb(64); // i64.const
    else if (opcode === 0x43) cursor.take(4); // f32.const
    else if (opcode === 0x44) cursor.take(8); // f64.const
    else if (opcode === 0x23 || opcode === 0xd2) cursor.u32(); // global.get, ref.func
    else if (opcode === 0xd0) cursor.skipLeb(33); // ref.null
    else if (opcode === 0xfd && cursor.u32() === 12) cursor.take(16); // v128.const
    else if (![0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e].includes(opcode)) // add, sub, mul
      cursor.fail(`opcode 0x${opcode.toString(16)} in a constant expression`);
  }
}

const importReaders = [
  (cursor) => ({ kind: 'func', type: cursor.u32() }),
  (cursor) => ({ kind: 'table', type: valueType(cursor), limits: limits(cursor) }),
  (cursor) => ({ kind: 'memory', limits: limits(cursor) }),
  (cursor) => ({ kind: 'global', ...globalType(cursor) }),
  (cursor) => (cursor.u8(), { kind: 'tag', type: cursor.u32() }),
];

const sectionReaders = {
  [Section.type](cursor, module) {
    const form = cursor.u8();
    if (form !== 0x60) cursor.fail(`type form 0x${form.toString(16)} is not a function type`);
    const list = () => Array.from({ length: cursor.u32() }, () => valueType(cursor));
    const params = list();
    module.types.push({ params, results: list() });
  },
  [Section.import](cursor, module) {
    const [moduleName, name, kind] = [cursor.name(), cursor.name(), cursor.u8()];
    const read = importReaders[kind] ?? cursor.fail(`import kind ${kind}`);
    const entry = { module: moduleName, name, ...read(cursor) };
    module.imports.push(entry);
    if (entry.kind === 'func') module.functions.push(entry.type);
    if (entry.kind === 'memory') module.memories.push({ ...entry.limits, imported: true });
    if (entry.kind === 'global')
      module.globals.push({ type: entry.type, mutable: entry.mutable, imported: true });
  },
  [Section.function](cursor, module) {
    module.functions.push(cursor.u32());
  },
  [Section.memory](cursor, module) {
    module.memories.push({ ...limits(cursor), imported: false });
  },
  [Section.global](cursor, module) {
    module.globals.push({ ...globalType(cursor), imported: false });
    skipConstantExpression(cursor);
  },
  [Section.export](cursor, module) {
    const name = cursor.name();
    const kind = exportKinds[cursor.u8()] ?? cursor.fail('export kind');
    module.exports.push({ name, kind, index: cursor.u32() });
  },
};

/// Parses `bytes` (Uint8Array). Index spaces contain imports first, as in the specification.
export function parseModule(bytes) {
  const module = {
    bytes, sections: [], types: [], imports: [], functions: [], memories: [], globals: [],
    exports: [], customs: [],
  };
  const cursor = new Cursor(bytes);
  const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  if (bytes.length < 8 || !header.every((byte, index) => bytes[index] === byte))
    throw new WasmError('not a core WebAssembly module in binary format');
  cursor.pos = 8;
  while (!cursor.done) {
    const section = { start: cursor.pos, id: cursor.u8() };
    const content = cursor.take(cursor.u32());
    section.end = cursor.pos;
    section.content = content;
    module.sections.push(section);
    const inner = new Cursor(bytes, section.end - content.length, section.end);
    if (section.id === Section.custom) {
      module.customs.push({ name: inner.name(), content: bytes.subarray(inner.pos, inner.end) });
    } else if (sectionReaders[section.id]) {
      for (let count = inner.u32(); count > 0; --count) sectionReaders[section.id](inner, module);
      if (!inner.done) inner.fail('section size mismatch');
    }
  }
  return module;
}

/// The function type of function `index`.
export function signature(module, index) {
  const type = module.types[module.functions[index]];
  if (!type) throw new WasmError(`function ${index} has no type`);
  return type;
}

/// The module's bytes with the one section `id` replaced by `content`, added if missing.
export function withSection(module, id, content) {
  const encoded = concat([[id], encodeU(content.length), content]);
  const raw = (section) => module.bytes.subarray(section.start, section.end);
  const parts = [module.bytes.subarray(0, 8)];
  let placed = false;
  for (const section of module.sections) {
    const isLater = section.id !== Section.custom &&
      fileOrder.indexOf(section.id) >= fileOrder.indexOf(id);
    if (!placed && isLater) {
      parts.push(encoded);
      placed = true;
    }
    if (section.id !== id) parts.push(raw(section));
  }
  if (!placed) parts.push(encoded);
  return concat(parts);
}

/// The module's bytes with a custom section appended; an earlier one of that name is dropped.
export function withCustomSection(module, name, content) {
  const kept = module.sections.filter((section) => section.id !== Section.custom ||
    new Cursor(section.content).name() !== name);
  const body = concat([encodeName(name), content]);
  return concat([module.bytes.subarray(0, 8),
    ...kept.map((section) => module.bytes.subarray(section.start, section.end)),
    [Section.custom], encodeU(body.length), body]);
}

/// The module's bytes with `added` ({name, kind: 'memory' | 'global', index}) exported as well.
export function withExports(module, added) {
  const all = [...module.exports, ...added];
  const entries = all.map(({ name, kind, index }) =>
    [...encodeName(name), exportKinds.indexOf(kind), ...encodeU(index)]);
  return withSection(module, Section.export, concat([encodeU(all.length), ...entries]));
}

/// The module's bytes with every function import under a name of its own: several imports may have
/// one name, and an engine gives them all the same function. Sets `uniqueName` of the entries.
export function withUniqueImports(module) {
  const section = module.sections.find(({ id }) => id === Section.import);
  if (!section) return module.bytes;
  const inner = new Cursor(module.bytes, section.end - section.content.length, section.end);
  const parts = [encodeU(inner.u32())];
  module.imports.forEach((entry, index) => {
    const start = inner.pos;
    inner.name();
    inner.name();
    const names = inner.pos;
    importReaders[inner.u8()](inner);
    if (entry.kind === 'func') entry.uniqueName = `${entry.name}#${index}`;
    parts.push(entry.uniqueName === undefined ? module.bytes.subarray(start, names)
      : concat([encodeName(entry.module), encodeName(entry.uniqueName)]));
    parts.push(module.bytes.subarray(names, inner.pos));
  });
  return withSection(module, Section.import, concat(parts));
}

/// The module's bytes with the maximum of each *defined* memory i lowered to `caps[i]` pages
/// (null: unchanged). A cap never raises a declared maximum or undercuts the minimum.
export function withMemoryCaps(module, caps) {
  const entries = [];
  module.memories.forEach((memory, index) => {
    if (memory.imported) return;
    const maximum = cappedMaximum(memory, caps[index]);
    const flags = (maximum !== null ? 1 : 0) | (memory.shared ? 2 : 0) | (memory.is64 ? 4 : 0);
    entries.push([flags, ...encodeU(memory.minimum), ...(maximum !== null ? encodeU(maximum) : [])]);
  });
  if (entries.length === 0) return module.bytes;
  return withSection(module, Section.memory, concat([encodeU(entries.length), ...entries]));
}

/// The maximum in pages (BigInt or null) of a memory whose growth is capped at `cap` pages.
export function cappedMaximum(memory, cap) {
  if (cap === null || cap === undefined) return memory.maximum;
  const wanted = BigInt(cap) < memory.minimum ? memory.minimum : BigInt(cap);
  return memory.maximum !== null && memory.maximum < wanted ? memory.maximum : wanted;
}
