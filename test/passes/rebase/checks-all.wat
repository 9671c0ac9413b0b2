;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: checks=all checks what the engine would check as well: accesses and bulk operations of the window that ends the
;;       memory, and of a single one. Behaviour is the same; the record says so, and utils/prove takes the engine's check for
;;       none then. With checks=needed the same module relies on the engine. Without checks the option is refused.
;; Why:  a consumer that leaves out the engine's checks (native code on a device) must still keep windows apart.
;; Never: leaves a single access of a checked window to the engine.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt '-passes=rebase<checks=all>' %t/two.wat -S -o %t/two.out.wat 2> %t/log && FileCheck %t/two.wat < %t/two.out.wat
;; RUN: %meld-opt '-passes=rebase<bounds=trap;checks=all>' %t/one.wat -S -o %t/one.out.wat 2> %t/log && FileCheck %t/one.wat < %t/one.out.wat

;; RUN: %meld-opt '-passes=rebase<checks=all>' %t/two.wat -o %t/all.wasm 2> %t/log
;; RUN: %utils/prove --z3=%z3 %t/all.wasm | FileCheck %s --check-prefix=ALL
;; ALL: proved: accesses of window b: 1 at a constant address, 1 checked, 1 in bulk
;; ALL: 0 unproved
;; RUN: %meld-opt '-passes=rebase' %t/two.wat -o %t/needed.wasm 2> %t/log
;; RUN: %utils/prove --z3=%z3 %t/needed.wasm | FileCheck %s --check-prefix=NEEDED
;; NEEDED: proved: accesses of window b: 1 at a constant address, 1 by the engine, 1 in bulk
;; What relies on the engine is no proof of a module that says it does not.
;; RUN: %python %S/Inputs/say-all-checks.py %t/needed.wasm %t/wrong.wasm
;; RUN: not %utils/prove --z3=%z3 %t/wrong.wasm | FileCheck %s --check-prefix=WRONG
;; WRONG: unproved: function 1 at offset 0x{{[0-9a-f]+}}: window b: nothing shows that 12 bytes from its address are in bounds
;; WRONG: 1 unproved

;; The record outlives a second run.
;; RUN: %meld-opt '-passes=bump-grow,print<memory-layout>' %t/all.wasm -o %t/again.wasm 2> %t/log && cmp %t/all.wasm %t/again.wasm
;; RUN: grep -q '"checks":"all"' %t/again.wasm
;; RUN: not grep -q '"checks":' %t/needed.wasm

;; RUN: not %meld-opt '-passes=rebase<bounds=none;checks=all>' %t/two.wat -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=NONE
;; NONE: error: rebase: checks=all contradicts bounds=none
;; NONE: remedy: give bounds=trap
;; RUN: not %meld-opt '-passes=rebase<checks=all>' %t/one.wat -o %t/no.wasm 2>&1 | FileCheck %s --check-prefix=SINGLE
;; SINGLE: error: rebase: checks=all: accesses of a single memory are not checked by default
;; SINGLE: remedy: give bounds=trap
;; RUN: not ls %t/no.wasm

;; The boundary suite, where every window has its checks.
;; DEFINE: %{memories} =
;; DEFINE: %{compare} = %python %S/Inputs/bounds-accesses.py %{memories} few,constant,bulk > %t/b.wat && %wat2wasm --enable-multi-memory --enable-threads %t/b.wat -o %t/b.wasm && %meld-opt '-passes=rebase<bounds=trap;checks=all>,bump-grow<oom=fail>' %t/b.wasm -o %t/b.out.wasm 2> %t/log && %node %S/Inputs/bounds-compare.mjs %t/b.wasm %t/b.out.wasm | FileCheck %s --check-prefix=SAME
;; SAME: bounds-compare: equal: {{[1-9][0-9]+}} functions, {{[1-9][0-9][0-9]+}} calls, {{[1-9][0-9]+}} trapped, {{[1-9][0-9]+}} returned
;; REDEFINE: %{memories} = 1:3g,2
;; RUN: %{compare}
;; REDEFINE: %{memories} = 1
;; RUN: %{compare}

;--- two.wat
(module
  (memory $a 1) (memory $b 1)
  ;; CHECK:      (func (;0;)
  ;; CHECK:      i32.const 65532
  ;; CHECK-NEXT: i32.gt_u
  ;; CHECK-NEXT: br_if
  (func (export "a") (param i32) (result i32) (i32.load $a (local.get 0)))
  ;; CHECK:      (func (;1;)
  ;; CHECK:      i32.const 65524
  ;; CHECK-NEXT: i32.gt_u
  ;; CHECK-NEXT: br_if
  ;; CHECK:      i32.load offset=65544
  ;; The address is constant: no check of any kind is needed.
  ;; CHECK-NEXT: i32.const 65532
  ;; CHECK-NEXT: i32.load offset=65536
  (func (export "b") (param i32) (result i32)
    (i32.add (i32.load $b offset=8 (local.get 0)) (i32.load $b (i32.const 65532))))
  (func (export "fill") (param i32) (memory.fill $b (local.get 0) (i32.const 1) (i32.const 9))))
;--- one.wat
(module
  (memory 1)
  ;; CHECK:      (func (;0;)
  ;; CHECK:      i32.const 65532
  ;; CHECK-NEXT: i32.gt_u
  ;; CHECK-NEXT: br_if
  (func (export "a") (param i32) (result i32) (i32.load (local.get 0)))
  ;; CHECK:      (func (;1;)
  ;; CHECK:      i64.gt_u
  ;; CHECK-NEXT: if
  ;; CHECK:      memory.fill
  (func (export "fill") (param i32) (memory.fill (local.get 0) (i32.const 1) (i32.const 9))))
