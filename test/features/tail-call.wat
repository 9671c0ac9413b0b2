;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: calls in place of a return.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: tail-call: return_call, function $f (#0), instruction 5
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (type $t (func (param i32) (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $f)
  (func $f (export "f") (type $t)
    (if (local.get 0) (then (return_call $f (i32.sub (local.get 0) (i32.const 1)))))
    (return_call_indirect (type $t) (i32.const 1) (i32.const 0))))
