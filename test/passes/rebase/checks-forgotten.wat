;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: that an address is proven is forgotten over 32 copies of it (rebase S11), but its check is still known to cover
;;       (rebase S14): an access that the check covers as it is leaves it as it is, and is not counted as one it was widened for.
;; Why:  a check that covered less from then on would let the first access out of bounds pass.
;; Never: checks twice.

;; RUN: %meld-opt '-passes=rebase<bounds=trap>' -stats %s -S -o %t.wat 2> %t.log && FileCheck %s < %t.wat
;; RUN: FileCheck %s --check-prefix=STATS < %t.log
;; STATS:      2 rebase {{ *}}- checks-removed
;; STATS-NEXT: 0 rebase {{ *}}- checks-widened
(module
  (memory $m 1) (memory $last 1)
  ;; CHECK-LABEL: (func $copied (;
  ;; CHECK:         local.get 0
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i32.const 65528
  ;; CHECK-NEXT:    i32.gt_u
  ;; CHECK-NEXT:    br_if 0
  ;; CHECK-NEXT:    i64.load
  ;; CHECK:         local.set 32
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i32.load
  (func $copied (param i32) (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (drop (i64.load $m (local.get 0)))
    (local.set 1 (local.get 0)) (local.set 2 (local.get 0)) (local.set 3 (local.get 0)) (local.set 4 (local.get 0))
    (local.set 5 (local.get 0)) (local.set 6 (local.get 0)) (local.set 7 (local.get 0)) (local.set 8 (local.get 0))
    (local.set 9 (local.get 0)) (local.set 10 (local.get 0)) (local.set 11 (local.get 0)) (local.set 12 (local.get 0))
    (local.set 13 (local.get 0)) (local.set 14 (local.get 0)) (local.set 15 (local.get 0)) (local.set 16 (local.get 0))
    (local.set 17 (local.get 0)) (local.set 18 (local.get 0)) (local.set 19 (local.get 0)) (local.set 20 (local.get 0))
    (local.set 21 (local.get 0)) (local.set 22 (local.get 0)) (local.set 23 (local.get 0)) (local.set 24 (local.get 0))
    (local.set 25 (local.get 0)) (local.set 26 (local.get 0)) (local.set 27 (local.get 0)) (local.set 28 (local.get 0))
    (local.set 29 (local.get 0)) (local.set 30 (local.get 0)) (local.set 31 (local.get 0)) (local.set 32 (local.get 0))
    (drop (i32.load $m (local.get 0))))

  ;; CHECK-LABEL: (func $alike (;
  ;; CHECK:         i32.const 65528
  ;; CHECK:         local.set 32
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    i64.load
  (func $alike (param i32) (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (drop (i64.load $m (local.get 0)))
    (local.set 1 (local.get 0)) (local.set 2 (local.get 0)) (local.set 3 (local.get 0)) (local.set 4 (local.get 0))
    (local.set 5 (local.get 0)) (local.set 6 (local.get 0)) (local.set 7 (local.get 0)) (local.set 8 (local.get 0))
    (local.set 9 (local.get 0)) (local.set 10 (local.get 0)) (local.set 11 (local.get 0)) (local.set 12 (local.get 0))
    (local.set 13 (local.get 0)) (local.set 14 (local.get 0)) (local.set 15 (local.get 0)) (local.set 16 (local.get 0))
    (local.set 17 (local.get 0)) (local.set 18 (local.get 0)) (local.set 19 (local.get 0)) (local.set 20 (local.get 0))
    (local.set 21 (local.get 0)) (local.set 22 (local.get 0)) (local.set 23 (local.get 0)) (local.set 24 (local.get 0))
    (local.set 25 (local.get 0)) (local.set 26 (local.get 0)) (local.set 27 (local.get 0)) (local.set 28 (local.get 0))
    (local.set 29 (local.get 0)) (local.set 30 (local.get 0)) (local.set 31 (local.get 0)) (local.set 32 (local.get 0))
    (drop (i64.load $m (local.get 0)))))
