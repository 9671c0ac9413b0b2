;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H05
;; Pointers that are computed, stored and loaded again reach their own window, without relocations.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module
  (memory $a 1) (memory $b 1)
  (data (memory $b) (i32.const 0) "\10\00\00\00") (data (memory $b) (i32.const 16) "\20\00\00\00") (data (memory $b) (i32.const 32) "end!")
  (data (memory $a) (i32.const 0) "wrong wrong wrong wrong wrong wrong ")
  (func (export "chase") (result i32)
    (i32.load $b (i32.load $b (i32.shl (i32.load $b (i32.shr_u (i32.const 3) (i32.const 2))) (i32.const 0))))))
