;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: blocks with parameters, several results.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen --others=binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: multi-value: several results, type $pair (#0)
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen
(module
  (type $pair (func (result i32 i64)))
  (type $swap (func (param i32 i64) (result i64 i32)))
  (func $two (type $pair) (i32.const 1) (i64.const 2))
  (func (export "f") (param i32) (result i64 i32)
    (call $two)
    (block (type $swap) (param i32 i64) (result i64 i32) (drop) (drop) (i64.const 5) (local.get 0))
    (local.get 0)
    (if (param i64 i32) (result i64 i32) (then) (else (drop) (i32.const 7))))
  (func (export "loops") (param i32) (result i32)
    (local.get 0)
    (loop $again (param i32) (result i32)
      (i32.const 1) (i32.sub)
      (local.tee 0) (br_if $again (i32.gt_s (local.get 0) (i32.const 0))))))
