;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the grow helper of a memory that is empty and begins at 0, instruction by instruction: nothing is added to 0, and
;;       nothing follows a return.
;; Why:  each helper is code in flash, and the first that somebody reads.
;; Never: leaves out one of the two tests.

;; RUN: %meld-opt '-passes=bump-grow<oom=fail>' %s -S -o - 2> %t.log | FileCheck %s
;; CHECK:      (func $meld.grow.0 (;{{[0-9]+}};)
;; CHECK-NEXT:   local.get 0
;; CHECK-NEXT:   i32.const 65536
;; CHECK-NEXT:   global.get $meld.grown.0
;; CHECK-NEXT:   i32.sub
;; CHECK-NEXT:   i32.gt_u
;; CHECK-NEXT:   if
;; CHECK-NEXT:     i32.const -1
;; CHECK-NEXT:     return
;; CHECK-NEXT:   end
;; CHECK-NEXT:   local.get 0
;; CHECK-NEXT:   i32.const 16
;; CHECK-NEXT:   global.get $meld.grown.0
;; CHECK-NEXT:   i32.sub
;; CHECK-NEXT:   i32.gt_u
;; CHECK-NEXT:   if
;; CHECK-NEXT:     i32.const -1
;; CHECK-NEXT:     return
;; CHECK-NEXT:   end
;; CHECK-NEXT:   global.get $meld.grown.0
;; CHECK-NEXT:   local.get 0
;; CHECK-NEXT:   i32.add
;; CHECK-NEXT:   global.set $meld.grown.0
;; CHECK-NEXT:   local.get 0
;; CHECK-NEXT:   if
;; CHECK-NEXT:     global.get $meld.grown.0
;; CHECK-NEXT:     local.get 0
;; CHECK-NEXT:     i32.sub
;; CHECK-NEXT:     i32.const 16
;; CHECK-NEXT:     i32.shl
;; CHECK-NEXT:     i32.const 0
;; CHECK-NEXT:     local.get 0
;; CHECK-NEXT:     i32.const 16
;; CHECK-NEXT:     i32.shl
;; CHECK-NEXT:     memory.fill
;; CHECK-NEXT:   end
;; CHECK-NEXT:   global.get $meld.grown.0
;; CHECK-NEXT:   local.get 0
;; CHECK-NEXT:   i32.sub
;; CHECK-NEXT: {{^}}  )
(module
  (memory 0)
  (data $d "x")
  (func (export "grow") (param i32) (result i32) (data.drop $d) (memory.grow (local.get 0))))
