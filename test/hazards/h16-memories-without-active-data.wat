;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H16
;; Windows of memories with passive data only, or none, have their declared size.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls
;; CHECK: memory 1: 1 -> 1 pages, in memory 0 at 0x10000
;; CHECK: memory 2: 1 -> 1 pages, in memory 0 at 0x20000
(module
  (memory $a 1) (memory $b 1) (memory $c 1)
  (data $p "passive")
  (func (export "init") (memory.init $a $p (i32.const 65529) (i32.const 0) (i32.const 7)) (memory.fill $b (i32.const 0) (i32.const 3) (i32.const 65536)))
  (func (export "read") (result i32 i32) (i32.load $c (i32.const 0)) (i32.load $a (i32.const 65532))))
