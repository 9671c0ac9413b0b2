;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: an allocator that is somewhere else.
;; Why:  see shape.wat.
;; Never: run; nobody provides it.
(module
  (import "env" "malloc" (func $malloc (param i32) (result i32)))
  (import "env" "free" (func $free (param i32)))
  (memory 1)
  (func $use (export "use") (call $free (call $malloc (i32.const 8)))))
