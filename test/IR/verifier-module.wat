;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: limits, constant expressions, exports, the start function and data segments.
;; Why:  each rule of the core specification must be enforced at the place that breaks it; the valid
;;       neighbour of each violation must pass.
;; Never: leaves the validation to wabt: --no-check lets the text through as it is.

;; RUN: split-file %s %t
;; RUN: %wat2wasm --no-check --enable-all %t/memory-size.wat -o %t/memory-size.wasm
;; RUN: not %meld-opt -disable-output %t/memory-size.wasm 2>&1 | FileCheck %s --check-prefix=MEMORY-SIZE
;; RUN: %wat2wasm --no-check --enable-all %t/memory-limits.wat -o %t/memory-limits.wasm
;; RUN: not %meld-opt -disable-output %t/memory-limits.wasm 2>&1 | FileCheck %s --check-prefix=MEMORY-LIMITS
;; RUN: %wat2wasm --no-check --enable-all %t/export-twice.wat -o %t/export-twice.wasm
;; RUN: not %meld-opt -disable-output %t/export-twice.wasm 2>&1 | FileCheck %s --check-prefix=EXPORT-TWICE
;; RUN: %wat2wasm --no-check --enable-all %t/export-unknown.wat -o %t/export-unknown.wasm
;; RUN: not %meld-opt -disable-output %t/export-unknown.wasm 2>&1 | FileCheck %s --check-prefix=EXPORT-UNKNOWN
;; RUN: %wat2wasm --no-check --enable-all %t/start-type.wat -o %t/start-type.wasm
;; RUN: not %meld-opt -disable-output %t/start-type.wasm 2>&1 | FileCheck %s --check-prefix=START-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/start-unknown.wat -o %t/start-unknown.wasm
;; RUN: not %meld-opt -disable-output %t/start-unknown.wasm 2>&1 | FileCheck %s --check-prefix=START-UNKNOWN
;; RUN: %wat2wasm --no-check --enable-all %t/not-constant.wat -o %t/not-constant.wasm
;; RUN: not %meld-opt -disable-output %t/not-constant.wasm 2>&1 | FileCheck %s --check-prefix=NOT-CONSTANT
;; RUN: %wat2wasm --no-check --enable-all %t/constant-type.wat -o %t/constant-type.wasm
;; RUN: not %meld-opt -disable-output %t/constant-type.wasm 2>&1 | FileCheck %s --check-prefix=CONSTANT-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/two-values.wat -o %t/two-values.wasm
;; RUN: not %meld-opt -disable-output %t/two-values.wasm 2>&1 | FileCheck %s --check-prefix=TWO-VALUES
;; RUN: %wat2wasm --no-check --enable-all %t/later-global.wat -o %t/later-global.wasm
;; RUN: not %meld-opt -disable-output %t/later-global.wasm 2>&1 | FileCheck %s --check-prefix=LATER-GLOBAL
;; RUN: %wat2wasm --no-check --enable-all %t/mutable-global.wat -o %t/mutable-global.wasm
;; RUN: not %meld-opt -disable-output %t/mutable-global.wasm 2>&1 | FileCheck %s --check-prefix=MUTABLE-GLOBAL
;; RUN: %wat2wasm --no-check --enable-all %t/data-memory.wat -o %t/data-memory.wasm
;; RUN: not %meld-opt -disable-output %t/data-memory.wasm 2>&1 | FileCheck %s --check-prefix=DATA-MEMORY
;; RUN: %wat2wasm --no-check --enable-all %t/data-offset.wat -o %t/data-offset.wasm
;; RUN: not %meld-opt -disable-output %t/data-offset.wasm 2>&1 | FileCheck %s --check-prefix=DATA-OFFSET
;; RUN: %wat2wasm --no-check --enable-all %t/valid.wat -o %t/valid.wasm
;; RUN: %meld-opt -disable-output %t/valid.wasm

;--- memory-size.wat
;; MEMORY-SIZE: memory #0: error: verifier: the memory is larger than 65536 pages (core specification, Types, Memory Types: the limits must be valid within the range 2^|at| / page size)
(module (memory 65537))

;--- memory-limits.wat
;; MEMORY-LIMITS: memory #0: error: verifier: the minimum size is greater than the maximum
(module (memory 2 1))

;--- export-twice.wat
;; EXPORT-TWICE: export "a": error: verifier: the export name is used twice (core specification, Modules, Modules: all export names must be different)
(module (func) (export "a" (func 0)) (export "a" (func 0)))

;--- export-unknown.wat
;; EXPORT-UNKNOWN: export "a": error: verifier: unknown memory 0
(module (export "a" (memory 0)))

;--- start-type.wat
;; START-TYPE: function #0: error: verifier: the start function has parameters or results
(module (func (param i32)) (start 0))

;--- start-unknown.wat
;; START-UNKNOWN: the start function 0 does not exist
(module (start 0))

;--- not-constant.wat
;; NOT-CONSTANT: global #0, offset {{0x[0-9a-f]+}}: error: verifier: i32.clz is not constant (core specification, Constant Expressions: every instruction must be constant)
(module (global i32 (i32.clz (i32.const 1))))

;--- constant-type.wat
;; CONSTANT-TYPE: the constant expression is of type i64 instead of i32
(module (global i32 (i64.const 1)))

;--- two-values.wat
;; TWO-VALUES: the constant expression yields 2 values instead of one
(module (global i32 (i32.const 1) (i32.const 1)))

;--- later-global.wat
;; LATER-GLOBAL: unknown global 1 (core specification, Constant Expressions: global.get must name an imported or previously defined global)
(module (global i32 (global.get 1)) (global i32 (i32.const 0)))

;--- mutable-global.wat
;; MUTABLE-GLOBAL: global 0 is mutable
(module (global (mut i32) (i32.const 0)) (global i32 (global.get 0)))

;--- data-memory.wat
;; DATA-MEMORY: data segment #0{{.*}}: unknown memory 0
(module (data (i32.const 0) "x"))

;--- data-offset.wat
;; DATA-OFFSET: the constant expression is of type i64 instead of i32
(module (memory 1) (data (i64.const 0) "x"))

;--- valid.wat
(module (import "a" "g" (global i32)) (memory 1 65536) (global i32 (i32.add (global.get 0) (i32.const 4))) (global i32 (global.get 1)) (data (global.get 2) "x") (func) (export "a" (func 0)) (export "b" (func 0)) (start 0))
