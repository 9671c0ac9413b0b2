;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: tables of 64-bit indices, part of the proposal memory64.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=binaryen --peers=binaryen --others=wabt,v8,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: bulk-memory-operations: table.copy, function $f (#0), instruction 9
;; CHECK-NEXT: reference-types: a second table, table $narrow (#1)
;; CHECK-NEXT: memory64: a table of 64 bits, table $wide (#0)
;; CHECK-NEXT: gc: ref.null, function $f (#0), instruction 11
;; CHECK-NEXT: same bytes, same text; valid to binaryen
(module
  (type $t (func))
  (table $wide i64 4 8 funcref)
  (table $narrow 4 funcref)
  (elem (table $wide) (i64.const 1) func $f)
  (func $f (export "f") (param i64) (result i64)
    (call_indirect $wide (type $t) (local.get 0))
    (table.set $wide (i64.const 0) (table.get $wide (local.get 0)))
    (table.copy $narrow $wide (i32.const 0) (i64.const 0) (i32.const 1))
    (table.fill $wide (i64.const 0) (ref.null func) (i64.const 1))
    (i64.add (table.size $wide) (table.grow $wide (ref.null func) (i64.const 1)))))
