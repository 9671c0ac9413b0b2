;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: try_table, throw_ref and exnref.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=binaryen --peers=v8,binaryen --others=wabt,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: exception-handling: a tag, tag $far (#0)
;; CHECK-NEXT: same bytes, same text; valid to v8,binaryen
(module
  (type $i (func (param i32)))
  (import "env" "t" (tag $far (type $i)))
  (tag $e (param i32))
  (tag $none)
  (func $thrower (throw $e (i32.const 1)))
  (func (export "f") (result i32) (local $x exnref)
    (block $all
      (local.set $x (block $ref (result exnref)
        (return (block $plain (result i32)
          (try_table (result i32) (catch $far $plain) (catch $e $plain) (catch_ref $none $ref) (catch_all $all)
            (call $thrower)
            (i32.const 0))))))
      (throw_ref (local.get $x)))
    (throw_ref (block $any (result exnref)
      (try_table (catch_all_ref $any) (throw_ref (local.get $x)))
      (unreachable)))))
