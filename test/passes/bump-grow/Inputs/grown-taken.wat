;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a module that exports the name which export-grown would take.
;; Why:  see export-grown.wat.
;; Must never: be lowered with that option.

(module
  (memory (export "memory") 1)
  (func (export "memory.grown") (result i32) (memory.grow (i32.const 1))))
