;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: the data count section stays if there is one, and none appears by itself.
;; Why:  memory.init is invalid without it, and engines before bulk memory do not know it.
;; Never: changes the count: no pass here adds or removes segments.

;; RUN: rm -rf %t && split-file %s %t
;; RUN: %meld-opt '-passes=rebase<base=32>' %t/with.wat -o %t/with.wasm 2> %t/log
;; RUN: %dump %t/with.wasm | FileCheck %t/with.wat
;; RUN: %meld-opt '-passes=rebase<base=32>' %t/without.wat -o %t/without.wasm 2> %t/log
;; RUN: %dump %t/without.wasm | FileCheck %t/without.wat --implicit-check-not="section 12"

;--- with.wat
;; CHECK: section 12 (size field 1 bytes): 02{{$}}
;; CHECK: section 11
(module (memory 1) (data $p "abc") (data (i32.const 0) "x")
  (func (memory.init $p (i32.const 0) (i32.const 0) (i32.const 3))))
;--- without.wat
;; CHECK: section 11
(module (memory 1) (data (i32.const 0) "x") (func (drop (i32.load (i32.const 0)))))
