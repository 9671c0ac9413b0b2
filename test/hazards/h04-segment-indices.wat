;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H04
;; memory.init, data.drop, table.init and elem.drop still name their segments after memories merged and segments moved.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module
  (memory $a 1) (memory $b 1)
  (table $t 4 funcref)
  (data (memory $b) (i32.const 100) "active") (data $one "one!") (data $two "two!")
  (elem (table $t) (i32.const 0) $f) (elem $g func $g) (elem $h func $h)
  (func $f (result i32) (i32.const 1)) (func $g (result i32) (i32.const 2)) (func $h (result i32) (i32.const 3))
  (func (export "data") (result i32) (memory.init $b $two (i32.const 0) (i32.const 0) (i32.const 4)) (i32.load $b (i32.const 0)))
  (func (export "drop") (data.drop $one))
  (func (export "elem") (result i32) (table.init $t $h (i32.const 1) (i32.const 0) (i32.const 1))
    (call_indirect $t (result i32) (i32.const 1)))
  (func (export "elem_drop") (elem.drop $g)))
