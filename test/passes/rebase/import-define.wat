;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: import=define makes imported memories the module's own, of import-pages or their minimum, exported under the names
;;       they were imported under unless the module exports them already; with premise private-import, which the option
;;       grants. Behaviour is the same as with a fresh memory from the host.
;; Why:  linkers import memories where the host is to bring them; an image for a device has no such host.
;; Never: defines one too small for its data, or takes an export's name.

;; RUN: rm -rf %t && split-file %s %t && %meld-opt %t/in.wat -o %t/before.wasm
;; DEFINE: %{passes} =
;; DEFINE: %{run} = %meld-opt '-passes=%{passes}' %t/before.wasm -o %t/out.wasm 2> %t/log && %node %t/run.mjs %t/before.wasm %t/out.wasm | FileCheck %s --check-prefix=SAME
;; SAME: alike: 3 + 1 + 1 pages, 14 calls, 4 of them trapped; pages of each at the end: 5 1 2

;; REDEFINE: %{passes} = rebase<import=define;reserve=2;import-pages.memory=3>,bump-grow<oom=fail>
;; RUN: %{run}
;; RUN: FileCheck %s --check-prefix=PREMISE < %t/log
;; PREMISE: warning: rebase: premise private-import: memory 0 $first, imported as "env" "memory", becomes 3 pages of the module's own, all zero: what its host had put there and who else imports it do not count
;; PREMISE: remedy: -deny=private-import refuses instead; see docs/premises.md#private-import
;; PREMISE: warning: rebase: premise private-import: memory 1 (exported as "seen"), imported as "env" "other memory", becomes 1 pages
;; RUN: %meld-opt '-passes=print<memory-layout>' %t/out.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=LAYOUT
;; LAYOUT: 0 $first 0x0 0x50000 196608 131072
;; LAYOUT: memory
;; LAYOUT: 1 $seen 0x50000 0x60000 65536 0
;; LAYOUT: seen
;; LAYOUT: 2 $own 0x60000 0x80000 65536 65536
;; LAYOUT: premises: {{.*}}private-import (granted)
;; RUN: %wasm-objdump -x %t/out.wasm | FileCheck %s --check-prefix=EXPORTS
;; EXPORTS-NOT: <- env.memory
;; EXPORTS: Export[
;; EXPORTS-DAG: memory[0] -> "seen"
;; EXPORTS-DAG: memory[0] -> "memory"
;; EXPORTS-DAG: global[{{.*}}] -> "seen.base"
;; EXPORTS-DAG: global[{{.*}}] -> "memory.base"
;; EXPORTS-NOT: "other memory
;; RUN: %wasm-objdump -x %t/out.wasm | grep 'memory\[0\] ->' | count 2

;; Checked or not, by index or name, all of them at once; max is the maximum it is imported with.
;; REDEFINE: %{passes} = rebase<import=define;bounds=trap;trap=unreachable;reserve=2;import-pages.0=3>,bump-grow<oom=fail>
;; RUN: %{run}
;; REDEFINE: %{passes} = rebase<import=define;reserve=2;import-pages.first=192KiB;order=fewest-checks>,bump-grow<oom=fail>
;; RUN: %{run}
;; RUN: %meld-opt '-passes=rebase<import=define;import-pages=4>,print<memory-layout>' %t/before.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=FOUR
;; FOUR: 0 $first 0x0 0x60000 262144 131072
;; FOUR: 1 $seen 0x60000 0xa0000 262144 0
;; FOUR: 2 $own 0xa0000 0xc0000 65536 65536
;; RUN: %meld-opt '-passes=rebase<import=define;import-pages."other memory"=max;import-pages.memory=3>,print<memory-layout>' %t/before.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=MAX
;; MAX: 0 $first 0x0 0x60000 196608 196608
;; MAX: 1 $seen 0x60000 0xf0000 589824 0

;; A second run knows no import any more; the whole module is proved.
;; RUN: %meld-opt '-passes=rebase<import=define;reserve=2;import-pages.memory=3>,bump-grow<oom=fail>' %t/before.wasm -o %t/out.wasm 2> %t/log
;; RUN: %utils/prove --z3=%z3 %t/out.wasm | FileCheck %s --check-prefix=PROVED
;; PROVED: {{^[0-9]+}} proved, 0 unproved

;; DEFINE: %{options} =
;; DEFINE: %{case} = in
;; DEFINE: %{flags} =
;; DEFINE: %{prefix} =
;; DEFINE: %{refuse} = not %meld-opt '-passes=rebase<%{options}>,bump-grow' %{flags} %t/%{case}.wat -o %t/no.wasm 2> %t/log && not ls %t/no.wasm && FileCheck %s --check-prefix=%{prefix} < %t/log
;; REDEFINE: %{options} = import=define;import-pages.memory=3
;; REDEFINE: %{flags} = -deny=private-import
;; REDEFINE: %{prefix} = DENIED
;; RUN: %{refuse}
;; DENIED: error: rebase: premise private-import: memory 0 $first
;; REDEFINE: %{flags} = -Werror
;; RUN: %{refuse}
;; REDEFINE: %{flags} =
;; REDEFINE: %{options} = import=refuse
;; REDEFINE: %{prefix} = REFUSED
;; RUN: %{refuse}
;; REFUSED: in.wat:2:{{[0-9]+}}: error: rebase: memory 0 $first is imported, so its bytes belong to somebody else
;; REFUSED: remedy: link the module that defines and exports it first, or, if nobody else uses it, let the module own it with rebase<import=define>
;; REDEFINE: %{options} = import-pages.memory=3
;; REDEFINE: %{prefix} = WITHOUT
;; RUN: %{refuse}
;; WITHOUT: error: rebase: import-pages is given without import=define
;; REDEFINE: %{options} = import=define
;; REDEFINE: %{prefix} = DATA
;; RUN: %{refuse}
;; DATA: error: rebase: active data of memory 0 $first ends at byte 131076, past the 2 pages that import=define gives it
;; DATA: remedy: give import-pages.memory=3
;; REDEFINE: %{options} = import=define;import-pages=1
;; REDEFINE: %{prefix} = FEW
;; RUN: %{refuse}
;; FEW: error: rebase: memory 0 $first is imported with at least 2 and at most 6 pages, import-pages gives 1
;; FEW: remedy: give import-pages.memory=2
;; REDEFINE: %{options} = import=define;import-pages=3;import-pages."other memory"=10
;; REDEFINE: %{prefix} = MANY
;; RUN: %{refuse}
;; MANY: error: rebase: memory 1 (exported as "seen") is imported with at least 1 and at most 9 pages, import-pages gives 10
;; MANY: remedy: give import-pages."other memory"=9
;; REDEFINE: %{options} = import=define;import-pages.own=3
;; REDEFINE: %{prefix} = NAME
;; RUN: %{refuse}
;; NAME: error: rebase: import-pages.own names no imported memory
;; NAME: remedy: the imported memories are: first, seen; an index, an export or a debug name will do
;; REDEFINE: %{options} = import=define;import-pages.memory=3;import-pages.first=3
;; REDEFINE: %{prefix} = TWICE
;; RUN: %{refuse}
;; TWICE: error: rebase: import-pages.memory and import-pages.first name the same memory 0 $first
;; REDEFINE: %{options} = import=define
;; REDEFINE: %{case} = taken
;; REDEFINE: %{prefix} = TAKEN
;; RUN: %{refuse}
;; TAKEN: error: rebase: the export name "memory" is taken; memory 0, imported under that name, needs it
;; TAKEN: remedy: rename the export "memory", or export the memory under another name
;; REDEFINE: %{case} = beyond
;; REDEFINE: %{prefix} = BEYOND
;; RUN: %{refuse}
;; BEYOND: error: rebase: active data of memory 0 ends at byte 131073, past the 1 pages that import=define gives it
;; BEYOND: remedy: raise the maximum that the module imports it with, or move the data
;; REDEFINE: %{options} = import=define;import-pages=max
;; REDEFINE: %{case} = endless
;; REDEFINE: %{prefix} = ENDLESS
;; RUN: %{refuse}
;; ENDLESS: error: rebase: import-pages=max: memory 0 has no maximum

;; 2^32 bytes are the most without a maximum, unless addresses have 64 bits.
;; REDEFINE: %{options} = import=define;import-pages=65537
;; REDEFINE: %{prefix} = MOST
;; RUN: %{refuse}
;; MOST: error: rebase: memory 0 is imported with at least 1 and at most 65536 pages, import-pages gives 65537

;; Three imports of one name are two premises.
;; REDEFINE: %{options} = import=define
;; REDEFINE: %{case} = same
;; REDEFINE: %{flags} = -assume=private-import:1
;; REDEFINE: %{prefix} = SAME-NAME
;; RUN: %{refuse}
;; SAME-NAME: error: rebase: memory 0 and memory 2 both import "env" "memory"; if that is one memory, import=define would split it (premise private-import is not granted)
;; REDEFINE: %{flags} =

;; What no layout can hold is refused before its pages are counted.
;; REDEFINE: %{options} = import=define;import-pages=1
;; REDEFINE: %{case} = shared
;; REDEFINE: %{prefix} = SHARED
;; RUN: %{refuse}
;; SHARED: error: rebase: memory 0 is shared between threads

;; With 64 bits more pages can be given.
;; RUN: %meld-opt '-passes=rebase<import=define;import-pages=65537>,print<memory-layout>' %t/wide.wat -disable-output 2>&1 | FileCheck %s --check-prefix=WIDE
;; WIDE: merged memory: 65537 pages

;; Data that ends nobody knows where needs no page by itself.
;; RUN: %meld-opt '-passes=rebase<import=define>,print<memory-layout>' -assume=segment-in-window %t/zero.wat -disable-output 2>&1 | FileCheck %s --check-prefix=ZERO
;; ZERO: merged memory: 0 pages

;; Nothing to define.
;; RUN: %meld-opt '-passes=rebase<import=define>' -Werror %t/none.wat -o %t/none.wasm 2>&1 | count 0
;; RUN: %meld-opt '-passes=rebase<import=define;import-pages=4>' %t/none.wat -o %t/none.wasm 2>&1 | FileCheck %s --check-prefix=NONE
;; NONE: warning: rebase: import-pages has no effect: no memory is imported

;--- wide.wat
(module (import "env" "memory" (memory i64 1)) (func (export "load") (result i32) (i32.load (i64.const 4294967296))))
;--- zero.wat
(module (import "env" "memory" (memory 0)) (import "env" "at" (global i32)) (data (global.get 0) ""))
;--- in.wat
(module
  (import "env" "memory" (memory $first 2 6))
  (import "env" "print" (func $print (param i32)))
  (import "env" "other memory" (memory 1 9))
  (memory $own 1 2)
  (export "seen" (memory 1))
  (data (memory $first) (i32.const 131072) "last")
  (data (memory 1) (i32.const 8) "seen")
  (func (export "load") (param i32) (result i32) (i32.load $first (local.get 0)))
  (func (export "load1") (param i32) (result i32) (i32.load 1 (local.get 0)))
  (func (export "load2") (param i32) (result i32) (i32.load $own (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store $first (local.get 0) (local.get 1)))
  (func (export "grow") (param i32) (result i32) (memory.grow $first (local.get 0)))
  (func (export "grow2") (param i32) (result i32) (memory.grow $own (local.get 0)))
  (func (export "size") (result i32) (memory.size $first)))
;--- taken.wat
(module (import "env" "memory" (memory 1)) (func (export "memory")))
;--- beyond.wat
(module (import "env" "memory" (memory 1 2)) (data (i32.const 131072) "x"))
;--- endless.wat
(module (import "env" "memory" (memory 1)))
;--- same.wat
(module (import "env" "memory" (memory 1)) (import "env" "memory" (memory 1)) (import "env" "memory" (memory 1)))
;--- shared.wat
(module (import "env" "memory" (memory 2 4 shared)) (data (i32.const 200000) "x"))
;--- none.wat
(module (memory 1 1))
;--- run.mjs
import { readFileSync } from 'node:fs';
import process from 'node:process';
const [before, after] = process.argv.slice(2).map((file) => new WebAssembly.Module(readFileSync(file)));
const env = { print() {}, memory: new WebAssembly.Memory({ initial: 3, maximum: 5 }) };
env['other memory'] = new WebAssembly.Memory({ initial: 1, maximum: 1 });
const left = new WebAssembly.Instance(before, { env }).exports;
const right = new WebAssembly.Instance(after, { env: { print() {} } }).exports;
if (WebAssembly.Module.imports(after).some(({ kind }) => kind === 'memory')) throw new Error('a memory is imported');
const run = (exports, name, args) => {
  try {
    return String(exports[name](...args));
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    return 'trap';
  }
};
const calls = [['load', 131072], ['load', 196605], ['load', 196604], ['load1', 8], ['load1', 65536], ['load2', 65536], ['store', 196600, 7],
  ['grow', 1], ['grow', 65536], ['store', 262140, 9], ['load', 262141], ['grow', 1], ['grow2', 1], ['size']];
let trapped = 0;
for (const [name, ...args] of calls) {
  const ends = [run(left, name, args), run(right, name, args)];
  if (ends[0] !== ends[1]) throw new Error(`${name}(${args}): ${ends}`);
  if (ends[0] === 'trap') ++trapped;
}
const same = (memory, name) => {
  const whole = new Uint8Array(right[name].buffer);
  const base = right[`${name}.base`].value;
  for (const [i, byte] of new Uint8Array(memory.buffer).entries())
    if (whole[base + i] !== byte) throw new Error(`${name}: byte ${i}`);
  return memory.buffer.byteLength / 65536;
};
const sizes = [same(env.memory, 'memory'), same(env['other memory'], 'seen'), left.grow2(0)];
console.log(`alike: 3 + 1 + 1 pages, ${calls.length} calls, ${trapped} of them trapped; pages of each at the end: ${sizes.join(' ')}`);
