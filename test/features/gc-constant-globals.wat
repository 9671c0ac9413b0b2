;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: constant expressions that read a global of the module, which came with garbage collection: the one part of it that is supported.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=binaryen --peers=v8,binaryen,binaryen-108 --others=wabt %s %t %tools-of-features | FileCheck %s
;; CHECK: bulk-memory-operations: a data count section
;; CHECK-NEXT: gc: global.get in a constant expression, global $b (#1)
;; CHECK-NEXT: same bytes, same text; valid to v8,binaryen,binaryen-108
(module
  (memory 1)
  (global $a i32 (i32.const 16))
  (global $b i32 (global.get $a))
  (export "b" (global $b))
  (data (global.get $b) "x"))
