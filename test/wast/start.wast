;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Start functions: they run once, after the segments are there; they may grow, call others, and trap.
;;
;; RUN: %run-wast %s

(module
  (memory $a 1) (memory $b (export "b") 1)
  (data (memory $b) (i32.const 8) "\05")
  (global $runs (mut i32) (i32.const 0))
  (func $start
    (global.set $runs (i32.add (global.get $runs) (i32.const 1)))
    (i32.store $a (i32.const 0) (i32.add (i32.load8_u $b (i32.const 8)) (memory.grow $b (i32.const 2)))))
  (start $start)
  (func (export "runs") (result i32) (global.get $runs))
  (func (export "sum") (result i32) (i32.load $a (i32.const 0)))
  (func (export "size") (result i32) (memory.size $b)))
(assert_return (invoke "runs") (i32.const 1))
(assert_return (invoke "sum") (i32.const 6))
(assert_return (invoke "size") (i32.const 3))

(assert_trap (module (memory 1) (func $start (unreachable)) (start $start)) "unreachable")
(assert_trap
  (module (memory 1) (memory 1)
    (func $start (drop (i32.load 1 (i32.const 65536)))) (start $start)) "out of bounds memory access")

;; What a start function of a later module does to an earlier one stays, though it traps.
(module $cell
  (global $value (mut i32) (i32.const 1))
  (func (export "set") (param i32) (global.set $value (local.get 0)))
  (func (export "value") (result i32) (global.get $value)))
(register "cell" $cell)
(assert_trap
  (module
    (import "cell" "set" (func $set (param i32)))
    (memory 1)
    (func $start (call $set (i32.const 7)) (drop (memory.grow (i32.const 1))) (unreachable))
    (start $start)) "unreachable")
(assert_return (invoke $cell "value") (i32.const 7))
