;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: every way in: exports, start, ref.func (in dead bodies, globals, element expressions), element segments of each
;;       mode, tail calls. And what is none: a call from a dead function.
;; Why:  a missed root turns live growth into a trap.
;; Never: takes a whole module for one root: each case is a module of its own.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{check} = %meld-opt -passes=probe %t/%{case}.wat -disable-output 2>&1 | FileCheck %t/%{case}.wat
;; REDEFINE: %{case} = export
;; RUN: %{check}
;; REDEFINE: %{case} = start
;; RUN: %{check}
;; REDEFINE: %{case} = ref-func-in-dead-body
;; RUN: %{check}
;; REDEFINE: %{case} = element-active
;; RUN: %{check}
;; REDEFINE: %{case} = element-passive
;; RUN: %{check}
;; REDEFINE: %{case} = element-declarative
;; RUN: %{check}
;; REDEFINE: %{case} = element-expression
;; RUN: %{check}
;; REDEFINE: %{case} = global
;; RUN: %{check}
;; REDEFINE: %{case} = return-call
;; RUN: %{check}
;; REDEFINE: %{case} = called-from-dead
;; RUN: %{check}
;; REDEFINE: %{case} = imported-memory
;; RUN: %{check}

;; An initial value of a table names a function too.
;; RUN: %bytes %t/table.bytes %t/table.wasm && %v8-validate %t/table.wasm
;; RUN: %meld-opt -passes=probe %t/table.wasm -disable-output 2>&1 | FileCheck %s --check-prefix=TABLE
;; TABLE: live memory.grow in #0, instruction 1, offset {{.*}}: table #0 -> #0

;--- export.wat
;; CHECK: live memory.grow in $g{{.*}}: export "run" -> $g
(module (memory 1) (func $g (export "run") (drop (memory.grow (i32.const 1)))))
;--- start.wat
;; CHECK: live memory.grow in $g{{.*}}: start -> $s -> $g
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (func $s (call $g)) (start $s))
;--- ref-func-in-dead-body.wat
;; CHECK: live memory.grow in $g{{.*}}: {{.*}}$g
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (elem declare func $g)
  (func $dead (drop (ref.func $g))))
;--- element-active.wat
;; CHECK: live memory.grow in $g{{.*}}: element segment #1 -> $g
(module (memory 1) (table 2 funcref) (func $g (drop (memory.grow (i32.const 1)))) (func $f)
  (elem (i32.const 0) $f) (elem (i32.const 1) $g))
;--- element-passive.wat
;; CHECK: live memory.grow in $g{{.*}}: element segment #0 -> $g
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (elem func $g))
;--- element-declarative.wat
;; CHECK: live memory.grow in $g{{.*}}: element segment #0 -> $g
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (elem declare func $g))
;--- element-expression.wat
;; CHECK: live memory.grow in $g{{.*}}: element segment #0 -> $g
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (elem funcref (ref.null func) (ref.func $g)))
;--- global.wat
;; CHECK: live memory.grow in $g{{.*}}: global #0 -> $g
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (global funcref (ref.func $g)))
;--- return-call.wat
;; CHECK: live memory.grow in $g{{.*}}: export "run" -> $r -> $g
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (func $r (export "run") (return_call $g)))
;--- called-from-dead.wat
;; CHECK: memory 0: dead
;; CHECK: dead memory.grow in $g{{.*}}: no root reaches it
(module (memory 1) (func $g (drop (memory.grow (i32.const 1)))) (func $d (call $g) (call $e)) (func $e (call $d))
  (func (export "run")))
;--- imported-memory.wat
;; CHECK: memory 0: none
;; CHECK-NEXT: 1 pages initial, no maximum; imported
;; CHECK-NEXT: a host could grow it
(module (import "e" "m" (memory 1)))
;--- table.bytes
module
01 ( 01 60 00 00 ) 03 ( 01 00 )
04 ( 01 40 00 70 00 01 d2 00 0b )
05 ( 01 00 01 )
0a ( 01 ( 00 41 01 40 00 1a 0b ) )
