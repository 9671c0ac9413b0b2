;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: pages that a grow grants read as zero, also after stray writes beyond the size: by memory.fill where the module
;;       has bulk memory, otherwise by a loop; zero=assume leaves them.
;; Why:  calloc trusts fresh pages.
;; Never: clears a page that was granted before, or a neighbour.

;; RUN: rm -rf %t && split-file %s %t
;; DEFINE: %{passes} =
;; DEFINE: %{module} =
;; DEFINE: %{zeros} = %meld-opt '-passes=%{passes}' %t/%{module}.wat -o %t/out.wasm 2> %t/log && %v8-validate %t/out.wasm && \
;; DEFINE:   %wasm-interp --enable-multi-memory --run-all-exports %t/out.wasm | FileCheck %s
;; CHECK: stray() =>
;; CHECK-NEXT: grow() => i32:2
;; CHECK-NEXT: dirt() => i32:0
;; CHECK-NEXT: again() => i32:3
;; CHECK-NEXT: kept() => i32:85
;; CHECK-NEXT: neighbours() => i32:7, i32:9

;; REDEFINE: %{module} = bulk
;; REDEFINE: %{passes} = rebase<bounds=none>,bump-grow
;; RUN: %{zeros}
;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --check-prefix=BULK --implicit-check-not=meld.clear
;; BULK-LABEL: (func $meld.grow.b (;
;; BULK: memory.fill
;; REDEFINE: %{passes} = bump-grow,rebase<bounds=none>
;; RUN: %{zeros}
;; REDEFINE: %{passes} = bump-grow
;; RUN: %{zeros}
;; REDEFINE: %{module} = loop
;; RUN: %{zeros}
;; REDEFINE: %{passes} = bump-grow,rebase<bounds=none;base=4096>
;; RUN: %{zeros}
;; REDEFINE: %{passes} = rebase<bounds=none;base=4096>,bump-grow
;; RUN: %{zeros}
;; RUN: %meld-opt -S %t/out.wasm -o - | FileCheck %s --check-prefix=LOOP --implicit-check-not=memory.fill
;; LOOP: (func $meld.clear.b (;
;; LOOP: loop

;; Pages of a checked window are zero without that.
;; RUN: %meld-opt '-passes=rebase<bounds=trap>,bump-grow' %t/bulk.wat -S -o - | FileCheck %s --check-prefix=CHECKED --implicit-check-not=memory.fill --implicit-check-not=meld.clear
;; CHECKED: (func $meld.grow.b (;

;; 2^32 bytes are one more than a memory.fill can clear.
;; RUN: %meld-opt '-passes=bump-grow<reserve=65536>' %t/whole.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=WHOLE --implicit-check-not=memory.fill
;; WHOLE: (memory (;0;) 65536 65536)
;; WHOLE: (func $meld.clear.0 (;
;; RUN: %meld-opt '-passes=bump-grow<reserve=65535>' %t/whole.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=NEARLY --implicit-check-not=meld.clear
;; NEARLY: (memory (;0;) 65535 65535)
;; NEARLY: memory.fill

;; zero=assume leaves what is there: the two tests above can fail.
;; RUN: %meld-opt '-passes=rebase<bounds=none>,bump-grow<zero=assume>' %t/bulk.wat -o %t/out.wasm 2> %t/log
;; RUN: %wasm-interp --run-all-exports %t/out.wasm | FileCheck %s --check-prefix=ASSUME
;; ASSUME: dirt() => i32:4294967295

;--- whole.wat
(module
  (memory 0)
  (data $unused "")
  (func (export "grow") (param i32) (result i32) (data.drop $unused) (memory.grow (local.get 0))))
;--- bulk.wat
(module
  (memory $a 1) (memory $b 2) (memory $c 1)
  (data $unused "")
  (func (export "stray")
    (i32.store $b (i32.const 131072) (i32.const -1)) (i32.store $b (i32.const 196604) (i32.const -1))
    (i32.store $b offset=131072 (i32.const 65536) (i32.const 85))
    (i32.store $b (i32.const 131068) (i32.const 85))
    (i32.store $a (i32.const 65532) (i32.const 7)) (i32.store $c (i32.const 0) (i32.const 9)))
  (func (export "grow") (result i32) (memory.grow $b (i32.const 1)))
  (func (export "dirt") (result i32)
    (i32.or (i32.load $b (i32.const 131072)) (i32.load $b (i32.const 196604))))
  (func (export "again") (result i32) (i32.store $b (i32.const 131072) (i32.const 85)) (memory.grow $b (i32.const 2)))
  (func (export "kept") (result i32)
    (i32.and (i32.load $b (i32.const 131068))
      (i32.or (i32.load $b (i32.const 131072)) (i32.load $b (i32.const 196608)))))
  (func (export "neighbours") (result i32 i32) (i32.load $a (i32.const 65532)) (i32.load $c (i32.const 0)))
  (func (data.drop $unused)))
;--- loop.wat
(module
  (memory $a 1) (memory $b 2) (memory $c 1)
  (func (export "stray")
    (i32.store $b (i32.const 131072) (i32.const -1)) (i32.store $b (i32.const 196604) (i32.const -1))
    (i32.store $b offset=131072 (i32.const 65536) (i32.const 85))
    (i32.store $b (i32.const 131068) (i32.const 85))
    (i32.store $a (i32.const 65532) (i32.const 7)) (i32.store $c (i32.const 0) (i32.const 9)))
  (func (export "grow") (result i32) (memory.grow $b (i32.const 1)))
  (func (export "dirt") (result i32)
    (i32.or (i32.load $b (i32.const 131072)) (i32.load $b (i32.const 196604))))
  (func (export "again") (result i32) (i32.store $b (i32.const 131072) (i32.const 85)) (memory.grow $b (i32.const 2)))
  (func (export "kept") (result i32)
    (i32.and (i32.load $b (i32.const 131068))
      (i32.or (i32.load $b (i32.const 131072)) (i32.load $b (i32.const 196608)))))
  (func (export "neighbours") (result i32 i32) (i32.load $a (i32.const 65532)) (i32.load $c (i32.const 0))))
