;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H48
;; Checks compare bytes with bytes: the whole second memory can be filled and copied, and each byte loaded with checks on.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 3 5)
  (func (export "fill") (memory.fill $b (i32.const 0) (i32.const 7) (i32.const 196608)))
  (func (export "last") (result i32) (i32.load8_u $b (i32.const 196607)))
  (func (export "copy") (memory.copy $b $b (i32.const 4) (i32.const 0) (i32.const 196604)))
  (func (export "grow") (result i32) (memory.grow $b (i32.const 1))))
