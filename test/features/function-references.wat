;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: references to functions of a type, non-null ones, and calls through them.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=binaryen --peers=v8,binaryen --others=wabt,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: reference-types: ref.func in a constant expression, table $t (#0)
;; CHECK-NEXT: tail-call: return_call_ref, function #2, instruction 26
;; CHECK-NEXT: function-references: a parameter or result, type $g (#1)
;; CHECK-NEXT: same bytes, same text; valid to v8,binaryen
(module
  (type $f (func (param i32) (result i32)))
  (type $g (func (param (ref $f)) (result (ref null $f))))
  (table $t 2 (ref $f) (ref.func $inc))
  (global $inc-ref (ref $f) (ref.func $inc))
  (elem declare func $inc)
  (func $inc (export "inc") (type $f) (i32.add (local.get 0) (i32.const 1)))
  (func $id (type $g) (local.get 0))
  (func (export "f") (param $n i32) (param $maybe (ref null $f)) (result i32) (local $r (ref $f))
    (local.set $r (global.get $inc-ref))
    (drop (call_ref $f (local.get $n) (table.get $t (i32.const 0))))
    (block $null
      (local.set $r (br_on_null $null (local.get $maybe)))
      (return (call_ref $f (local.get $n) (local.get $r))))
    (drop (block $some (result (ref $f)) (br_on_non_null $some (call $id (local.get $r))) (unreachable)))
    (return_call_ref $f (local.get $n) (ref.as_non_null (local.get $maybe)))))
