;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H59
;; With 64-bit addresses, address + length and address + static offset past 2^64 trap: no check forms the sum.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate --enable-memory64 %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a i64 1) (memory $b i64 1) (memory $c i64 1)
  (func (export "fill") (memory.fill $b (i64.const 32) (i32.const 1) (i64.const -16)))
  (func (export "copy") (memory.copy $b $a (i64.const -8) (i64.const 0) (i64.const 16)))
  (func (export "copy_from") (memory.copy $b $a (i64.const 0) (i64.const -8) (i64.const 16)))
  (func (export "offset") (result i64) (i64.load $b offset=16 (i64.const -8)))
  (func (export "read") (result i64) (i64.load $b (i64.const 0))))
