;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: one memory of no pages that grows, in a module without bulk memory instructions.
;; Why: fresh pages are then cleared by a loop.
;; Never: use memory.fill, memory.copy or memory.init.
(module
  (memory (export "memory") 0)
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "size") (result i32) (memory.size))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
