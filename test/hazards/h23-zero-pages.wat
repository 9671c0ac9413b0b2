;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H23
;; (memory 0) has no page: an access traps, a grow makes the first page.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $empty 0) (memory $b 1) (data (memory $b) (i32.const 0) "neighbour")
  (func (export "size") (result i32) (memory.size $empty))
  (func (export "fill") (memory.fill $empty (i32.const 0) (i32.const 1) (i32.const 1)))
  (func (export "grow") (result i32) (memory.grow $empty (i32.const 1)))
  (func (export "fill_none") (memory.fill $empty (i32.const 0) (i32.const 1) (i32.const 0))))
