;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H21
;; memory.grow(0) is the current size, also when the reserve is used up.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory 1 3)
  (func (export "zero") (result i32) (memory.grow (i32.const 0)))
  (func (export "two") (result i32) (memory.grow (i32.const 2))))
