;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H53
;; Loops and blocks with parameters around rewritten instructions keep them.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1)
  (func (export "sum") (result i32) (local $n i32)
    (i32.const 0) (i32.const 10)
    (loop $next (param i32 i32) (result i32) (local.set $n)
      (i32.store $b (i32.const 0) (local.get $n))
      (memory.copy $a $b (i32.const 4) (i32.const 0) (i32.const 4))
      (i32.add (i32.load $a (i32.const 4)))
      (local.tee $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $next (local.get $n))
      (drop))))
