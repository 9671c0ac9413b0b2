;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H51
;; An active segment at an imported offset is refused, not a crash.

;; RUN: rm -f %t.wasm
;; RUN: not %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: not ls %t.wasm
;; RUN: FileCheck %s < %t.log

;; CHECK: error: rebase: the offset of this active segment of memory 0 is not known before instantiation
;; CHECK: remedy:
(module (import "e" "g" (global $g i32)) (memory 1) (data (global.get $g) "x"))
