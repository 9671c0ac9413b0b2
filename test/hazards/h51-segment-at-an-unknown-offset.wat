;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H51
;; An active segment at an imported offset is refused, not a crash; granted, it moves with its window.

;; RUN: rm -f %t.wasm
;; RUN: not %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: not ls %t.wasm
;; RUN: FileCheck %s < %t.log

;; CHECK: error: rebase: the offset of this active segment of memory 0 is not known before instantiation
;; CHECK: remedy:
;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase<base=65536>,bump-grow' -assume=segment-in-window:0 -features=input,extended-const %s -o %t.wasm 2> %t.log
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=2 | FileCheck %s --check-prefix=SAME
;; SAME: exec-compare: equal: 2 runs
(module (import "e" "g" (global $g i32)) (memory 1) (data (global.get $g) "x")
  (func (export "load") (result i32) (i32.load8_u (global.get $g))))
