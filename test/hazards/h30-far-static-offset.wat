;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H30
;; A static offset of 2^30 into a small memory traps as before, and does not land in a neighbour.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1)
  (func (export "load") (result i32) (i32.load $a offset=0x40000000 (i32.const 0)))
  (func (export "near") (result i32) (i32.load $a offset=65536 (i32.const 0)))
  (func (export "store") (i32.store8 $a offset=65536 (i32.const 0) (i32.const 1)))
  (func (export "read") (result i32) (i32.load $b (i32.const 0))))
