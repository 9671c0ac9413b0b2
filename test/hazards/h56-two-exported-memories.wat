;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H56
;; A module with two exported memories is lowered: both stay exported and their bases are published.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s
;; RUN: %wasm-objdump -x -j Export %t.wasm | FileCheck %s --check-prefix=EXPORTS
;; EXPORTS: memory[0] -> "memory"
;; EXPORTS: memory[0] -> "memory$0"
;; EXPORTS: -> "memory.base"
;; EXPORTS: -> "memory$0.base"

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls
;; CHECK: memory 1 (memory$0): 1 -> 1 pages, in memory 0 at 0x10000
(module (memory (export "memory") 1) (memory $b (export "memory$0") 1)
  (func (export "write") (i32.store $b (i32.const 4) (i32.const 9))))
