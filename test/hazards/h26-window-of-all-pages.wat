;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H26
;; A window of 65536 pages has 2^32 bytes: the check of a bulk operation counts them in 64 bits.

;; RUN: %meld-opt '-passes=rebase<reserve=max>,bump-grow<zero=assume>' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %meld-opt -S %t.wasm -o - | FileCheck %s
;; RUN: %wasm-objdump -x -j Memory %t.wasm | FileCheck %s --check-prefix=PAGES
;; PAGES: memory[0] pages: initial=65536 max=65536

;; CHECK-LABEL: (func $fill (;
;; CHECK: i64.add
;; CHECK: i64.const 16
;; CHECK-NEXT: i64.shl
;; CHECK-NEXT: i64.gt_u
(module (memory $m 1)
  (func $fill (export "fill") (param i32 i32) (memory.fill $m (local.get 0) (i32.const 0) (local.get 1)))
  (func (export "grow") (param i32) (result i32) (memory.grow $m (local.get 0))))
