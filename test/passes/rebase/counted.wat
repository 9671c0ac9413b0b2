;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -stats and remarks say what rebase did: the bytes of the bodies that it had to read, the functions that it changed, and
;;       how many accesses needed a check, by function and in all.
;; Why:  whoever makes code faster looks there for what is left.
;; Never: speaks of a function without accesses, or counts one function's for the next.

;; DEFINE: %{bounds} =
;; DEFINE: %{prefix} =
;; DEFINE: %{lower} = %meld-opt '-passes=rebase<bounds=%{bounds}>' %s -stats -pass-remarks=rebase -pass-remarks-missed=rebase -o %t.wasm 2> %t.log && FileCheck %s --check-prefix=%{prefix} --implicit-check-not=remark < %t.log

;; All bodies are read; $both has three checks less, one of them since the first load's check reaches as far as the second.
;; REDEFINE: %{bounds} = trap
;; REDEFINE: %{prefix} = TRAP
;; RUN: %{lower}
;; TRAP:      remark: rebase: memory 0 $left is placed at byte 0, with room for 65536 bytes
;; TRAP:      remark: rebase: memory 1 $right is placed at byte 65536, with room for 65536 bytes
;; TRAP:      counted.wat:[[BOTH:[0-9]+]]:{{[0-9]+}}: remark: rebase: 3 of 5 accesses are proven in bounds
;; TRAP-NEXT: (func $both
;; TRAP:      counted.wat:[[BOTH]]:{{[0-9]+}}: remark: rebase: 2 of 5 accesses are checked at run time
;; TRAP:      remark: rebase: 1 of 1 accesses are proven in bounds
;; TRAP-NEXT: (func $proven
;; TRAP:      remark: rebase: 1 of 1 accesses are checked at run time
;; TRAP-NEXT: (func $kept
;; TRAP:      remark: rebase: 1 of 1 accesses are checked at run time
;; TRAP-NEXT: (func $edge
;; TRAP:      remark: rebase: 1 of 1 accesses are checked at run time
;; TRAP-NEXT: (func $past
;; TRAP:      {{^ *}}82 rebase - bytes-visited
;; TRAP-NEXT: {{^ *}}5 rebase - checks-kept
;; TRAP-NEXT: {{^ *}}9 rebase - checks-needed
;; TRAP-NEXT: {{^ *}}4 rebase - checks-removed
;; TRAP-NEXT: {{^ *}}1 rebase - checks-widened
;; TRAP-NEXT: {{^ *}}5 rebase - functions-changed

;; Without checks only what names $right is read, and what has an offset within 16 bytes of the end.
;; REDEFINE: %{bounds} = none
;; REDEFINE: %{prefix} = NONE
;; RUN: %{lower}
;; NONE: remark: rebase: memory 0
;; NONE: remark: rebase: memory 1
;; NONE: {{^ *}}55 rebase - bytes-visited
;; NONE-NEXT: {{^ *}}0 rebase - checks-kept
;; NONE-NEXT: {{^ *}}0 rebase - checks-needed
;; NONE-NEXT: {{^ *}}0 rebase - checks-removed
;; NONE-NEXT: {{^ *}}0 rebase - checks-widened
;; NONE-NEXT: {{^ *}}2 rebase - functions-changed

(module
  (import "env" "told" (func (param i32)))
  (memory $left 1) (memory $right 1)
  (func $both (export "both") (param i32) (result i32)
    (i32.store $left (i32.const 16) (local.get 0))
    (i32.add
      (i32.add (i32.load $left (local.get 0)) (i32.load $left offset=8 (local.get 0)))
      (i32.add (i32.load $left (i32.load $left (i32.const 65532))) (i32.load $right (local.get 0)))))
  (func $proven (export "proven") (result i32) (i32.load $left (i32.const 4)))
  (func $none (export "none") (param i32) (result i32) (local.get 0))
  (func $kept (export "kept") (param i32) (result i32) (i32.load $left (local.get 0)))
  (func $edge (param i32) (result i32) (i32.load8_u $left offset=65519 (local.get 0)))
  (func $past (param i32) (result i32) (i32.load8_u $left offset=65520 (local.get 0)))
  (func $engine (export "engine") (param i32) (result i32) (i32.load $right (local.get 0))))
