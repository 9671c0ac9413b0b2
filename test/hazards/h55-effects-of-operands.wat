;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H55
;; Operands of an access that always traps are evaluated first, with their effects.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1) (global $n (export "n") (mut i32) (i32.const 0))
  (func $next (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
  (func (export "store") (i32.store $b offset=0x40000000 (call $next) (call $next)))
  (func (export "fill") (memory.fill $b (i32.const -1) (call $next) (call $next)))
  (func (export "grow") (result i32) (memory.grow $b (i32.sub (i32.const -1) (call $next)))))
