;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: what does not fit ram= is told with who takes what: stack, data, heap, reserve, in bytes; less than a page is
;;       refused with the reason.
;; Why:  whoever has to make room must see where it went.
;; Never: calls something a stack that could be variables.

;; DEFINE: %{refuse} = not %meld-opt -disable-output %t.wasm 2>&1
;; RUN: %wat2wasm --enable-multi-memory --debug-names %s -o %t.wasm
;; RUN: %{refuse} '-passes=rebase<reserve=96KiB;ram=300000>,bump-grow' | FileCheck %s
;; CHECK:      error: rebase: the merged memory takes 393216 bytes, 93216 more than ram=300000:
;; CHECK-NEXT: bytes of                         from      stack       data         heap      reserve        total
;; CHECK-NEXT: memory 0 $first 0 4096 24 61416 131072 196608
;; CHECK-NEXT: memory 1 $above 196608 ? 8 131064 0 131072
;; CHECK-NEXT: memory 2 $none 327680 ? 0 65536 0 65536
;; CHECK:      remedy: reserve.first=0 fits (it is 2 now)

;; RUN: %{refuse} '-passes=rebase<ram=32KiB>,bump-grow' | FileCheck %s --check-prefix=PAGE
;; PAGE: remedy: give at least a page, 65536 bytes: smaller parts need windows that share pages, which this tool cannot make

;; Rounding up to pages is told in the map.
;; RUN: %meld-opt '-passes=rebase<reserve=96KiB>,bump-grow,print<memory-layout>' -disable-output %t.wasm 2>&1 | FileCheck %s --check-prefix=LOST
;; LOST: window base end initial bytes reserve bytes lost bytes
;; LOST: 0 $first 0x0 0x30000 65536 131072 32768
;; LOST: 1 $above 0x30000 0x50000 131072 0 0
(module
  (memory $first 1)
  (memory $above 2)
  (memory $none 1)
  (global $__stack_pointer (mut i32) (i32.const 4096))
  (global $__stack_pointer_1 (mut i32) (i32.const 70000))
  (func (export "a") (drop (i32.load $first (global.get $__stack_pointer))))
  (func (export "b") (drop (i32.load $above (global.get $__stack_pointer_1))))
  (func (export "c") (param i32) (drop (memory.grow $first (local.get 0))))
  (data (memory $first) (i32.const 4096) "12345678")
  (data (memory $first) (i32.const 4600) "12345678")
  (data (memory $first) (i32.const 4608) "12345678")
  (data (memory $above) (i32.const 1024) "12345678"))
