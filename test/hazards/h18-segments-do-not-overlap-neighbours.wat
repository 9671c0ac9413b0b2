;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H18
;; Active segments of one window cannot reach into another: what could is refused before it is moved.

;; RUN: rm -f %t.wasm
;; RUN: not %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: not ls %t.wasm
;; RUN: FileCheck %s < %t.log

;; CHECK: error: rebase: this active segment ends at byte 65544, past the initial 65536 bytes of memory 0 $a
(module (memory $a 1) (memory $b 1) (data (memory $a) (i32.const 65528) "0123456789abcdef") (data (memory $b) (i32.const 0) "neighbour"))
