;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: functions in which two checks of one value prove what lies between them, or would if their distance could not leave
;;       the address space: memory 0 ends one page below 2^32, so a step of more than a page may wrap.
;; Why:  a step that wraps leads from the memory's last bytes to its first, and what lies between is beyond its end.
;; Must never: have a step in a function named after one page or less that is longer, or the other way round.
(module
  (memory (export "m0") 65535)
  (memory (export "m1") 1)
  (func (export "within-a-page:a") (param i32) (result i32)
    (i32.store8 0 (local.get 0) (i32.const 1))
    (i32.store8 0 (i32.add (local.get 0) (i32.const 65536)) (i32.const 2))
    (i32.load 0 (i32.add (local.get 0) (i32.const 50000))))
  (func (export "one-byte-too-far:a") (param i32) (result i32)
    (i32.store8 0 (local.get 0) (i32.const 1))
    (i32.store8 0 (i32.add (local.get 0) (i32.const 65537)) (i32.const 2))
    (i32.load 0 (i32.add (local.get 0) (i32.const 4))))
  (func (export "wider-than-that:a") (param i32) (result i32)
    (i32.store16 0 (local.get 0) (i32.const 1))
    (i32.store8 0 (i32.add (local.get 0) (i32.const 65537)) (i32.const 2))
    (i32.load 0 (i32.add (local.get 0) (i32.const 4))))
  (func (export "backwards:a") (param i32) (result i32)
    (i32.store8 0 (local.get 0) (i32.const 1))
    (i32.store8 0 (i32.sub (local.get 0) (i32.const 24)) (i32.const 2))
    (i32.store8 0 (i32.sub (local.get 0) (i32.const 8)) (i32.const 3))
    (i32.load 0 (i32.sub (local.get 0) (i32.const 16))))
  (func (export "three-in-a-row:a") (param i32) (result i32)
    (i32.store8 0 (local.get 0) (i32.const 1))
    (i32.store8 0 (i32.add (local.get 0) (i32.const 40000)) (i32.const 2))
    (i32.store8 0 (i32.add (local.get 0) (i32.const 80000)) (i32.const 3))
    (i32.load 0 (i32.add (local.get 0) (i32.const 60000))))
  (func (export "other-memory:a") (param i32) (result i32)
    (i32.store8 0 (local.get 0) (i32.const 1))
    (i32.store8 1 (i32.add (local.get 0) (i32.const 24)) (i32.const 2))
    (i32.load 0 (i32.add (local.get 0) (i32.const 16))))
  (func (export "on-one-path:ac") (param i32 i32) (result i32)
    (i32.store8 0 (local.get 0) (i32.const 1))
    (if (local.get 1) (then (i32.store8 0 (i32.add (local.get 0) (i32.const 24)) (i32.const 2))))
    (i32.load 0 (i32.add (local.get 0) (i32.const 16)))))
