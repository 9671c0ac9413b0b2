;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H17
;; An imported memory is refused, not clamped to its minimum.

;; RUN: rm -f %t.wasm
;; RUN: not %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: not ls %t.wasm
;; RUN: FileCheck %s < %t.log

;; CHECK: error: rebase: memory 0 $m is imported, so its bytes belong to somebody else
;; CHECK: remedy:
(module (import "e" "m" (memory $m 1)) (data (i32.const 65536) "beyond the minimum"))
