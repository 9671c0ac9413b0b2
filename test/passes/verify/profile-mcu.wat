;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: verify<profile=mcu> accepts what the lowering makes of a module that breaks several rules; what the input brings
;;       of its own and no rule forbids (a start function, passive segments, imports); segments that touch; a module
;;       without a memory. It prints back, and changes nothing.
;; Why:  the profile is the gate at the end of a build; one that refuses good modules is switched off.
;; Never: says a word when nothing is wrong.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt %t/good.wat -o %t/good.wasm
;; RUN: %meld-opt '-passes=verify<profile=mcu>' %t/good.wasm -o %t/same.wasm 2>&1 | count 0
;; RUN: cmp %t/good.wasm %t/same.wasm
;; RUN: %meld-opt '-passes=verify<profile=mcu>' %t/none.wat -disable-output 2>&1 | count 0

;; RUN: not %meld-opt '-passes=verify<profile=mcu>' %t/lowered.wat -disable-output 2> %t/log
;; RUN: %meld-opt '-passes=rebase,bump-grow,verify<profile=mcu>' %t/lowered.wat -o %t/lowered.wasm 2> %t/log
;; RUN: %meld-opt '-passes=verify<profile=mcu>' %t/lowered.wasm -disable-output 2>&1 | count 0

;; RUN: %meld-opt '-passes=verify< profile = mcu >,verify<profile=core>' -print-pipeline-passes | FileCheck %s
;; CHECK: {{^}}verify<profile=mcu>,verify{{$}}

;--- good.wat
(module
  (import "e" "f" (func (param f64)))
  (import "e" "g" (global (mut i32)))
  (import "e" "t" (table 1 funcref)) (import "e" "tag" (tag (param f64)))
  (memory 2 2)
  (global $__stack_pointer (mut i32) (i32.const 9728))
  (global $__stack_pointer_1 (mut i32) (i32.const 9728))
  (global $base i32 (i32.const 65536))
  (table 1 funcref)
  (elem (i32.const 0) $run)
  (data "passive") (data (i32.const 8) "right") (data (i32.const 4) "left") (data (i32.const 6) "")
  (elem func $run)
  (start $run)
  (func $run (i32.store (i32.const 0) (global.get 1))))
;--- none.wat
;; Where an imported global starts is not known here.
(module (import "e" "g" (global (mut i32))) (func (export "id") (param f64) (result f64) (local.get 0)))
;--- lowered.wat
(module
  (memory (export "a") 1) (memory 1 2)
  (global $at i32 (i32.const 8))
  (data (global.get $at) "x") (data (memory 1) (i32.const 8) "y")
  (func (export "f") (result i32) (memory.size)) (func (export "g") (result i32) (memory.grow (i32.const 1))))
