;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; One memory that grows; what the test of dependency files works on.

(module
  (memory $a (export "memory") 1)
  (func $grow (export "grow") (param i32) (result i32)
    (memory.grow (local.get 0))))
