;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: passive segments, and the instructions that copy, fill and initialise.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen --others=binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: bulk-memory-operations: a data count section
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen
(module
  (memory 1)
  (table $t 4 funcref)
  (elem $e func $f $f)
  (func $f (export "f") (param i32)
    (memory.fill (local.get 0) (i32.const 7) (i32.const 16))
    (memory.copy (i32.const 0) (local.get 0) (i32.const 16))
    (memory.init $d (i32.const 32) (i32.const 1) (i32.const 2))
    (data.drop $d)
    (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 2))
    (table.copy $t $t (i32.const 1) (i32.const 0) (i32.const 2))
    (elem.drop $e))
  (data $d "abc"))
