;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: table instructions and element segments: types match, indices exist, addresses have the table's type.
;; Why:  each rule of the core specification must be enforced at the place that breaks it; the valid
;;       neighbour of each violation must pass.
;; Never: leaves the validation to wabt: --no-check lets the text through as it is.

;; RUN: split-file %s %t
;; RUN: %wat2wasm --no-check --enable-all %t/unknown.wat -o %t/unknown.wasm
;; RUN: not %meld-opt -disable-output %t/unknown.wasm 2>&1 | FileCheck %s --check-prefix=UNKNOWN
;; RUN: %wat2wasm --no-check --enable-all %t/set-type.wat -o %t/set-type.wasm
;; RUN: not %meld-opt -disable-output %t/set-type.wasm 2>&1 | FileCheck %s --check-prefix=SET-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/copy-type.wat -o %t/copy-type.wasm
;; RUN: not %meld-opt -disable-output %t/copy-type.wasm 2>&1 | FileCheck %s --check-prefix=COPY-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/init-type.wat -o %t/init-type.wasm
;; RUN: not %meld-opt -disable-output %t/init-type.wasm 2>&1 | FileCheck %s --check-prefix=INIT-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/drop.wat -o %t/drop.wasm
;; RUN: not %meld-opt -disable-output %t/drop.wasm 2>&1 | FileCheck %s --check-prefix=DROP
;; RUN: %wat2wasm --no-check --enable-all %t/segment-table.wat -o %t/segment-table.wasm
;; RUN: not %meld-opt -disable-output %t/segment-table.wasm 2>&1 | FileCheck %s --check-prefix=SEGMENT-TABLE
;; RUN: %wat2wasm --no-check --enable-all %t/segment-type.wat -o %t/segment-type.wasm
;; RUN: not %meld-opt -disable-output %t/segment-type.wasm 2>&1 | FileCheck %s --check-prefix=SEGMENT-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/segment-function.wat -o %t/segment-function.wasm
;; RUN: not %meld-opt -disable-output %t/segment-function.wasm 2>&1 | FileCheck %s --check-prefix=SEGMENT-FUNCTION
;; RUN: %wat2wasm --no-check --enable-all %t/segment-offset.wat -o %t/segment-offset.wasm
;; RUN: not %meld-opt -disable-output %t/segment-offset.wasm 2>&1 | FileCheck %s --check-prefix=SEGMENT-OFFSET
;; RUN: %wat2wasm --no-check --enable-all %t/segment-item.wat -o %t/segment-item.wasm
;; RUN: not %meld-opt -disable-output %t/segment-item.wasm 2>&1 | FileCheck %s --check-prefix=SEGMENT-ITEM
;; RUN: %wat2wasm --no-check --enable-all %t/limits.wat -o %t/limits.wasm
;; RUN: not %meld-opt -disable-output %t/limits.wasm 2>&1 | FileCheck %s --check-prefix=LIMITS
;; RUN: %wat2wasm --no-check --enable-all %t/valid.wat -o %t/valid.wasm
;; RUN: %meld-opt -disable-output %t/valid.wasm

;--- unknown.wat
;; UNKNOWN: unknown table 0 (core specification, Table Instructions: the table C.tables[x] must exist)
(module (func (drop (table.size 0))))

;--- set-type.wat
;; SET-TYPE: table.set expects (ref null extern) but the stack holds (ref null func)
(module (table 1 externref) (func (table.set 0 (i32.const 0) (ref.null func))))

;--- copy-type.wat
;; COPY-TYPE: table.copy from a table of (ref null func) to one of (ref null extern)
(module (table 1 externref) (table 1 funcref) (func (table.copy 0 1 (i32.const 0) (i32.const 0) (i32.const 0))))

;--- init-type.wat
;; INIT-TYPE: table.init from a segment of (ref func) to a table of (ref null extern)
(module (table 1 externref) (elem func) (func (table.init 0 0 (i32.const 0) (i32.const 0) (i32.const 0))))

;--- drop.wat
;; DROP: unknown element segment 0 (core specification, Table Instructions: the element segment C.elems[x] must exist)
(module (func (elem.drop 0)))

;--- segment-table.wat
;; SEGMENT-TABLE: element segment #0{{.*}}: error: verifier: unknown table 0
(module (elem (i32.const 0) func))

;--- segment-type.wat
;; SEGMENT-TYPE: element segment #0{{.*}}: items of type (ref func) for a table of (ref null extern)
(module (table 1 externref) (func $f) (elem (i32.const 0) $f))

;--- segment-function.wat
;; SEGMENT-FUNCTION: unknown function 3 (core specification, Modules, Element Segments: the function C.funcs[x] must exist)
(module (table 1 funcref) (elem (i32.const 0) 3))

;--- segment-offset.wat
;; SEGMENT-OFFSET: the constant expression is of type i64 instead of i32
(module (table 1 funcref) (elem (i64.const 0) func))

;--- segment-item.wat
;; SEGMENT-ITEM: the constant expression is of type (ref null func) instead of (ref null extern)
(module (elem externref (ref.null func)))

;--- limits.wat
;; LIMITS: table #0: error: verifier: the minimum size is greater than the maximum
(module (table 3 2 funcref))

;--- valid.wat
(module (table 1 2 funcref) (func $f) (elem (i32.const 0) $f) (elem $e funcref (ref.null func) (ref.func $f)) (func (table.init $e (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $e) (drop (table.grow 0 (ref.func $f) (i32.const 1)))))
