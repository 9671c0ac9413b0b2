;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: memories with 64-bit addresses become windows of one with 64-bit addresses: bases, segments, published bases, checks
;;       and sizes are i64; also beyond 2^32 and 2^63; imported ones as well. Executed in two engines. What has no lowering
;;       is refused: memories of both kinds, regions of Armv7-M, descriptions of host pointers, 2^64 bytes.
;; Why:  a base or a size that is cut to 32 bits puts one component into another.
;; Never: lowers some of the memories of a module.

;; RUN: rm -rf %t && split-file %s %t && %meld-opt %t/in.wat -o %t/before.wasm
;; DEFINE: %{passes} = rebase<bounds=trap;reserve=2>,bump-grow<oom=fail>
;; DEFINE: %{case} = in
;; DEFINE: %{validate} = %wasm-validate --enable-memory64 --enable-extended-const %t/out.wasm && %v8-validate %t/out.wasm
;; DEFINE: %{lower} = %meld-opt '-passes=%{passes}' %t/%{case}.wat -o %t/out.wasm 2> %t/log
;; DEFINE: %{prove} = %utils/prove --z3=%z3 %t/out.wasm | FileCheck %s --check-prefix=PROVED
;; PROVED: {{^[1-9][0-9]*}} proved, 0 unproved

;; RUN: %{lower} && %{validate} && %{prove}
;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --check-prefix=TEXT
;; TEXT:      (memory $merged (;0;) i64 6 6)
;; TEXT-DAG:  (global $meld.grown-bytes.a (;{{[0-9]+}};) (mut i64) (i64.const 0))
;; TEXT-DAG:  (global $meld.base.b (;{{[0-9]+}};) i64 (i64.const 196608))
;; TEXT-LABEL: {{^}}  (func $load
;; TEXT:        local.get 0
;; TEXT-NEXT:   local.get 0
;; TEXT-NEXT:   global.get $meld.grown-bytes.a
;; TEXT-NEXT:   i64.const 65520
;; TEXT-NEXT:   i64.add
;; TEXT-NEXT:   i64.gt_u
;; TEXT-NEXT:   br_if 0
;; TEXT-NEXT:   i64.load offset=8
;; TEXT:        i64.const -2147483649
;; TEXT-NEXT:   i32.load8_u offset=4294967295
;; TEXT-NEXT:   unreachable
;; TEXT-LABEL: {{^}}  (func $far
;; TEXT-NEXT:   local.get 0
;; TEXT-NEXT:   i64.const -2147483649
;; TEXT-NEXT:   i32.load8_u offset=4294967295
;; TEXT-NEXT:   unreachable
;; TEXT-LABEL: {{^}}  (func $fill
;; TEXT:        i64.const 131072
;; TEXT-NEXT:   i64.gt_u
;; TEXT-NEXT:   local.get [[TO:[0-9]+]]
;; TEXT-NEXT:   i64.const 131072
;; TEXT-NEXT:   local.get [[LENGTH:[0-9]+]]
;; TEXT-NEXT:   i64.sub
;; TEXT-NEXT:   i64.gt_u
;; TEXT-NEXT:   i32.or
;; TEXT-NEXT:   if
;; TEXT:        local.get [[TO]]
;; TEXT-NEXT:   i64.const 196608
;; TEXT-NEXT:   i64.add
;; TEXT:        local.get [[LENGTH]]
;; TEXT-NEXT:   memory.fill
;; TEXT-LABEL: {{^}}  (func $sizes
;; TEXT:        i64.const 2
;; TEXT:      (data {{.*}}(i64.const 16) "in a")
;; TEXT:      (data {{.*}}(i64.const 196631) "in b")

;; In V8, and in an interpreter that shares nothing with it.
;; DEFINE: %{same} = %exec-compare %t/before.wasm %t/out.wasm --seeds=4 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 4 runs, {{[1-9][0-9]*}} calls
;; RUN: %{same}
;; RUN: %interp-compare %t/before.wasm %t/out.wasm | FileCheck %s --check-prefix=INTERPRETER
;; INTERPRETER: in-bounds() => i64:
;; INTERPRETER: one-past() => error: out of bounds memory access
;; INTERPRETER: wraps() => error: out of bounds memory access
;; REDEFINE: %{passes} = bump-grow<reserve=2;oom=fail>,rebase<base=4096;align=64>
;; RUN: %{lower} && %{validate} && %{prove} && %{same}
;; REDEFINE: %{passes} = rebase<bounds=none;reserve=2;order=fewest-checks>,bump-grow<oom=fail>
;; RUN: %{lower} && %{validate} && %{prove}
;; RUN: FileCheck %s --check-prefix=NONE < %t/log
;; NONE: warning: rebase: premise in-bounds: accesses are not checked (bounds=none)
;; RUN: %meld-opt '-passes=print<memory-layout>' %t/out.wasm -report=memory-layout:header:%t/layout.h -disable-output
;; RUN: FileCheck %s --check-prefix=HEADER < %t/layout.h
;; HEADER: #define MELD_MEMORY_BYTES 0x60000

;; Handlers of both options: told the memory's number, and the pages in 64 bits.
;; REDEFINE: %{case} = told
;; REDEFINE: %{passes} = rebase<reserve=1;trap=call:stray>,bump-grow<oom=call:report>
;; RUN: %{lower} && %{validate} && %{prove} && %node %t/told.mjs %t/out.wasm | FileCheck %s --check-prefix=TOLD
;; REDEFINE: %{passes} = bump-grow<reserve=1;oom=call:report>,rebase<trap=call:stray>
;; RUN: %{lower} && %{validate} && %{prove} && %node %t/told.mjs %t/out.wasm | FileCheck %s --check-prefix=TOLD
;; TOLD:      grow(1): 1, told 0
;; TOLD-NEXT: load(131064): 0, told 0
;; TOLD-NEXT: load(131065): unreachable, told 101
;; TOLD-NEXT: grow(4294967297): unreachable, told 4294967298
;; TOLD-NEXT: grow(281474976710656): -1, told 4294967298

;; Beyond 2^63 bytes: no engine here has so much, but what is emitted can be proved.
;; REDEFINE: %{case} = huge
;; REDEFINE: %{passes} = rebase<bounds=trap;reserve=70000>,bump-grow,print<memory-layout>
;; RUN: %{lower} && %{prove} && FileCheck %s --check-prefix=HUGE < %t/log
;; HUGE: 0 $low 0x0 0x8000000111700000 9223372036854775808 4587520000
;; HUGE: 1 $high 0x8000000111700000 0xc000000111700000 4611686018427387904 0
;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --check-prefix=FAR
;; FAR: i64.load offset=9223372041442295816
;; FAR: (data {{.*}}(i64.const -9223372032267255808) "here")
;; A second run reads back what the first decided.
;; RUN: %meld-opt '-passes=bump-grow' %t/out.wasm -o %t/again.wasm 2>&1 | count 0
;; RUN: cmp %t/out.wasm %t/again.wasm

;; An unknown offset moves as a whole.
;; RUN: %meld-opt -passes=rebase -assume=segment-in-window %t/unknown.wat -o %t/out.wasm 2> %t/log && %{validate}
;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --check-prefix=UNKNOWN
;; UNKNOWN: (data {{.*}}(offset global.get $at i64.const 1 i64.add i64.const 65536 i64.add) "somewhere")

;; Memories of the host's.
;; RUN: %meld-opt %t/imported.wat -o %t/before.wasm && %meld-opt %t/host.wat -o %t/host.wasm
;; RUN: %meld-opt '-passes=rebase<import=define;reserve=1>,bump-grow<oom=fail>' %t/imported.wat -o %t/out.wasm 2> %t/log && %{validate} && %{prove}
;; RUN: FileCheck %s --check-prefix=PRIVATE < %t/log
;; PRIVATE: warning: rebase: premise private-import: memory 0 $m, imported as "env" "memory", becomes 1 pages of the module's own
;; RUN: %node %t/run.mjs %t/host.wasm %t/before.wasm %t/out.wasm | FileCheck %s --check-prefix=ALIKE
;; ALIKE: alike: 1,2,-1,7,0,trap,trap,0

;; The allocator of the canonical interface is dropped where no address crosses it, whatever addresses are; one that takes
;; i64, which that interface does not know, is kept.
;; RUN: %meld-opt -passes=cabi-realloc-drop %t/realloc.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=DROPPED --implicit-check-not=cabi_realloc
;; DROPPED: (export "run"
;; RUN: %meld-opt -passes=cabi-realloc-drop %t/realloc64.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=KEPT
;; KEPT: (export "cabi_realloc"

;; DEFINE: %{flags} =
;; DEFINE: %{refuse} = not %meld-opt '-passes=%{passes}' %{flags} %t/%{case}.wat -o %t/no.wasm 2> %t/log && not ls %t/no.wasm && FileCheck %s < %t/log --check-prefix
;; REDEFINE: %{case} = mixed
;; REDEFINE: %{passes} = rebase,bump-grow
;; RUN: %{refuse} MIXED
;; MIXED: mixed.wat:2:{{[0-9]+}}: error: rebase: memory 1 $b has 64-bit addresses and memory 0 $a 32-bit ones, and one merged memory has one type of addresses
;; MIXED: remedy: build all of them for wasm32, or all for wasm64; bump-grow alone bounds the growth of both
;; REDEFINE: %{case} = mixed-too
;; RUN: %{refuse} MIXEDTOO
;; MIXEDTOO: error: rebase: memory 1 $b has 32-bit addresses and memory 0 $a 64-bit ones
;; REDEFINE: %{passes} = bump-grow,rebase<bounds=none>
;; RUN: %{refuse} MIXEDTOO
;; REDEFINE: %{case} = in
;; REDEFINE: %{passes} = rebase<mpu=armv7m>,bump-grow
;; RUN: %{refuse} REGIONS
;; REGIONS: error: rebase: mpu=armv7m: memory 0 $a has 64-bit addresses, and regions of Armv7-M have 32-bit ones
;; REGIONS: remedy: build for wasm32, or leave mpu out
;; REDEFINE: %{passes} = rebase,bump-grow
;; REDEFINE: %{flags} = -input=host-pointers:%t/pointers.json
;; RUN: %{refuse} POINTERS
;; POINTERS: error: rebase: host-pointers: memory 0 $a has 64-bit addresses, and only pointers of 32 bits can be described
;; POINTERS: remedy: leave the description out and let the host add the bases (premise host-adds-base), or build for wasm32
;; REDEFINE: %{flags} =
;; REDEFINE: %{passes} = default<mcu>
;; RUN: %{refuse} MCU
;; MCU: error: verify: memory 0 $a is addressed with 64 bits
;; MCU: remedy: build for wasm32; see docs/input-contract.md#what-is-refused
;; REDEFINE: %{passes} = rebase
;; REDEFINE: %{case} = whole
;; RUN: %{refuse} WHOLE
;; WHOLE: error: rebase: memory 0 $m would be frozen at 281474976710656 pages, which are 2^64 bytes
;; WHOLE: remedy: give a smaller reserve, or declare fewer pages
;; REDEFINE: %{case} = halves
;; RUN: %{refuse} HALVES
;; HALVES: error: rebase: the windows do not fit into 281474976710655 pages, the limit of a 64-bit memory:
;; HALVES: memory 1 $b 9223372036854775808
;; HALVES: memory 2 $c past 2^64
;; REDEFINE: %{case} = wraps
;; RUN: %{refuse} WRAPS
;; WRAPS: error: rebase: this active segment ends past the last of 2^64 bytes, past the initial 65536 bytes of memory 0
;; REDEFINE: %{case} = past
;; RUN: %{refuse} PAST
;; PAST: error: rebase: this active segment ends at byte 65537, past the initial 65536 bytes of memory 0

;--- in.wat
(module
  (memory $a i64 1 3)
  (memory $b (export "b") i64 2 2)
  (memory $c i64 1 1)
  (data $in-a (memory $a) (i64.const 16) "in a")
  (data $in-b (memory $b) (offset (i64.const 7) (i64.const 16) i64.add) "in b")
  (data $passive "passive")
  (func $load (export "load") (param i64) (result i64) (i64.load $a offset=8 (local.get 0)))
  (func $far (export "far") (param i64) (result i32) (i32.load8_u $b offset=0xfffffffe (local.get 0)))
  (func $fill (export "fill") (param i64 i32 i64) (memory.fill $b (local.get 0) (local.get 1) (local.get 2)))
  (func $sizes (export "sizes") (result i64) (i64.add (memory.size $a) (memory.size $b)))
  (func (export "grow") (param i64) (result i64) (memory.grow $a (i64.and (local.get 0) (i64.const 1))))
  (func (export "copy") (memory.copy $a $b (i64.const 0) (i64.const 20) (i64.const 16)))
  (func (export "init") (memory.init $b $passive (i64.const 1) (i32.const 2) (i32.const 3)))
  (func (export "in-bounds") (result i64) (i64.load $b (i64.const 23)))
  (func (export "one-past") (result i64) (i64.load $b (i64.const 131065)))
  (func (export "wraps") (result i64) (i64.load $b offset=32 (i64.const -16)))
  (func (export "last") (param i64) (result i64) (i64.load $c (local.get 0))))
;--- told.wat
(module
  (memory $a i64 1) (memory $b i64 1)
  (global $told (mut i64) (i64.const 0))
  (func $report (export "report") (param i32 i64)
    (global.set $told (i64.add (local.get 1) (i64.extend_i32_u (local.get 0)))))
  (func $stray (export "stray") (param i32)
    (global.set $told (i64.extend_i32_u (i32.add (i32.const 100) (local.get 0)))))
  (func (export "told") (result i64) (global.get $told))
  (func (export "grow") (param i64) (result i64) (memory.grow $b (local.get 0)))
  (func (export "load") (param i64) (result i64) (i64.load $b (local.get 0))))
;--- told.mjs
import { readFileSync } from 'node:fs';
import process from 'node:process';
const exports = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2]))).exports;
for (const [name, value] of [['grow', 1n], ['load', 131064n], ['load', 131065n], ['grow', (1n << 32n) + 1n], ['grow', 1n << 48n]]) {
  let result;
  try {
    result = exports[name](value);
  } catch (error) {
    result = error.message;
  }
  console.log(`${name}(${value}): ${result}, told ${exports.told()}`);
}
;--- huge.wat
(module
  (memory $low i64 0x800000000000)
  (memory $high i64 0x400000000000)
  (data (memory $high) (i64.const 0) "here")
  (func (export "grow") (param i64) (result i64) (memory.grow $low (local.get 0)))
  (func (export "first") (param i64) (result i64) (i64.load $low (local.get 0)))
  (func (export "second") (param i64) (result i64) (i64.load $high offset=8 (local.get 0)))
  (func (export "bulk") (param i64 i64 i64) (memory.copy $low $high (local.get 0) (local.get 1) (local.get 2))))
;--- unknown.wat
(module
  (import "env" "at" (global $at i64))
  (memory $a i64 1)
  (memory $b i64 1)
  (data (memory $b) (offset (global.get $at) (i64.const 1) i64.add) "somewhere"))
;--- host.wat
(module (memory (export "memory") i64 1 2))
;--- imported.wat
(module
  (import "env" "memory" (memory $m i64 1 2))
  (memory $own i64 1)
  (data (memory $m) (i64.const 8) "\07")
  (func (export "size") (result i64) (memory.size $m))
  (func (export "grow") (param i64) (result i64) (memory.grow $m (local.get 0)))
  (func (export "load") (param i64) (result i32) (i32.load8_u $m (local.get 0)))
  (func (export "own") (param i64) (result i32) (i32.load8_u $own (local.get 0))))
;--- run.mjs
import { readFileSync } from 'node:fs';
import process from 'node:process';
const [host, before, after] = process.argv.slice(2).map((file) => new WebAssembly.Module(readFileSync(file)));
const results = [before, after].map((module) => {
  const { size, grow, load, own } = new WebAssembly.Instance(module, { env: new WebAssembly.Instance(host).exports }).exports;
  const steps = [() => size(), () => grow(1n) + size() - 1n, () => grow(1n), () => load(8n), () => load(131071n), () => load(131072n),
    () => own(65536n), () => own(8n)];
  return steps.map((step) => {
    try {
      return String(step());
    } catch {
      return 'trap';
    }
  }).join();
});
console.log(results[0] === results[1] ? `alike: ${results[0]}` : results.join(' | '));
;--- realloc.wat
(module
  (memory (export "memory") i64 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.wrap_i64 (memory.grow (i64.const 1))))
  (func (export "run") (result f64) (f64.load (i64.const 0))))
;--- realloc64.wat
(module
  (memory (export "memory") i64 1)
  (func (export "cabi_realloc") (param i64 i64 i64 i64) (result i64) (memory.grow (i64.const 1)))
  (func (export "run") (result f64) (f64.load (i64.const 0))))
;--- mixed.wat
(module (memory $a 1)
  (memory $b i64 1))
;--- mixed-too.wat
(module (memory $a i64 1) (memory $b 1) (memory $c i64 1))
;--- pointers.json
{"use": ["wasi_snapshot_preview1"]}
;--- whole.wat
(module (memory $m i64 0x1000000000000))
;--- halves.wat
(module (memory $a i64 0x800000000000) (memory $b i64 0x800000000000) (memory $c i64 1))
;--- wraps.wat
(module (memory i64 1) (data (i64.const -1) "xy"))
;--- past.wat
(module (memory i64 1) (data (i64.const 65533) "four"))
