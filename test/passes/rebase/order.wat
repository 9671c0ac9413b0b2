;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: order=fewest-checks puts the window with the most accesses last, among those that neither grow nor are exported, on a
;;       page of its own, without taking more memory; its accesses need no checks, and the module behaves as before. Where
;;       there is none, the declared order stays.
;; Why:  one window's checks are free: the engine makes them anyway.
;; Never: moves a window that the host sees, or relies on the engine for one that can grow.

;; RUN: rm -rf %t && split-file %s %t && %meld-opt %t/in.wat -o %t/before.wasm
;; DEFINE: %{passes} =
;; DEFINE: %{prefix} =
;; DEFINE: %{layout} = %meld-opt '-passes=%{passes},print<memory-layout>' %t/before.wasm -pass-remarks=rebase -o %t/out.wasm 2> %t/log && FileCheck %s --check-prefix=%{prefix} < %t/log
;; DEFINE: %{same} = %exec-compare %t/before.wasm %t/out.wasm --seeds=3 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 3 runs, {{[1-9][0-9]+}} calls

;; REDEFINE: %{passes} = rebase<reserve=1>,bump-grow
;; REDEFINE: %{prefix} = DECLARED
;; RUN: %{layout} && %{same}
;; DECLARED:      merged memory: 8 pages
;; DECLARED-NEXT: window
;; DECLARED-NEXT: 0 $few 0x0 0x10000
;; DECLARED-NEXT: 1 $most 0x10000 0x30000
;; DECLARED-NEXT: 2 $seen 0x30000
;; DECLARED-NEXT: 3 $grows 0x40000 0x60000
;; DECLARED-NEXT: 4 $alike 0x60000 0x80000
;; DECLARED-NEXT: bounds checks: 15 accesses need one

;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --check-prefix=MERGED
;; MERGED: (memory $merged (;0;) 8 8)

;; REDEFINE: %{passes} = rebase<reserve=1;order=fewest-checks>,bump-grow
;; REDEFINE: %{prefix} = FEWEST
;; RUN: %{layout} && %{same}
;; FEWEST:      remark: rebase: memory 1 $most is placed last: the engine checks its 4 accesses
;; FEWEST:      merged memory: 8 pages
;; FEWEST:      0 $few 0x0 0x10000
;; FEWEST-NEXT: 2 $seen 0x10000 0x20000
;; FEWEST-NEXT: 3 $grows 0x20000 0x40000
;; FEWEST-NEXT: 4 $alike 0x40000 0x60000
;; FEWEST-NEXT: 1 $most 0x60000 0x80000
;; FEWEST-NEXT: bounds checks: 14 accesses need one

;; A base that is no multiple of a page: without the page of its own the last window would need checks.
;; REDEFINE: %{passes} = bump-grow<reserve=1>,rebase<base=48;order=fewest-checks>
;; REDEFINE: %{prefix} = ODD
;; RUN: %{layout} && %{same}
;; ODD:      merged memory: 9 pages
;; ODD:      0 $few 0x30 0x10030
;; ODD:      4 $alike 0x40030 0x60030
;; ODD-NEXT: 1 $most 0x70000 0x90000
;; ODD-NEXT: bounds checks: 15 accesses need one
;; REDEFINE: %{passes} = rebase<reserve=1;base=48>,bump-grow
;; REDEFINE: %{prefix} = ODD-DECLARED
;; RUN: %{layout} && %{same}
;; ODD-DECLARED: merged memory: 9 pages
;; ODD-DECLARED: bounds checks: 18 accesses need one

;; Of two with as many accesses, the later one, whatever stands behind it.
;; RUN: %meld-opt '-passes=rebase<order=fewest-checks>,print<memory-layout>' %t/equal.wat -disable-output 2>&1 | FileCheck %s --check-prefix=EQUAL
;; EQUAL: 0 $first 0x0
;; EQUAL-NEXT: 2 $third 0x10000
;; EQUAL-NEXT: 1 $second 0x20000

;; No candidate.
;; RUN: %meld-opt '-passes=rebase<order=fewest-checks>,print<memory-layout>' %t/none.wat -pass-remarks-missed=rebase -disable-output 2>&1 | FileCheck %s --check-prefix=NONE
;; NONE: remark: rebase: order=fewest-checks: no memory that is accessed has a fixed size and is hidden from the host
;; NONE: 0 $seen 0x0
;; NONE-NEXT: 1 $unused 0x10000
;; NONE-NEXT: 2 $empty 0x20000
;; NONE-NEXT: 3 $grows 0x20000
;; Then none begins on a page of its own either.
;; RUN: %meld-opt '-passes=rebase<order=fewest-checks;base=48>,print<memory-layout>' %t/none.wat -disable-output 2>&1 | FileCheck %s --check-prefix=NO-PAGE
;; NO-PAGE: 2 $empty 0x20030
;; NO-PAGE-NEXT: 3 $grows 0x20030

;--- in.wat
(module
  (memory $few 1) (memory $most 2) (memory $seen (export "seen") 1) (memory $grows 1 2) (memory $alike 2)
  (data (memory $most) (i32.const 8) "abcdefgh") (data (memory $alike) (i32.const 131064) "ijklmnop")
  (func (export "few") (param i32) (result i32) (i32.load $few (local.get 0)))
  (func (export "most") (param i32 i64) (result i64)
    (i64.store $most (local.get 0) (local.get 1))
    (i64.store16 $most offset=65536 (local.get 0) (local.get 1))
    (i64.add (i64.load $most offset=8 (local.get 0)) (i64.load8_u $most offset=1 (i32.wrap_i64 (local.get 1)))))
  (func (export "use") (param i32 f32) (result f32)
    (f32.store $seen (local.get 0) (local.get 1))
    (f32.store $seen offset=8 (local.get 0) (local.get 1))
    (f32.store $seen offset=16 (local.get 0) (local.get 1))
    (f32.store $seen offset=24 (local.get 0) (local.get 1))
    (f32.load $seen offset=4 (local.get 0)))
  (func (export "grows") (param i32) (result i32)
    (drop (memory.grow $grows (i32.const 1)))
    (i32.store8 $grows (local.get 0) (i32.const 1))
    (i32.store8 $grows offset=1 (local.get 0) (i32.const 1))
    (i32.store8 $grows offset=2 (local.get 0) (i32.const 1))
    (i32.store8 $grows offset=3 (local.get 0) (i32.const 1))
    (i32.load $grows (local.get 0)))
  (func (export "alike") (param i32) (result i32)
    (i32.store8 $alike offset=1 (local.get 0) (i32.const 1))
    (i32.store8 $alike offset=131071 (local.get 0) (i32.const 1))
    (i32.load $alike (local.get 0))))
;--- none.wat
(module
  (memory $seen (export "seen") 1) (memory $unused 1) (memory $empty 0) (memory $grows 1)
  (func (export "f") (param i32)
    (i32.store $seen (local.get 0) (i32.load $empty (local.get 0)))
    (i32.store $grows (local.get 0) (memory.grow $grows (i32.const 1)))))
;--- equal.wat
(module
  (memory $first 1) (memory $second 1) (memory $third 1)
  (func (export "f") (i32.store $first (i32.const 0) (i32.load $second (i32.const 0)))))
