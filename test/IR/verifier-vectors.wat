;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: lane indices are below the number of lanes, operands are vectors.
;; Why:  each rule of the core specification must be enforced at the place that breaks it; the valid
;;       neighbour of each violation must pass.
;; Never: leaves the validation to wabt: --no-check lets the text through as it is.

;; RUN: split-file %s %t
;; RUN: %wat2wasm --no-check --enable-all %t/lane.wat -o %t/lane.wasm
;; RUN: not %meld-opt -disable-output %t/lane.wasm 2>&1 | FileCheck %s --check-prefix=LANE
;; RUN: %wat2wasm --no-check --enable-all %t/load-lane.wat -o %t/load-lane.wasm
;; RUN: not %meld-opt -disable-output %t/load-lane.wasm 2>&1 | FileCheck %s --check-prefix=LOAD-LANE
;; RUN: %wat2wasm --no-check --enable-all %t/shuffle.wat -o %t/shuffle.wasm
;; RUN: not %meld-opt -disable-output %t/shuffle.wasm 2>&1 | FileCheck %s --check-prefix=SHUFFLE
;; RUN: %wat2wasm --no-check --enable-all %t/operand.wat -o %t/operand.wasm
;; RUN: not %meld-opt -disable-output %t/operand.wasm 2>&1 | FileCheck %s --check-prefix=OPERAND
;; RUN: %wat2wasm --no-check --enable-all %t/valid.wat -o %t/valid.wasm
;; RUN: %meld-opt -disable-output %t/valid.wasm

;--- lane.wat
;; LANE: lane index 4 is not below 4 (core specification, Vector Instructions: the lane index must be smaller than the number of lanes)
(module (func (param v128) (drop (i32x4.extract_lane 4 (local.get 0)))))

;--- load-lane.wat
;; LOAD-LANE: lane index 8 is not below 8
(module (memory 1) (func (param v128) (drop (v128.load16_lane 8 (i32.const 0) (local.get 0)))))

;--- shuffle.wat
;; SHUFFLE: lane index 32 is not below 32 (core specification, Vector Instructions: each lane index of a shuffle must be smaller than 32)
(module (func (param v128) (drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 32 (local.get 0) (local.get 0)))))

;--- operand.wat
;; OPERAND: i32x4.add expects v128 but the stack holds i32
(module (func (drop (i32x4.add (v128.const i32x4 0 0 0 0) (i32.const 0)))))

;--- valid.wat
(module (memory 1) (func (param v128) (drop (i32x4.extract_lane 3 (local.get 0))) (drop (v128.load16_lane 7 (i32.const 0) (local.get 0))) (drop (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31 (local.get 0) (local.get 0)))))
