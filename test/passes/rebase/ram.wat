;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: ram=BYTES refuses a merged memory that is larger, with the table and the smallest change that fits: one reserve, all
;;       of them, the base; and that change fits, one page more does not. Slack and base count.
;; Why:  a build that no longer fits the device must fail, and say what to do.
;; Never: proposes a change that does not fit, or a larger one than needed of its kind.

;; RUN: rm -f %t.wasm
;; DEFINE: %{options} =
;; DEFINE: %{prefix} =
;; DEFINE: %{fits} = %meld-opt '-passes=rebase<%{options}>,bump-grow' %s -o %t.fits.wasm 2> %t.log && %wasm-validate %t.fits.wasm
;; DEFINE: %{refuse} = not %meld-opt '-passes=rebase<%{options}>,bump-grow' %s -o %t.wasm 2> %t.log && not ls %t.wasm && FileCheck %s --check-prefix=%{prefix} < %t.log

;; Pages: 1 + 16, 1 + 16, 2.
;; REDEFINE: %{options} = ram=2304KiB
;; RUN: %{fits}
;; REDEFINE: %{options} = ram=2359295
;; REDEFINE: %{prefix} = ONE
;; RUN: %{refuse}
;; ONE: error: rebase: the merged memory takes 2359296 bytes, 1 more than ram=2359295:
;; ONE-NEXT: bytes of from stack data heap reserve total
;; ONE-NEXT: memory 0 $heap 0 ? 0 65536 1048576 1114112
;; ONE-NEXT: memory 1 (exported as "odd name") 1114112 ? 0 65536 1048576 1114112
;; ONE-NEXT: memory 2 $still 2228224 ? 0 131072 0 131072
;; ONE: remedy: reserve.heap=15 fits (it is 16 now)
;; REDEFINE: %{options} = ram=2359295;reserve.heap=15
;; RUN: %{fits}

;; Of two, the smaller change. With align=1MiB 185 pages of $heap must go, or 186 of the other.
;; REDEFINE: %{options} = ram=15MiB;reserve.heap=200;reserve."odd name"=201;align=1MiB
;; REDEFINE: %{prefix} = ALIGNED
;; RUN: %{refuse}
;; ALIGNED: remedy: reserve.heap=15 fits (it is 200 now)
;; REDEFINE: %{options} = ram=15MiB;reserve.heap=15;reserve."odd name"=201;align=1MiB
;; RUN: %{fits}
;; REDEFINE: %{options} = ram=15MiB;reserve.heap=16;reserve."odd name"=201;align=1MiB
;; RUN: not %{fits}
;; REDEFINE: %{options} = ram=15MiB;reserve.heap=201;reserve."odd name"=200;align=1MiB
;; REDEFINE: %{prefix} = SECOND
;; RUN: %{refuse}
;; SECOND: remedy: reserve."odd name"=15 fits (it is 200 now)
;; REDEFINE: %{options} = ram=640KiB;reserve.heap=5;reserve."odd name"=7
;; REDEFINE: %{prefix} = QUOTED
;; RUN: %{refuse}
;; QUOTED: remedy: reserve."odd name"=1 fits (it is 7 now)
;; REDEFINE: %{options} = ram=640KiB;reserve.heap=5;reserve."odd name"=1
;; RUN: %{fits}

;; No single reserve is enough.
;; REDEFINE: %{options} = ram=512KiB
;; REDEFINE: %{prefix} = ALL
;; RUN: %{refuse}
;; ALL: remedy: reserve=2 for every memory fits (the largest is 16 now)
;; REDEFINE: %{options} = ram=512KiB;reserve=2
;; RUN: %{fits}
;; REDEFINE: %{options} = ram=512KiB;reserve=3
;; RUN: not %{fits}

;; What lies before the first window counts, and the rest of the last page.
;; REDEFINE: %{options} = ram=256KiB;reserve=0;base=100
;; REDEFINE: %{prefix} = BASE
;; RUN: %{refuse}
;; BASE: error: rebase: the merged memory takes 327680 bytes, 65536 more than ram=262144
;; BASE: remedy: base=0 fits
;; REDEFINE: %{options} = ram=300KiB;base=128KiB;reserve=0
;; REDEFINE: %{prefix} = NEVER
;; RUN: %{refuse}
;; NEVER: remedy: base=0 fits
;; REDEFINE: %{options} = ram=3200KiB;base=3MiB;reserve=0;align=1MiB
;; REDEFINE: %{prefix} = FIRST-MIB
;; RUN: %{refuse}
;; FIRST-MIB: remedy: base=1048576 fits
;; REDEFINE: %{options} = ram=255KiB;base=128KiB
;; REDEFINE: %{prefix} = TOO-MUCH
;; RUN: %{refuse}
;; TOO-MUCH: remedy: make the memories smaller; without reserve and base they take 262144 bytes

;; A page is not too small to make the memories smaller.
;; REDEFINE: %{options} = ram=64KiB
;; RUN: %{refuse}

;; A memory without a name is named by its number.
;; RUN: not %meld-opt '-passes=rebase<ram=1MiB>' %S/Inputs/unnamed.wat -disable-output 2>&1 | FileCheck %s --check-prefix=NUMBER
;; NUMBER: remedy: reserve.0=14 fits (it is 16 now)

;; A reserve that was settled before is an option of the pass that settled it.
;; RUN: not %meld-opt '-passes=bump-grow,rebase<ram=2MiB>' %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=SETTLED
;; SETTLED: remedy: reserve.heap=12 in bump-grow fits (it is 16 now)
;; RUN: %meld-opt '-passes=bump-grow<reserve.heap=12>,rebase<ram=2MiB>' %s -o %t.wasm 2> %t.log

(module
  (memory $heap 1)
  (memory (export "odd name") 1)
  (memory $still 2)
  (func (export "grow") (drop (memory.grow $heap (i32.const 1))) (drop (memory.grow 1 (i32.const 1)))))
