;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: nop instructions disappear, and the module does what it did.
;; Why:  a pass is judged by what its output does.
;; Never: look at the text alone.
;; REQUIRES: wasm-interp

;; RUN: %meld-opt -passes=@name@ %s -o %t.wasm -stats 2>&1 | FileCheck %s --check-prefix=STATS
;; STATS: 3 {{.*}}@name@ {{.*}}nops-removed
;; RUN: %meld-opt %t.wasm -S | FileCheck %s --implicit-check-not=nop
;; CHECK-LABEL: (func $three (;
;; CHECK-NEXT:    (local i32)
;; CHECK-NEXT:    block
;; CHECK-NEXT:      i32.const 3
;; RUN: %wasm-interp --run-all-exports %t.wasm | FileCheck %s --check-prefix=RESULT
;; RESULT: three() => i32:3
;; RUN: %meld-opt '-passes=print<@name@-sites>,@name@<at-most=3>,print<@name@-sites>' %s -disable-output 2>&1 | FileCheck %s --check-prefix=PRINTED --implicit-check-not={{.}}
;; PRINTED: 3 in function 0 $three

(module
  (func $three (export "three") (result i32) (local i32)
    nop
    block
      nop
      i32.const 3
      local.set 0
      nop
    end
    local.get 0))
