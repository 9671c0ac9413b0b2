;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the instructions and sections of the first version.
;; Why:  a feature is supported if its modules pass unchanged, as bytes and as text, and other tools agree on them.
;; Never: uses another feature where this one can be shown without.

;; RUN: %feature --assembler=wabt --peers=wabt,v8,binaryen,binaryen-108 %s %t %tools-of-features | FileCheck %s
;; CHECK: no feature beyond the MVP
;; CHECK-NEXT: same bytes, same text; valid to wabt,v8,binaryen,binaryen-108
(module $mvp
  (type $binary (func (param i32 i32) (result i32)))
  (import "env" "log" (func $log (param i32)))
  (import "env" "base" (global $base i32))
  (table $t 4 4 funcref)
  (memory $m 1 2)
  (global $counter (mut i32) (i32.const 3))
  (global $pi f64 (f64.const 0x1.921fb54442d18p+1))
  (export "main" (func $main)) (export "mem" (memory $m)) (export "t" (table $t))
  (start $init)
  (elem (i32.const 0) $add $sub)
  (func $init (global.set $counter (i32.add (global.get $counter) (global.get $base))))
  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $sub (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (func $main (param $n i32) (result f64) (local $i i32) (local $x f32) (local $y i64)
    (block $done
      (loop $again
        (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
        (i32.store8 offset=4 (local.get $i) (call_indirect (type $binary) (local.get $i) (i32.const 2) (i32.const 1)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $again)))
    (if (i32.eqz (local.get $i)) (then (call $log (i32.const -1))) (else (nop)))
    (block $a (block $b (block $c (br_table $a $b $c (local.get $i))) (drop (memory.grow (i32.const 1)))) (unreachable))
    (local.set $x (f32.convert_i64_s (i64.load32_u align=1 (i32.const 7))))
    (drop (select (local.get $x) (f32.const nan) (memory.size)))
    (drop (i64.reinterpret_f64 (f64.promote_f32 (local.get $x))))
    (drop (local.tee $y (i64.extend_i32_u (i32.wrap_i64 (local.get $y)))))
    (return (f64.mul (global.get $pi) (f64.const -0.5))))
  (data (i32.const 16) "text\00\ff"))
