;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;;
;; What: an active segment goes with its table or memory if it provably fits; one that traps at instantiation, or might,
;;       or that writes into an import, stays with all that it names.
;; Why:  a segment acts when the module is instantiated, and a trap there is behaviour.
;; Never: removes a trap; keeps an empty segment section or a data count where there was none.

;; RUN: rm -rf %t && split-file %s %t

;; All of it goes, the sections too.
;; RUN: %meld-opt -passes=dce -verify-each %t/fits.wat -o %t/fits.wasm && %dump %t/fits.wasm | count 0

;; So does what fits a memory of 2^64 bytes, which holds all that has an end.
;; RUN: %meld-opt -passes=dce -verify-each %t/whole-space.wat -o %t/whole-space.wasm && %dump %t/whole-space.wasm | count 0

;; And is counted.
;; RUN: %meld-opt -passes=dce -stats %t/one-of-two.wat -disable-output 2>&1 | FileCheck %s --check-prefix=COUNTED
;; COUNTED: 1 {{.*}}data-segments-removed

;; These stay as they are.
;; DEFINE: %{module} =
;; DEFINE: %{kept} = %meld-opt %t/%{module}.wat -o %t/in.wasm && %meld-opt -passes=dce -verify-each %t/in.wasm -o %t/out.wasm && cmp %t/in.wasm %t/out.wasm
;; REDEFINE: %{module} = past-end
;; RUN: %{kept}
;; RUN: %exec-compare %t/in.wasm %t/out.wasm --calls=%t/calls.json | FileCheck %s --check-prefix=TRAPS
;; TRAPS: exec-compare: equal: 1 runs, 0 calls, 0 host calls; out-of-bounds memory access 1
;; REDEFINE: %{module} = past-table
;; RUN: %{kept}
;; REDEFINE: %{module} = unknown-offset
;; RUN: %{kept}
;; REDEFINE: %{module} = unknown-place
;; RUN: %{kept}
;; REDEFINE: %{module} = past-all
;; RUN: %{kept}
;; REDEFINE: %{module} = imported
;; RUN: %{kept}
;; REDEFINE: %{module} = empty-past-end
;; RUN: %{kept}

;; An access of memory 0 in the plainest encoding keeps it.
;; REDEFINE: %{module} = accessed
;; RUN: %{kept}

;--- one-of-two.wat
(module (memory $gone 1) (memory $stays (export "m") 1) (data (memory $gone) (i32.const 0) "x") (data (memory $stays) (i32.const 0) "y"))
;--- calls.json
[]
;--- fits.wat
(module
  (table $t 2 funcref) (memory $m 1)
  (global $at i32 (i32.const 65530))
  (elem (table $t) (i32.const 1) $f)
  (data (global.get $at) "abcdef")
  (func $f))
;--- past-end.wat
(module (memory 1) (data (i32.const 65533) "four"))
;--- past-table.wat
(module (type (func)) (table 1 funcref) (elem (i32.const 1) 0) (func (type 0)))
;--- unknown-offset.wat
(module (import "e" "at" (global i32)) (memory 1) (data (global.get 0) "x"))
;--- unknown-place.wat
(module (type (func)) (import "e" "at" (global i32)) (table 1 funcref) (elem (global.get 0) 0) (func (type 0)))
;--- past-all.wat
;; Its end is no number of 64 bits.
(module (memory i64 0x1000000000000) (data (i64.const -1) "xy"))
;--- whole-space.wat
(module (memory i64 0x1000000000000) (data (i64.const 0) "x") (data (i64.const -2) "y"))
;--- imported.wat
(module (type (func)) (import "e" "t" (table 1 funcref)) (import "e" "m" (memory 1)) (global i32 (i32.const 0))
  (elem (global.get 0) 0) (func (type 0)) (data (i32.const 0) "x"))
;--- empty-past-end.wat
(module (memory 1) (data (i32.const 65537) ""))
;--- accessed.wat
(module (memory 1) (data (i32.const 0) "x") (func (export "f") (result i32) (i32.load (i32.const 0)) nop nop nop nop nop nop nop nop nop))
