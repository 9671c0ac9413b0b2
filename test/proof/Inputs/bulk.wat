;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: two memories that grow, in a module that uses bulk memory instructions; one declares a maximum.
;; Why: fresh pages are then cleared with memory.fill.
;; Never: contain a memory.grow that nothing reaches; a dead one has no helper.
(module
  (memory $a (export "memory") 2)
  (memory $b (export "memory$0") 1 200)
  (data (memory $a) (i32.const 16) "a")
  (data (memory $b) (i32.const 16) "b")
  (func (export "growA") (param i32) (result i32) (memory.grow $a (local.get 0)))
  (func (export "growB") (param i32) (result i32) (memory.grow $b (local.get 0)))
  (func (export "sizeB") (result i32) (memory.size $b))
  (func (export "send") (param i32 i32 i32)
    (memory.copy $b $a (local.get 0) (local.get 1) (local.get 2))))
