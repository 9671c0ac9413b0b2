;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What traps and how, and that a trap leaves everything as it was at that instruction.
;;
;; RUN: %run-wast %s

(module
  (memory 1 1)
  (global $count (mut i32) (i32.const 0))
  (type $unary (func (param i32) (result i32)))
  (type $none (func))
  (table 3 funcref)
  (elem (i32.const 0) $same)
  (func $same (type $unary) (local.get 0))
  (func (export "divide") (param i32 i32) (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (i32.store8 (i32.const 9) (global.get $count))
    (i32.div_s (local.get 0) (local.get 1)))
  (func (export "truncate") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))
  (func (export "saturate") (param f64) (result i32) (i32.trunc_sat_f64_s (local.get 0)))
  (func (export "stop") (i32.store8 (i32.const 9) (i32.const 200)) (unreachable))
  (func (export "indirect") (param i32) (result i32) (call_indirect (type $unary) (i32.const 5) (local.get 0)))
  (func (export "wrong") (call_indirect (type $none) (i32.const 0)))
  (func $deep (export "deep") (call $deep) (call $deep))
  (func (export "count") (result i32 i32) (global.get $count) (i32.load8_u (i32.const 9))))

(assert_return (invoke "divide" (i32.const -7) (i32.const 2)) (i32.const -3))
(assert_trap (invoke "divide" (i32.const 1) (i32.const 0)) "integer divide by zero")
(assert_trap (invoke "divide" (i32.const 0x80000000) (i32.const -1)) "integer overflow")
(assert_return (invoke "count") (i32.const 3) (i32.const 3))
(assert_trap (invoke "truncate" (f64.const nan)) "invalid conversion to integer")
(assert_trap (invoke "truncate" (f64.const 2147483648)) "integer overflow")
(assert_return (invoke "saturate" (f64.const 1e300)) (i32.const 2147483647))
(assert_return (invoke "saturate" (f64.const nan)) (i32.const 0))
(assert_trap (invoke "stop") "unreachable")
(assert_return (invoke "count") (i32.const 3) (i32.const 200))
(assert_return (invoke "indirect" (i32.const 0)) (i32.const 5))
(assert_trap (invoke "indirect" (i32.const 2)) "uninitialized element")
(assert_trap (invoke "indirect" (i32.const 3)) "undefined element")
(assert_trap (invoke "wrong") "indirect call type mismatch")
(assert_exhaustion (invoke "deep") "call stack exhausted")
