;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: growth of memories with 64-bit addresses, alone and next to one of 32-bit addresses: requests around 2^31, 2^32,
;;       2^48, 2^63 and 2^64 pages, sizes, and accesses of every width around the ends, compared with the original in V8;
;;       fresh pages, in both ways of clearing; the helpers are proved.
;; Why:  a count of pages that is cut to 32 bits hands out memory that nobody has.
;; Never: merges memories of both kinds: rebase refuses them.

;; RUN: rm -rf %t && split-file %s %t && %meld-opt %t/in.wat -o %t/before.wasm
;; DEFINE: %{passes} =
;; DEFINE: %{lower} = %meld-opt '-passes=%{passes}' %t/before.wasm -o %t/out.wasm 2> %t/log && %wasm-validate --enable-multi-memory --enable-memory64 %t/out.wasm
;; DEFINE: %{prove} = %utils/prove --z3=%z3 %t/out.wasm | FileCheck %s --check-prefix=PROVED
;; PROVED-DAG: proved: growth global of window wide (global {{[0-9]+}}): mutable i64, initial value 0
;; PROVED-DAG: proved: growth global of window narrow (global {{[0-9]+}}): mutable i32, initial value 0
;; PROVED-DAG: proved: grow helper of window wide (function {{[0-9]+}}): result, state, cleared bytes; oom=
;; PROVED-DAG: proved: grow helper of window wide (function {{[0-9]+}}): grown <= 4 holds after every call
;; PROVED-DAG: proved: grow helper of window narrow (function {{[0-9]+}}): result, state, cleared bytes; oom=
;; PROVED: {{^[0-9]+}} proved, 0 unproved

;; REDEFINE: %{passes} = bump-grow<reserve=max;oom=fail>
;; RUN: %{lower} && %{prove}
;; RUN: %node %t/compare.mjs %t/before.wasm %t/out.wasm | FileCheck %s --check-prefix=SAME
;; SAME: alike: {{[1-9][0-9]+}} calls, {{[1-9][0-9]+}} of them trapped, 4 + 2 pages grown
;; RUN: %meld-opt '-passes=print<memory-layout>' %t/out.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=LAYOUT
;; LAYOUT: 0 $wide 0x0 0x50000 65536 262144
;; LAYOUT: 1 $narrow 0x0 0x30000 65536 131072
;; A second run knows what the first decided.
;; RUN: %meld-opt '-passes=bump-grow' %t/out.wasm -o %t/again.wasm 2>&1 | count 0
;; RUN: cmp %t/out.wasm %t/again.wasm
;; REDEFINE: %{passes} = bump-grow<reserve=max>
;; RUN: %{lower} && %{prove}
;; REDEFINE: %{passes} = bump-grow<reserve=max;zero=assume>
;; RUN: %{lower} && %{prove}

;; Cleared by a loop where bulk memory is not used, without a maximum, and told of exhaustion in pages of 64 bits.
;; RUN: %meld-opt %t/endless.wat -o %t/before.wasm
;; REDEFINE: %{passes} = bump-grow<reserve=2;export-grown>
;; RUN: %{lower} && %utils/prove --z3=%z3 %t/out.wasm | FileCheck %s --check-prefix=LOOP
;; LOOP: proved: clearing helper of window m (function {{[0-9]+}}): clears exactly the bytes asked for; by induction on its loop
;; LOOP: proved: grow helper of window m (function {{[0-9]+}}): result, state, cleared bytes; oom=trap
;; LOOP: {{^[0-9]+}} proved, 0 unproved
;; RUN: %node %t/endless.mjs %t/out.wasm | FileCheck %s --check-prefix=ENDLESS
;; ENDLESS:      grow 0xffffffffffff: trap: unreachable, told 0
;; ENDLESS-NEXT: grow 0x1000000000000: -1, told 0
;; ENDLESS-NEXT: grow 0xffffffffffffffff: -1, told 0
;; ENDLESS-NEXT: grow 0x8000000000000000: -1, told 0
;; ENDLESS-NEXT: grow 0x100000001: trap: unreachable, told 0
;; ENDLESS-NEXT: grow 0x2: 1, told 0
;; ENDLESS-NEXT: fresh bytes: 0 0 0, grown 2
;; ENDLESS-NEXT: grow 0xfffffffffffd: trap: unreachable, told 0
;; ENDLESS-NEXT: grow 0xfffffffffffe: -1, told 0
;; ENDLESS-NEXT: grow 0x0: 3, told 0
;; REDEFINE: %{passes} = bump-grow<reserve=2;oom=call:report>
;; RUN: %{lower} && %utils/prove --z3=%z3 %t/out.wasm | FileCheck %s --check-prefix=CALL
;; CALL: proved: grow helper of window m (function {{[0-9]+}}): result, state, cleared bytes; oom=call
;; CALL: {{^[0-9]+}} proved, 0 unproved
;; RUN: %meld-opt '-passes=bump-grow<reserve=2;oom=call:report;export-grown>' %t/before.wasm -o %t/out.wasm 2> %t/log
;; RUN: %node %t/endless.mjs %t/out.wasm | FileCheck %s --check-prefix=TOLD
;; TOLD: grow 0xffffffffffff: trap: unreachable, told 281474976710655
;; TOLD: grow 0x100000001: trap: unreachable, told 4294967297
;; RUN: not %meld-opt '-passes=bump-grow<oom=call:nobody>' %t/before.wasm -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=NOBODY
;; NOBODY: remedy: give trap or fail, or call:FN with the name of a function (param i32 i64)

;; What probe says of them.
;; RUN: %meld-opt '-passes=probe' %t/in.wat -disable-output 2>&1 | FileCheck %s --check-prefix=PROBE
;; PROBE:      memory 0 $wide: live
;; PROBE-NEXT:   1 pages initial, maximum 5 pages, index type i64; private
;; PROBE:      live memory.grow in {{.*}}export "grow64"
;; PROBE:      memory 1 $narrow: live

;; Each mistake in the helper is caught: a guard cut to 32 bits, one page too many, clearing of one page too few.
;; DEFINE: %{wrong} =
;; DEFINE: %{caught} = sed %{wrong} %t/helper.wat > %t/bad.wat && %meld-opt %t/bad.wat -o %t/bad.wasm && %python %t/attach.py %t/bad.wasm && not %utils/prove --z3=%z3 %t/bad.wasm | FileCheck %s --check-prefix=CAUGHT
;; CAUGHT: unproved: grow helper of window m (function 0): grown=
;; RUN: %meld-opt %t/helper.wat -o %t/good.wasm && %python %t/attach.py %t/good.wasm && %utils/prove --z3=%z3 %t/good.wasm | FileCheck %s --check-prefix=GOOD
;; GOOD: {{^[0-9]+}} proved, 0 unproved
;; REDEFINE: %{wrong} = 's/(local.get $n) (;limit;)/(i64.extend_i32_u (i32.wrap_i64 (local.get $n)))/'
;; RUN: %{caught}
;; REDEFINE: %{wrong} = 's/(local.get $n) (;reserve;)/(i64.extend_i32_u (i32.wrap_i64 (local.get $n)))/'
;; RUN: %{caught}
;; REDEFINE: %{wrong} = 's/(i64.const 281474976710655)/(i64.const 281474976710656)/'
;; RUN: %{caught}
;; REDEFINE: %{wrong} = 's/(i64.const 2)/(i64.const 3)/'
;; RUN: %{caught}
;; REDEFINE: %{wrong} = 's/i64.gt_u (;limit;)/i64.gt_s/'
;; RUN: %{caught}
;; REDEFINE: %{wrong} = 's/(i64.shl (local.get $n) (i64.const 16))/(i64.shl (local.get $n) (i64.const 15))/'
;; RUN: %{caught}

;; The same in a merged memory.
;; RUN: %meld-opt %t/helper.wat -o %t/good.wasm && %python %t/attach.py %t/good.wasm true && %utils/prove --z3=%z3 %t/good.wasm | FileCheck %s --check-prefix=GOOD
;; A layout that the module contradicts: pages, or bytes, counted in the other type; checked though not merged.
;; RUN: %meld-opt %t/helper.wat -o %t/bad.wasm && %python %t/attach.py %t/bad.wasm false ',"checked":true'
;; RUN: not %utils/prove --z3=%z3 %t/bad.wasm | FileCheck %s --check-prefix=MODEL
;; MODEL: unproved: memory 0: checked though not merged, with 64-bit addresses: not modelled
;; RUN: %meld-opt %t/bytes.wat -o %t/bad.wasm && %python %t/attach.py %t/bad.wasm true ',"grownBytesGlobal":1'
;; RUN: not %meld-opt -passes=bump-grow %t/bad.wasm -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=BYTES
;; BYTES: but this section does not fit it: global #1 cannot hold what has grown
;; RUN: not %utils/prove --z3=%z3 %t/bad.wasm | FileCheck %s --check-prefix=OTHERBYTES
;; OTHERBYTES: unproved: growth global of window m in bytes (global 1): not a defined mutable i64 global
;; RUN: %meld-opt %t/counted.wat -o %t/bad.wasm && %python %t/attach.py %t/bad.wasm
;; RUN: not %meld-opt -passes=bump-grow %t/bad.wasm -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=COUNTED
;; COUNTED: but this section does not fit it: global #0 cannot hold what has grown
;; RUN: not %utils/prove --z3=%z3 %t/bad.wasm | FileCheck %s --check-prefix=OTHER
;; OTHER: unproved: growth global of window m (global 0): not a defined mutable i64 global

;; DEFINE: %{case} = in
;; DEFINE: %{refuse} = not %meld-opt '-passes=%{passes}' %t/%{case}.wat -o %t/no.wasm 2> %t/log && not ls %t/no.wasm && FileCheck %s < %t/log --check-prefix
;; REDEFINE: %{passes} = bump-grow<oom=call:told>
;; RUN: %{refuse} BOTH
;; BOTH: error: bump-grow: oom=call: memory 1 $narrow counts pages in another type than the memories before it, and one function cannot be told both
;; BOTH: remedy: give oom=trap or oom=fail

;; A memory that cannot grow does not matter for what the function is told.
;; RUN: %meld-opt '-passes=bump-grow<oom=call:told>' -verify-each %t/still.wat -o %t/still.wasm
;; REDEFINE: %{passes} = rebase
;; RUN: %{refuse} MERGED
;; MERGED: error: rebase: memory 1 $narrow has 32-bit addresses and memory 0 $wide 64-bit ones, and one merged memory has one type of addresses
;; MERGED: remedy: build all of them for wasm32, or all for wasm64; bump-grow alone bounds the growth of both
;; REDEFINE: %{case} = endless
;; REDEFINE: %{passes} = bump-grow<oom=call:report32>
;; RUN: %{refuse} TYPE
;; TYPE: error: bump-grow: oom=call: this function does not have the type (param i32 i64)
;; REDEFINE: %{passes} = bump-grow<reserve=max>
;; RUN: %{refuse} WHOLE
;; WHOLE: error: bump-grow: memory 0 $m would be frozen at 281474976710656 pages, which are 2^64 bytes
;; WHOLE: remedy: give a smaller reserve, or declare fewer pages
;; REDEFINE: %{passes} = bump-grow
;; REDEFINE: %{case} = wraps
;; RUN: %{refuse} WRAPS
;; WRAPS: error: bump-grow: this active segment ends past the last of 2^64 bytes, past the initial 65536 bytes of memory 0
;; REDEFINE: %{case} = past
;; RUN: %{refuse} PAST
;; PAST: error: bump-grow: this active segment ends at byte 4294967300, past the initial 65536 bytes of memory 0

;--- in.wat
(module
  (memory $wide i64 1 5)
  (memory $narrow 1 3)
  (data (memory $wide) (i64.const 65528) "the last")
  (func $told (export "told") (param i32 i64))
  (func (export "grow64") (param i64) (result i64) (memory.grow $wide (local.get 0)))
  (func (export "size64") (result i64) (memory.size $wide))
  (func (export "grow32") (param i32) (result i32) (memory.grow $narrow (local.get 0)))
  (func (export "size32") (result i32) (memory.size $narrow))
  (func (export "fill64") (param i64 i64) (memory.fill $wide (local.get 0) (i32.const 7) (local.get 1)))
  (func (export "load8") (param i64) (result i32) (i32.load8_u $wide (local.get 0)))
  (func (export "load16") (param i64) (result i32) (i32.load16_u $wide (local.get 0)))
  (func (export "load32") (param i64) (result i32) (i32.load $wide (local.get 0)))
  (func (export "load64") (param i64) (result i64) (i64.load $wide (local.get 0)))
  (func (export "load128") (param i64) (result i64) (i64x2.extract_lane 1 (v128.load $wide (local.get 0))))
  (func (export "far") (param i64) (result i32) (i32.load8_u $wide offset=0xffffffff (local.get 0)))
  (func (export "store64") (param i64) (i64.store $wide (local.get 0) (i64.const 0x0102030405060708))))
;--- still.wat
(module
  (memory $wide i64 1 5)
  (memory $narrow 1 3)
  (func $told (export "told") (param i32 i64))
  (func (export "grow64") (param i64) (result i64) (memory.grow $wide (local.get 0)))
  (func (export "size32") (result i32) (memory.size $narrow)))
;--- endless.wat
(module
  (memory $m i64 1)
  (global $told (mut i64) (i64.const 0))
  (func $report (export "report") (param i32 i64) (global.set $told (local.get 1)))
  (func (export "report32") (param i32 i32))
  (func (export "told") (result i64) (global.get $told))
  (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
  (func (export "store") (param i64) (i64.store (local.get 0) (i64.const -1)))
  (func (export "load") (param i64) (result i64) (i64.load (local.get 0))))
;--- wraps.wat
(module (memory i64 1) (data (i64.const -1) "xy"))
;--- past.wat
(module (memory i64 1) (data (i64.const 0x100000000) "four"))
;--- helper.wat
(module
  (memory i64 3 3)
  (global $grown (mut i64) (i64.const 0))
  (func $grow (param $n i64) (result i64)
    (if (i64.gt_u (;limit;) (local.get $n) (;limit;) (i64.sub (i64.const 281474976710655) (global.get $grown)))
      (then (return (i64.const -1))))
    (if (i64.gt_u (local.get $n) (;reserve;) (i64.sub (i64.const 2) (global.get $grown)))
      (then (unreachable)))
    (global.set $grown (i64.add (global.get $grown) (local.get $n)))
    (if (i64.ne (local.get $n) (i64.const 0))
      (then
        (memory.fill
          (i64.shl (i64.add (i64.sub (global.get $grown) (local.get $n)) (i64.const 1)) (i64.const 16))
          (i32.const 0)
          (i64.shl (local.get $n) (i64.const 16)))))
    (i64.add (i64.sub (global.get $grown) (local.get $n)) (i64.const 1))))
;--- counted.wat
(module
  (memory i64 3 3)
  (global $grown (mut i32) (i32.const 0))
  (func (param i64) (result i64) (unreachable)))
;--- bytes.wat
(module
  (memory i64 3 3)
  (global $grown (mut i64) (i64.const 0))
  (global $bytes (mut i32) (i32.const 0))
  (func (param i64) (result i64) (unreachable)))
;--- attach.py
import sys
name = b"meld.layout"
rebased, more = [word.encode() for word in (sys.argv[2:] + ["false", ""][len(sys.argv) - 2:])]
text = (b'{"version":1,"rebased":' + rebased + b',"windows":[{"name":"m","input":0,"memory":0,"base":0,"initialPages":1,'
        b'"reservePages":2,"maximumPages":null,"grownGlobal":0,"growFunction":0' + more + b'}],"oom":"trap","zero":"clear"}')
def leb(value):
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + leb(value >> 7)
content = leb(len(name)) + name + text
with open(sys.argv[1], "ab") as file:
    file.write(b"\0" + leb(len(content)) + content)
;--- compare.mjs
import { readFileSync } from 'node:fs';
import process from 'node:process';
const [left, right] = process.argv.slice(2).map((file) => new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file))).exports);
let calls = 0, trapped = 0;
const run = (exports, name, args) => {
  try {
    return String(exports[name](...args));
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    return `trap: ${error.message}`;
  }
};
const same = (name, ...args) => {
  const [one, other] = [left, right].map((exports) => run(exports, name, args));
  if (one !== other) throw new Error(`${name}(${args}): ${one}, ${other}`);
  ++calls;
  if (one.startsWith('trap')) ++trapped;
};
const page = 65536n;
const widths = { load8: 1n, load16: 2n, load32: 4n, load64: 8n, load128: 16n, store64: 8n };
// Between the current size and the capacity the lowered memory does not trap (premise in-bounds).
const around = (end, only) => {
  for (const [name, width] of Object.entries(widths))
    for (const distance of only ?? [-1n, 0n, 1n])
      same(name, BigInt.asUintN(64, end - width + distance));
};
const everywhere = () => {
  for (const end of [5n * page, 1n << 31n, 1n << 32n, 1n << 63n, 1n << 64n, (1n << 64n) + 16n]) around(end, end === 5n * page ? [1n, 16n] : undefined);
  for (const address of [0n, 1n << 32n, (1n << 64n) - 0xffffffffn, (1n << 64n) - 0x100000000n, (1n << 64n) - 1n]) same('far', address);
};
const requests = [0n, 1n << 16n, (1n << 31n) - 1n, 1n << 31n, (1n << 32n) - 1n, 1n << 32n, (1n << 32n) + 1n, (1n << 48n) - 2n, (1n << 48n) - 1n,
  1n << 48n, (1n << 48n) + 1n, (1n << 63n) - 1n, 1n << 63n, (1n << 63n) + 1n, (1n << 64n) - 2n, (1n << 64n) - 1n, 5n];
const probes = () => {
  for (const request of requests) {
    same('grow64', BigInt.asIntN(64, request));
    same('size64');
  }
  for (const request of [0, 3, 65535, 65536, 65537, 0x7fffffff, -0x80000000, -1]) {
    same('grow32', request);
    same('size32');
  }
};
around(page, [-1n, 0n]);
everywhere();
probes();
same('grow64', 1n);
around(2n * page, [-1n, 0n]);
everywhere();
probes();
same('grow32', 1);
same('grow64', 4n);
same('grow64', 3n);
around(2n * page);
around(5n * page);
everywhere();
probes();
same('grow32', 1);
for (const [start, length] of [[5n * page, 0n], [5n * page, 1n], [5n * page + 1n, 0n], [5n * page - 1n, 1n], [1n, -1n], [-1n, 2n], [-1n, 0n], [0n, 1n << 32n]]) same('fill64', start, length);
for (let address = 0n; address < 5n * page; address += 4099n) same('load64', address & ~7n);
console.log(`alike: ${calls} calls, ${trapped} of them trapped, ${left.size64() - 1n} + ${left.size32() - 1} pages grown`);
;--- endless.mjs
import { readFileSync } from 'node:fs';
import process from 'node:process';
const exports = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2]))).exports;
const grow = (pages) => {
  let result;
  try {
    result = String(exports.grow(BigInt.asIntN(64, pages)));
  } catch (error) {
    result = `trap: ${error.message}`;
  }
  console.log(`grow 0x${pages.toString(16)}: ${result}, told ${exports.told()}`);
};
exports.store(65536n);
exports.store(3n * 65536n - 8n);
for (const pages of [(1n << 48n) - 1n, 1n << 48n, (1n << 64n) - 1n, 1n << 63n, (1n << 32n) + 1n, 2n]) grow(pages);
console.log(`fresh bytes: ${exports.load(65536n)} ${exports.load(131072n)} ${exports.load(3n * 65536n - 8n)}, grown ${exports['m.grown']()}`);
for (const pages of [(1n << 48n) - 3n, (1n << 48n) - 2n, 0n]) grow(pages);
