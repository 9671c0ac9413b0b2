;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H19
;; Overlapping active segments of one memory keep their order: the later one wins.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1)
  (data (memory $b) (i32.const 8) "aaaaaaaa") (data (memory $a) (i32.const 8) "xxxxxxxx") (data (memory $b) (i32.const 4) "bbbbbbbb") (data (memory $b) (i32.const 10) "c")
  (func (export "read") (result i64 i64) (i64.load $b (i32.const 4)) (i64.load $b (i32.const 8))))
