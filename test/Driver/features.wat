;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: -features= refuses an input that uses more, at a place that does; what it allows bounds what passes bring in. Without
;;       it they bring in nothing.
;; Why:  a consumer that lacks a feature would refuse the module later, and elsewhere.
;; Never: an output with a feature that was not allowed.

;; RUN: rm -rf %t && split-file %s %t

;; The first use of the first feature that is not allowed, and all that are missing.
;; RUN: sh -c "%meld-opt -features=mvp,multi-value %t/uses.wat -o %t/out.wasm 2> %t/log; test $? -eq 1"
;; RUN: FileCheck %s --check-prefix=REFUSED < %t/log && not ls %t/out.wasm
;; REFUSED: uses.wat:4:6: error: features: feature sign-extension-ops is not allowed by -features, and is used here: i32.extend8_s
;; REFUSED-NEXT: 4 |     (i32.extend8_s (i32.load $b (local.get 0))))
;; REFUSED-NEXT: ^
;; REFUSED-NEXT: remedy: add sign-extension-ops,multi-memory to -features, or build the module without

;; Versions of the specification, the input's own, and lists; together they allow what each does.
;; RUN: %meld-opt -features=wasm-3.0 %t/uses.wat -o %t/out.wasm
;; RUN: %meld-opt -features=input %t/uses.wat -o %t/out.wasm
;; RUN: %meld-opt -features=mvp,multi-memory,sign-extension-ops %t/uses.wat -o %t/out.wasm
;; RUN: %meld-opt -features=wasm-2.0,multi-memory %t/uses.wat -o %t/out.wasm
;; RUN: not %meld-opt -features=wasm-2.0 %t/uses.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=TWO
;; TWO: feature multi-memory is not allowed by -features, and is used here: a second memory
;; RUN: not %meld-opt -features=wasm-1.0,multi-memory %t/uses.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=ONE
;; ONE: feature sign-extension-ops is not allowed

;; The helper of bump-grow takes memory.fill if it may.
;; RUN: %meld-opt -passes=bump-grow %t/grows.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=LOOP
;; RUN: %meld-opt -passes=bump-grow -features=mvp %t/grows.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=LOOP
;; RUN: %meld-opt -passes=bump-grow -features=input %t/grows.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=LOOP
;; RUN: %meld-opt -passes=bump-grow -features=bulk-memory-operations %t/grows.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=FILL
;; LOOP-NOT: memory.fill
;; LOOP: loop
;; LOOP-NOT: memory.fill
;; FILL-NOT: loop
;; FILL: memory.fill
;; FILL-NOT: loop

;; A segment at an imported offset moves only as an extended constant expression.
;; RUN: not %meld-opt '-passes=rebase<base=16>' -assume=segment-in-window %t/offset.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=INPUT
;; INPUT: offset.wat:4:10: error: rebase: the offset of this segment, moved by 16 bytes, would need feature extended-const, which the input does not use
;; INPUT: remedy: allow it with -features=input,extended-const, or see docs/premises.md#segment-in-window for how to do without
;; RUN: not %meld-opt '-passes=rebase<base=16>' -assume=segment-in-window -features=wasm-2.0 %t/offset.wat -o %t/out.wasm 2>&1 | FileCheck %s --check-prefix=SAID
;; SAID: error: rebase: the offset of this segment, moved by 16 bytes, would need feature extended-const, which -features does not allow
;; SAID: remedy: add extended-const to -features, or see
;; RUN: %meld-opt '-passes=rebase<base=16>' -assume=segment-in-window -features=input,extended-const %t/offset.wat -S -o - 2> %t/log | FileCheck %s --check-prefix=MOVED
;; MOVED: (data (;0;) (offset global.get $at i32.const 16 i32.add) "x")
;; In place it needs nothing.
;; RUN: %meld-opt -passes=rebase -assume=segment-in-window -features=mvp %t/offset.wat -o %t/out.wasm 2> %t/log

;--- uses.wat
(module
  (memory $a 1) (memory $b 1)
  (func (export "f") (param i32) (result i32)
    (i32.extend8_s (i32.load $b (local.get 0))))
)
;--- grows.wat
(module
  (memory 1)
  (func (export "f") (param i32) (result i32) (memory.grow (local.get 0))))
;--- offset.wat
(module
  (import "env" "at" (global $at i32))
  (memory 1)
  (data (global.get $at) "x")
  (func (export "f") (result i32) (i32.load (i32.const 0))))
