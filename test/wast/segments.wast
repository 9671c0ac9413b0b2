;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Data and element segments: active ones in order, passive ones copied and dropped, empty ones at the end, ranges past it.
;;
;; What does not fit its memory traps when instantiated, so it is refused.
;; refused bump-grow,rebase,rebase-none,rebase-shifted,rebase-late,rebase-twice,define-imports: too-far: the module traps when it is instantiated
;;
;; RUN: %run-wast %s

(module
  (memory $a 1 1)
  (memory $b 1 1)
  (data (memory $b) (i32.const 16) "first")
  (data (memory $b) (i32.const 18) "XY")
  (data (memory $a) (i32.const 32) "a")
  (data (memory $a) (i32.const 65536) "")
  (data $passive "passive")
  (data (memory $a) (i32.const 65535) "z")
  (table $t 4 funcref)
  (elem (table $t) (i32.const 1) func $one $two)
  (elem $later func $two $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2))
  (func (export "a") (param i32) (result i32) (i32.load8_u $a (local.get 0)))
  (func (export "b") (param i32) (result i64) (i64.load $b (local.get 0)))
  (func (export "init") (param i32 i32 i32) (memory.init $b $passive (local.get 0) (local.get 1) (local.get 2)))
  (func (export "drop") (data.drop $passive))
  (func (export "copy") (param i32 i32 i32) (memory.copy $a $b (local.get 0) (local.get 1) (local.get 2)))
  (func (export "fill") (param i32 i32 i32) (memory.fill $b (local.get 0) (local.get 1) (local.get 2)))
  (func (export "call") (param i32) (result i32) (call_indirect $t (result i32) (local.get 0)))
  (func (export "table-init") (param i32 i32 i32) (table.init $t $later (local.get 0) (local.get 1) (local.get 2)))
  (func (export "elem-drop") (elem.drop $later)))

(assert_return (invoke "b" (i32.const 16)) (i64.const 0x0000007459586966))
(assert_return (invoke "a" (i32.const 32)) (i32.const 97))
(assert_return (invoke "a" (i32.const 65535)) (i32.const 122))
(invoke "init" (i32.const 65529) (i32.const 0) (i32.const 7))
(assert_return (invoke "b" (i32.const 65528)) (i64.const 0x6576697373617000))
(assert_trap (invoke "init" (i32.const 65530) (i32.const 0) (i32.const 7)) "out of bounds memory access")
(assert_trap (invoke "init" (i32.const 0) (i32.const 1) (i32.const 7)) "out of bounds memory access")
(invoke "copy" (i32.const 0) (i32.const 16) (i32.const 5))
(assert_return (invoke "a" (i32.const 2)) (i32.const 88))
(assert_trap (invoke "copy" (i32.const 65532) (i32.const 16) (i32.const 5)) "out of bounds memory access")
(assert_return (invoke "a" (i32.const 65534)) (i32.const 0))
(assert_trap (invoke "fill" (i32.const 65530) (i32.const 1) (i32.const 7)) "out of bounds memory access")
(assert_return (invoke "fill" (i32.const 65536) (i32.const 1) (i32.const 0)))
(assert_trap (invoke "fill" (i32.const 65537) (i32.const 1) (i32.const 0)) "out of bounds memory access")
(invoke "drop")
(assert_return (invoke "init" (i32.const 65536) (i32.const 0) (i32.const 0)))
(assert_trap (invoke "init" (i32.const 0) (i32.const 0) (i32.const 1)) "out of bounds memory access")
(assert_return (invoke "call" (i32.const 1)) (i32.const 1))
(assert_return (invoke "call" (i32.const 2)) (i32.const 2))
(assert_trap (invoke "call" (i32.const 0)) "uninitialized element")
(invoke "table-init" (i32.const 0) (i32.const 0) (i32.const 3))
(assert_return (invoke "call" (i32.const 0)) (i32.const 2))
(assert_trap (invoke "table-init" (i32.const 2) (i32.const 0) (i32.const 3)) "out of bounds table access")
(invoke "elem-drop")
(assert_trap (invoke "table-init" (i32.const 0) (i32.const 0) (i32.const 1)) "out of bounds table access")

(assert_trap (module (memory 1) (data (i32.const 65536) "x")) "out of bounds memory access") ;; @too-far
