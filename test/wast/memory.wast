;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Loads and stores of every width in two memories: at both ends, misaligned, with offsets, and just past the end.
;;
;; Unchecked windows do not trap where premise in-bounds says that nothing is accessed.
;; differs rebase-none: past8: premise in-bounds
;; differs rebase-none: past64: premise in-bounds
;; differs rebase-none: past-both: premise in-bounds
;; differs rebase-none: written: premise in-bounds
;;
;; RUN: %run-wast %s

(module
  (memory $a 1 1)
  (memory $b 2 2)
  (func (export "store8") (param i32 i32) (i32.store8 $a (local.get 0) (local.get 1)))
  (func (export "store16") (param i32 i32) (i32.store16 $a offset=1 (local.get 0) (local.get 1)))
  (func (export "store32") (param i32 i32) (i32.store $b offset=65536 (local.get 0) (local.get 1)))
  (func (export "store64") (param i32 i64) (i64.store $a (local.get 0) (local.get 1)))
  (func (export "load8_s") (param i32) (result i32) (i32.load8_s $a (local.get 0)))
  (func (export "load8_u") (param i32) (result i32) (i32.load8_u $a (local.get 0)))
  (func (export "load16_s") (param i32) (result i32) (i32.load16_s $a (local.get 0)))
  (func (export "load16_u") (param i32) (result i32) (i32.load16_u $a (local.get 0)))
  (func (export "load32") (param i32) (result i32) (i32.load $b offset=65536 (local.get 0)))
  (func (export "load32_s") (param i32) (result i64) (i64.load32_s $b (local.get 0)))
  (func (export "load64") (param i32) (result i64) (i64.load $a (local.get 0)))
  (func (export "float") (param i32 f32) (result f32)
    (f32.store $b (local.get 0) (local.get 1)) (f32.load $b (local.get 0)))
  (func (export "double") (param i32 f64) (result f64)
    (f64.store $b (local.get 0) (local.get 1)) (f64.load $b (local.get 0)))
  (func (export "far") (param i32) (result i32) (i32.load $a offset=4294967295 (local.get 0)))
  (func (export "sizes") (result i32 i32) (memory.size $a) (memory.size $b)))

(assert_return (invoke "sizes") (i32.const 1) (i32.const 2))
(invoke "store8" (i32.const 65535) (i32.const 0x1ff))
(assert_return (invoke "load8_s" (i32.const 65535)) (i32.const -1))
(assert_return (invoke "load8_u" (i32.const 65535)) (i32.const 255))
(assert_return (invoke "load16_u" (i32.const 65534)) (i32.const 0xff00))
(assert_return (invoke "load16_s" (i32.const 65534)) (i32.const -256))
(invoke "store16" (i32.const 6) (i32.const 0x8081))
(assert_return (invoke "load64" (i32.const 1)) (i64.const 0x8081000000000000))
(invoke "store64" (i32.const 65528) (i64.const 0x0102030405060708))
(assert_return (invoke "load64" (i32.const 65528)) (i64.const 0x0102030405060708))
(assert_return (invoke "load8_u" (i32.const 65535)) (i32.const 1))
;; The other memory has not changed.
(assert_return (invoke "load32" (i32.const 0)) (i32.const 0))
(invoke "store32" (i32.const 65532) (i32.const 0x80000001))
(assert_return (invoke "load32" (i32.const 65532)) (i32.const 0x80000001))
(assert_return (invoke "load32_s" (i32.const 131068)) (i64.const -2147483647))
(assert_return (invoke "float" (i32.const 3) (f32.const -0)) (f32.const -0))
(assert_return (invoke "float" (i32.const 3) (f32.const nan)) (f32.const nan:canonical))
(assert_return (invoke "double" (i32.const 131064) (f64.const 0x1p-1022)) (f64.const 0x1p-1022))
(assert_trap (invoke "store8" (i32.const 65536) (i32.const 1)) "out of bounds memory access") ;; @past8
(assert_trap (invoke "load64" (i32.const 65529)) "out of bounds memory access") ;; @past64
(assert_trap (invoke "load32" (i32.const 65533)) "out of bounds memory access")
(assert_trap (invoke "load32" (i32.const -4)) "out of bounds memory access")
(assert_trap (invoke "double" (i32.const 131065) (f64.const 1)) "out of bounds memory access")
(assert_trap (invoke "far" (i32.const 1)) "out of bounds memory access")
;; A store that traps has written nothing.
(assert_trap (invoke "store64" (i32.const 65532) (i64.const -1)) "out of bounds memory access") ;; @past-both
(assert_return (invoke "load64" (i32.const 65528)) (i64.const 0x0102030405060708)) ;; @written
