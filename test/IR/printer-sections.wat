;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: every kind of module field in the printed text.
;; Why:  `-S` is how people and tests see a module.
;; RUN: %meld-opt -S %s | FileCheck %s
;; What was printed is read again, by another tool, to the same listing (but for the
;; names of tags, which wabt writes to a subsection of another meaning).
;; RUN: %meld-opt -S %s -o %t.wat
;; RUN: %wat2wasm --enable-all --debug-names %t.wat -o %t.wasm
;; RUN: %meld-opt -S %t.wasm | FileCheck %s

;; CHECK: (module $sections
(module $sections
  ;; CHECK-NEXT: (type $pair (;0;) (func (param i32 i64) (result f32 f64)))
  (type $pair (func (param i32 i64) (result f32 f64)))
  ;; CHECK-NEXT: (type (;1;) (func))
  (type (func))

  ;; CHECK-NEXT: (import "env" "quote\22back\5cslash" (func $imported (;0;) (type $pair) (param $p i32) (param i64) (result f32 f64)))
  (import "env" "quote\"back\\slash" (func $imported (type $pair) (param $p i32) (param i64) (result f32 f64)))
  ;; CHECK-NEXT: (import "env" "table" (table $outer (;0;) 1 externref))
  (import "env" "table" (table $outer 1 externref))
  ;; CHECK-NEXT: (import "env" "memory" (memory $far (;0;) 1 2 shared))
  (import "env" "memory" (memory $far 1 2 shared))
  ;; CHECK-NEXT: (import "env" "global" (global $base (;0;) i32))
  (import "env" "global" (global $base i32))
  ;; CHECK-NEXT: (import "env" "tag" (tag {{(\$caught )?}}(;0;) (type 1)))
  (import "env" "tag" (tag $caught (type 1)))

  ;; CHECK-NEXT: (table $inner (;1;) 2 4 funcref)
  (table $inner 2 4 funcref)
  ;; CHECK-NEXT: (memory $near (;1;) 3)
  (memory $near 3)
  ;; CHECK-NEXT: (tag (;1;) (type 1))
  (tag)
  ;; CHECK-NEXT: (global $counter (;1;) (mut i64) (i64.const -1))
  (global $counter (mut i64) (i64.const -1))
  ;; CHECK-NEXT: (global (;2;) i32 global.get $base i32.const 8 i32.add)
  (global i32 (i32.add (global.get $base) (i32.const 8)))

  ;; CHECK-NEXT: (export "f" (func $f))
  (export "f" (func $f))
  ;; CHECK-NEXT: (export "t" (table $inner))
  (export "t" (table $inner))
  ;; CHECK-NEXT: (export "m" (memory $near))
  (export "m" (memory $near))
  ;; CHECK-NEXT: (export "g" (global 2))
  (export "g" (global 2))
  ;; CHECK-NEXT: (export "e" (tag {{\$caught|0}}))
  (export "e" (tag $caught))
  ;; CHECK-NEXT: (start $f)
  (start $f)

  ;; CHECK-NEXT: (elem $active (;0;) (table $inner) (i32.const 1) func $f $imported)
  (elem $active (table $inner) (i32.const 1) func $f $imported)
  ;; CHECK-NEXT: (elem $passive (;1;) func $f)
  (elem $passive func $f)
  ;; CHECK-NEXT: (elem (;2;) declare func $imported)
  (elem declare func $imported)
  ;; CHECK-NEXT: (elem $nulls (;3;) externref (ref.null extern) (ref.null extern))
  (elem $nulls externref (ref.null extern) (ref.null extern))
  ;; CHECK-NEXT: (elem (;4;) (offset global.get $base i32.const 1 i32.add) externref (ref.null extern))
  (elem (table $outer) (offset (i32.add (global.get $base) (i32.const 1))) externref (ref.null extern))

  ;; CHECK-NEXT: (func $f (;1;) (type 1)
  ;; CHECK-NEXT:   (local i32 i32) (local $named f64) (local i64)
  ;; CHECK-NEXT: )
  (func $f (type 1) (local i32 i32) (local $named f64) (local i64))

  ;; CHECK-NEXT: (data $text (;0;) (memory $near) (i32.const 16) "line\0a\22quoted\22 \5c\ff")
  (data $text (memory $near) (i32.const 16) "line\n\"quoted\" \\\ff")
  ;; CHECK-NEXT: (data (;1;) "")
  (data "")
  ;; CHECK-NEXT: (data (;2;) (offset global.get $base i32.const 4 i32.mul) "x")
  (data (offset (i32.mul (global.get $base) (i32.const 4))) "x")
  ;; CHECK-NEXT: ;; custom "name" ({{[0-9]+}} bytes)
  ;; CHECK-NEXT: {{^\)$}}
)
