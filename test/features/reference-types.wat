;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: externref, tables of it, several tables, typed select.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen --others=binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: bulk-memory-operations: a segment of expressions, element segment #1
;; CHECK-NEXT: reference-types: a parameter or result, type #0
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen
(module
  (import "env" "x" (table $far 2 externref))
  (table $t 3 6 funcref)
  (table $u 1 externref)
  (global $g (mut externref) (ref.null extern))
  (global $h funcref (ref.func $f))
  (elem declare func $f)
  (elem (table $t) (i32.const 0) funcref (ref.func $f) (ref.null func))
  (func $f (export "f") (param $e externref) (result externref) (local $l funcref)
    (local.set $l (select (result funcref) (ref.func $f) (table.get $t (i32.const 0)) (ref.is_null (local.get $e))))
    (table.set $t (i32.const 1) (local.get $l))
    (drop (table.grow $u (local.get $e) (i32.const 2)))
    (table.fill $u (i32.const 0) (local.get $e) (table.size $u))
    (table.copy $u $far (i32.const 0) (i32.const 0) (i32.const 1))
    (drop (call_indirect $t (param externref) (result externref) (local.get $e) (i32.const 0)))
    (global.set $g (local.get $e))
    (global.get $g)))
