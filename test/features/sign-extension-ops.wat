;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: sign extension within an integer.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: sign-extension-ops: i32.extend16_s, function #0, instruction 1
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (func (export "f") (param i32 i64) (result i64)
    (i64.add
      (i64.extend_i32_s (i32.extend8_s (i32.extend16_s (local.get 0))))
      (i64.extend8_s (i64.extend16_s (i64.extend32_s (local.get 1)))))))
