;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: what cannot be described for firmware is refused, and nothing is written: several memories, one that can grow, an
;;       image whose segments are not known, do not fit, or are too large.
;; Why:  a header that is wrong compiles.
;; Never: leave a file behind.

;; DEFINE: %{report} =
;; DEFINE: %{module} =
;; DEFINE: %{refused} = rm -f %t.report && not %meld-opt -disable-output -report=memory-layout:%{report}:%t.report %t/%{module}.wat 2>&1
;; RUN: rm -rf %t && split-file %s %t

;; REDEFINE: %{module} = two
;; REDEFINE: %{report} = header
;; RUN: %{refused} | FileCheck %s --check-prefix=TWO && not ls %t.report
;; TWO: two.wat:1:2: error: format header of memory-layout describes one memory, and there are 2
;; TWO: remedy: merge them: add rebase to the pipeline
;; REDEFINE: %{report} = svg
;; RUN: %{refused} | FileCheck %s --check-prefix=DRAWN && not ls %t.report
;; DRAWN: error: format svg of memory-layout draws one memory, and there are 2

;; REDEFINE: %{module} = growing
;; REDEFINE: %{report} = linker
;; RUN: %{refused} | FileCheck %s --check-prefix=GROWS && not ls %t.report
;; GROWS: growing.wat:1:10: error: format linker of memory-layout describes a frozen memory, and memory 0 $m can grow
;; GROWS: remedy: add bump-grow to the pipeline

;; In a pipeline the pass fails.
;; RUN: not %meld-opt -disable-output '-passes=print<memory-layout;image>' %t/growing.wat 2>&1 | FileCheck %s --check-prefix=PASS
;; PASS: error: print<memory-layout;image>: format image of memory-layout describes a frozen memory, and memory 0 $m can grow

;; REDEFINE: %{module} = unknown
;; REDEFINE: %{report} = image
;; RUN: %{refused} | FileCheck %s --check-prefix=UNKNOWN && not ls %t.report
;; UNKNOWN: unknown.wat:1:{{[0-9]+}}: error: the image cannot be written: the offset of this segment is not known before instantiation
;; REDEFINE: %{module} = past
;; RUN: %{refused} | FileCheck %s --check-prefix=PAST && not ls %t.report
;; PAST: past.wat:1:{{[0-9]+}}: error: the image cannot be written: this segment ends past the memory
;; REDEFINE: %{module} = large
;; RUN: %{refused} | FileCheck %s --check-prefix=LARGE && not ls %t.report
;; LARGE: large.wat:1:{{[0-9]+}}: error: the image cannot be written: it would have 100000001 bytes, more than 67108864

;; A memory of 2^64 bytes: what has a number for them says it, the others refuse.
;; REDEFINE: %{module} = whole
;; REDEFINE: %{report} = header
;; RUN: %{refused} | FileCheck %s --check-prefix=WHOLE && not ls %t.report
;; REDEFINE: %{report} = svg
;; RUN: %{refused} | FileCheck %s --check-prefix=WHOLE && not ls %t.report
;; WHOLE: whole.wat:1:{{[0-9]+}}: error: format {{header|svg}} of memory-layout has no number for the 2^64 bytes of memory 0 $m
;; WHOLE: remedy: declare fewer pages
;; RUN: %meld-opt -disable-output '-passes=print<memory-layout>' %t/whole.wat 2>&1 | FileCheck %s --check-prefix=TABLE
;; TABLE: 0 $m 0x0 2^64 2^64 0 0 +0xffffffffffffffff
;; RUN: %meld-opt -disable-output '-passes=print<memory-layout;json>' %t/whole.wat 2>&1 | FileCheck %s --check-prefix=JSON
;; JSON: "endBytes": 18446744073709551616
;; JSON: "initialBytes": 18446744073709551616
;; JSON: "beginBytes": 18446744073709551614

;--- whole.wat
(module (memory $m i64 0x1000000000000 0x1000000000000) (data (i64.const -2) "x"))
;--- two.wat
(module (memory 1 1) (memory 1 1))
;--- growing.wat
(module (memory $m 1 2))
;--- unknown.wat
(module (import "a" "b" (global i32)) (memory 1 1) (data (global.get 0) "x"))
;--- past.wat
(module (memory 1 1) (data (i32.const 65535) "xy"))
;--- large.wat
(module (memory 2000 2000) (data (i32.const 100000000) "x"))
