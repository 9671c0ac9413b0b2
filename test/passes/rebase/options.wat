;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: base, align and reserve decide where windows stand; reserve.NAME goes by index, export or debug name.
;; Why:  integrators lay out real memory with them.
;; Never: rounds a base down, or gives a reserve to what cannot grow.

;; DEFINE: %{options} =
;; DEFINE: %{prefix} =
;; DEFINE: %{layout} = %meld-opt '-passes=rebase<%{options}>,print<memory-layout>' %s -disable-output 2>&1 | FileCheck %s --check-prefix=%{prefix}

;; RUN: %meld-opt '-passes=rebase,print<memory-layout>' %s -disable-output 2>&1 | FileCheck %s --check-prefix=DEFAULT
;; DEFAULT:      merged memory: 38 pages
;; DEFAULT:      0 $heap 0x0 0x110000 65536 1048576
;; DEFAULT-NEXT: 1 $still 0x110000 0x130000 131072 0
;; DEFAULT-NEXT: 2 $odd name 0x130000 0x160000 65536 131072
;; DEFAULT-NEXT: 3 $memory$0 0x160000 0x260000 0 1048576

;; REDEFINE: %{options} = base=100
;; REDEFINE: %{prefix} = BASE
;; RUN: %{layout}
;; BASE:      merged memory: 39 pages
;; BASE:      0 $heap 0x70 0x110070
;; BASE-NEXT: 1 $still 0x110070

;; REDEFINE: %{options} = base=64KiB;align=1MiB;reserve=0
;; REDEFINE: %{prefix} = ALIGN
;; RUN: %{layout}
;; ALIGN:      merged memory: 64 pages
;; ALIGN:      0 $heap 0x100000 0x110000 65536 0
;; ALIGN-NEXT: 1 $still 0x200000
;; ALIGN-NEXT: 2 $odd name 0x300000
;; ALIGN-NEXT: 3 $memory$0 0x400000 0x400000

;; REDEFINE: %{options} = reserve=3
;; REDEFINE: %{prefix} = ALL
;; RUN: %{layout}
;; ALL:      0 $heap 0x0 0x40000
;; ALL-NEXT: 1 $still 0x40000 0x60000
;; the declared maximum is 3 pages
;; ALL-NEXT: 2 $odd name 0x60000 0x90000
;; ALL-NEXT: 3 $memory$0 0x90000 0xc0000

;; By debug name in bytes (rounded up to pages), by index, by export, by quoted name; max is up to the declared maximum.
;; REDEFINE: %{options} = reserve.heap=65KiB;reserve."odd name"=max;reserve.3=1MiB
;; REDEFINE: %{prefix} = NAMED
;; RUN: %{layout}
;; NAMED:      0 $heap 0x0 0x30000 65536 131072
;; NAMED:      2 $odd name 0x50000 0x80000 65536 131072
;; NAMED-NEXT: 3 $memory$0 0x80000 0x180000

;; REDEFINE: %{options} = reserve=1;reserve.memory$0=2
;; REDEFINE: %{prefix} = EXPORT
;; RUN: %{layout}
;; EXPORT:      0 $heap 0x0 0x20000
;; EXPORT:      3 $memory$0 0x60000 0x80000 0 131072

(module
  (memory $heap 1)
  (memory $still 2)
  (memory (export "odd name") 1 3)
  (memory (export "memory$0") 0)
  (func (export "grow") (drop (memory.grow $heap (i32.const 1))) (drop (memory.grow 2 (i32.const 1)))
    (drop (memory.grow 3 (i32.const 1)))))
