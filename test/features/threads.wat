;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: shared memory and atomic accesses.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: threads: a shared memory, memory #0
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (memory 1 2 shared)
  (func (export "f") (param i32) (result i64)
    (i32.atomic.store offset=4 (local.get 0) (i32.atomic.rmw.add (local.get 0) (i32.const 1)))
    (drop (i32.atomic.rmw8.cmpxchg_u (local.get 0) (i32.const 1) (i32.const 2)))
    (drop (memory.atomic.notify (local.get 0) (i32.const 1)))
    (drop (memory.atomic.wait64 offset=8 (local.get 0) (i64.const 1) (i64.const 0)))
    (atomic.fence)
    (i64.add (i64.atomic.load32_u (local.get 0)) (i64.atomic.rmw.xchg (local.get 0) (i64.const 5)))))
