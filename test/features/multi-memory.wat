;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: several memories.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen --others=binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: bulk-memory-operations: a data count section
;; CHECK-NEXT: multi-memory: a second memory, memory $a (#1)
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen
(module
  (import "env" "m" (memory $far 1))
  (memory $a 1 2)
  (memory $b 2)
  (func (export "f") (param i32) (result i32)
    (i32.store $b offset=4 (local.get 0) (i32.load8_u $a (local.get 0)))
    (memory.copy $a $b (i32.const 0) (i32.const 4) (i32.const 8))
    (memory.fill $b (i32.const 0) (i32.const 1) (i32.const 8))
    (memory.init $b $d (i32.const 0) (i32.const 0) (i32.const 1))
    (i32.add (memory.size $a) (memory.grow $b (i32.const 1))))
  (data $d (memory $b) (i32.const 8) "b"))
