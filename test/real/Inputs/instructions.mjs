// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: walks the instructions of function bodies in a code section: opcode, start, immediates.
// Why:  the mutations of mutate.mjs change single instructions of modules that toolchains made.
// Must never: guess the length of an instruction: an unknown opcode is an error.

import { Cursor, WasmError } from '../../../utils/exec-compare/leb128.mjs';

const isMemoryAccess = (opcode) => opcode >= 0x28 && opcode <= 0x3e;

/// Immediates as a list of kinds; 'memarg' is alignment, memory index if any, and offset.
function immediateKinds(opcode) {
  if (isMemoryAccess(opcode)) return ['memarg'];
  if ([0x02, 0x03, 0x04].includes(opcode)) return ['s33']; // block, loop, if
  if (opcode === 0x0e) return ['labels']; // br_table
  if (opcode === 0x1c) return ['types']; // select t
  if (opcode === 0x11 || opcode === 0x13) return ['u32', 'u32']; // call_indirect
  if ([0x0c, 0x0d, 0x10, 0x12].includes(opcode)) return ['u32']; // br, br_if, call
  if (opcode >= 0x20 && opcode <= 0x26) return ['u32']; // local, global, table
  if (opcode === 0x3f || opcode === 0x40) return ['u32']; // memory.size, memory.grow
  if (opcode === 0x41) return ['s32'];
  if (opcode === 0x42) return ['s64'];
  if (opcode === 0x43) return ['f32'];
  if (opcode === 0x44) return ['f64'];
  if (opcode === 0xd0) return ['s33']; // ref.null
  if (opcode === 0xd2) return ['u32']; // ref.func
  const isPlain = opcode <= 0x01 || opcode === 0x05 || opcode === 0x0b || opcode === 0x0f ||
    opcode === 0x1a || opcode === 0x1b || (opcode >= 0x45 && opcode <= 0xc4) || opcode === 0xd1;
  return isPlain ? [] : null;
}

/// After prefix 0xfc: number of u32 immediates, by sub-opcode (bulk memory, tables).
const prefixedImmediates = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

function skipImmediate(cursor, kind, instruction) {
  if (kind === 'u32') instruction.immediates.push(cursor.u32());
  else if (kind === 's32') cursor.skipLeb(32);
  else if (kind === 's33') cursor.skipLeb(33);
  else if (kind === 's64') cursor.skipLeb(64);
  else if (kind === 'f32') cursor.take(4);
  else if (kind === 'f64') cursor.take(8);
  else if (kind === 'types') cursor.take(cursor.u32());
  else if (kind === 'labels') for (let n = cursor.u32() + 1; n > 0; --n) cursor.u32();
  else {
    const flags = cursor.u32();
    instruction.align = flags & 0x3f;
    instruction.memory = flags & 0x40 ? cursor.u32() : 0;
    instruction.offset = Number(cursor.u64());
  }
}

function readInstruction(cursor) {
  const instruction = { start: cursor.pos, opcode: cursor.u8(), immediates: [] };
  if (instruction.opcode === 0xfc) {
    const sub = cursor.u32();
    if (prefixedImmediates[sub] === undefined) cursor.fail(`opcode 0xfc ${sub}`);
    instruction.opcode = 0xfc00 | sub;
    for (let n = prefixedImmediates[sub]; n > 0; --n) instruction.immediates.push(cursor.u32());
  } else {
    const kinds = immediateKinds(instruction.opcode);
    if (kinds === null) cursor.fail(`opcode 0x${instruction.opcode.toString(16)}`);
    for (const kind of kinds) skipImmediate(cursor, kind, instruction);
  }
  instruction.isMemoryAccess = isMemoryAccess(instruction.opcode);
  instruction.end = cursor.pos;
  return instruction;
}

/// The bodies of a code section's content: [{bytes (locals and instructions), instructions}].
/// Positions of instructions are relative to the body's bytes.
export function readBodies(content) {
  const cursor = new Cursor(content);
  return Array.from({ length: cursor.u32() }, () => {
    const bytes = cursor.take(cursor.u32());
    const inner = new Cursor(bytes);
    for (let groups = inner.u32(); groups > 0; --groups) {
      inner.u32();
      inner.u8();
    }
    const instructions = [];
    while (!inner.done) instructions.push(readInstruction(inner));
    if (instructions.at(-1)?.opcode !== 0x0b) throw new WasmError('body without end');
    return { bytes, instructions };
  });
}
