;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: arithmetic in constant expressions.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: extended-const: i32.mul in a constant expression, global $a (#2)
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (import "env" "base" (global $base i32))
  (import "env" "wide" (global $wide i64))
  (memory 1)
  (global $a i32 (i32.add (global.get $base) (i32.mul (i32.const 3) (i32.const 4))))
  (global $b i64 (i64.sub (i64.const 7) (global.get $wide)))
  (export "a" (global $a)) (export "b" (global $b))
  (data (i32.add (global.get $base) (i32.const 8)) "x"))
