;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: an active segment at an imported offset is refused until -assume=segment-in-window grants it, for that segment by
;;       index or name or for all; then it moves with its window, as the whole expression plus the base, is printed, and
;;       is recorded, also over two runs. Segments of known offset stay plain constants.
;; Why:  dynamic linkers pass a segment's address in a global; only the user knows that it fits.
;; Never: cuts the expression after its first instruction, or lets one grant stand for another segment.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt %t/in.wat -o %t/in.wasm

;; Refused: the place, the fact, and the flag.
;; RUN: not %meld-opt -passes=rebase,bump-grow %t/in.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=REFUSED
;; REFUSED: in.wat:[[#]]:{{[0-9]+}}: error: rebase: the offset of this active segment of memory 0 $a is not known before instantiation; if it ends past the initial 65536 bytes, it overwrites others instead of trapping (premise segment-in-window is not granted)
;; REFUSED: remedy: link the module that defines the global it reads, or give the segment a constant offset; or, if an active segment of unknown offset lies within its memory's initial size, grant that with -assume=segment-in-window:0; see docs/premises.md#segment-in-window
;; RUN: not %meld-opt -passes=rebase,bump-grow -deny=segment-in-window %t/in.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=REFUSED
;; RUN: not %meld-opt -passes=rebase,bump-grow -assume=segment-in-window:1 -deny=segment-in-window %t/in.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=BOTH
;; BOTH: -assume: error: premise 'segment-in-window' is both granted and denied

;; One grant is for one segment.
;; RUN: not %meld-opt -passes=rebase,bump-grow -assume=segment-in-window:low,segment-in-window:1 %t/in.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=ONE
;; ONE: remark: rebase: premise segment-in-window, granted by -assume=segment-in-window:low: the offset of this active segment of memory 0 $a
;; ONE: remark: rebase: premise segment-in-window, granted by -assume=segment-in-window:1: {{.*}}memory 1 $b {{.*}}; it moves by 1114112 as an extended constant expression
;; ONE: error: rebase: {{.*}}(premise segment-in-window is not granted)
;; ONE: remedy: {{.*}}grant that with -assume=segment-in-window:2;
;; RUN: not ls %t/out.wasm

;; Granted for all: in a window at 0 the expression stays, in another the whole of it is moved; the order stays.
;; RUN: %meld-opt '-passes=rebase,bump-grow,print<memory-layout>' -assume=segment-in-window %t/in.wat -o %t/out.wasm 2> %t/log
;; RUN: FileCheck %s --check-prefix=LAYOUT < %t/log
;; LAYOUT: merged memory:
;; LAYOUT: 0 $a {{.*}} not constant
;; LAYOUT: 1 $b {{.*}} not constant
;; LAYOUT: 2 $c {{.*}} +0x104
;; LAYOUT: premises: {{.*}}segment-in-window (granted)
;; LAYOUT-NEXT: taken, not known: data segment 0 $low lies within the initial bytes of memory 0
;; LAYOUT-NEXT: taken, not known: data segment 1 $high lies within the initial bytes of memory 1
;; LAYOUT-NEXT: taken, not known: data segment 2 lies within the initial bytes of memory 1
;; LAYOUT-NEXT: taken, not known: data segment 5 lies within the initial bytes of memory 1
;; LAYOUT-NOT: taken
;; RUN: %wasm-validate --enable-extended-const %t/out.wasm && %v8-validate %t/out.wasm
;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --check-prefix=TEXT
;; TEXT:      (data $low (;0;) (global.get $at) "low")
;; TEXT:      (data $high (;1;) (offset global.get $at i32.const 1114112 i32.add) "high{{.*}}")
;; TEXT:      (data (;2;) (offset global.get $at i32.const 4 i32.mul i32.const 8 i32.add i32.const 1114112 i32.add) "extended")
;; TEXT:      (data (;3;) (i32.const 1114368) "here")
;; TEXT:      (data (;4;) (i32.const [[#]]) "last")
;; TEXT:      (data (;5;) (offset global.get $at i32.const 1 i32.add i32.const 1114112 i32.add) "IG")

;; It runs as before, whatever the host gives.
;; RUN: %exec-compare %t/in.wasm %t/out.wasm --seeds=5 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 5 runs, {{[1-9][0-9]*}} calls

;; bump-grow first, in one pipeline or two runs: granted in each run; the record is the same.
;; RUN: not %meld-opt -passes=bump-grow %t/in.wat -o %t/first.wasm 2>&1 | FileCheck %s --check-prefix=ALONE
;; ALONE: error: bump-grow: the offset of this active segment of memory 0 $a is not known {{.*}} trapping (premise segment-in-window is not granted)
;; RUN: %meld-opt -passes=bump-grow -assume=segment-in-window %t/in.wat -o %t/first.wasm 2> %t/log
;; RUN: %exec-compare %t/in.wasm %t/first.wasm --calls=%t/calls.json | FileCheck %s --check-prefix=FIRST
;; FIRST: exec-compare: equal: 1 runs, 5 calls
;; RUN: not %meld-opt -passes=rebase %t/first.wasm -o %t/second.wasm 2>&1 | FileCheck %s --check-prefix=AGAIN
;; AGAIN: error: rebase: {{.*}}(premise segment-in-window is not granted)
;; RUN: %meld-opt -passes=rebase -assume=segment-in-window %t/first.wasm -o %t/second.wasm 2> %t/log
;; RUN: %meld-opt -passes=bump-grow,rebase -assume=segment-in-window %t/in.wasm -o %t/pipeline.wasm 2> %t/log
;; RUN: cmp %t/second.wasm %t/pipeline.wasm
;; RUN: %exec-compare %t/in.wasm %t/second.wasm --seeds=5 | FileCheck %s --check-prefix=SAME

;; What was granted stays on record in a later run that has nothing to do with it.
;; RUN: %meld-opt '-passes=bump-grow,print<memory-layout;json>' %t/out.wasm -o %t/later.wasm 2> %t/layout.json
;; RUN: cmp %t/out.wasm %t/later.wasm
;; RUN: %python -c "import json,sys; l = json.load(sys.stdin); print(l['granted'], l['assumedSegments'])" < %t/layout.json | FileCheck %s --check-prefix=RECORD
;; RECORD: ['segment-in-window'] [{'segment': 0, 'name': 'low', 'input': 0}, {'segment': 1, 'name': 'high', 'input': 1}, {'segment': 2, 'name': '', 'input': 1}, {'segment': 5, 'name': '', 'input': 1}]

;; A false premise is what it says: the segment of $small lands in its neighbour. That is why it has to be granted.
;; RUN: %meld-opt -passes=rebase -assume=segment-in-window %t/false.wat -o %t/false.wasm 2> %t/log
;; RUN: %node %t/instantiate.mjs %t/false.wasm | FileCheck %s --check-prefix=FALSE
;; FALSE: 65500: 0
;; FALSE: 65536: 120

;; A grant that no segment needs is refused.
;; RUN: not %meld-opt -passes=rebase -assume=segment-in-window:9,segment-in-window %t/false.wat -disable-output 2>&1 | FileCheck %s --check-prefix=UNUSED
;; UNUSED: -assume: error: nothing needed the grant 'segment-in-window:9'

;; Consumers are told of the feature that comes in, once.
;; RUN: %bytes %t/features.bytes %t/features.wasm
;; RUN: %meld-opt -passes=rebase -assume=segment-in-window -features=input,extended-const %t/features.wasm -o %t/features.out.wasm 2> %t/log
;; RUN: %dump %t/features.out.wasm | FileCheck %s --check-prefix=FEATURES
;; FEATURES: custom "target_features": 012b0e657874656e6465642d636f6e7374{{$}}
;; RUN: %meld-opt '-passes=rebase<base=16>' -assume=segment-in-window -features=input,extended-const %t/features.wasm -o %t/features.out.wasm 2> %t/log
;; RUN: %dump %t/features.out.wasm | FileCheck %s --check-prefix=FEATURES

;--- in.wat
(module
  (import "env" "at" (global $at i32))
  (memory $a 1)
  (memory $b 1)
  (memory $c 1)
  (data $low (memory $a) (global.get $at) "low")
  (data $high (memory $b) (global.get $at) "high\00\00")
  (data (memory $b) (i32.add (i32.mul (global.get $at) (i32.const 4)) (i32.const 8)) "extended")
  (data (memory $b) (i32.const 256) "here")
  (data (memory $c) (i32.const 256) "last")
  (data (memory $b) (i32.add (global.get $at) (i32.const 1)) "IG")
  (func (export "grow") (result i32) (memory.grow $a (i32.const 1)))
  (func (export "a") (param i32) (result i32) (i32.load8_u $a (i32.add (global.get $at) (local.get 0))))
  (func (export "b") (param i32) (result i32) (i32.load $b (i32.add (global.get $at) (local.get 0))))
  (func (export "b4") (param i32) (result i64)
    (i64.load $b (i32.add (i32.mul (global.get $at) (i32.const 4)) (local.get 0))))
  (func (export "c") (param i32) (result i32) (i32.load $c (local.get 0))))
;--- calls.json
[{"call": "a", "args": [2]}, {"call": "b", "args": [0]}, {"call": "b4", "args": [8]}, {"call": "grow", "args": []}, {"call": "c", "args": [256]}]
;--- false.wat
(module
  (import "env" "at" (global $at i32))
  (memory $small 1) (memory $next 1)
  (data $s (memory $small) (global.get $at) "x")
  (func (export "load") (param i32) (result i32) (i32.load8_u $small (local.get 0)))
  (func (export "next") (result i32) (i32.load8_u $next (i32.const 0))))
;--- instantiate.mjs
import { readFileSync } from 'node:fs';
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
for (const at of [65500, 65536]) {
  const { next } = new WebAssembly.Instance(module, { env: { at } }).exports;
  console.log(`${at}: ${next()}`);
}
;--- features.bytes
module
02 ( 01 "e" "at" 03 7f 00 )
05 ( 02 00 01 00 01 )
0b ( 02 00 23 00 0b 01 'x' 02 01 23 00 0b 01 'y' )
00 ( "target_features" 01 2b "multimemory" )
