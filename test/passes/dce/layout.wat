;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: what windows and growth state speak of stays, at any place of the pipeline: the merged memory, counters, grow
;;       helpers. The section meld.layout follows when indices move, in a second run as well. A memory that goes takes its
;;       growth state along.
;; Why:  a layout that names the wrong global would make the next run, and whoever reads the map, go wrong.
;; Never: leaves the section as it was where an index in it moved.

;; RUN: rm -rf %t && split-file %s %t && %meld-opt %t/in.wat -o %t/in.wasm
;; DEFINE: %{pipeline} =
;; DEFINE: %{lower} = %meld-opt -verify-each '-passes=%{pipeline},print<memory-layout;json>' %t/in.wasm -o %t/out.wasm 2> %t/log && %wasm-validate %t/out.wasm && %exec-compare %t/in.wasm %t/out.wasm --calls=%t/calls.json --removed-memory=0 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 1 runs, 5 calls
;; SAME: memory 1 (kept): 1 -> 3 pages, in memory 0 at 0x0

;; REDEFINE: %{pipeline} = dce,rebase<bounds=trap>,bump-grow
;; RUN: %{lower} && cp %t/out.wasm %t/first.wasm
;; REDEFINE: %{pipeline} = dce,rebase<bounds=trap>,dce,bump-grow,dce
;; RUN: %{lower} && cmp %t/first.wasm %t/out.wasm
;; REDEFINE: %{pipeline} = dce,bump-grow,dce,rebase<bounds=trap>,dce
;; RUN: %{lower}

;; Two runs: functions and globals in front of those that the layout names go in the second, on a module of its own.
;; RUN: %meld-opt '-passes=bump-grow<reserve=4>,rebase' %t/late.wat -o %t/late.1.wasm 2> %t/log
;; RUN: %meld-opt -passes=dce -verify-each %t/late.1.wasm -o %t/late.2.wasm
;; RUN: %meld-opt -S %t/late.2.wasm -o - | FileCheck %t/late.wat --implicit-check-not=dead
;; RUN: %meld-opt %t/late.wat -o %t/late.wasm && %exec-compare %t/late.wasm %t/late.2.wasm --calls=%t/late.json | FileCheck %s --check-prefix=LATE
;; LATE: exec-compare: equal: 1 runs, 3 calls
;; LATE: memory 0 (m): 1 -> 3 pages, in memory 0 at 0x0
;; RUN: %utils/prove %t/late.2.wasm

;; The grow helper stays though nothing calls it any more, and so does its counter.
;; RUN: %meld-opt -passes=dce %t/uncalled.wat -o %t/uncalled.0.wasm
;; RUN: %meld-opt '-passes=bump-grow<reserve=1>' %t/uncalled.wat -o %t/uncalled.1.wasm 2> %t/log
;; RUN: %meld-opt -passes=dce -S %t/uncalled.1.wasm -o - | FileCheck %t/uncalled.wat --implicit-check-not=dead

;; A memory nobody reaches goes with its counter and helper.
;; RUN: %meld-opt '-passes=bump-grow<reserve=1>' %t/gone.wat -o %t/gone.1.wasm 2> %t/log
;; RUN: %meld-opt -passes=dce -S %t/gone.1.wasm -o - | FileCheck %t/gone.wat --implicit-check-not=memory --implicit-check-not=meld.g --implicit-check-not=global

;; The function that was told of exhaustion is named by the layout, and stays.
;; RUN: %meld-opt '-passes=bump-grow<reserve=1;oom=call:on-oom>' %t/told.wat -o %t/told.1.wasm 2> %t/log
;; RUN: %meld-opt -passes=dce -S %t/told.1.wasm -o - | FileCheck %t/told.wat --implicit-check-not=memory --implicit-check-not=meld.g --implicit-check-not=global

;; What cannot grow has neither counter nor helper, and nothing else is taken for one.
;; RUN: %meld-opt -verify-each -passes=rebase,bump-grow,dce %t/still.wat -S -o - 2> %t/log | FileCheck %t/still.wat --implicit-check-not=dead

;; The merged memory stays though nothing accesses it.
;; RUN: %meld-opt -verify-each '-passes=rebase<base=16>,dce' %t/untouched.wat -o %t/untouched.wasm 2> %t/log
;; RUN: %meld-opt -S %t/untouched.wasm -o - | FileCheck %t/untouched.wat

;; Growth that goes as dead between rebase and bump-grow leaves a reserve that nothing uses.
;; RUN: %meld-opt -verify-each -passes=rebase,dce,bump-grow,dce %t/no-longer.wat -o %t/no-longer.2.wasm 2> %t/log
;; RUN: %meld-opt -S %t/no-longer.2.wasm -o %t/no-longer.txt && %meld-opt '-passes=print<memory-layout>' %t/no-longer.2.wasm -disable-output 2>> %t/no-longer.txt
;; RUN: cat %t/no-longer.txt | FileCheck %t/no-longer.wat --implicit-check-not=memory.grow --implicit-check-not=grown.
;; RUN: %meld-opt %t/no-longer.wat -o %t/no-longer.wasm && %exec-compare %t/no-longer.wasm %t/no-longer.2.wasm --seeds=1 | FileCheck %s --check-prefix=NO-LONGER
;; NO-LONGER: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

;--- calls.json
[{"call": "grow", "args": [2], "returns": 1}, {"call": "size", "returns": 3}, {"call": "load", "args": [196604]},
 {"call": "load", "args": [196605], "traps": "out-of-bounds memory access"}, {"call": "load", "args": [16]}]
;--- in.wat
(module
  (memory $dead 3) (memory $m (export "kept") 1)
  (func $dead-f (drop (memory.grow $dead (i32.const 1))))
  (data (memory $dead) (i32.const 0) "dead") (data (memory $m) (i32.const 16) "kept")
  (func (export "grow") (param i32) (result i32) (memory.grow $m (local.get 0)))
  (func (export "size") (result i32) (memory.size $m))
  (func (export "load") (param i32) (result i32) (i32.load $m (local.get 0)))
  (func (export "fill") (param i32) (memory.fill $m (local.get 0) (i32.const 1) (i32.const 4))))
;--- late.json
[{"call": "grow", "args": [2], "returns": 1}, {"call": "size", "returns": 3}, {"call": "grow", "args": [0], "returns": 3}]
;--- late.wat
;; CHECK: (global $meld.grown.m (;0;)
;; CHECK: (func $meld.grow.m (;3;)
;; CHECK: ;; custom "meld.layout"
(module
  (memory $m (export "m") 1)
  (global $dead-g (mut i32) (i32.const 1))
  (func $dead-f (global.set $dead-g (i32.const 0)))
  (func $grow (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "size") (result i32) (memory.size)))
;--- uncalled.wat
;; CHECK: (memory (;0;) 2 2)
;; CHECK: (global $meld.grown.0
;; CHECK: (func $meld.grow.0
(module
  (memory 1)
  (elem declare func $dead-f)
  (func $dead-f (drop (memory.grow (i32.const 1))))
  (func (export "load") (result i32) (i32.load (i32.const 0))))
;--- gone.wat
;; CHECK: (export "run"
(module
  (memory 1)
  (elem declare func $f)
  (func $f (drop (memory.grow (i32.const 1))))
  (func (export "run")))
;--- told.wat
;; CHECK: (func $on-oom (;0;)
(module
  (memory 1)
  (elem declare func $f)
  (func $on-oom (param i32 i32))
  (func $f (drop (memory.grow (i32.const 1))))
  (func (export "run")))
;--- still.wat
;; CHECK: (export "size"
(module
  (memory 1)
  (global $dead-g (mut i32) (i32.const 0))
  (func $dead-f (global.set $dead-g (i32.const 1)))
  (func (export "size") (result i32) (memory.size)))
;--- no-longer.wat
;; CHECK: (memory (;0;) 34 34)
;; CHECK: merged memory: 34 pages
;; CHECK: 0 {{ *}}0x0 0x110000 65536 1048576
(module
  (memory 1) (memory $other 1)
  (elem declare func $f)
  (func $f (drop (memory.grow (i32.const 1))) (drop (memory.grow $other (i32.const 1))))
  (func (export "size") (result i32) (memory.size))
  (func (export "load") (param i32) (result i32) (i32.load offset=65534 (local.get 0)))
  (func (export "far") (param i32) (result i32) (i32.load offset=70000 (local.get 0))))
;--- untouched.wat
;; CHECK: (memory (;0;) 2 2)
;; CHECK: (data (;0;) (i32.const 16) "x")
(module (memory 1) (data (i32.const 0) "x") (func (export "f")))
