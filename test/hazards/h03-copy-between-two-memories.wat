;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H03
;; memory.copy names two memories: both are rebased.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module
  (memory $a 1) (memory $b 1)
  (data (memory $a) (i32.const 16) "aaaa") (data (memory $b) (i32.const 16) "bbbb")
  (func (export "ab") (result i32) (memory.copy $a $b (i32.const 0) (i32.const 16) (i32.const 4)) (i32.load $a (i32.const 0)))
  (func (export "ba") (result i32) (memory.copy $b $a (i32.const 8) (i32.const 16) (i32.const 4)) (i32.load $b (i32.const 8))))
