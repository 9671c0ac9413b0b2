;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: where a memory ends one page below 2^32, a step of more than a page may leave the address space: what lies between two
;;       proven places is proven only if the second is no further away than that (rebase S11), and a check covers a later access
;;       only up to there (rebase S14). Two facts about one value, then, stay two where ways join.
;; Why:  a step that wraps leads from the memory's end to its beginning. bounds-joined.test shows by running that the checks
;;       that are left are enough; how far they may reach is seen here.
;; Never: needs the memory: nothing is run.

;; RUN: %meld-opt '-passes=rebase<bounds=trap>' %s -S -o %t.wat 2> %t.log && %python %S/Inputs/count-checks.py < %t.wat | FileCheck %s --match-full-lines
(module
  (memory $m 65535) (memory $last 1)
  (func (export "store") (param i32) (i32.store8 $m (local.get 0) (i32.const 1)))
  ;; CHECK: store 1

  ;; Between two proven places.
  ;; CHECK-NEXT: a-page 2
  (func (export "a-page") (param i32)
    (i32.store8 $m (local.get 0) (i32.const 1))
    (i32.store8 $m (i32.add (local.get 0) (i32.const 65536)) (i32.const 2))
    (drop (i32.load $m (i32.add (local.get 0) (i32.const 50000)))))
  ;; CHECK-NEXT: a-page-and-a-byte 3
  (func (export "a-page-and-a-byte") (param i32)
    (i32.store8 $m (local.get 0) (i32.const 1))
    (i32.store8 $m (i32.add (local.get 0) (i32.const 65537)) (i32.const 2))
    (drop (i32.load $m (i32.add (local.get 0) (i32.const 4)))))
  ;; CHECK-NEXT: a-page-from-the-second-byte 2
  (func (export "a-page-from-the-second-byte") (param i32)
    (i32.store16 $m (local.get 0) (i32.const 1))
    (i32.store8 $m (i32.add (local.get 0) (i32.const 65537)) (i32.const 2))
    (drop (i32.load $m (i32.add (local.get 0) (i32.const 4)))))

  ;; What one check covers.
  ;; CHECK-NEXT: covered-up-to-the-end 1
  (func (export "covered-up-to-the-end") (param i32)
    (drop (i32.load8_u $m (local.get 0)))
    (drop (i32.load8_u $m offset=65534 (local.get 0))))
  ;; CHECK-NEXT: covered-no-further 2
  (func (export "covered-no-further") (param i32)
    (drop (i32.load8_u $m (local.get 0)))
    (drop (i32.load8_u $m offset=65535 (local.get 0))))

  ;; Of what one way has proven, two places on the other: the larger one remains, of two alike the first.
  ;; CHECK-NEXT: the-larger-one 5
  (func (export "the-larger-one") (param i32 i32)
    (if (local.get 1)
      (then
        (i32.store8 $m (local.get 0) (i32.const 1))
        (i32.store8 $m offset=50000 (local.get 0) (i32.const 1))
        (i32.store8 $m offset=100000 (local.get 0) (i32.const 1)))
      (else
        (i64.store $m (local.get 0) (i64.const 1))
        (i32.store8 $m (i32.add (local.get 0) (i32.const 100000)) (i32.const 1))))
    (drop (i64.load $m (local.get 0))))
  ;; CHECK-NEXT: the-first-of-two-alike 5
  (func (export "the-first-of-two-alike") (param i32 i32)
    (if (local.get 1)
      (then
        (i32.store8 $m (local.get 0) (i32.const 1))
        (i32.store8 $m offset=50000 (local.get 0) (i32.const 1))
        (i32.store8 $m offset=100000 (local.get 0) (i32.const 1)))
      (else
        (i32.store8 $m (local.get 0) (i32.const 1))
        (i32.store8 $m (i32.add (local.get 0) (i32.const 100000)) (i32.const 1))))
    (drop (i32.load8_u $m (local.get 0)))))
