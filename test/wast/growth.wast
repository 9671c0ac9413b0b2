;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Growth: what it answers, what the size is then, fresh pages, old bytes, the declared maximum, and sizes that wrap.
;; Every pipeline that bounds growth leaves a reserve of four pages, which nothing here exceeds but for two labels.
;;
;; RUN: %run-wast %s
;; differs bump-grow,rebase,rebase-none,rebase-shifted,rebase-late,rebase-twice,define-imports: beyond: the reserve is exhausted
;; differs bump-grow,rebase,rebase-none,rebase-shifted,rebase-late,rebase-twice,define-imports: larger: the reserve is exhausted
;; differs bump-grow,rebase-none: before: premise in-bounds: the memory has its greatest size from the start

(module
  (memory $a (export "a") 0 3)
  (memory $b 1)
  (func (export "grow-a") (param i32) (result i32) (memory.grow $a (local.get 0)))
  (func (export "grow-b") (param i32) (result i32) (memory.grow $b (local.get 0)))
  (func (export "size-a") (result i32) (memory.size $a))
  (func (export "size-b") (result i32) (memory.size $b))
  (func (export "store-a") (param i32 i32) (i32.store $a (local.get 0) (local.get 1)))
  (func (export "load-a") (param i32) (result i32) (i32.load $a (local.get 0)))
  (func (export "load-b") (param i32) (result i32) (i32.load $b (local.get 0)))
  (func (export "fill-b") (param i32 i32 i32) (memory.fill $b (local.get 0) (local.get 1) (local.get 2))))

(assert_return (invoke "size-a") (i32.const 0))
(assert_return (invoke "grow-a" (i32.const 0)) (i32.const 0))
(assert_trap (invoke "load-a" (i32.const 0)) "out of bounds memory access") ;; @before
(assert_return (invoke "grow-a" (i32.const 1)) (i32.const 0))
(assert_return (invoke "load-a" (i32.const 65532)) (i32.const 0))
(invoke "store-a" (i32.const 65532) (i32.const 7))
(assert_return (invoke "grow-a" (i32.const 2)) (i32.const 1))
(assert_return (invoke "size-a") (i32.const 3))
(assert_return (invoke "load-a" (i32.const 65532)) (i32.const 7))
(assert_return (invoke "load-a" (i32.const 196604)) (i32.const 0))
;; The maximum; huge requests; none of them changes anything.
(assert_return (invoke "grow-a" (i32.const 1)) (i32.const -1))
(assert_return (invoke "grow-a" (i32.const -1)) (i32.const -1))
(assert_return (invoke "grow-b" (i32.const 65536)) (i32.const -1))
(assert_return (invoke "grow-b" (i32.const -1)) (i32.const -1))
(assert_return (invoke "grow-b" (i32.const 0x80000000)) (i32.const -1))
(assert_return (invoke "grow-a" (i32.const 0)) (i32.const 3))
(assert_return (invoke "size-b") (i32.const 1))
;; The other memory, by two and two.
(invoke "fill-b" (i32.const 0) (i32.const 0x55) (i32.const 65536))
(assert_return (invoke "grow-b" (i32.const 2)) (i32.const 1))
(assert_return (invoke "load-b" (i32.const 65536)) (i32.const 0))
(assert_return (invoke "load-b" (i32.const 65532)) (i32.const 0x55555555))
(assert_return (invoke "grow-b" (i32.const 2)) (i32.const 3))
(assert_return (invoke "load-b" (i32.const 327676)) (i32.const 0))
(assert_trap (invoke "load-b" (i32.const -1)) "out of bounds memory access")
(assert_return (invoke "grow-b" (i32.const 1)) (i32.const 5)) ;; @beyond
(assert_return (invoke "size-b") (i32.const 6)) ;; @larger
