;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: verify<profile=mcu> refuses a module for each rule that the input itself can break, with its place and a remedy,
;;       in the order of the rules; plain verify accepts them all. (Rules about what passes add: test/unit/passes.)
;; Why:  a native compiler would fail later, or worse, compile something else.
;; Never: changes the module; reports a later rule before an earlier one.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{pipeline} = verify<profile=mcu>
;; DEFINE: %{refuse} = not %meld-opt '-passes=%{pipeline}' %t/%{case}.wat -o %t/out.wasm 2> %t/log && not ls %t/out.wasm && FileCheck %t/%{case}.wat < %t/log && %meld-opt -passes=verify %t/%{case}.wat -disable-output
;; REDEFINE: %{case} = two-memories
;; RUN: %{refuse}
;; REDEFINE: %{case} = imported
;; RUN: %{refuse}
;; REDEFINE: %{case} = shared
;; RUN: %{refuse}
;; REDEFINE: %{case} = wide
;; RUN: %{refuse}
;; REDEFINE: %{case} = no-maximum
;; RUN: %{refuse}
;; REDEFINE: %{case} = larger-maximum
;; RUN: %{refuse}
;; REDEFINE: %{case} = grow
;; RUN: %{refuse}
;; REDEFINE: %{case} = size
;; RUN: %{refuse}
;; REDEFINE: %{case} = offset
;; RUN: %{refuse}
;; REDEFINE: %{case} = overlap
;; RUN: %{refuse}
;; REDEFINE: %{case} = overlap-far
;; RUN: %{refuse}
;; REDEFINE: %{case} = no-stack-pointer
;; RUN: %{refuse}
;; REDEFINE: %{case} = other-kind
;; RUN: %{refuse}
;; REDEFINE: %{case} = two-stack-pointers
;; RUN: %{refuse}
;; REDEFINE: %{case} = global-type
;; RUN: %{refuse}
;; REDEFINE: %{case} = wide-pointer
;; RUN: %{refuse}
;; REDEFINE: %{case} = imported-global-type
;; RUN: %{refuse}
;; REDEFINE: %{case} = extended-global
;; RUN: %{refuse}
;; REDEFINE: %{case} = extended-element
;; RUN: %{refuse}

;; Growth of a window is left: the pipeline lacks bump-grow.
;; REDEFINE: %{pipeline} = rebase,verify<profile=mcu>
;; REDEFINE: %{case} = window
;; RUN: %{refuse}

;; RUN: not %meld-opt '-passes=verify<profile=dsp>' %t/size.wat -disable-output 2>&1 | FileCheck %s --check-prefix=OPTION
;; OPTION: error: option 'profile' of verify: 'dsp' is not core or mcu

;--- two-memories.wat
;; CHECK: two-memories.wat:[[#@LINE+3]]:10: error: verify: there is a second memory, memory 1 $b besides memory 0 $a
;; CHECK: remedy: merge them: rebase,bump-grow
(module (memory $a 1)
        (memory $b 1))
;--- imported.wat
;; CHECK: error: verify: memory 0 is imported
;; CHECK: remedy: link the module that defines it, or link without --import-memory
(module (import "e" "m" (memory 1 1)))
;--- shared.wat
;; CHECK: error: verify: memory 0 is shared between threads
;; CHECK: remedy: build without threads
(module (memory 1 1 shared))
;--- wide.wat
;; CHECK: error: verify: memory 0 is addressed with 64 bits
;; CHECK: remedy: build for wasm32
(module (memory i64 1 1))
;--- no-maximum.wat
;; CHECK: error: verify: memory 0 is not frozen: 1 pages at first, no maximum
;; CHECK: remedy: add rebase,bump-grow to the pipeline
(module (memory 1) (func (drop (memory.grow (i32.const 0)))))
;--- larger-maximum.wat
;; CHECK: error: verify: memory 0 is not frozen: 1 pages at first, 2 at most
(module (memory 1 2))
;--- grow.wat
;; CHECK: grow.wat:[[#@LINE+3]]:63: error: verify: memory.grow is left
;; CHECK: remedy: add bump-grow to the pipeline, before verify<profile=mcu>
(module (memory 1 1)
  (func (result i32) (i32.eqz (i32.const 1)) (if (then (drop (memory.grow (i32.const 0))))) (i32.const 0)))
;--- size.wat
;; CHECK: error: verify: memory.size is left
(module (memory 1 1) (data (global.get 0) "x") (global i32 (i32.const 1)) (func (drop (memory.size))))
;--- offset.wat
;; CHECK: offset.wat:[[#@LINE+3]]:30: error: verify: the offset of this active segment is not a single i32.const
;; CHECK: remedy: add rebase to the pipeline: it folds what is known; an offset that depends on an import is not
(module (memory 1 1) (global i32 (i32.const 0))
        (data       (offset (global.get 0)) "x") (data (i32.const 4) "ab") (data (i32.const 5) "c"))
;--- overlap.wat
;; CHECK: overlap.wat:[[#@LINE+3]]:10: error: verify: this active segment, bytes 5 to 6, overlaps data segment #0, bytes 4 to 6
;; CHECK: remedy: correct the addresses at the link; the later segment wins, so the earlier one's bytes are lost
(module (memory 1 1) (data (i32.const 4) "ab") (data (i32.const 6) "after") (data (i32.const 6) "")
  (data (i32.const 5) "c") (global (mut i32) (i32.const 9)))
;--- overlap-far.wat
;; The one before in order of addresses, which is neither the first of them nor the one before in the module.
;; CHECK: error: verify: this active segment, bytes 14 to 15, overlaps data segment #1, bytes 4 to 20
(module (memory 1 1) (data (i32.const 14) "c") (data (i32.const 4) "0123456789abcdef") (data (i32.const 40) "d") (data (i32.const 0) "ab"))
;--- no-stack-pointer.wat
;; CHECK: error: verify: no global is named __stack_pointer, and a compiler that looks for it could take global 1 $sp
;; CHECK: remedy: keep the name section (link without --strip-all, merge with -g), or export the stack pointer
(module (global $zero (mut i32) (i32.const 0)) (global $sp (export "stack") (mut i32) (i32.const 4096)) (global (mut i64) (i64.const 1)))
;--- other-kind.wat
;; A function of that name is none.
;; CHECK: error: verify: no global is named __stack_pointer, and a compiler that looks for it could take global 0 $sp
(module (global $sp (mut i32) (i32.const 4096)) (func (export "__stack_pointer")))
;--- two-stack-pointers.wat
;; CHECK: error: verify: global 0 $__stack_pointer and global 2 $other are both named __stack_pointer
;; CHECK: remedy: keep the names apart where the modules are merged
(module (global $__stack_pointer (mut i32) (i32.const 1)) (global i32 (i32.const 1))
  (global $other (export "__stack_pointer") (mut i32) (i32.const 1)))
;--- global-type.wat
;; CHECK: error: verify: global 1 $wide is no i32
;; CHECK: remedy: keep it in memory, or split it in two
(module (global $narrow i32 (i32.add (i32.const 0) (i32.const 0))) (global $wide i64 (i64.const 0)))
;--- wide-pointer.wat
;; What is no i32 is not taken for a stack pointer.
;; CHECK: error: verify: global 0 $wide is no i32
(module (global $wide (mut i64) (i64.const 4096)))
;--- imported-global-type.wat
;; CHECK: error: verify: global 0 is no i32
(module (import "e" "g" (global f32)))
;--- extended-global.wat
;; CHECK: error: verify: the initial value of global 0 $g needs extended constant expressions
;; CHECK: remedy: link without position-independent code, or without features that need it (extended-const); Debian's wasm2c, among others, refuses such expressions
(module (global $g i32 (i32.add (i32.const 1) (i32.const 2))))
;--- extended-element.wat
;; CHECK: error: verify: this element segment needs extended constant expressions
(module (table 4 funcref) (func $f) (elem (offset (i32.add (i32.const 1) (i32.const 2))) $f))
;--- window.wat
;; CHECK: window.wat:[[#@LINE+2]]:59: error: verify: memory.size is left
;; CHECK: remedy: add bump-grow
(module (memory 1) (func (export "f") (result i32) (drop (memory.size)) (memory.grow (i32.const 1))))
