;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What: what the verifier finds in a text is shown at the instruction or field.
;; Why:  it speaks of bytes and entities of the binary, which users never see.
;; RUN: split-file %s %t
;; RUN: not %meld-opt %t/flat.wat 2>&1 | FileCheck %s --check-prefix=FLAT --strict-whitespace
;; RUN: not %meld-opt %t/folded.wat 2>&1 | FileCheck %s --check-prefix=FOLDED --strict-whitespace
;; RUN: not %meld-opt %t/end.wat 2>&1 | FileCheck %s --check-prefix=END --strict-whitespace
;; RUN: not %meld-opt %t/constant.wat 2>&1 | FileCheck %s --check-prefix=CONSTANT --strict-whitespace
;; RUN: not %meld-opt %t/field.wat 2>&1 | FileCheck %s --check-prefix=FIELD --strict-whitespace

;--- flat.wat
(module (memory 1)
  (func $f (param i64)
    local.get 0
    block
      local.get 0
      i32.load
      drop
    end
    drop))
;; FLAT:      flat.wat:6:7: error: verifier:
;; FLAT-NEXT:     6 |       i32.load
;; FLAT-NEXT:       |       ^

;--- folded.wat
(module
  (func (result i32)
    (if (result i32) (i32.const 1)
      (then (i32.const 2))
      (else (i32.add (i32.const 3)
                     (f32.const 4))))))
;; FOLDED:      folded.wat:5:14: error: verifier:
;; FOLDED-NEXT:     5 |       (else (i32.add (i32.const 3)
;; FOLDED-NEXT:       |              ^

;--- end.wat
(module
  (func (result i32)
    nop
  ))
;; END:      end.wat:4:3: error: verifier:
;; END-NEXT:     4 |   ))
;; END-NEXT:       |   ^

;--- constant.wat
(module
  (memory 1)
  (data (i32.const 0) "a")
  (data (i64.const 8) "b"))
;; CONSTANT: constant.wat:4:{{[0-9]+}}: error: verifier:
;; CONSTANT-NEXT:     4 |   (data (i64.const 8) "b"))

;--- field.wat
(module
  (memory (export "small") 1)
  (memory $large 100000))
;; FIELD:      field.wat:3:4: error: verifier:
;; FIELD-NEXT:     3 |   (memory $large 100000))
;; FIELD-NEXT:       |    ^
