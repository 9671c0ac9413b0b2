;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: dropped functions whose references bodies take are declared once each, whoever takes them and how often; what is
;;       declared otherwise is not declared again.
;; Why:  ref.func in a body is invalid without a declaration outside of bodies, which the export was.
;; Never: declares what was valid without.

;; RUN: %meld-opt -passes=cabi-realloc-drop -verify-each %s -S -o - 2> %t.log | FileCheck %s --implicit-check-not=elem
;; CHECK: (elem (;0;) func $declared)
;; CHECK: (elem (;1;) declare func $first $second)
(module
  (elem func $declared)
  (func $first (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1))
  (func $second (export "cabi_realloc$1") (param i32 i32 i32 i32) (result i32) (i32.const 2))
  (func $declared (export "cabi_realloc$2") (param i32 i32 i32 i32) (result i32) (i32.const 3))
  (func $exported (export "run") (drop (ref.func $second)) (drop (ref.func $first)) (drop (ref.func $exported)))
  (func (export "again") (drop (ref.func $first)) (drop (ref.func $second)) (drop (ref.func $declared))))
