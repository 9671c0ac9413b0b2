;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a memory of 64-bit addresses.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: bulk-memory-operations: a data count section
;; CHECK-NEXT: memory64: a memory of 64 bits, memory $m (#0)
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (memory $m i64 1 0x40000)
  (func (export "f") (param i64) (result i64)
    (i64.store32 offset=0xfffffff0 (local.get 0) (i64.load (local.get 0)))
    (memory.fill (i64.const 0) (i32.const 1) (i64.const 8))
    (memory.copy (i64.const 0) (i64.const 8) (i64.const 8))
    (memory.init $d (i64.const 0) (i32.const 0) (i32.const 1))
    (i64.add (memory.size) (memory.grow (i64.const 1))))
  (data $d (i64.const 8) "x"))
