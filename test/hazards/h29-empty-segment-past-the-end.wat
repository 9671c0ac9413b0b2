;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H29
;; An empty active segment just past the end is refused: the input traps when it is instantiated.

;; RUN: rm -f %t.wasm
;; RUN: not %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: not ls %t.wasm
;; RUN: FileCheck %s < %t.log

;; CHECK: error: rebase: this active segment ends at byte 65537, past the initial 65536 bytes of memory 0 $m
(module (memory $m 1) (memory 1) (data (memory $m) (i32.const 65537) ""))
