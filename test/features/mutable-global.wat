;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: mutable globals that are imported or exported.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: mutable-global: the import of a mutable global, global $imported (#0)
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (import "env" "g" (global $imported (mut i32)))
  (global $g (mut i64) (i64.const 1))
  (export "g" (global $g))
  (func (export "f") (result i32)
    (global.set $imported (i32.const 2))
    (i32.wrap_i64 (global.get $g))))
