;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H11
;; Two mutable i32 globals with equal initial values stay two.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module
  (memory $a 1) (memory $b 1)
  (global $x (mut i32) (i32.const 65536)) (global $y (mut i32) (i32.const 65536))
  (func (export "push") (result i32 i32)
    (global.set $x (i32.sub (global.get $x) (i32.const 16)))
    (i32.store8 $a (global.get $x) (i32.const 1)) (i32.store8 $b (i32.sub (global.get $y) (i32.const 1)) (i32.const 2))
    (global.get $x) (global.get $y)))
