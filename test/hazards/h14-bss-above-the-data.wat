;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H14
;; Memory above the last data segment (.bss, an arena) belongs to the window: the neighbour is not packed over it.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls
;; CHECK: memory 1: 1 -> 1 pages, in memory 0 at 0x20000
(module
  (memory $a 2) (memory $b 1)
  (data (memory $a) (i32.const 0) "little")
  (data (memory $b) (i32.const 0) "neighbour")
  (func (export "bss") (result i32) (i32.store $a (i32.const 131068) (i32.const -1)) (i32.load $b (i32.const 0))))
