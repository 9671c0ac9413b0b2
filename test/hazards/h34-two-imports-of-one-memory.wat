;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H34
;; Two imported memories could be one: refused, not split in two.

;; RUN: rm -f %t.wasm
;; RUN: not %meld-opt '-passes=rebase,bump-grow' %s -o %t.wasm 2> %t.log
;; RUN: not ls %t.wasm
;; RUN: FileCheck %s < %t.log

;; CHECK: error: rebase: memory 0 is imported, so its bytes belong to somebody else
(module (import "e" "m" (memory 1)) (import "e" "m" (memory 1)))
