;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: allocators that cannot be found or tracked are refused, with a remedy.
;; Why:  wrong figures are worse than none.
;; Never: track half of what was asked for.

;; RUN: %meld-opt -features=wasm-3.0,threads -passes=heap-tracker -split-input-file -verify-diagnostics %s -disable-output
;; RUN: not %meld-opt '-passes=heap-tracker<malloc=get>' -features=input,multi-memory %S/shape.wat -o %t.wasm 2>&1 | FileCheck %s --check-prefix=NAME
;; NAME: error: heap-tracker: there is no function get
;; NAME: remedy: name one by its debug name or export
;; RUN: not %meld-opt '-passes=heap-tracker<malloc=pool;realloc=pool>' -features=input,multi-memory %S/shape.wat -o %t.wasm 2>&1 | FileCheck %s --check-prefix=TYPE
;; TYPE: error: heap-tracker: this function does not have the type of realloc, with 2 i32 and 1 results
;; RUN: not %meld-opt '-passes=heap-tracker<malloc=malloc;free=free;calloc=both;realloc=both>' -features=input,multi-memory %S/shape.wat -o %t.wasm 2>&1 | FileCheck %s --check-prefix=TWICE
;; TWICE: error: heap-tracker: this function is named twice
;; RUN: not %meld-opt '-passes=heap-tracker<granule=24>' -features=input,multi-memory %S/shape.wat -o %t.wasm 2>&1 | FileCheck %s --check-prefix=GRANULE
;; GRANULE: option 'granule' of heap-tracker: 24 is not a power of two from 8 to 4096
;; RUN: not %meld-opt -passes=heap-tracker,heap-tracker -features=input,multi-memory %S/shape.wat -o %t.wasm 2>&1 | FileCheck %s --check-prefix=TAKEN
;; TAKEN: error: heap-tracker: the export name "heap-tracker" is taken
;; TAKEN: remedy: give another one, heap-tracker<memory=NAME>

;; RUN: not %meld-opt -passes=heap-tracker %S/shape.wat -o %t.wasm 2>&1 | FileCheck %s --check-prefix=FEATURE
;; FEATURE: error: heap-tracker: a memory of its own to count in would need feature multi-memory, which the input does not use
;; FEATURE: remedy: allow it with -features=input,multi-memory

;; expected-error@+2 {{there is no malloc, calloc, realloc, aligned_alloc or free}}
;; expected-remedy@+1 {{heap-tracker<malloc=NAME;free=NAME>}}
(module (func $alloc (param i32) (result i32) (i32.const 0)))
;; -----
(module
  ;; expected-error@+1 {{this memory is shared between threads}}
  (memory 1 1 shared)
  (func $malloc (param i32) (result i32) (i32.const 0)))
;; -----
(module
  (memory i64 1)
  ;; expected-error@+1 {{this function does not have the type of malloc, with 1 i32 and 1 results}}
  (func $malloc (param i64) (result i64) (i64.const 0)))
;; -----
(module
  (func (export "malloc") (param i32) (result i32) (i32.const 0))
  ;; expected-error@-2 {{no function has a debug name, so that nothing tells which is calloc, or that there is none}}
  (func (export "free") (param i32)))
;; -----
;; expected-warning@+2 {{nothing tells whether there is an aligned_alloc, whose blocks are not counted}}
;; expected-remedy@+1 {{keep the name section}}
(module
  (func (export "malloc") (param i32) (result i32) (i32.const 0))
  (func (export "calloc") (param i32 i32) (result i32) (i32.const 0))
  (func (export "realloc") (param i32 i32) (result i32) (i32.const 0))
  (func (export "free") (param i32)))
;; -----
(module
  (memory 1)
  (func $malloc (param i32) (result i32) (i32.const 0))
  ;; expected-warning@+2 {{the blocks of this function are not counted}}
  ;; expected-remedy@+1 {{use aligned_alloc in its place}}
  (func $posix_memalign (param i32 i32 i32) (result i32) (i32.const 0)))
