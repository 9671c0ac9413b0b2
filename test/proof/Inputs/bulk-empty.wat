;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: one memory of no pages that grows, in a module that uses bulk memory instructions.
;; Why: with the largest reserve one grow may ask for 65536 pages, 2^32 bytes, which no single memory.fill clears.
;; Never: gain a page or a maximum; then 65536 pages could not be asked for.
(module
  (memory (export "memory") 0)
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "fill") (param i32 i32 i32)
    (memory.fill (local.get 0) (local.get 1) (local.get 2))))
