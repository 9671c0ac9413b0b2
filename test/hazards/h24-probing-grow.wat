;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H24
;; memory.grow(65536) and memory.grow(-1) without a declared maximum return -1 in both modes: allocators probe with them.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow<oom=trap>' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s
;; RUN: %meld-opt '-passes=rebase,bump-grow<oom=fail>' %s -o %t.wasm 2> %t.log
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory 1)
  (func (export "all") (result i32) (memory.grow (i32.const 65536)))
  (func (export "most") (result i32) (memory.grow (i32.const -1))))
