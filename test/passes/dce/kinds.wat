;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: one entity of each index space that nothing reaches, imported and defined, goes; one of each that an export
;;       reaches through a chain stays, and every reference follows it.
;; Why:  an entity that is forgotten in one space would be carried for ever; one that is removed too much breaks the module.
;; Never: removes a field that only another dead one keeps alive from both ends: cycles go as a whole.

;; RUN: rm -rf %t && mkdir %t
;; RUN: %meld-opt -passes=dce -verify-each %s -o %t/out.wasm && %wasm-validate --enable-all %t/out.wasm
;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --implicit-check-not=dead
;; RUN: %meld-opt %s -o %t/in.wasm && %exec-compare %t/in.wasm %t/out.wasm --removed-memory=0 --seeds=1 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls, {{[1-9][0-9]*}} host calls

;; A second time there is nothing to remove: the bytes stay.
;; RUN: %meld-opt -passes=dce %t/out.wasm -o %t/again.wasm && cmp %t/out.wasm %t/again.wasm

;; And what is known of it stays known.
;; RUN: %meld-opt '-passes=require<call-graph>,dce' -debug-pass-manager %t/out.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=UNCHANGED --implicit-check-not=Invalidating
;; UNCHANGED: Running analysis: call-graph on [module]
;; UNCHANGED: Running pass: dce on [module]

;; CHECK:      (type $i (;0;) (func (param i32) (result i32)))
;; CHECK-NEXT: (type $v (;1;) (func))
;; CHECK-NEXT: (type $thrown (;2;) (func (param i64)))
;; CHECK-NEXT: (import "e" "f" (func $f (;0;) (type $i) (param i32) (result i32)))
;; CHECK-NEXT: (import "e" "g" (global $ig (;0;) i32))
;; CHECK-NEXT: (table $t (;0;) 2 funcref)
;; CHECK-NEXT: (memory $m (;0;) 1)
;; CHECK-NEXT: (tag $tag (;0;) (type $thrown))
;; CHECK-NEXT: (global $g (;1;) (mut i32) (global.get $ig))
;; CHECK-NEXT: (export "run" (func $run))
;; CHECK-NEXT: (elem $active (;0;) (i32.const 0) func $called)
;; CHECK-NEXT: (elem $passive (;1;) func $initialised)
;; CHECK:      (func $run (;1;) (type $i) (param i32) (result i32)
;; CHECK:        call_indirect (type $v)
;; CHECK:        table.init $t $passive
;; CHECK:        memory.init $passive-data
;; CHECK:        throw $tag
;; CHECK:      (func $called (;2;) (type $v)
;; CHECK-NEXT:   i32.const 0
;; CHECK-NEXT:   global.get $g
;; CHECK-NEXT:   call $f
;; CHECK-NEXT:   i32.store
;; CHECK:      (func $initialised (;3;)
;; CHECK:      (data $data (;0;) (i32.const 8) "kept")
;; CHECK-NEXT: (data $passive-data (;1;) "taken")
(module
  (type $dead-type (func (param f64)))
  (type $i (func (param i32) (result i32)))
  (type $v (func))
  (type $dead-thrown (func (param f32)))
  (type $thrown (func (param i64)))
  (import "e" "dead" (func $dead-import (type $dead-type)))
  (import "e" "f" (func $f (type $i)))
  (import "e" "dead-global" (global $dead-ig i32))
  (import "e" "g" (global $ig i32))
  (import "e" "dead-table" (table $dead-it 1 funcref))
  (import "e" "dead-tag" (tag $dead-itag (type $dead-thrown)))
  (table $dead-table 2 funcref)
  (table $t 2 funcref)
  (memory $dead-memory 1)
  (memory $m 1)
  (tag $dead-tag (type $dead-thrown))
  (tag $tag (type $thrown))
  (global $dead-g (mut i32) (global.get $dead-ig))
  (global $g (mut i32) (global.get $ig))
  (export "run" (func $run))
  (elem $dead-active (table $dead-table) (i32.const 0) $dead-a $dead-b)
  (elem $dead-passive funcref (ref.func $dead-a))
  (elem $active (table $t) (i32.const 0) func $called)
  (elem $passive func $initialised)
  (data $dead-data (memory $dead-memory) (i32.const 65532) "gone")
  (data $data (memory $m) (i32.const 8) "kept")
  (data $dead-passive-data "gone")
  (data $passive-data "taken")
  (func $dead-a (call $dead-b) (call $dead-import (f64.const 0)))
  (func $dead-b (call $dead-a) (global.set $dead-g (i32.load $dead-memory (i32.const 0)))
    (throw $dead-tag (f32.const 0)))
  (func $run (type $i)
    (call_indirect $t (type $v) (i32.const 0))
    (table.init $t $passive (i32.const 1) (i32.const 0) (i32.const 1))
    (memory.init $m $passive-data (i32.const 0) (i32.const 0) (i32.const 5))
    (if (i32.eq (local.get 0) (i32.const 0x7fffffff)) (then (throw $tag (i64.const 1))))
    (i32.load $m (local.get 0)))
  (func $called (type $v) (i32.store $m (i32.const 0) (call $f (global.get $g))))
  (func $initialised (type $v)))
