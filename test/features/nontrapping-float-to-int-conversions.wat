;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: conversions that saturate.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: nontrapping-float-to-int-conversions: i32.trunc_sat_f32_s, function #0, instruction 1
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (func (export "f") (param f32 f64) (result i64)
    (drop (i32.trunc_sat_f32_s (local.get 0))) (drop (i32.trunc_sat_f32_u (local.get 0)))
    (drop (i32.trunc_sat_f64_s (local.get 1))) (drop (i32.trunc_sat_f64_u (local.get 1)))
    (drop (i64.trunc_sat_f32_s (local.get 0))) (drop (i64.trunc_sat_f32_u (local.get 0)))
    (drop (i64.trunc_sat_f64_s (local.get 1))) (i64.trunc_sat_f64_u (local.get 1))))
