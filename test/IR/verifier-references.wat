;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: ref.func is declared outside of bodies, null tests take references.
;; Why:  each rule of the core specification must be enforced at the place that breaks it; the valid
;;       neighbour of each violation must pass.
;; Never: leaves the validation to wabt: --no-check lets the text through as it is.

;; RUN: split-file %s %t
;; RUN: %wat2wasm --no-check --enable-all %t/undeclared.wat -o %t/undeclared.wasm
;; RUN: not %meld-opt -disable-output %t/undeclared.wasm 2>&1 | FileCheck %s --check-prefix=UNDECLARED
;; RUN: %wat2wasm --no-check --enable-all %t/start-declares-nothing.wat -o %t/start-declares-nothing.wasm
;; RUN: not %meld-opt -disable-output %t/start-declares-nothing.wasm 2>&1 | FileCheck %s --check-prefix=START-DECLARES-NOTHING
;; RUN: %wat2wasm --no-check --enable-all %t/unknown.wat -o %t/unknown.wasm
;; RUN: not %meld-opt -disable-output %t/unknown.wasm 2>&1 | FileCheck %s --check-prefix=UNKNOWN
;; RUN: %wat2wasm --no-check --enable-all %t/is-null.wat -o %t/is-null.wasm
;; RUN: not %meld-opt -disable-output %t/is-null.wasm 2>&1 | FileCheck %s --check-prefix=IS-NULL
;; RUN: %wat2wasm --no-check --enable-all %t/export.wat -o %t/export.wasm
;; RUN: %meld-opt -disable-output %t/export.wasm
;; RUN: %wat2wasm --no-check --enable-all %t/segment.wat -o %t/segment.wasm
;; RUN: %meld-opt -disable-output %t/segment.wasm
;; RUN: %wat2wasm --no-check --enable-all %t/global.wat -o %t/global.wasm
;; RUN: %meld-opt -disable-output %t/global.wasm

;--- undeclared.wat
;; UNDECLARED: ref.func of function 0, which is named nowhere outside of function bodies (core specification, Reference Instructions: ref.func requires the function to be in C.refs)
(module (func $f (drop (ref.func $f))))

;--- start-declares-nothing.wat
;; START-DECLARES-NOTHING: ref.func of function 0, which is named nowhere outside of function bodies
(module (func $f (drop (ref.func $f))) (start $f))

;--- unknown.wat
;; UNKNOWN: unknown function 4 (core specification, Reference Instructions: the function C.funcs[x] must exist)
(module (func (drop (ref.func 4))))

;--- is-null.wat
;; IS-NULL: ref.is_null expects a reference but the stack holds i32
(module (func (drop (ref.is_null (i32.const 0)))))

;--- export.wat
(module (func $f (export "f") (drop (ref.func $f))))

;--- segment.wat
(module (func $f (drop (ref.func $f))) (elem declare func $f))

;--- global.wat
(module (global funcref (ref.func 0)) (func $f (drop (ref.is_null (ref.func $f)))))
