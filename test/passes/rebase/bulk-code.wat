;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the code of bulk operations (rebase S6): one check for each memory, none where the engine's is the original's, a base only
;;       where there is one, and the same scratch locals for all operations of a function. What means the same in the merged
;;       memory is not touched.
;; Why:  a copy is only as safe as the weaker of its two sides.
;; Never: takes the check of one side for that of the other.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{case} =
;; DEFINE: %{passes} = rebase
;; DEFINE: %{lower} = %meld-opt -passes=%{passes} %t/%{case}.wat -S -o %t/out.wat 2> %t/log && FileCheck %t/%{case}.wat < %t/out.wat
;; REDEFINE: %{case} = two
;; RUN: %{lower}
;; REDEFINE: %{case} = empty
;; RUN: %{lower}
;; REDEFINE: %{case} = wide
;; RUN: %{lower}

;; Nothing changes in a memory alone, however many segments there are; but the first may be another than memory 0.
;; RUN: %meld-opt -passes=rebase %t/same.wat -stats -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=SAME
;; SAME: {{^ *}}0 rebase - functions-changed
;; RUN: %meld-opt -passes=dce,rebase %t/left.wat -stats -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=LEFT
;; LEFT: {{^ *}}3 rebase - functions-changed
;; RUN: %wasm-validate %t/out.wasm

;--- two.wat
(module
  (memory $a 1) (memory $b 1)
  (data $p "abcdefgh")
  ;; CHECK-LABEL: {{^}}  (func $first (;
  ;; CHECK:         i64.const 65536
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK-NEXT:    if
  ;; CHECK:         end
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK-NEXT:    local.get 4
  ;; CHECK-NEXT:    local.get 5
  ;; CHECK-NEXT:    memory.fill
  (func $first (param i32 i32 i32) (memory.fill $a (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: {{^}}  (func $all (;
  ;; CHECK-NEXT:    (local i32 i32 i32)
  ;; CHECK:         memory.fill
  ;; CHECK:         memory.copy
  ;; CHECK:         memory.init
  (func $all (param i32 i32 i32)
    (memory.fill $b (local.get 0) (local.get 1) (local.get 2))
    (memory.copy $b $a (local.get 0) (local.get 1) (local.get 2))
    (memory.init $b $p (local.get 0) (local.get 1) (local.get 2))))
;--- empty.wat
;; The first ends the memory at 0, so that the engine checks it; the second has no bytes.
(module
  (memory $a 1 1) (memory $none 0 0)
  ;; CHECK-LABEL: {{^}}  (func $from-none (;
  ;; CHECK:         local.get 3
  ;; CHECK-NEXT:    i64.extend_i32_u
  ;; CHECK-NEXT:    local.get 5
  ;; CHECK-NEXT:    i64.extend_i32_u
  ;; CHECK-NEXT:    i64.add
  ;; CHECK-NEXT:    i64.const 65536
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK:         local.get 4
  ;; CHECK-NEXT:    i64.extend_i32_u
  ;; CHECK-NEXT:    local.get 5
  ;; CHECK-NEXT:    i64.extend_i32_u
  ;; CHECK-NEXT:    i64.add
  ;; CHECK-NEXT:    i64.const 0
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK:         local.get 3
  ;; CHECK-NEXT:    local.get 4
  ;; CHECK-NEXT:    i32.const 65536
  ;; CHECK-NEXT:    i32.add
  ;; CHECK-NEXT:    local.get 5
  ;; CHECK-NEXT:    memory.copy
  (func $from-none (param i32 i32 i32) (memory.copy $a $none (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: {{^}}  (func $to-none (;
  ;; CHECK:         i64.const 0
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK:         i64.const 65536
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK:         memory.copy
  (func $to-none (param i32 i32 i32) (memory.copy $none $a (local.get 0) (local.get 1) (local.get 2)))
  ;; CHECK-LABEL: {{^}}  (func $within (;
  ;; CHECK-NEXT:    local.get 0
  ;; CHECK-NEXT:    local.get 1
  ;; CHECK-NEXT:    local.get 2
  ;; CHECK-NEXT:    memory.copy
  (func $within (param i32 i32 i32) (memory.copy $a $a (local.get 0) (local.get 1) (local.get 2))))
;--- wide.wat
(module
  (memory $a i64 1) (memory $b i64 1)
  (data $p "abcdefgh")
  ;; CHECK-LABEL: {{^}}  (func $copy (;
  ;; CHECK:         local.get 5
  ;; CHECK-NEXT:    i64.const 65536
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK-NEXT:    local.get 3
  ;; CHECK:         unreachable
  ;; CHECK:         local.get 5
  ;; CHECK-NEXT:    i64.const 65536
  ;; CHECK-NEXT:    i64.gt_u
  ;; CHECK-NEXT:    local.get 4
  (func $copy (param i64 i64 i64) (memory.copy $b $a (local.get 0) (local.get 1) (local.get 2))))
;--- same.wat
(module
  (memory 1 1)
  (data $p "abcdefgh") (data $q "ijklmnop")
  (func $fill (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func $copy (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (func $init (param i32 i32 i32) (memory.init $q (local.get 0) (local.get 1) (local.get 2))))
;--- left.wat
(module
  (memory $unused 1 1) (memory $m 1 1)
  (data $p "abcdefgh")
  (func (export "fill") (param i32 i32 i32) (memory.fill $m (local.get 0) (local.get 1) (local.get 2)))
  (func (export "copy") (param i32 i32 i32) (memory.copy $m $m (local.get 0) (local.get 1) (local.get 2)))
  (func (export "init") (param i32 i32 i32) (memory.init $m $p (local.get 0) (local.get 1) (local.get 2))))
