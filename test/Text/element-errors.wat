;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: what cannot be an element expression is refused, in every place for one.
;; Why:  wabt 1.0.32 aborts on these.
;; RUN: split-file %s %t
;; RUN: not %meld-opt %t/segment.wat 2>&1 | FileCheck %s --check-prefix=SEGMENT
;; RUN: not %meld-opt %t/table.wat 2>&1 | FileCheck %s --check-prefix=TABLE
;; RUN: not %meld-opt %t/unfinished.wat 2>&1 | FileCheck %s --check-prefix=UNFINISHED

;--- segment.wat
(module (func $f)
  (elem funcref (ref.func $f) ($f)))
;; SEGMENT: segment.wat:2:31: error: text: an element expression starts with item, ref.func, ref.null or global.get

;--- table.wat
(module (func $f)
  (table funcref (elem (item ref.func $f) (unknown))))
;; TABLE: table.wat:2:43: error: text: an element expression starts with

;--- unfinished.wat
(module (table externref (elem (
;; UNFINISHED: unfinished.wat:1:32: error: text: an element expression starts with
