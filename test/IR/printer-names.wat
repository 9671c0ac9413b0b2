;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: names of parameters and locals; what has no name is spoken of by index.
;; Why:  names are what people recognise; wrong ones mislead.
;; RUN: %meld-opt -S %s | FileCheck %s
;; Printing what was printed changes nothing.
;; RUN: %meld-opt -S %s -o %t.1.wat
;; RUN: %meld-opt -S %t.1.wat -o %t.2.wat
;; RUN: grep -v ';; custom' %t.1.wat > %t.1.txt
;; RUN: grep -v ';; custom' %t.2.wat > %t.2.txt
;; RUN: diff %t.1.txt %t.2.txt

(module
  ;; CHECK:      (func $named!?/\odd (;0;) (type 0) (param $a i32) (param i64 i64) (param $d f32) (result i32)
  ;; CHECK-NEXT:   (local $e i32) (local i32 i64)
  ;; CHECK-NEXT:   local.get $a
  ;; CHECK-NEXT:   local.tee $e
  ;; CHECK-NEXT:   local.set 5
  ;; CHECK-NEXT:   local.get 1
  (func $named!?/\odd (param $a i32) (param i64 i64) (param $d f32) (result i32) (local $e i32) (local i32 i64)
    local.get $a
    local.tee $e
    local.set 5
    local.get 1
    drop
    i32.const 0)

  ;; CHECK:      (func (;1;) (type 1)
  ;; CHECK-NEXT:   unreachable
  ;; CHECK-NEXT:   call $named!?/\odd
  (func
    unreachable
    call $named!?/\odd
    drop)
)
