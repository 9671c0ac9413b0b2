;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: nop instructions disappear, wherever they stand; the module does what it did; other functions keep their bytes.
;; Why:  a pass is judged by what its output does.
;; Never: look at the text alone.

;; RUN: %meld-opt '-passes=function(@name@)' %s -o %t.wasm -stats 2>&1 | FileCheck %s --check-prefix=STATS
;; STATS: {{3 *}}@name@ {{.*}}nops-removed
;; RUN: %meld-opt %t.wasm -S | FileCheck %s --implicit-check-not=nop
;; CHECK-LABEL: (func $three (;
;; CHECK-NEXT:    (local i32)
;; CHECK-NEXT:    block
;; CHECK-NEXT:      i32.const 3
;; CHECK-NEXT:      local.set 0
;; CHECK-NEXT:    end
;; CHECK-NEXT:    local.get 0
;; CHECK-NEXT:  )
;; RUN: %meld-opt %s -o %t.in.wasm && %exec-compare %t.in.wasm %t.wasm | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal
;; RUN: %meld-opt -passes='function(@name@<at-most=3>)' %s -o %t.again.wasm && cmp %t.wasm %t.again.wasm

(module
  (func $three (export "three") (result i32) (local i32)
    nop
    block
      nop
      i32.const 3
      local.set 0
      nop
    end
    local.get 0)
  (func $none (export "none") (result i32) (i32.const 0)))
