;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H12
;; Stack pointers of several modules stay in their own windows: neither pointer nor data is shifted, the access is.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module
  (memory $a 2) (memory $b 2)
  (global $__stack_pointer (mut i32) (i32.const 65536)) (global $__stack_pointer.1 (mut i32) (i32.const 65536))
  (data (memory $a) (i32.const 65536) "data of a") (data (memory $b) (i32.const 65536) "data of b")
  (func $push_a (param i32) (global.set $__stack_pointer (i32.sub (global.get $__stack_pointer) (i32.const 16)))
    (i32.store $a offset=12 (global.get $__stack_pointer) (local.get 0)))
  (func $push_b (param i32) (global.set $__stack_pointer.1 (i32.sub (global.get $__stack_pointer.1) (i32.const 16)))
    (i32.store $b offset=12 (global.get $__stack_pointer.1) (local.get 0)))
  (func (export "run") (result i32 i32 i64 i64)
    (call $push_a (i32.const 1)) (call $push_b (i32.const 2)) (call $push_b (i32.const 3))
    (i32.load $a offset=12 (global.get $__stack_pointer)) (i32.load $b offset=12 (global.get $__stack_pointer.1))
    (i64.load $a (i32.const 65536)) (i64.load $b (i32.const 65536))))
