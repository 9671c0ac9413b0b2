;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: export-grown exports a function for each memory that returns the pages it has grown by; in both orders of passes.
;; Why:  firmware wants to know how far a heap is.
;; Never: hands out the counter itself, which a host could write.

;; DEFINE: %{passes} =
;; DEFINE: %{lower} = %meld-opt '-passes=%{passes}' %s -o %t.wasm 2> %t.log && %wasm-validate --enable-multi-memory %t.wasm
;; REDEFINE: %{passes} = rebase,bump-grow<export-grown>
;; RUN: %{lower} && %wasm-interp --enable-multi-memory --run-all-exports %t.wasm | FileCheck %s && %python %utils/prove --z3=%z3 %t.wasm | FileCheck %s --check-prefix=PROVED
;; REDEFINE: %{passes} = bump-grow<export-grown>,rebase
;; RUN: %{lower} && %wasm-interp --run-all-exports %t.wasm | FileCheck %s && %python %utils/prove --z3=%z3 %t.wasm | FileCheck %s --check-prefix=PROVED
;; REDEFINE: %{passes} = bump-grow<export-grown>
;; RUN: %{lower} && %wasm-interp --enable-multi-memory --run-all-exports %t.wasm | FileCheck %s
;; CHECK: grow() => i32:1
;; CHECK: again() => i32:4
;; CHECK: heap.grown() => i32:5
;; CHECK: still.grown() => i32:0
;; CHECK: 2.grown() => i32:0
;; PROVED: proved, 0 unproved

;; The next pass sees the whole body.
;; RUN: %meld-opt '-passes=bump-grow<export-grown>,print' -disable-output %s 2>&1 | FileCheck %s --check-prefix=NEXT
;; NEXT:      (func $meld.heap.grown {{.*}}(result i32)
;; NEXT-NEXT: global.get $meld.grown.debug
;; NEXT-NEXT: )
;; NEXT-NEXT: (func $meld.still.grown {{.*}}(result i32)
;; NEXT-NEXT: i32.const 0

;; RUN: not %meld-opt '-passes=bump-grow<export-grown>' -disable-output %S/Inputs/grown-taken.wat 2>&1 | FileCheck %s --check-prefix=TAKEN
;; TAKEN: error: bump-grow: export-grown: the export name "memory.grown" is taken
;; TAKEN: remedy: rename the export "memory.grown", or the memory
;; Where nothing is exported, no name is needed.
;; RUN: %meld-opt -passes=bump-grow -disable-output %S/Inputs/grown-taken.wat 2> %t.log
(module
  (memory $debug (export "heap") (export "other") 1)
  (memory $still 1)
  (memory 1 1)
  (func (export "grow") (result i32) (memory.grow 0 (i32.const 3)))
  (func (export "again") (result i32) (memory.grow 0 (i32.const 2))))
