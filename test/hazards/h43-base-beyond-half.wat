;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H43
;; offset + base beyond 2^31 is an address like any other: the limit is 2^32.

;; RUN: %meld-opt '-passes=rebase<bounds=none>' %s -S -o - 2> %t.log | FileCheck %s

;; CHECK: (memory $merged (;0;) 40001 40001)
;; CHECK: i32.load offset=2621440016{{$}}
(module (memory $a 40000) (memory $b 1) (func (param i32) (result i32) (i32.load $b offset=16 (local.get 0))))
