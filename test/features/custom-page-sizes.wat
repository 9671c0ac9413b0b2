;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: memories with pages of one byte.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=binaryen --peers=binaryen --others=wabt,v8,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: multi-memory: a second memory, memory $pages (#1)
;; CHECK-NEXT: custom-page-sizes: a page size, memory $bytes (#0)
;; CHECK-NEXT: same bytes, same text; valid to binaryen
(module
  (memory $bytes 100 1000 (pagesize 1))
  (memory $pages 1 (pagesize 65536))
  (func (export "f") (param i32) (result i32)
    (i32.store $bytes (local.get 0) (i32.const 5))
    (i32.add (memory.size $bytes) (memory.grow $pages (i32.const 1)))))
