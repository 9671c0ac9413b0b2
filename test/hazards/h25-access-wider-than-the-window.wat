;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H25
;; With checks, an access whose offset and width exceed the current size traps for every address: two comparisons.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 0 2) (memory $b 1)
  (func (export "before") (result i64) (i64.load $a offset=8 (i32.const 0)))
  (func (export "wrapped") (result i64) (i64.load $a offset=8 (i32.const -16)))
  (func (export "grow") (result i32) (memory.grow $a (i32.const 1)))
  (func (export "after") (result i64) (i64.load $a offset=65520 (i32.const 8)))
  (func (export "past") (result i64) (i64.load $a offset=65520 (i32.const 9))))
