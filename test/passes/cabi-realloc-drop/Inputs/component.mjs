// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What: wasm-tools (as jco ships it) for the tests: describes a core module by an interface in WIT, makes a core
//       module of the right shape for one, and builds a component of a described core module.
// Why:  whether a module needs cabi_realloc is decided by what builds and runs components; these are its words.
// Must never: decide anything itself.
//
// USAGE: component.mjs embed WIT WORLD CORE.wasm OUT.wasm    adds the section component-type
//        component.mjs dummy WIT WORLD OUT.wasm              a core module of the world, with the section
//        component.mjs new CORE.wasm                         builds a component; status 1 and the reason if it cannot

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const here = dirname(new URL(import.meta.url).pathname);
const npm = createRequire(join(here, '../../../../utils/npm/package.json'));
const tools = await import(pathToFileURL(
  join(npm.resolve.paths('x')[0], '@bytecodealliance/jco-transpile/dist/wasm-tools.js')));

export const embed = (wit, world, binary) => tools.componentEmbed({ witSource: wit, world, binary });

/// Its functions have the names that the tool uses for new ABIs; cabi_realloc belongs to the older ones.
export async function dummy(wit, world) {
  const text = await tools.print(await tools.componentEmbed({ witSource: wit, world, dummy: true }));
  const renamed = text
    .replace(/\(import "cm32p2" "([^"]+)_drop"/g, '(import "$root" "[resource-drop]$1"')
    .replace(/\(import "cm32p2" "/g, '(import "$root" "')
    .replace(/\(import "cm32p2\|_ex_([^"]+)" "([^"]+)_(drop|new|rep)"/g, '(import "[export]$1" "[resource-$3]$2"')
    .replace(/\(import "cm32p2\|([^"]+)" "([^"]+)_drop"/g, '(import "$1" "[resource-drop]$2"')
    .replace(/\(import "cm32p2\|/g, '(import "')
    .replace(/\(export "cm32p2\|\|([^"]+)_post"/g, '(export "cabi_post_$1"')
    .replace(/\(export "cm32p2\|\|/g, '(export "')
    .replace(/\(export "cm32p2\|([^"|]+)\|([^"]+)_post"/g, '(export "cabi_post_$1#$2"')
    .replace(/\(export "cm32p2\|([^"|]+)\|([^"]+)_dtor"/g, '(export "$1#[dtor]$2"')
    .replace(/\(export "cm32p2\|([^"|]+)\|/g, '(export "$1#')
    .replace('(export "cm32p2_memory"', '(export "memory"')
    .replace('(export "cm32p2_realloc"', '(export "cabi_realloc"')
    .replace('(export "cm32p2_initialize"', '(export "_initialize"');
  if (renamed.includes('"cm32p2')) throw new Error(`a name is left:\n${renamed}`);
  return tools.parse(renamed);
}

/// Why no component can be built of it; null if one can.
export async function refusal(binary) {
  try {
    await tools.componentNew(binary, []);
    return null;
  } catch (error) {
    return String(error.payload ?? error.message ?? error);
  }
}

const [command, ...rest] = process.argv.slice(2);
if (process.argv[1] === new URL(import.meta.url).pathname) {
  if (command === 'embed') {
    const [wit, world, core, out] = rest;
    writeFileSync(out, await embed(readFileSync(wit, 'utf8'), world, readFileSync(core)));
  } else if (command === 'dummy') {
    const [wit, world, out] = rest;
    writeFileSync(out, await dummy(readFileSync(wit, 'utf8'), world));
  } else if (command === 'new') {
    const reason = await refusal(readFileSync(rest[0]));
    if (reason !== null) {
      console.log(reason);
      process.exitCode = 1;
    }
  } else {
    console.error('component.mjs: embed, dummy or new');
    process.exitCode = 2;
  }
}
