;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H57
;; New mutable globals start at 0, so that none looks like a stack pointer.

;; RUN: %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-objdump -x %t.wasm | FileCheck %s
;; RUN: %meld-opt '-passes=bump-grow' %s -o %t.wasm 2> %t.log && %wasm-objdump -x %t.wasm | FileCheck %s

;; CHECK: - global[0] i32 mutable=1 <__stack_pointer> - init i32=66560
;; CHECK-NOT: mutable=1 {{.*}}init i32={{[1-9]}}
;; CHECK: Export
(module (memory $a (export "a") 2) (memory $b (export "b") 1) (global $__stack_pointer (mut i32) (i32.const 66560))
  (func (export "g") (param i32) (result i32) (drop (memory.grow $b (i32.const 1))) (drop (memory.grow $a (i32.const 1)))
    (i32.load8_u $b (local.get 0))))
