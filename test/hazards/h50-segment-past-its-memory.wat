;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H50
;; An active segment that does not fit its own memory is an error: it would overwrite the neighbour.

;; RUN: rm -f %t.wasm
;; RUN: not %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: not ls %t.wasm
;; RUN: FileCheck %s < %t.log

;; CHECK: error: rebase: this active segment ends at byte 65537, past the initial 65536 bytes of memory 0 $a
(module (memory $a 1) (memory $b 1) (data (memory $a) (i32.const 65536) "x") (func (export "g") (drop (memory.grow $a (i32.const 1)))))
