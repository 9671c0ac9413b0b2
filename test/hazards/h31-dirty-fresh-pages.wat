;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H31
;; Pages that a grow grants read as zero, though somebody wrote there before.

;; RUN: %meld-opt '-passes=rebase<bounds=none>,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-interp --run-all-exports %t.wasm | FileCheck %s

;; CHECK: dirty() =>
;; CHECK-NEXT: fresh() => i32:0
(module (memory $a 1) (memory $b 1)
  (func (export "dirty") (i32.store $a (i32.const 65536) (i32.const -1)))
  (func (export "fresh") (result i32) (drop (memory.grow $a (i32.const 1))) (i32.load $a (i32.const 65536))))
