;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; Two memories, one of which grows; what most tests of the driver work on.

(module
  (memory $a (export "memory") 1)
  (memory $b 2)
  (func $grow (export "grow") (param i32) (result i32)
    local.get 0
    memory.grow $a)
  (func $load (export "load") (param i32) (result i32)
    local.get 0
    i32.load $b offset=4))
