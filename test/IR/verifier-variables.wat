;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: locals and globals: they exist, have the right type, and what is set is mutable.
;; Why:  each rule of the core specification must be enforced at the place that breaks it; the valid
;;       neighbour of each violation must pass.
;; Never: leaves the validation to wabt: --no-check lets the text through as it is.

;; RUN: split-file %s %t
;; RUN: %wat2wasm --no-check --enable-all %t/local.wat -o %t/local.wasm
;; RUN: not %meld-opt -disable-output %t/local.wasm 2>&1 | FileCheck %s --check-prefix=LOCAL
;; RUN: %wat2wasm --no-check --enable-all %t/local-type.wat -o %t/local-type.wasm
;; RUN: not %meld-opt -disable-output %t/local-type.wasm 2>&1 | FileCheck %s --check-prefix=LOCAL-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/tee.wat -o %t/tee.wasm
;; RUN: not %meld-opt -disable-output %t/tee.wasm 2>&1 | FileCheck %s --check-prefix=TEE
;; RUN: %wat2wasm --no-check --enable-all %t/global.wat -o %t/global.wasm
;; RUN: not %meld-opt -disable-output %t/global.wasm 2>&1 | FileCheck %s --check-prefix=GLOBAL
;; RUN: %wat2wasm --no-check --enable-all %t/immutable.wat -o %t/immutable.wasm
;; RUN: not %meld-opt -disable-output %t/immutable.wasm 2>&1 | FileCheck %s --check-prefix=IMMUTABLE
;; RUN: %wat2wasm --no-check --enable-all %t/select.wat -o %t/select.wasm
;; RUN: not %meld-opt -disable-output %t/select.wasm 2>&1 | FileCheck %s --check-prefix=SELECT
;; RUN: %wat2wasm --no-check --enable-all %t/select-reference.wat -o %t/select-reference.wasm
;; RUN: not %meld-opt -disable-output %t/select-reference.wasm 2>&1 | FileCheck %s --check-prefix=SELECT-REFERENCE
;; RUN: %wat2wasm --no-check --enable-all %t/valid.wat -o %t/valid.wasm
;; RUN: %meld-opt -disable-output %t/valid.wasm

;--- local.wat
;; LOCAL: unknown local 2 (core specification, Variable Instructions: the local C.locals[x] must exist)
(module (func (param i32) (local i32) (drop (local.get 2))))

;--- local-type.wat
;; LOCAL-TYPE: local.set expects i64 but the stack holds i32
(module (func (local i32 i64 i64) (local.set 2 (i32.const 0))))

;--- tee.wat
;; TEE: local.tee expects f32 but the stack holds f64
(module (func (param f32) (drop (local.tee 0 (f64.const 1)))))

;--- global.wat
;; GLOBAL: unknown global 0 (core specification, Variable Instructions: the global C.globals[x] must exist)
(module (func (drop (global.get 0))))

;--- immutable.wat
;; IMMUTABLE: global 0 is immutable (core specification, Variable Instructions: global.set requires the global to be mutable)
(module (global i32 (i32.const 0)) (func (global.set 0 (i32.const 1))))

;--- select.wat
;; SELECT: select chooses between i32 and f32 (core specification, Parametric Instructions: both operands of select must have the same type)
(module (func (param i32) (drop (select (i32.const 0) (f32.const 0) (local.get 0)))))

;--- select-reference.wat
;; SELECT-REFERENCE: select without a type cannot choose between references
(module (func (param externref) (drop (select (local.get 0) (local.get 0) (i32.const 0)))))

;--- valid.wat
(module (global (mut i32) (i32.const 0)) (func (param externref) (local i64) (global.set 0 (i32.const 1)) (local.set 1 (i64.const 1)) (drop (select (result externref) (local.get 0) (local.get 0) (i32.const 0)))))
