;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: vectors whose results may differ between machines.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=binaryen --peers=wabt,v8,binaryen --others=binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: simd: a parameter or result, type #0
;; CHECK-NEXT: relaxed-simd: f32x4.relaxed_madd, function #0, instruction 3
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen
(module
  (func (export "f") (param v128 v128 v128) (result v128)
    (i8x16.relaxed_swizzle
      (f32x4.relaxed_madd (local.get 0) (local.get 1) (local.get 2))
      (i32x4.relaxed_trunc_f64x2_u_zero
        (i16x8.relaxed_laneselect (local.get 0) (f64x2.relaxed_max (local.get 1) (local.get 2))
          (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get 0) (local.get 1) (local.get 2)))))))
