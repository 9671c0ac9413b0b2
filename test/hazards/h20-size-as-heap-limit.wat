;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H20
;; memory.size is initial + grown, not the pages of the merged memory or of the window.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 2 5)
  (func (export "limits") (result i32 i32) (i32.mul (memory.size $a) (i32.const 65536)) (i32.mul (memory.size $b) (i32.const 65536)))
  (func (export "grow") (result i32) (memory.grow $b (i32.const 3))))
