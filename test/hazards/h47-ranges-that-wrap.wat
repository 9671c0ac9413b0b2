;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H47
;; Address + length past 2^32 traps: the sum in the check of a bulk operation is exact.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1)
  (func (export "fill") (memory.fill $b (i32.const 32) (i32.const 1) (i32.const -16)))
  (func (export "copy") (memory.copy $b $a (i32.const -8) (i32.const 0) (i32.const 16)))
  (func (export "copy_from") (memory.copy $b $a (i32.const 0) (i32.const -8) (i32.const 16)))
  (func (export "read") (result i64) (i64.load $b (i32.const 0))))
