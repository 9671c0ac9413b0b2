;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: a start function that loads, copies and grows at instantiation does the same in the merged memory, after the
;;       active segments are in place.
;; Why:  a check or counter that is not ready by then would trap where the input did not.
;; Never: adds a start function.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} = grows
;; DEFINE: %{same} = %meld-opt %t/%{case}.wat -o %t/before.wasm && %meld-opt -passes=rebase,bump-grow %t/%{case}.wat -o %t/out.wasm 2> %t/log && \
;; DEFINE:   %wasm-validate %t/out.wasm && %exec-compare %t/before.wasm %t/out.wasm > %t/compared && FileCheck %t/%{case}.wat < %t/compared && \
;; DEFINE:   %interp-compare %t/before.wasm %t/out.wasm
;; RUN: %{same}
;; REDEFINE: %{case} = traps
;; RUN: %{same}
;; RUN: %meld-opt %t/no-start.wat -passes=rebase,bump-grow -o %t/out.wasm 2> %t/log
;; RUN: %wasm-objdump -h %t/out.wasm | FileCheck %s --check-prefix=NONE --implicit-check-not=Start
;; NONE: Memory

;--- grows.wat
;; CHECK: exec-compare: equal: 3 runs
;; CHECK: memory 1 (memory$0): 1 -> 3 pages, in memory 0 at 0x10000
(module
  (memory $a (export "memory") 1) (memory $b (export "memory$0") 1)
  (global $loaded (export "loaded") (mut i32) (i32.const 0))
  (data (memory $b) (i32.const 8) "\2a\00\00\00")
  (func $start
    (global.set $loaded (i32.load $b (i32.const 8)))
    (drop (memory.grow $b (i32.const 2)))
    (i32.store $b offset=131072 (i32.const 0) (i32.const 9))
    (memory.copy $a $b (i32.const 0) (i32.const 8) (i32.const 4)))
  (start $start)
  (func (export "read") (result i32 i32 i32 i32)
    (global.get $loaded) (i32.load $a (i32.const 0)) (i32.load $b (i32.const 131072)) (memory.size $b)))
;--- traps.wat
;; CHECK: exec-compare: equal: 3 runs
;; CHECK: stopped: seed 1: trapped: out-of-bounds memory access at instantiation
(module (memory $a 1) (memory $b 1) (func $start (memory.fill $b (i32.const 65536) (i32.const 0) (i32.const 1))) (start $start)
  (func (export "read") (result i32) (i32.const 1)))
;--- no-start.wat
(module (memory 1) (func (export "g") (drop (memory.grow (i32.const 1)))))
