;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: a text that is not well-formed is refused with line, column and caret.
;; Why:  the parser's message alone does not show where.
;; RUN: not %meld-opt %s -o %t.wasm 2>&1 | FileCheck --strict-whitespace --match-full-lines %s
;; RUN: not ls %t.wasm

;;      CHECK:{{.*}}malformed-errors.wat:[[#@LINE+5]]:6: error: text: redefinition of function "$f" (text format, core specification 6)
;; CHECK-NEXT:{{ +[0-9]+}} |     (func $f)
;; CHECK-NEXT:      |      ^
(module
  (func $f)
    (func $f)
;; CHECK-NEXT:{{.*}}malformed-errors.wat:[[#@LINE+3]]:14: note: undefined function variable "$g"
;; CHECK-NEXT:{{ +[0-9]+}} | 	(func (call $g)))
;; CHECK-NEXT:      | 	            ^
	(func (call $g)))
