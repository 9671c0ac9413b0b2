;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; HAZARD: H38
;; Windows stand at multiples of 16 at least, so that an aligned atomic access stays aligned.

;; RUN: %meld-opt %s -o %t.before.wasm && %meld-opt '-passes=rebase<base=5>,bump-grow' %s -o %t.wasm 2> %t.log && %wasm-validate --enable-threads %t.wasm
;; RUN: %exec-compare %t.before.wasm %t.wasm --seeds=1 | FileCheck %s
;; RUN: not %meld-opt '-passes=rebase<align=8>' %s -disable-output 2>&1 | FileCheck %s --check-prefix=ALIGN
;; ALIGN: 8 is not a power of two of at least 16

;; CHECK: exec-compare: equal: 1 runs, {{[1-9][0-9]*}} calls

(module (memory $a 1) (memory $b 1)
  (func (export "add") (result i64) (i64.atomic.rmw.add $b (i32.const 8) (i64.const 5)))
  (func (export "unaligned") (result i32) (i32.atomic.load $b (i32.const 6))))
