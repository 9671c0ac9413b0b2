;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: active segments move with their window, to a single i32.const, whatever expression of known globals their offset
;;       was; passive ones stay; later ones still win where two overlap.
;; Why:  data must lie where the window's code looks for it; downstream tools want plain offsets.
;; Never: reorders segments, or touches one that does not move.

;; RUN: %meld-opt -passes=rebase %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %meld-opt -S %t.wasm -o - | FileCheck %s --implicit-check-not="(data"
;; RUN: %meld-opt %s -o %t.before.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal

(module
  (global $g i32 (i32.const 100))
  (global $h i32 (i32.const 8))
  (memory $a 1)
  (memory $b 1)
  ;; CHECK: (data {{(\(;0;\) )?}}(i32.const 4) "abc")
  (data (memory $a) (i32.const 4) "abc")
  ;; CHECK: (data {{(\(;1;\) )?}}(i32.const 65540) "defg")
  (data (memory $b) (i32.const 4) "defg")
  ;; CHECK: (data {{.*}}(i32.const 65636) "global")
  (data (memory $b) (global.get $g) "global")
  ;; CHECK: (data {{.*}}(i32.const 65668) "extended")
  (data (memory $b) (i32.add (global.get $g) (i32.mul (global.get $h) (i32.const 4))) "extended")
  ;; CHECK: (data {{.*}}"passive")
  (data $p "passive")
  ;; Up to the last byte, empty at the end, and overlapping the ones before.
  ;; CHECK: (data {{.*}}(i32.const 131068) "last")
  (data (memory $b) (i32.const 65532) "last")
  ;; CHECK: (data {{.*}}(i32.const 131072) "")
  (data (memory $b) (i32.const 65536) "")
  ;; CHECK: (data {{.*}}(i32.const 65542) "XY")
  (data (memory $b) (i32.const 6) "XY")
  ;; CHECK: (data {{.*}}(i32.const 65540) "Z")
  (data (memory $b) (i32.const 4) "Z")
  (func (export "read") (param i32) (result i32) (i32.load8_u $b (i32.and (local.get 0) (i32.const 0xffff))))
  (func (export "init") (memory.init $b $p (i32.const 50) (i32.const 0) (i32.const 7))))
