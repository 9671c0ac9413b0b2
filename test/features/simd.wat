;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: vectors of 128 bits.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: simd: the type of the global, global $g (#0)
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (memory 1)
  (global $g v128 (v128.const f32x4 1 2 -3.5 nan:0x200000))
  (func (export "f") (param $p i32) (result i32) (local $v v128)
    (local.set $v (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 31 (v128.load (local.get $p)) (global.get $g)))
    (v128.store offset=16 align=4 (local.get $p) (i32x4.add (local.get $v) (i32x4.splat (local.get $p))))
    (local.set $v (v128.load16_lane offset=2 7 (local.get $p) (v128.load64_zero (local.get $p))))
    (v128.store8_lane 15 (local.get $p) (local.get $v))
    (local.set $v (v128.bitselect (v128.load8x8_s (local.get $p)) (v128.load32_splat (local.get $p)) (local.get $v)))
    (local.set $v (i16x8.replace_lane 3 (local.get $v) (i8x16.extract_lane_s 4 (local.get $v))))
    (i32.add (i64x2.all_true (f64x2.sqrt (local.get $v))) (i32x4.bitmask (i16x8.extmul_low_i8x16_u (local.get $v) (local.get $v))))))
