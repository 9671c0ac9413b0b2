;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H42
;; Typed select, SIMD, tail calls and exceptions are no reason to refuse a module; their memory operands are rewritten.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate --enable-tail-call --enable-exceptions %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1) (tag $e (param i32))
  (data (memory $b) (i32.const 0) "0123456789abcdef")
  (func $tail (param i32) (result i32) (i32.load $b (local.get 0)))
  (func (export "tail") (result i32) (return_call $tail (i32.const 4)))
  (func (export "select") (result i32)
    (drop (select (result funcref) (ref.null func) (ref.null func) (i32.load8_u $b (i32.const 0)))) (i32.const 1))
  (func (export "simd") (result i32) (i32x4.extract_lane 1 (v128.load32_lane $b offset=8 1 (i32.const 0) (v128.load $b (i32.const 0)))))
  (func (export "catch") (result i32)
    (try (result i32) (do (throw $e (i32.load $b (i32.const 12)))) (catch $e (i32.add (i32.load8_u $b (i32.const 2)))))))
