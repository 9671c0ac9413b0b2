;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H22
;; A huge request is refused: no sum of size and request wraps past the guard.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory 1 3)
  (func (export "in_order") (result i32 i32 i32) (memory.grow (i32.const 1)) (memory.grow (i32.const -1)) (memory.size))
  (func (export "one") (result i32) (memory.grow (i32.const 1)))
  (func (export "huge") (result i32) (memory.grow (i32.const -1)))
  (func (export "huge_less") (result i32) (memory.grow (i32.const -2)))
  (func (export "half") (result i32) (memory.grow (i32.const 0x80000000)))
  (func (export "size") (result i32) (memory.size)))
