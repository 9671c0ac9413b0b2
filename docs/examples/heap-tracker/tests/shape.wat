;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: every way to reach an allocator's functions leads to the tracker: calls, tail calls, tables, values of functions,
;;       exports; names by option; calls among the allocator's own functions do not count; blocks that cannot be told apart are
;;       reported.
;; Why:  one way left out makes all figures wrong.
;; Never: a call that a C compiler would not make.
;; REQUIRES: node-multi-memory

;; DEFINE: %{may} = -features=input,multi-memory
;; RUN: %meld-opt %{may} -passes=heap-tracker -verify-each -verify-analyses %s -o %t.wasm
;; RUN: %node %S/Inputs/shape.mjs %t.wasm %report | FileCheck %s --match-full-lines
;; CHECK: direct: peak 10, now 10, 1 blocks
;; CHECK-NEXT: tail: peak 20, now 20, 1 blocks
;; CHECK-NEXT: zeroed: peak 12, now 12, 1 blocks
;; CHECK-NEXT: moved: peak 50, now 50, 1 blocks
;; CHECK-NEXT: aligned: peak 70, now 70, 1 blocks
;; CHECK-NEXT: elsewhere: peak 340, now 340, 5 blocks
;; CHECK-NEXT: all: peak 502, now 502, lost 0, unknown 0
;; CHECK-NEXT: after free: now 0, unknown 0
;; CHECK-NEXT: twice: unknown 1
;; CHECK-NEXT: too near: lost 1

;; A second allocator is tracked in a memory of its own.
;; RUN: %meld-opt %{may} '-passes=heap-tracker,heap-tracker<malloc=pool;calloc=both;realloc=both2;aligned_alloc=both3;free=give2;memory=pool-tracker>' -verify-each %s -o %t.pool.wasm
;; RUN: %node %S/Inputs/shape.mjs %t.pool.wasm %report | FileCheck %s --check-prefixes=CHECK,POOL --match-full-lines
;; POOL: pooled: peak 80, now 80, 1 blocks
;; POOL-NEXT: heap-tracker after pooled: now 1

;; The functions may be imported, and nothing else be known of them.
;; RUN: %meld-opt %{may} -passes=heap-tracker -verify-each %S/Inputs/imported.wat -S | FileCheck %s --check-prefix=IMPORTED
;; IMPORTED: (func $use
;; IMPORTED: call $heap-tracker.malloc
;; IMPORTED: call $heap-tracker.free

(module
  (memory (export "memory") 1)
  (table $table (export "table") 2 funcref)
  (elem (i32.const 0) func $malloc)
  (global $value funcref (ref.func $malloc))
  (type $unary (func (param i32) (result i32)))
  (global $next (mut i32) (i32.const 16))
  (global $step (export "step") (mut i32) (i32.const 64))
  (func $malloc (export "malloc") (param $size i32) (result i32)
    (global.set $next (i32.add (global.get $next) (global.get $step)))
    (i32.sub (global.get $next) (global.get $step)))
  (func $free (export "free") (param i32))
  (func $pool (param i32) (result i32) (i32.const 8))
  (func $both (param i32 i32) (result i32) (i32.const 8))
  (func $both2 (param i32 i32) (result i32) (i32.const 8))
  (func $both3 (param i32 i32) (result i32) (i32.const 8))
  (func $give2 (param i32))
  ;; These call malloc and free, which is their own affair.
  (func $calloc (param i32 i32) (result i32) (call $malloc (i32.mul (local.get 0) (local.get 1))))
  (func $realloc (param i32 i32) (result i32)
    (call $free (local.get 0))
    (if (i32.eqz (local.get 1))
      (then (return (i32.const 0))))
    (call $malloc (local.get 1)))
  (func $direct (export "direct") (param i32) (result i32) (call $malloc (local.get 0)))
  (func $tail (export "tail") (param i32) (result i32) (return_call $malloc (local.get 0)))
  (func $zeroed (export "zeroed") (param i32) (result i32) (call $calloc (i32.const 3) (local.get 0)))
  (func $moved (export "moved") (param i32 i32) (result i32) (call $realloc (local.get 0) (local.get 1)))
  (func $indirect (export "indirect") (param i32) (result i32) (call_indirect (type $unary) (local.get 0) (i32.const 0)))
  (func $by-value (export "by-value") (param i32) (result i32)
    (table.set $table (i32.const 1) (ref.func $malloc))
    (call_indirect (type $unary) (local.get 0) (i32.const 1)))
  (func $by-global (export "by-global") (param i32) (result i32)
    (table.set $table (i32.const 1) (global.get $value))
    (call_indirect (type $unary) (local.get 0) (i32.const 1)))
  (func $aligned_alloc (param i32 i32) (result i32) (call $malloc (local.get 1)))
  (func $aligned (export "aligned") (param i32 i32) (result i32) (call $aligned_alloc (local.get 0) (local.get 1)))
  (func $pooled (export "pooled") (param i32) (result i32) (call $pool (local.get 0)))
  (func $give (export "give") (param i32) (call $free (local.get 0))))
