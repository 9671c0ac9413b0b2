;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: no memory, memories of 0 pages, exactly 65536 pages, growth up to a declared maximum.
;; Why:  0 is a size, not "not set"; 65536 is a legal maximum.
;; Never: invents a memory, or a page.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{check} = %meld-opt -passes=rebase,bump-grow %t/%{case}.wat -o %t/%{case}.wasm 2> %t/log && %wasm-validate %t/%{case}.wasm && %wasm-objdump -x %t/%{case}.wasm | FileCheck %t/%{case}.wat

;; A module without a memory passes through unchanged.
;; RUN: %meld-opt %t/none.wat -o %t/none.before.wasm
;; RUN: %meld-opt -passes=rebase,bump-grow %t/none.before.wasm -o %t/none.wasm 2>&1 | count 0
;; RUN: cmp %t/none.before.wasm %t/none.wasm

;; REDEFINE: %{case} = zero
;; RUN: %{check}
;; REDEFINE: %{case} = zero-zero
;; RUN: %{check}
;; REDEFINE: %{case} = zero-grows
;; RUN: %{check}
;; RUN: %meld-opt %t/zero-grows.wat -o %t/before.wasm
;; RUN: %exec-compare %t/before.wasm %t/zero-grows.wasm --expect-oom=trap --calls=%t/calls.json | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 1 runs, 4 calls
;; REDEFINE: %{case} = all
;; RUN: %{check}
;; REDEFINE: %{case} = all-grows
;; RUN: %{check}
;; REDEFINE: %{case} = half-and-half
;; RUN: %{check}
;; REDEFINE: %{case} = some-maxima
;; RUN: %{check}

;; RUN: not %meld-opt -passes=rebase,bump-grow %t/one-more.wat -o %t/one-more.wasm 2> %t/log
;; RUN: not ls %t/one-more.wasm
;; RUN: FileCheck %t/one-more.wat < %t/log

;--- calls.json
[{"call": "grow", "args": [0], "returns": 0}, {"call": "grow", "args": [16], "returns": 0},
 {"call": "last", "returns": 0}, {"call": "grow", "args": [1]}]
;--- none.wat
(module (func (export "f") (param i32) (result i32) (local.get 0)) (table 1 funcref) (global i32 (i32.const 1)))
;--- zero.wat
;; CHECK: memory[0] pages: initial=0 max=0
(module (memory 0))
;--- zero-zero.wat
;; CHECK: memory[0] pages: initial=0 max=0
;; CHECK: Export
(module (memory (export "a") 0 0) (memory (export "b") 0))
;--- zero-grows.wat
;; CHECK: memory[0] pages: initial=16 max=16
(module (memory 0) (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "last") (result i32) (i32.load8_u (i32.const 1048575))))
;--- all.wat
;; CHECK: memory[0] pages: initial=65536 max=65536
(module (memory 65536 65536) (func (export "f") (result i32) (memory.size)))
;--- all-grows.wat
;; The reserve never passes the limit: none is left.
;; CHECK: memory[0] pages: initial=65536 max=65536
(module (memory 65536) (func (export "f") (result i32) (memory.grow (i32.const 1))))
;--- half-and-half.wat
;; CHECK: memory[0] pages: initial=65536 max=65536
(module (memory 32768) (memory 32768) (func (export "f") (result i32) (i32.load8_u 1 (i32.const -1))))
;--- some-maxima.wat
;; The capacities count, not the declared maxima: 1 + (1 + 16) + (2 + 1).
;; CHECK: memory[0] pages: initial=21 max=21
(module (memory $a 1 100) (memory $b 1) (memory $c 2 3)
  (func (export "f") (drop (memory.grow $b (i32.const 1))) (drop (memory.grow $c (i32.const 1)))))
;--- one-more.wat
;; CHECK: error: rebase: the windows do not fit into 65536 pages, the limit of a 32-bit memory:
;; CHECK-NEXT: bytes of from stack data heap reserve total
;; CHECK-NEXT: memory 0 0 ? 0 2147483648 0 2147483648
;; CHECK-NEXT: memory 1 2147483648 ? 0 2147549184 0 2147549184
;; CHECK: remedy: place fewer or smaller memories
(module (memory 32768) (memory 32769))
