;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H17
;; An imported memory is refused, not clamped to its minimum. With import=define it gets as many pages as asked for; too few
;; for its data are refused with the number that fits, and the neighbour's window begins behind them.

;; RUN: rm -f %t.wasm
;; DEFINE: %{passes} = rebase,bump-grow
;; DEFINE: %{refuse} = not %meld-opt '-passes=%{passes}' %s -o %t.wasm 2> %t.log && not ls %t.wasm && FileCheck %s < %t.log --check-prefix
;; RUN: %{refuse} REFUSED
;; REFUSED: error: rebase: memory 0 $m is imported, so its bytes belong to somebody else
;; REFUSED: remedy:
;; REDEFINE: %{passes} = rebase<import=define>,bump-grow
;; RUN: %{refuse} BEYOND
;; REDEFINE: %{passes} = rebase<import=define;import-pages=2>,bump-grow
;; RUN: %{refuse} BEYOND
;; BEYOND: error: rebase: active data of memory 0 $m ends at byte 131090, past the {{1|2}} pages that import=define gives it
;; BEYOND: remedy: give import-pages.m=3

;; RUN: %meld-opt '-passes=rebase<import=define;import-pages.m=3>,bump-grow,print<memory-layout>' %s -o %t.wasm 2>&1 | FileCheck %s --check-prefix=DEFINED
;; DEFINED: 0 $m 0x0 0x30000 196608 0
;; DEFINED: 1 $neighbour 0x30000 0x40000 65536 0
;; RUN: %wasm-interp --run-all-exports %t.wasm | FileCheck %s --check-prefix=VALUES
;; VALUES: mine() => i32:1684959097
;; VALUES: neighbours() => i32:1868720231
(module
  (import "e" "m" (memory $m 1))
  (memory $neighbour 1)
  (data (memory $m) (i32.const 131072) "beyond the minimum")
  (data (memory $neighbour) (i32.const 0) "neighbour")
  (func (export "mine") (result i32) (i32.load $m (i32.const 131074)))
  (func (export "neighbours") (result i32) (i32.load $neighbour (i32.const 3))))
