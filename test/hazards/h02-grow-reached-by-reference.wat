;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H02
;; Growth reached only through ref.func in a dead body, an element expression or a global initialiser is live: it works after lowering.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls
;; CHECK: memory 0: 1 -> {{[1-9][0-9]*}} pages
(module
  (memory 1)
  (type $t (func (result i32)))
  (table $t 4 funcref)
  (func $a (result i32) (memory.grow (i32.const 1)))
  (func $b (result i32) (memory.grow (i32.const 0)))
  (func $c (result i32) (memory.size))
  (global $g funcref (ref.func $a))
  (elem (table $t) (i32.const 1) funcref (ref.func $b))
  (elem declare func $c)
  (func $dead (drop (ref.func $c)))
  (func (export "run") (result i32 i32)
    (table.set $t (i32.const 0) (global.get $g))
    (call_indirect $t (type $t) (i32.const 0)) (call_indirect $t (type $t) (i32.const 1))))
