;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: checks of a window that grows compare with a counter of bytes, named after the memory or its number (rebase S10). Without
;;       checks there is none, nor where the bytes of the reserve cannot be counted in 32 bits: there the check is made in 64,
;;       from pages.
;; Why:  every global is RAM on a device, and a counter that wraps lets every access pass.
;; Never: counts what nobody reads.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{passes} =
;; DEFINE: %{case} = two
;; DEFINE: %{lower} = %meld-opt '-passes=%{passes}' %t/%{case}.wat -S -o %t/out.wat 2> %t/log
;; REDEFINE: %{passes} = bump-grow<reserve=3>,rebase
;; RUN: %{lower} && FileCheck %t/two.wat < %t/out.wat
;; REDEFINE: %{passes} = rebase<reserve=3>,bump-grow
;; RUN: %{lower} && FileCheck %t/two.wat < %t/out.wat
;; REDEFINE: %{passes} = bump-grow<reserve=3>,rebase<bounds=none>
;; RUN: %{lower} && FileCheck %s --check-prefix=NONE --implicit-check-not=grown-bytes < %t/out.wat
;; REDEFINE: %{passes} = rebase<reserve=3;bounds=none>,bump-grow
;; RUN: %{lower} && FileCheck %s --check-prefix=NONE --implicit-check-not=grown-bytes < %t/out.wat
;; NONE-COUNT-2: (global $meld.grown.{{.*}}(mut i32)
;; REDEFINE: %{case} = whole
;; REDEFINE: %{passes} = rebase<reserve=max;bounds=trap>,bump-grow
;; RUN: %{lower} && FileCheck %t/whole.wat --implicit-check-not=grown-bytes < %t/out.wat

;--- two.wat
;; CHECK-DAG: (global $meld.grown-bytes.named {{.*}}(mut i32) (i32.const 0))
;; CHECK-DAG: (global $meld.grown-bytes.1 {{.*}}(mut i32) (i32.const 0))
(module
  (memory $named 1) (memory 1)
  ;; CHECK-LABEL: {{^}}  (func $named
  ;; CHECK:       global.get $meld.grown-bytes.named
  (func $named (export "named") (param i32) (result i32) (i32.load (local.get 0)))
  ;; CHECK-LABEL: {{^}}  (func $other
  ;; CHECK:       global.get $meld.grown-bytes.1
  (func $other (export "other") (param i32) (result i32) (i32.load 1 (local.get 0)))
  (func (export "grow") (result i32) (i32.add (memory.grow 0 (i32.const 1)) (memory.grow 1 (i32.const 1)))))
;--- whole.wat
(module
  (memory $all 0)
  ;; CHECK-LABEL: {{^}}  (func $load
  ;; CHECK:       i64.extend_i32_u
  ;; CHECK-NEXT:  i64.const 4
  ;; CHECK-NEXT:  i64.add
  ;; CHECK-NEXT:  global.get $meld.grown.all
  ;; CHECK-NEXT:  i64.extend_i32_u
  ;; CHECK-NEXT:  i64.const 16
  ;; CHECK-NEXT:  i64.shl
  ;; CHECK-NEXT:  i64.gt_u
  (func $load (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "grow") (result i32) (memory.grow (i32.const 1))))
