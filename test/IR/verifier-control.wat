;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: blocks, branches, calls and the end of bodies.
;; Why:  each rule of the core specification must be enforced at the place that breaks it; the valid
;;       neighbour of each violation must pass.
;; Never: leaves the validation to wabt: --no-check lets the text through as it is.

;; RUN: split-file %s %t
;; RUN: %wat2wasm --no-check --enable-all %t/label.wat -o %t/label.wasm
;; RUN: not %meld-opt -disable-output %t/label.wasm 2>&1 | FileCheck %s --check-prefix=LABEL
;; RUN: %wat2wasm --no-check --enable-all %t/missing-result.wat -o %t/missing-result.wasm
;; RUN: not %meld-opt -disable-output %t/missing-result.wasm 2>&1 | FileCheck %s --check-prefix=MISSING-RESULT
;; RUN: %wat2wasm --no-check --enable-all %t/left-over.wat -o %t/left-over.wasm
;; RUN: not %meld-opt -disable-output %t/left-over.wasm 2>&1 | FileCheck %s --check-prefix=LEFT-OVER
;; RUN: %wat2wasm --no-check --enable-all %t/no-else.wat -o %t/no-else.wasm
;; RUN: not %meld-opt -disable-output %t/no-else.wasm 2>&1 | FileCheck %s --check-prefix=NO-ELSE
;; RUN: %wat2wasm --no-check --enable-all %t/else-type.wat -o %t/else-type.wasm
;; RUN: not %meld-opt -disable-output %t/else-type.wasm 2>&1 | FileCheck %s --check-prefix=ELSE-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/block-params.wat -o %t/block-params.wasm
;; RUN: not %meld-opt -disable-output %t/block-params.wasm 2>&1 | FileCheck %s --check-prefix=BLOCK-PARAMS
;; RUN: %wat2wasm --no-check --enable-all %t/outer-operand.wat -o %t/outer-operand.wasm
;; RUN: not %meld-opt -disable-output %t/outer-operand.wasm 2>&1 | FileCheck %s --check-prefix=OUTER-OPERAND
;; RUN: %wat2wasm --no-check --enable-all %t/loop-label.wat -o %t/loop-label.wasm
;; RUN: not %meld-opt -disable-output %t/loop-label.wasm 2>&1 | FileCheck %s --check-prefix=LOOP-LABEL
;; RUN: %wat2wasm --no-check --enable-all %t/table-arity.wat -o %t/table-arity.wasm
;; RUN: not %meld-opt -disable-output %t/table-arity.wasm 2>&1 | FileCheck %s --check-prefix=TABLE-ARITY
;; RUN: %wat2wasm --no-check --enable-all %t/unreachable-type.wat -o %t/unreachable-type.wasm
;; RUN: not %meld-opt -disable-output %t/unreachable-type.wasm 2>&1 | FileCheck %s --check-prefix=UNREACHABLE-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/return-type.wat -o %t/return-type.wasm
;; RUN: not %meld-opt -disable-output %t/return-type.wasm 2>&1 | FileCheck %s --check-prefix=RETURN-TYPE
;; RUN: %wat2wasm --no-check --enable-all %t/call.wat -o %t/call.wasm
;; RUN: not %meld-opt -disable-output %t/call.wasm 2>&1 | FileCheck %s --check-prefix=CALL
;; RUN: %wat2wasm --no-check --enable-all %t/argument.wat -o %t/argument.wasm
;; RUN: not %meld-opt -disable-output %t/argument.wasm 2>&1 | FileCheck %s --check-prefix=ARGUMENT
;; RUN: %wat2wasm --no-check --enable-all %t/indirect-table.wat -o %t/indirect-table.wasm
;; RUN: not %meld-opt -disable-output %t/indirect-table.wasm 2>&1 | FileCheck %s --check-prefix=INDIRECT-TABLE
;; RUN: %wat2wasm --no-check --enable-all %t/tail-call.wat -o %t/tail-call.wasm
;; RUN: not %meld-opt -disable-output %t/tail-call.wasm 2>&1 | FileCheck %s --check-prefix=TAIL-CALL
;; RUN: %wat2wasm --no-check --enable-all %t/valid.wat -o %t/valid.wasm
;; RUN: %meld-opt -disable-output %t/valid.wasm

;--- label.wat
;; LABEL: function #0, instruction 0, {{.*}}: unknown label 1 (core specification, Control Instructions: the label C.labels[l] must exist)
(module (func (br 1)))

;--- missing-result.wat
;; MISSING-RESULT: instruction 0, {{.*}}: end expects i32 but the stack is empty (core specification, Instruction Sequences: the operands on the stack must match the instruction's parameter types)
(module (func (result i32)))

;--- left-over.wat
;; LEFT-OVER: 1 values are left on the stack at end (core specification, Control Instructions: a block must leave exactly its results on the stack)
(module (func (i32.const 1)))

;--- no-else.wat
;; NO-ELSE: an if without else cannot have a result
(module (func (param i32) (drop (if (result i32) (local.get 0) (then (i32.const 1))))))

;--- else-type.wat
;; ELSE-TYPE: end expects i32 but the stack holds f32
(module (func (param i32) (drop (if (result i32) (local.get 0) (then (i32.const 1)) (else (f32.const 1))))))

;--- block-params.wat
;; BLOCK-PARAMS: block expects i32 but the stack holds i64
(module (func (i64.const 1) (block (param i32) (drop))))

;--- outer-operand.wat
;; OUTER-OPERAND: drop expects an operand but the stack is empty
(module (func (result i32) (i32.const 1) (block (drop))))

;--- loop-label.wat
;; LOOP-LABEL: loop expects i32 but the stack is empty
(module (func (loop (param i32) (drop) (br 0)) ))

;--- table-arity.wat
;; TABLE-ARITY: labels 0 and 1 of br_table differ in the number of operands (core specification, Control Instructions: all labels of br_table must have result types of the same length)
(module (func (block (result i32) (block (br_table 0 1 (i32.const 0) (i32.const 0))) (i32.const 1)) (drop)))

;--- unreachable-type.wat
;; UNREACHABLE-TYPE: i32.add expects i32 but the stack holds f32
(module (func (unreachable) (i32.add (f32.const 0)) (drop)))

;--- return-type.wat
;; RETURN-TYPE: return expects i32 but the stack holds i64
(module (func (result i32) (return (i64.const 1))))

;--- call.wat
;; CALL: unknown function 7 (core specification, Control Instructions: the function C.funcs[x] must exist)
(module (func (call 7)))

;--- argument.wat
;; ARGUMENT: function #1, instruction 2, {{.*}}: call expects f64 but the stack holds i32
(module (func $f (param i32 f64)) (func (call $f (i32.const 1) (i32.const 1))))

;--- indirect-table.wat
;; INDIRECT-TABLE: table 0 holds (ref null extern) (core specification, Control Instructions: call_indirect requires a table of function references)
(module (type (func)) (table 1 externref) (func (call_indirect (type 0) (i32.const 0))))

;--- tail-call.wat
;; TAIL-CALL: the callee's results differ from the function's
(module (func $f (result i64) (i64.const 1)) (func (result i32) (return_call $f)))

;--- valid.wat
(module (type $t (func (param i32) (result i32))) (table 1 funcref) (func $f (type $t) (local.get 0))
  (func (param i32) (result i32)
   (block $a (block $b (br_table $a $b $a (local.get 0)))) (unreachable) (i32.add) (drop)
   (i32.const 1) (loop (type $t)) (if (type $t) (local.get 0) (then)) (return_call_indirect (type $t) (i32.const 0))))
