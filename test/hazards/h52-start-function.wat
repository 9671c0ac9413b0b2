;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H52
;; A start function that grows and loads at instantiation finds its data in place and its counter ready.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls
;; CHECK: memory 1: 1 -> 2 pages
(module (memory $a 1) (memory $b 1) (data (memory $b) (i32.const 4) "\07\00\00\00") (global $seen (export "seen") (mut i32) (i32.const 0))
  (func $start (global.set $seen (i32.add (i32.load $b (i32.const 4)) (memory.grow $b (i32.const 1)))))
  (start $start) (func (export "size") (result i32) (memory.size $b)))
