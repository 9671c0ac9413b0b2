;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H45
;; Segment offsets with add, sub, mul and global.get are folded whole.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %v8-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls
(module
  (global $g i32 (i32.const 64)) (global $h i32 (i32.sub (global.get $g) (i32.const 60)))
  (memory $a 1) (memory $b 1)
  (data (memory $b) (i32.add (i32.mul (global.get $h) (i32.const 8)) (i32.sub (global.get $g) (i32.const 24))) "at 72")
  (func (export "read") (result i32) (i32.load $b (i32.const 72))))
