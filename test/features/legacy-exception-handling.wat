;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: try, catch, rethrow and delegate. Tags and throw count to the proposal whose other instructions are used.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: legacy-exception-handling: try, function #1, instruction 0
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module
  (type $i (func (param i32)))
  (import "env" "t" (tag $far (type $i)))
  (tag $e (param i32 f64))
  (export "e" (tag $e))
  (func $thrower (throw $e (i32.const 1) (f64.const 2)))
  (func (export "f") (param i32) (result f64)
    (try (result f64)
      (do (call $thrower) (f64.const 0))
      (catch $e (drop) (local.set 0) (f64.convert_i32_s (i32.const 8)))
      (catch $far (drop) (rethrow 0))
      (catch_all (f64.const 1))))
  (func (export "g")
    (try $outer
      (do (try (do (call $thrower)) (delegate $outer)))
      (catch_all))))
