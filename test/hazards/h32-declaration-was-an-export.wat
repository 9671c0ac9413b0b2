;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H32
;; A function whose only declaration was an export that is dropped keeps being declared where code takes its reference.

;; RUN: %meld-opt -passes=cabi-realloc-drop -verify-each %s -o %t.wasm 2> %t.log && %v8-validate %t.wasm
;; RUN: %meld-opt -S %t.wasm -o - | FileCheck %s
;; CHECK: (elem (;0;) declare func $realloc)
;; RUN: %meld-opt -passes=cabi-realloc-drop,dce -verify-each %s -o %t.wasm 2> %t.log && %v8-validate %t.wasm
;; RUN: %meld-opt %s -o %t.before.wasm && %exec-compare %t.before.wasm %t.wasm --ignore-export=cabi_realloc --seeds=1 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls
(module
  (table 1 funcref)
  (func $realloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 41))
  (func (export "run") (result f32)
    (table.set 0 (i32.const 0) (ref.func $realloc))
    (f32.convert_i32_s (call_indirect (param i32 i32 i32 i32) (result i32) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)))))
