;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H15
;; A heap inside the declared pages, by __heap_base and __heap_end, without any memory.grow, keeps its bytes.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls
;; CHECK: memory 0: 3 -> 3 pages, in memory 0 at 0x0
;; CHECK: memory 1: 1 -> 1 pages, in memory 0 at 0x30000
(module
  (memory $a 3) (memory $b 1)
  (global $__heap_base i32 (i32.const 1024)) (global $__heap_end i32 (i32.const 196608))
  (data (memory $a) (i32.const 0) "static") (data (memory $b) (i32.const 0) "neighbour")
  (func (export "fill") (memory.fill $a (global.get $__heap_base) (i32.const 1) (i32.sub (global.get $__heap_end) (global.get $__heap_base))))
  (func (export "read") (result i64) (i64.load $b (i32.const 0))))
