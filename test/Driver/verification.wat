;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: an invalid input is refused with line, column, caret and rule; -disable-verify lets it through.
;; Why: passes may rely on a valid module.
;; Never: run a pass on an invalid module unless told to.

;; RUN: rm -f %t.wasm
;; RUN: sh -c "%meld-opt -passes=print %s -o %t.wasm 2> %t.log; test $? -eq 1"
;; RUN: FileCheck %s --input-file=%t.log --implicit-check-not="(module"
;; CHECK: verification.wat:[[#LINE:]]:{{[0-9]+}}: error: verifier: {{.+}}
;; CHECK-NEXT: {{^ *}}[[#LINE]] |     f64.add
;; CHECK-NEXT: {{^ *}}|     ^
;; RUN: not ls %t.wasm

;; RUN: %meld-opt -disable-verify %s -o %t.invalid.wasm
;; RUN: not %wasm-validate %t.invalid.wasm
;; RUN: sh -c "%meld-opt %t.invalid.wasm -o %t.wasm 2> %t.log; test $? -eq 1"
;; RUN: FileCheck %s --check-prefix=BINARY < %t.log
;; BINARY: invalid.wasm: function $wrong (#0), instruction 2, offset 0x{{[0-9a-f]+}}: error: verifier:

;; In the middle, by the pass.
;; RUN: sh -c "%meld-opt -disable-verify -passes=verify %t.invalid.wasm -o %t.wasm 2> %t.log; test $? -eq 1"
;; RUN: FileCheck %s --check-prefix=PASS < %t.log
;; PASS: function $wrong (#0), instruction 2, {{.*}}: error: verifier:
;; RUN: not ls %t.wasm

;; Each pass leaves a valid module here.
;; RUN: %plain-meld-opt -passes=probe,rebase,verify,bump-grow,verify -verify-each %S/Inputs/two-memories.wat -o %t.wasm 2>&1 | FileCheck %s --check-prefix=EACH --implicit-check-not=error
;; EACH: memory 0 $a: live
;; RUN: %wasm-validate %t.wasm

(module
  (func $wrong (result f64)
    i32.const 1
    i32.const 2
    f64.add))
