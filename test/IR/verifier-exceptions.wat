;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: tags, and the legacy instructions; the new ones are covered by the unit tests, because wabt cannot write them.
;; Why:  each rule of the core specification must be enforced at the place that breaks it; the valid
;;       neighbour of each violation must pass.
;; Never: leaves the validation to wabt: --no-check lets the text through as it is.

;; RUN: split-file %s %t
;; RUN: %wat2wasm --no-check --enable-all %t/throw.wat -o %t/throw.wasm
;; RUN: not %meld-opt -disable-output %t/throw.wasm 2>&1 | FileCheck %s --check-prefix=THROW
;; RUN: %wat2wasm --no-check --enable-all %t/operand.wat -o %t/operand.wasm
;; RUN: not %meld-opt -disable-output %t/operand.wasm 2>&1 | FileCheck %s --check-prefix=OPERAND
;; RUN: %wat2wasm --no-check --enable-all %t/tag-result.wat -o %t/tag-result.wasm
;; RUN: not %meld-opt -disable-output %t/tag-result.wasm 2>&1 | FileCheck %s --check-prefix=TAG-RESULT
;; RUN: %wat2wasm --no-check --enable-all %t/rethrow.wat -o %t/rethrow.wasm
;; RUN: not %meld-opt -disable-output %t/rethrow.wasm 2>&1 | FileCheck %s --check-prefix=RETHROW
;; RUN: %wat2wasm --no-check --enable-all %t/catch-type.wat -o %t/catch-type.wasm
;; RUN: not %meld-opt -disable-output %t/catch-type.wasm 2>&1 | FileCheck %s --check-prefix=CATCH-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/delegate.wat -o %t/delegate.wasm
;; RUN: not %meld-opt -disable-output %t/delegate.wasm 2>&1 | FileCheck %s --check-prefix=DELEGATE
;; RUN: %wat2wasm --no-check --enable-all %t/valid.wat -o %t/valid.wasm
;; RUN: %meld-opt -disable-output %t/valid.wasm

;--- throw.wat
;; THROW: unknown tag 0 (core specification, Control Instructions: the tag C.tags[x] must exist)
(module (func (throw 0)))

;--- operand.wat
;; OPERAND: throw expects i32 but the stack holds i64
(module (tag (param i32)) (func (throw 0 (i64.const 1))))

;--- tag-result.wat
;; TAG-RESULT: tag #0: error: verifier: the tag's type has results (core specification, Types, Tag Types: the result type must be empty)
(module (tag (result i32)))

;--- rethrow.wat
;; RETHROW: rethrow names label 0, which is not a catch
(module (func (block (rethrow 0))))

;--- catch-type.wat
;; CATCH-TYPE: end expects i64 but the stack holds i32
(module (tag $t (param i32)) (func (result i64) (try (result i64) (do (i64.const 1)) (catch $t))))

;--- delegate.wat
;; DELEGATE: unknown label 1
(module (func (try (do) (delegate 1))))

;--- valid.wat
(module (tag $t (param i32)) (func (result i32) (try (result i32) (do (throw $t (i32.const 1))) (catch $t) (catch_all (rethrow 0))) (try (do) (delegate 0))))
