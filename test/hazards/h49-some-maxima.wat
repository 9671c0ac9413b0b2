;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H49
;; The merged memory has the total of the capacities, also where only some memories declare a maximum.

;; RUN: %meld-opt -passes=rebase,bump-grow %s -o %t.wasm 2> %t.log && %wasm-objdump -x -j Memory %t.wasm | FileCheck %s

;; CHECK: memory[0] pages: initial=24 max=24
(module (memory 2 7) (memory 1) (func (export "g") (drop (memory.grow 0 (i32.const 1))) (drop (memory.grow 1 (i32.const 1)))))
