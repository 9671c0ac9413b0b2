;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H27
;; With checks: what was proven of a local is not believed of its next value.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1) (data (memory $b) (i32.const 0) "neighbour")
  (func (export "store") (local $p i32)
    (i32.store $a (local.get $p) (block (result i32) (local.set $p (i32.const 65536)) (i32.const 5)))
    (i32.store $a (local.get $p) (i32.const 6)))
  (func (export "tee") (result i32) (local $p i32)
    (drop (i32.load $a (local.get $p)))
    (i32.add (i32.load $a (local.tee $p (i32.const 65533))) (i32.load $a (local.get $p)))))
