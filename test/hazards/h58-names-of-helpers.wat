;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H58
;; No helper is named so that a downstream tool takes it for the allocator, whatever the memory is called.

;; RUN: %meld-opt -passes=rebase,bump-grow %s -o %t.wasm 2> %t.log && %wasm-objdump -x %t.wasm | FileCheck %s --implicit-check-not=realloc --implicit-check-not=malloc

;; CHECK: Export[2]:
(module (memory $heap (export "heap") 1)
  (func (export "g") (result i32) (memory.grow $heap (i32.const 1))))
